import { joinBytes, type Sha256, sameBytes } from './bytes.ts';

/** The tree of RFC 6962, section 2.1. A leaf and a node can never be mistaken for each other, since what is hashed begins with another byte. */
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export type TreeHash = Uint8Array;

export function leafHash(entry: Uint8Array, sha256: Sha256): TreeHash {
  return sha256(joinBytes(LEAF, entry));
}

export function nodeHash(left: TreeHash, right: TreeHash, sha256: Sha256): TreeHash {
  return sha256(joinBytes(NODE, left, right));
}

/** A tree that grows by a leaf at a time and keeps one hash for each whole subtree: its root at any size costs a few hashes. */
export interface GrowingTree {
  readonly size: () => number;
  readonly add: (leaf: TreeHash) => void;
  readonly root: () => TreeHash;
}

export function growingTree(sha256: Sha256): GrowingTree {
  // Of whole subtrees, the largest first: their sizes are the powers of two that add up to the number of leaves.
  const subtrees: { readonly size: number; readonly hash: TreeHash }[] = [];
  let size = 0;
  return {
    size: () => size,
    add: (leaf) => {
      let [grown, hash] = [1, leaf];
      for (let last = subtrees.at(-1); last?.size === grown; last = subtrees.at(-1)) {
        subtrees.pop();
        hash = nodeHash(last.hash, hash, sha256);
        grown *= 2;
      }
      subtrees.push({ size: grown, hash });
      size += 1;
    },
    root: () => {
      const [last, ...larger] = subtrees.toReversed().map(({ hash }) => hash);
      return last === undefined ? sha256(new Uint8Array(0)) : larger.reduce((right, left) => nodeHash(left, right, sha256), last);
    },
  };
}

export function rootOf(leaves: readonly TreeHash[], sha256: Sha256): TreeHash {
  const tree = growingTree(sha256);
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** The largest power of two below a number of at least 2. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The audit path of a leaf, from the leaf up (RFC 6962, section 2.1.1). */
export function inclusionProof(leaves: readonly TreeHash[], index: number, sha256: Sha256): readonly TreeHash[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(left, index, sha256), rootOf(right, sha256)]
    : [...inclusionProof(right, index - split, sha256), rootOf(left, sha256)];
}

/** That the first `size` leaves of a tree are a tree of their own, unchanged (RFC 6962, section 2.1.2). */
export function consistencyProof(leaves: readonly TreeHash[], size: number, sha256: Sha256): readonly TreeHash[] {
  const below = (part: readonly TreeHash[], old: number, whole: 'known' | 'unknown'): readonly TreeHash[] => {
    if (old === part.length) return whole === 'known' ? [] : [rootOf(part, sha256)];
    const split = splitOf(part.length);
    const [left, right] = [part.slice(0, split), part.slice(split)];
    return old <= split
      ? [...below(left, old, whole), rootOf(right, sha256)]
      : [...below(right, old - split, 'unknown'), rootOf(left, sha256)];
  };
  return size === 0 ? [] : below(leaves, size, 'known');
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: TreeHash;
  readonly path: readonly TreeHash[];
}

/** The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2); `null` where it can be of no tree of the size. */
export function rootFromInclusion({ index, size, leaf, path }: Inclusion, sha256: Sha256): TreeHash | null {
  if (index >= size) return null;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash, sha256);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, sibling, sha256);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash : null;
}

export interface Growth {
  readonly from: { readonly size: number; readonly root: TreeHash };
  readonly to: { readonly size: number; readonly root: TreeHash };
  readonly proof: readonly TreeHash[];
}

/** Whether a tree grew from another one by leaves at its end alone (RFC 9162, section 2.1.4.2). */
export function isConsistent({ from, to, proof }: Growth, sha256: Sha256): boolean {
  if (from.size > to.size) return false;
  if (from.size === to.size) return proof.length === 0 && sameBytes(from.root, to.root);
  if (from.size === 0) return proof.length === 0;
  let [node, last] = [from.size - 1, to.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  // Of a whole subtree the older root is not in the proof: the verifier has it.
  const path = node === 0 ? [from.root, ...proof] : proof;
  const [first, ...others] = path;
  if (first === undefined) return false;
  let [older, newer] = [first, first];
  for (const hash of others) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [older, newer] = [nodeHash(hash, older, sha256), nodeHash(hash, newer, sha256)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else newer = nodeHash(newer, hash, sha256);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(older, from.root) && sameBytes(newer, to.root);
}

const half = (value: number): number => Math.floor(value / 2);

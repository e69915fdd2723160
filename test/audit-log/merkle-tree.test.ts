import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOf } from '../../src/audit-log/bytes.ts';
import {
  consistencyProof,
  growingTree,
  inclusionProof,
  isConsistent,
  leafHash,
  nodeHash,
  rootFromInclusion,
  rootOf,
  type TreeHash,
} from '../../src/audit-log/merkle-tree.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The inputs of the reference tests of Certificate Transparency (google/certificate-transparency, merkletree). */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const leaves = INPUTS.map((hex) => leafHash(Buffer.from(hex, 'hex'), sha256));
const hexes = (hashes: readonly TreeHash[]) => hashes.map(hexOf);

// Published there; recomputed with Python's hashlib from the definition of RFC 6962, section 2.1 (MTH, PATH, PROOF, written recursively).
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const A = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const B = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const C = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const D = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const E = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const F = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';

describe('the tree of RFC 6962', () => {
  it.each(ROOTS.map((root, size) => [size, root] as const))('of %i reference inputs has the published root', (size, root) => {
    expect(hexOf(rootOf(leaves.slice(0, size), sha256))).toBe(root);
  });

  it.each([
    [0, 1, []],
    [0, 8, [A, B, C]],
    [5, 8, [D, E, ROOTS[4]]],
    [2, 3, [ROOTS[2]]],
    [1, 5, [ROOTS[1], B, D]],
  ])('has the published path of leaf %i of %i', (index, size, path) => {
    expect(hexes(inclusionProof(leaves.slice(0, size), index, sha256))).toEqual(path);
  });

  it.each([
    [1, 1, []],
    [1, 8, [A, B, C]],
    [6, 8, [F, E, ROOTS[4]]],
    [2, 5, [B, D]],
  ])('has the published proof that %i leaves are the first of %i', (from, to, proof) => {
    expect(hexes(consistencyProof(leaves.slice(0, to), from, sha256))).toEqual(proof);
  });

  it('tells a leaf from a node whose bytes it repeats', () => {
    const [a = new Uint8Array(), b = new Uint8Array()] = leaves;
    expect(hexOf(leafHash(Buffer.concat([a, b]), sha256))).not.toBe(hexOf(nodeHash(a, b, sha256)));
  });
});

/** Trees of 1 to 70 leaves: below, at and above powers of two. */
const tree = fc
  .array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: 70 })
  .map((all) => all.map((one) => leafHash(one, sha256)));
const changed = (hash: TreeHash): TreeHash => hash.map((byte, i) => (i === 5 ? byte ^ 1 : byte));

describe('proofs', () => {
  it('of every leaf lead to the root, and to no other after a change of any of their hashes, or one less or more', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), (all, number, other) => {
        const [index, size, root] = [number % all.length, all.length, hexOf(rootOf(all, sha256))];
        const [path, leaf] = [inclusionProof(all, index, sha256), all[index] ?? new Uint8Array()];
        const lead = (proof: readonly TreeHash[], from = leaf) => {
          const found = rootFromInclusion({ index, size, leaf: from, path: proof }, sha256);
          return found === null ? null : hexOf(found);
        };
        expect(lead(path)).toBe(root);
        expect(lead(path, changed(leaf))).not.toBe(root);
        expect(lead([...path, leaf])).toBeNull();
        if (path.length === 0) return;
        const at = other % path.length;
        expect(lead(path.map((hash, i) => (i === at ? changed(hash) : hash)))).not.toBe(root);
        expect(lead(path.filter((_, i) => i !== at))).not.toBe(root);
      }),
    );
  });

  it('of growth hold for every pair of sizes, and not for another root, nor after a change of any of their hashes', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), (all, number, other) => {
        const size = 1 + (number % all.length);
        const from = { size, root: rootOf(all.slice(0, size), sha256) };
        const to = { size: all.length, root: rootOf(all, sha256) };
        const proof = consistencyProof(all, size, sha256);
        expect(isConsistent({ from, to, proof }, sha256)).toBe(true);
        expect(isConsistent({ from: { ...from, root: changed(from.root) }, to, proof }, sha256)).toBe(false);
        expect(isConsistent({ from, to: { ...to, root: changed(to.root) }, proof }, sha256)).toBe(false);
        expect(isConsistent({ from, to, proof: [...proof, from.root] }, sha256)).toBe(false);
        if (proof.length === 0) return;
        const at = other % proof.length;
        expect(isConsistent({ from, to, proof: proof.map((hash, i) => (i === at ? changed(hash) : hash)) }, sha256)).toBe(false);
        expect(isConsistent({ from, to, proof: proof.filter((_, i) => i !== at) }, sha256)).toBe(false);
      }),
    );
  });

  it('of growth do not hold between a tree and one whose earlier leaf differs', () => {
    fc.assert(
      fc.property(tree, fc.nat(), (all, number) => {
        const size = 1 + (number % all.length);
        const forged = all.map((leaf, i) => (i === size - 1 ? changed(leaf) : leaf));
        const from = { size, root: rootOf(all.slice(0, size), sha256) };
        const to = { size: all.length, root: rootOf(forged, sha256) };
        expect(isConsistent({ from, to, proof: consistencyProof(forged, size, sha256) }, sha256)).toBe(false);
      }),
    );
  });

  it('lead nowhere for a leaf beyond the tree, nor for a tree that shrank', () => {
    const [leaf = new Uint8Array()] = leaves;
    expect(rootFromInclusion({ index: 1, size: 1, leaf, path: [] }, sha256)).toBeNull();
    expect(isConsistent({ from: { size: 2, root: leaf }, to: { size: 1, root: leaf }, proof: [] }, sha256)).toBe(false);
  });
});

describe('a growing tree', () => {
  it('has at every size the root of the leaves so far', () => {
    fc.assert(
      fc.property(tree, (all) => {
        const growing = growingTree(sha256);
        for (const [i, leaf] of all.entries()) {
          growing.add(leaf);
          // The definition of RFC 6962, section 2.1, written as it stands there.
          const definition = (part: readonly TreeHash[]): TreeHash => {
            const [first = new Uint8Array()] = part;
            if (part.length === 1) return first;
            let k = 1;
            while (k * 2 < part.length) k *= 2;
            return nodeHash(definition(part.slice(0, k)), definition(part.slice(k)), sha256);
          };
          expect(hexOf(growing.root())).toBe(hexOf(definition(all.slice(0, i + 1))));
        }
        expect(growing.size()).toBe(all.length);
      }),
      { numRuns: 20 },
    );
  });
});

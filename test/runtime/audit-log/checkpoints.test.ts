import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../../src/audit-log/checkpoint.ts';
import { isSignedBy } from '../../../src/audit-log/note.ts';
import { formatVerifierKey } from '../../../src/audit-log/verifier-key.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { beginLog, readBeginning } from '../../../src/runtime/audit-log/begin-log.ts';
import { cryptography, keyPairOf, sha256 } from '../../../src/runtime/audit-log/ed25519.ts';
import { readKeyFile } from '../../../src/runtime/audit-log/key-file.ts';
import { readEntries } from '../../../src/runtime/audit-log/read-entries.ts';
import { readLogKeys, rotateStoreKey, useStoreKey } from '../../../src/runtime/audit-log/store-key.ts';
import { writeCheckpoint } from '../../../src/runtime/audit-log/write-checkpoint.ts';
import { nodeDisk } from '../../../src/runtime/disk/disk.ts';
import type { Shelf } from '../../../src/runtime/disk/draft.ts';
import { published, shelfHere } from './log-here.ts';

function newPem(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function newPair() {
  const pair = keyPairOf(newPem());
  if (pair === null) throw new Error('no key');
  return pair;
}

const placeOf = (shelf: Shelf, path: string): string => join(shelf.root, path);

/** A result folder of a time before there were logs. */
function oldResult(shelf: Shelf, folder: string, manifest: string): void {
  mkdirSync(placeOf(shelf, folder), { recursive: true });
  writeFileSync(placeOf(shelf, `${folder}/manifest.sha256`), manifest);
}

describe('the beginning of a log', () => {
  it('names the store by a random id, once', async () => {
    const shelf = shelfHere();
    await beginLog(shelf);
    const { storeId, adopted } = readBeginning(shelf);
    expect(storeId).toMatch(/^[0-9a-f-]{36}$/);
    expect(adopted).toEqual([]);
    await beginLog(shelf);
    await appendEntry(shelf, published(1));
    expect(readBeginning(shelf).storeId).toBe(storeId);
    expect(Array.from(readEntries(shelf), ({ action }) => action)).toEqual(['store-created', 'published']);
  });

  it('of a store that holds results lists their manifests, and no draft', async () => {
    const shelf = shelfHere();
    oldResult(shelf, 'lots/B/release/0001', 'b');
    oldResult(shelf, 'lots/A/release/0002', 'a2');
    oldResult(shelf, 'lots/A/release/0001', 'a1');
    oldResult(shelf, 'lots/A/release/.0003.partial', 'a3');
    await appendEntry(shelf, published(1));
    const [first] = readEntries(shelf);
    expect(first?.action).toBe('store-adopted');
    // printf a1 | sha256sum
    expect(readBeginning(shelf).adopted).toEqual([
      { folder: 'lots/A/release/0001', manifestSha256: 'f55ff16f66f43360266b95db6f8fec01d76031054306ae4a4b380598f6cfd114' },
      { folder: 'lots/A/release/0002', manifestSha256: '2c3a4249d77070058649dbd822dcaf7957586fce428cfb2ca88b94741eda8b07' },
      { folder: 'lots/B/release/0001', manifestSha256: '3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d' },
    ]);
  });

  it('is refused for a result without a manifest', async () => {
    const shelf = shelfHere();
    mkdirSync(placeOf(shelf, 'lots/A/release/0001'), { recursive: true });
    await expect(beginLog(shelf)).rejects.toThrow('Expected the manifest of each result that lies in the store before its log is begun');
  });

  it.each(['log/checkpoints/3.txt', 'log/cosignatures/3/witness.txt', 'signatures/ab/0001.json'])(
    'is refused where %s tells that there was one',
    async (path) => {
      const shelf = shelfHere();
      mkdirSync(join(placeOf(shelf, path), '..'), { recursive: true });
      writeFileSync(placeOf(shelf, path), '');
      await expect(appendEntry(shelf, published(1))).rejects.toThrow('Expected entries in the log, found none, and');
    },
  );

  it('is refused where the key of a job was published, not where the first publication is under way', async () => {
    const shelf = shelfHere();
    mkdirSync(placeOf(shelf, 'jobs/ab'), { recursive: true });
    writeFileSync(placeOf(shelf, 'jobs/ab/key.json'), '{"folder":"lots/A/release/0001"}');
    const other = { ...shelf, root: `${shelf.root}-b` };
    mkdirSync(placeOf(other, 'jobs/ab'), { recursive: true });
    writeFileSync(placeOf(other, 'jobs/ab/key.json'), '{"folder":"lots/A/release/0001"}');
    oldResult(other, 'lots/A/release/0001', 'a1');
    await expect(beginLog(shelf)).resolves.toBeUndefined();
    await expect(beginLog(other)).rejects.toThrow("found none, and 'jobs/ab'");
  });
});

describe('a key file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-key-'));
  const path = join(folder, 'keys', 'store.pem');
  mkdirSync(join(folder, 'keys'));
  mkdirSync(join(folder, 'out'));
  writeFileSync(path, newPem());

  it('is a PEM as openssl writes it', (context) => {
    const made = spawnSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' });
    if (made.error !== undefined) return context.skip();
    writeFileSync(join(folder, 'keys', 'openssl.pem'), made.stdout);
    expect(readKeyFile(nodeDisk, { path: join(folder, 'keys', 'openssl.pem'), notBelow: [] }).publicKey).toHaveLength(32);
  });

  it('may lie beside the folders of results and of exports, which need not be there yet', () => {
    expect(readKeyFile(nodeDisk, { path, notBelow: [join(folder, 'out'), join(folder, 'keys-of-others')] }).publicKey).toHaveLength(32);
  });

  it.each([
    ['in the folder', () => join(folder, 'keys')],
    ['in a folder of it', () => folder],
    [
      'in it by a link',
      () => {
        symlinkSync(join(folder, 'keys'), join(folder, 'linked'));
        return join(folder, 'linked');
      },
    ],
  ])('is refused %s', (_, notBelow) => {
    expect(() => readKeyFile(nodeDisk, { path, notBelow: [notBelow()] })).toThrow('which others read or write');
  });

  it('is refused with another key in it', () => {
    const other = join(folder, 'keys', 'rsa.pem');
    writeFileSync(other, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }));
    expect(() => readKeyFile(nodeDisk, { path: other, notBelow: [] })).toThrow('Expected a private Ed25519 key');
  });
});

describe('a checkpoint of a store', () => {
  it('is signed by its key over all entries, under its size', async () => {
    const shelf = shelfHere();
    await appendEntry(shelf, published(1));
    const signing = await useStoreKey(shelf, newPair());
    const { size, path } = await writeCheckpoint(shelf, signing);
    expect({ size, path }).toEqual({ size: 3, path: 'log/checkpoints/3.txt' });
    const read = parseCheckpoint(readFileSync(placeOf(shelf, path), 'utf8'));
    if ('found' in read) throw new Error(read.found);
    expect(read.checkpoint.origin).toBe(`cytolot/${readBeginning(shelf).storeId}`);
    expect(isSignedBy(read.note, signing.key, cryptography)).toBe(true);
    // The root by another program, from the files alone.
    const program = [
      'import hashlib,sys,pathlib',
      'h=lambda b:hashlib.sha256(b).digest()',
      'd=[p.read_bytes() for p in sorted(pathlib.Path(sys.argv[1]).glob("*/*/*/entry.json"))]',
      'def mth(d):',
      ' k=1',
      ' while k*2<len(d): k*=2',
      ' return h(b"\\0"+d[0]) if len(d)==1 else h(b"\\1"+mth(d[:k])+mth(d[k:]))',
      'print(mth(d).hex())',
    ].join('\n');
    const { error, stdout } = spawnSync('python3', ['-c', program, placeOf(shelf, 'log/entries')], { encoding: 'utf8' });
    if (error === undefined) expect(Buffer.from(read.checkpoint.root).toString('hex')).toBe(stdout.trim());
    expect(readdirSync(placeOf(shelf, 'log'))).toEqual(['checkpoints', 'entries']);
  });

  it('is written once for a size, with the same bytes by whoever writes it again', async () => {
    const shelf = shelfHere();
    const signing = await useStoreKey(shelf, newPair());
    const { path } = await writeCheckpoint(shelf, signing);
    const before = readFileSync(placeOf(shelf, path), 'utf8');
    await writeCheckpoint(shelf, signing);
    expect(readFileSync(placeOf(shelf, path), 'utf8')).toBe(before);
    writeFileSync(placeOf(shelf, path), before.replace('— ', '—  '));
    await expect(writeCheckpoint(shelf, signing)).rejects.toThrow('Expected a checkpoint, found a line below');
  });

  it.each([
    ['cut', (shelf: Shelf) => rmSync(placeOf(shelf, 'log/entries/000/000/002'), { recursive: true }), 'entries are missing at its end'],
    [
      'rewritten',
      (shelf: Shelf) => {
        const file = placeOf(shelf, 'log/entries/000/000/001/entry.json');
        writeFileSync(file, readFileSync(file, 'utf8').replace('conforms', 'rejected'));
      },
      'over the first 3 entries',
    ],
    [
      'without an entry in its midst',
      (shelf: Shelf) => renameSync(placeOf(shelf, 'log/entries/000/000/001'), placeOf(shelf, 'log/entries/000/000/004')),
      'Expected a file of the record',
    ],
  ])('is not signed over a log that was %s', async (_, tamper, message) => {
    const shelf = shelfHere();
    await appendEntry(shelf, published(1));
    const signing = await useStoreKey(shelf, newPair());
    await writeCheckpoint(shelf, signing);
    tamper(shelf);
    await expect(writeCheckpoint(shelf, signing)).rejects.toThrow(message);
  });
});

describe('the key of a store', () => {
  it('is set by the first use, and another one is refused', async () => {
    const shelf = shelfHere();
    const pair = newPair();
    const { key } = await useStoreKey(shelf, pair);
    await useStoreKey(shelf, pair);
    expect(Array.from(readEntries(shelf), ({ action }) => action)).toEqual(['store-created', 'log-key-set']);
    expect(readLogKeys(shelf)).toEqual({ keys: [{ from: 1, key }], unproven: [] });
    await expect(useStoreKey(shelf, newPair())).rejects.toThrow(
      `Expected the key that signs the log of this store (${formatVerifierKey(key, sha256)}), found another one`,
    );
  });

  it('is changed by an entry that both keys sign; the old one then signs nothing more', async () => {
    const shelf = shelfHere();
    const pairs = { old: newPair(), new: newPair() };
    await useStoreKey(shelf, pairs.old);
    await rotateStoreKey(shelf, pairs, 'yearly');
    expect(readLogKeys(shelf).keys.map(({ from, key }) => [from, Buffer.from(key.publicKey).toString('hex')])).toEqual([
      [1, Buffer.from(pairs.old.publicKey).toString('hex')],
      [2, Buffer.from(pairs.new.publicKey).toString('hex')],
    ]);
    await expect(useStoreKey(shelf, pairs.old)).rejects.toThrow('found another one');
    await expect(rotateStoreKey(shelf, { old: pairs.new, new: pairs.old }, null)).rejects.toThrow('found one that it has or had');
  });

  it('does not follow an entry that only the new key signed', async () => {
    const shelf = shelfHere();
    const { key } = await useStoreKey(shelf, newPair());
    const forged = shelfHere();
    const pairs = { old: newPair(), new: newPair() };
    await useStoreKey(forged, pairs.old);
    await rotateStoreKey(forged, pairs, null);
    const [, , rotation] = [...readEntries(forged)];
    if (rotation === undefined) throw new Error('no rotation');
    await appendEntry(shelf, rotation);
    expect(readLogKeys(shelf)).toEqual({ keys: [{ from: 1, key }], unproven: [2] });
  });
});

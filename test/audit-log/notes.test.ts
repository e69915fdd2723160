import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOf, utf8 } from '../../src/audit-log/bytes.ts';
import { checkpointText, parseCheckpoint, signCheckpoint } from '../../src/audit-log/checkpoint.ts';
import { cosign, cosignedAt } from '../../src/audit-log/cosignature.ts';
import { formatNote, isSignedBy, parseNote, type SignedNote } from '../../src/audit-log/note.ts';
import { formatTlogProof, parseTlogProof } from '../../src/audit-log/tlog-proof.ts';
import { fingerprintOf, formatVerifierKey, keyIdOf, parseVerifierKey, type VerifierKey } from '../../src/audit-log/verifier-key.ts';
import { cryptography, keyPairOf, sha256 } from '../../src/runtime/audit-log/ed25519.ts';

/** The example in the documentation of Go's golang.org/x/mod/sumdb/note. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
/** The key by which the go command checks the database of checksums of modules. */
const SUMDB_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';

function read<Value extends object>(value: Value | { readonly found: string }): Value {
  if ('found' in value) throw new Error(`found ${value.found}`);
  return value;
}

const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const pair = keyPairOf(pem);
if (pair === null) throw new Error('no key');
const storeKey: VerifierKey = { name: 'cytolot/7c9f', type: 'ed25519', publicKey: pair.publicKey };
const witnessKey: VerifierKey = { name: 'witness.example/qa', type: 'cosignature/v1', publicKey: pair.publicKey };
const checkpoint = { origin: 'cytolot/7c9f', size: 12, root: sha256(utf8('root')) };
const signed = signCheckpoint(checkpoint, { key: storeKey, sign: pair.sign, sha256 });

describe('a verifier key', () => {
  it.each([GO_KEY, SUMDB_KEY])('of others is read and written as it stands: %s', (text) => {
    expect(formatVerifierKey(read(parseVerifierKey(text, sha256)), sha256)).toBe(text);
  });

  it.each([
    ['a changed digit of its identity', GO_KEY.replace('c74f20a3', 'c74f20a4'), 'a key whose identity in the middle is of another one'],
    ['a changed key', GO_KEY.replace('ARpc', 'ARpd'), 'a key whose identity in the middle is of another one'],
    ['a key that was cut', GO_KEY.slice(0, -4), 'no Ed25519 key in it'],
    ['another algorithm', GO_KEY.replace('+ARpc', '+AhpC'), 'no Ed25519 key in it'],
    ['no key at all', 'PeterNeumann', 'a text of another form'],
  ])('is refused with %s', (_, text, found) => {
    expect(parseVerifierKey(text, sha256)).toEqual({ found: expect.stringContaining(found) });
  });

  it('has a fingerprint of 16 groups of four digits', () => {
    // printf of 32 zero bytes | sha256sum: 66687aadf862bd77…
    expect(fingerprintOf({ publicKey: new Uint8Array(32) }, sha256)).toBe(
      '6668 7aad f862 bd77 6c8f c18b 8e9f 8e20 0897 1485 6ee2 33b3 902a 591d 0d5f 2925',
    );
  });
});

describe('a note', () => {
  it("of Go's documentation is verified with its key, and written again as it stands", () => {
    const note = read(parseNote(GO_NOTE));
    expect(isSignedBy(note, read(parseVerifierKey(GO_KEY, sha256)), cryptography)).toBe(true);
    expect(formatNote(note)).toBe(GO_NOTE);
  });

  it.each([
    ['its text', GO_NOTE.replace('think', 'thinK')],
    ['its signature', GO_NOTE.replace('JnAM=', 'JnAI=')],
  ])('is not signed after a change of %s', (_, text) => {
    const key = read(parseVerifierKey(GO_KEY, sha256));
    const note = parseNote(text);
    expect('found' in note ? false : isSignedBy(note, key, cryptography)).toBe(false);
  });

  it('is not signed by a key that signed nothing, nor where one of two lines of the key is wrong', () => {
    const note = read(parseNote(GO_NOTE));
    const key = read(parseVerifierKey(GO_KEY, sha256));
    expect(isSignedBy(note, read(parseVerifierKey(SUMDB_KEY, sha256)), cryptography)).toBe(false);
    const [own] = note.signatures;
    const wrong = { name: key.name, keyId: keyIdOf(key, sha256), signature: new Uint8Array(64) };
    const both: SignedNote = { text: note.text, signatures: own === undefined ? [wrong] : [own, wrong] };
    expect(isSignedBy(both, key, cryptography)).toBe(false);
  });

  it.each([
    ['no blank line', 'text\n', 'no blank line before signatures'],
    ['a cut last line', GO_NOTE.slice(0, -1), 'a last line without an end'],
    ['a hyphen for the dash', GO_NOTE.replace('—', '-'), 'a line below the blank line that is no signature'],
    ['a space in the name', GO_NOTE.replace('— PeterNeumann', '— Peter Neumann'), 'a line below the blank line that is no signature'],
  ])('is refused with %s', (_, text, found) => {
    expect(parseNote(text)).toEqual({ found });
  });
});

describe('a checkpoint', () => {
  it('is three lines, a blank one, and the signature', () => {
    // base64 of SHA-256('root'): printf root | openssl dgst -sha256 -binary | base64
    expect(signed.split('\n').slice(0, 4)).toEqual(['cytolot/7c9f', '12', 'SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=', '']);
    expect(signed).toMatch(/^— cytolot\/7c9f [A-Za-z0-9+/]{91}=\n$/m);
  });

  it('is read as it was written, and signed by its key', () => {
    const { checkpoint: again, note } = read(parseCheckpoint(signed));
    expect({ ...again, root: hexOf(again.root) }).toEqual({ ...checkpoint, root: hexOf(checkpoint.root) });
    expect(isSignedBy(note, storeKey, cryptography)).toBe(true);
  });

  it.each([
    ['another size', (text: string) => text.replace('\n12\n', '\n13\n')],
    ['another origin', (text: string) => text.replace('cytolot/7c9f\n', 'cytolot/7c9e\n')],
    [
      'another root',
      (text: string) => text.replace(checkpointText(checkpoint), checkpointText({ ...checkpoint, root: sha256(utf8('x')) })),
    ],
  ])('is not signed with %s', (_, change) => {
    expect(change(signed)).not.toBe(signed);
    expect(isSignedBy(read(parseCheckpoint(change(signed))).note, storeKey, cryptography)).toBe(false);
  });

  it.each([
    ['a size with a leading zero', signed.replace('\n12\n', '\n012\n'), "'012' in place of a number of entries"],
    ['a short root', signed.replace(/\n[A-Za-z0-9+/]{43}=\n/, '\nAAAA\n'), 'no hash of 32 bytes in its third line'],
    ['a line more', signed.replace('\n\n', '\nmore\n\n'), 'lines behind the third one'],
    ['an empty origin', signed.slice('cytolot/7c9f'.length), 'no origin in its first line'],
  ])('is refused with %s', (_, text, found) => {
    expect(parseCheckpoint(text)).toEqual({ found });
  });

  it('is verified by openssl, where there is one', (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'cytolot-note-'));
    const [key, message, signature] = ['key.pem', 'message', 'signature'].map((name) => join(folder, name));
    const { note } = read(parseCheckpoint(signed));
    if (key === undefined || message === undefined || signature === undefined) throw new Error('no names');
    writeFileSync(key, pem);
    writeFileSync(message, note.text);
    writeFileSync(signature, note.signatures[0]?.signature ?? '');
    const arguments_ = ['pkeyutl', '-verify', '-inkey', key, '-rawin', '-in', message, '-sigfile', signature];
    const { error, status, stdout } = spawnSync('openssl', arguments_, { encoding: 'utf8' });
    if (error !== undefined) return context.skip();
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'Signature Verified Successfully\n' });
    writeFileSync(message, `${note.text} `);
    expect(spawnSync('openssl', arguments_).status).not.toBe(0);
  });
});

describe('a cosignature', () => {
  const { note } = read(parseCheckpoint(signed));
  const line = cosign(note.text, { key: witnessKey, timeSeconds: 1_795_000_000 }, { sign: pair.sign, sha256 });
  const both: SignedNote = { text: note.text, signatures: [...note.signatures, line] };

  it('signs `cosignature/v1`, the time and the text, and carries the time before the signature', () => {
    expect(hexOf(line.signature.slice(0, 8))).toBe('000000006afd86c0');
    const message = utf8(`cosignature/v1\ntime 1795000000\n${note.text}`);
    expect(cryptography.check({ publicKey: pair.publicKey, message, signature: line.signature.slice(8) })).toBe(true);
  });

  it('has another key id than the same key as a plain one: type 4', () => {
    const name = Buffer.from('witness.example/qa\n');
    expect(hexOf(line.keyId)).toBe(hexOf(sha256(Buffer.concat([name, Buffer.of(4), pair.publicKey])).subarray(0, 4)));
  });

  it('tells when the witness signed, through its text', () => {
    expect(cosignedAt(read(parseNote(formatNote(both))), witnessKey, cryptography)).toBe(1_795_000_000);
  });

  it.each([
    ['another time', { ...line, signature: line.signature.map((byte, i) => (i === 7 ? byte ^ 1 : byte)) }],
    ['another signature', { ...line, signature: line.signature.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) }],
    ['a plain signature', { ...line, signature: pair.sign(utf8(note.text)) }],
  ])('is none with %s', (_, wrong) => {
    expect(cosignedAt({ text: note.text, signatures: [wrong] }, witnessKey, cryptography)).toBeNull();
    expect(cosignedAt({ text: note.text, signatures: [line, wrong] }, witnessKey, cryptography)).toBeNull();
  });

  it('is none of a witness that did not sign', () => {
    expect(cosignedAt(note, witnessKey, cryptography)).toBeNull();
  });
});

describe('a proof as text', () => {
  const path = [sha256(utf8('a')), sha256(utf8('b'))];
  const text = formatTlogProof({ index: 5, path, checkpoint: signed });

  it('is a first line, the index, the path, a blank line, and the checkpoint', () => {
    const base64 = path.map((hash) => Buffer.from(hash).toString('base64'));
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nindex 5\n${base64[0]}\n${base64[1]}\n\n${signed}`);
  });

  it('is read as it was written, with or without what a log adds', () => {
    for (const one of [text, text.replace('\nindex', '\nextra AAAA\nindex')]) {
      const { proof } = read(parseTlogProof(one));
      expect({ index: proof.index, path: proof.path.map(hexOf), checkpoint: proof.checkpoint }).toEqual({
        index: 5,
        path: path.map(hexOf),
        checkpoint: signed,
      });
    }
  });

  it.each([
    ['another version', text.replace('@v1', '@v2'), "no 'c2sp.org/tlog-proof@v1' in its first line"],
    ['no index', text.replace('index 5\n', ''), 'no index'],
    ['a line that is no hash', text.replace('index 5\n', 'index 5\nAAAA\n'), 'a line that is no hash'],
    ['no checkpoint', text.slice(0, text.indexOf('\n\n') + 2), 'a checkpoint with no blank line before signatures'],
  ])('is refused with %s', (_, wrong, found) => {
    expect(parseTlogProof(wrong)).toEqual({ found });
  });

  it('never makes the reader of any text fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        for (const parse of [parseTlogProof, parseCheckpoint, parseNote]) expect(typeof parse(any)).toBe('object');
        expect(typeof parseTlogProof(`c2sp.org/tlog-proof@v1\n${any}\n\n${any}`)).toBe('object');
      }),
    );
  });
});

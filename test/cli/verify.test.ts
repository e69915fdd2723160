import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newKeyPem } from '../../src/runtime/audit-log/ed25519.ts';
import { put, signedStore, textAt } from '../runtime/audit-log/signed-store.ts';
import { captureCommand } from './captured-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'cytolot-verify-command-'));
const { shelf, kept } = await signedStore();
const keptFile = join(folder, 'kept.txt');
writeFileSync(keptFile, kept);

describe('cytolot verify', () => {
  it('ends with 0 on an intact store, says what is outside of the record, and that nothing outside was compared', async () => {
    const { exitCode, stdout, stderr } = await captureCommand(['verify', shelf.root]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('entries: 8, signed over 8; root ');
    expect(stdout).toContain(
      'outside of the record: unfinished drafts (.NNNN.partial, .claim-*.partial), runs/, index.html\nnothing wrong was found\n',
    );
    expect(stderr).toContain('note: no outside checkpoint: ');
    expect(stderr).toContain('which proves nothing of who signed');
  });

  it('gives the same as data', async () => {
    const { stdout } = await captureCommand(['verify', shelf.root, '--known', keptFile, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'intact', entries: 8, known: 1, notes: [{ code: 'verify/key-from-store' }] });
  });

  it('ends with 76 and says where', async () => {
    const path = 'lots/A/release/0001/result.json';
    const before = textAt(shelf, path);
    put(shelf, path, '{}');
    const { exitCode, stdout, stderr } = await captureCommand(['verify', shelf.root]);
    put(shelf, path, before);
    expect(exitCode).toBe(76);
    expect(stderr).toContain(`wrong: ${path}: This was changed or replaced: SHA-256 `);
    expect(stdout).toContain('\n1 wrong\n');
  });

  it.each([
    ['a folder that is not there', [join(folder, 'none')], 66, 'Expected a folder of results, found none.'],
    ['a key that is none', [shelf.root, '--key', 'abc'], 65, 'Expected a verifier key (name+hex+base64, of the kind ed25519) after --key'],
    ['a checkpoint file that is not there', [shelf.root, '--known', join(folder, 'none')], 66, 'none'],
  ])('refuses %s', async (_, words, exitCode, message) => {
    const captured = await captureCommand(['verify', ...words]);
    expect(captured.exitCode).toBe(exitCode);
    expect(captured.stderr).toContain(message);
  });
});

describe('cytolot key', () => {
  it('makes a key that nobody else may read, never over another file', async () => {
    const path = join(folder, 'new.pem');
    expect((await captureCommand(['key', 'new', path])).exitCode).toBe(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await captureCommand(['key', 'new', path])).exitCode).toBe(73);
  });

  it('shows the public part of a key by which verify then checks the store, and changes it', async () => {
    const [old, next] = ['old.pem', 'next.pem'].map((name) => join(folder, name));
    if (old === undefined || next === undefined) throw new Error('no names');
    for (const path of [old, next]) writeFileSync(path, newKeyPem());
    const out = (await signedStore()).shelf.root;
    const shown = await captureCommand(['key', 'show', old, '--out', out]);
    const key = /^key: (\S+)$/m.exec(shown.stdout)?.[1] ?? '';
    expect(shown.stdout).toMatch(/^fingerprint: ([0-9a-f]{4} ){15}[0-9a-f]{4}$/m);
    expect((await captureCommand(['verify', out, '--key', key])).exitCode).toBe(76);
    const refused = await captureCommand(['key', 'rotate', out, '--log-key', old, '--new-key', next, '--reason', 'yearly']);
    expect(refused.exitCode).toBe(65);
    expect(refused.stderr).toContain('Expected the key that signs the log of this store');
    expect(existsSync(join(out, 'log/checkpoints/9.txt'))).toBe(false);
  });
});

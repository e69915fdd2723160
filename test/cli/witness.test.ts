import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatVerifierKey } from '../../src/audit-log/verifier-key.ts';
import { newKeyPem, sha256 } from '../../src/runtime/audit-log/ed25519.ts';
import { writeCheckpoint } from '../../src/runtime/audit-log/write-checkpoint.ts';
import { publish, type SignedStore, signedStore } from '../runtime/audit-log/signed-store.ts';
import { captureCommand } from './captured-command.ts';

const NAME = 'qa.example/witness';
const folder = mkdtempSync(join(tmpdir(), 'cytolot-witness-'));
const [drop, state, key] = [mkdtempSync(join(folder, 'drop-')), join(folder, 'state'), join(folder, 'witness.pem')];
writeFileSync(key, newKeyPem());
let store: SignedStore;
let vkey = '';
let logKey = '';
/** What the store was before it grew. */
const old = join(folder, 'old');

const request = (out: string) => captureCommand(['witness', 'request', out, '--name', NAME, '--drop', drop]);
const sign = (...more: readonly string[]) =>
  captureCommand(['witness', 'sign', '--name', NAME, '--witness-key', key, '--state', state, '--drop', drop, ...more]);
const collect = (out: string) => captureCommand(['witness', 'collect', out, '--witness', vkey, '--drop', drop]);

beforeAll(async () => {
  store = await signedStore();
  logKey = formatVerifierKey(store.signing.key, sha256);
  cpSync(store.shelf.root, old, { recursive: true });
});

describe('a witness', () => {
  it('signs nothing of a log whose key nobody gave it', async () => {
    expect((await request(store.shelf.root)).exitCode).toBe(0);
    const { exitCode, stderr } = await sign();
    expect(exitCode).toBe(65);
    expect(stderr).toContain('Expected the key of the log');
    expect(readdirSync(state)).toEqual([]);
  });

  it('signs what it sees first, remembers it outside of the store, and its signature comes into the log', async () => {
    const { exitCode, stdout } = await sign('--log', logKey);
    vkey = /^witness: (\S+)$/m.exec(stdout)?.[1] ?? '';
    expect(exitCode).toBe(0);
    expect(readdirSync(state)).toEqual([`${encodeURIComponent(store.signing.key.name)}.txt`]);
    const collected = await collect(store.shelf.root);
    expect(collected.stdout).toBe('log/cosignatures/8/qa.example%2Fwitness.txt\n');
    expect(readdirSync(drop)).toEqual([]);
  });

  it('is checked by verify with its key, which is asked for without', async () => {
    const checked = await captureCommand(['verify', store.shelf.root, '--witness', vkey, '--json']);
    expect(JSON.parse(checked.stdout)).toMatchObject({ outcome: 'intact' });
    expect(checked.stdout).not.toContain('verify/witness-not-checked');
    expect((await captureCommand(['verify', store.shelf.root])).stderr).toContain(`Cosignatures of '${NAME}' were not checked`);
  });

  it('signs the log when it has grown, and has not to be told its key again', async () => {
    await publish(store.shelf, 'D');
    await writeCheckpoint(store.shelf, store.signing);
    expect((await request(store.shelf.root)).exitCode).toBe(0);
    const [name = ''] = readdirSync(drop);
    // The size that it signed last, the one hash that leads from there to nine, and the checkpoint.
    expect(readFileSync(join(drop, name), 'utf8')).toMatch(/^old 8\n([A-Za-z0-9+/]{43}=\n){1}\ncytolot\//);
    expect((await sign()).exitCode).toBe(0);
    expect((await collect(store.shelf.root)).stdout).toBe('log/cosignatures/9/qa.example%2Fwitness.txt\n');
    expect((await captureCommand(['verify', store.shelf.root, '--witness', vkey])).exitCode).toBe(0);
  });

  it('refuses the log as it was before, and a fork of it that its own key signed', async () => {
    const before = readFileSync(join(state, readdirSync(state)[0] ?? ''), 'utf8');
    await request(old);
    expect(await sign()).toMatchObject({
      exitCode: 76,
      stderr: expect.stringContaining('the log of 9 entries that this witness saw, grown'),
    });
    rmSync(drop, { recursive: true });
    cpSync(state, drop, { recursive: true });
    rmSync(join(drop, readdirSync(drop)[0] ?? ''));
    const fork = { ...store.shelf, root: old };
    for (const name of ['E', 'F']) await publish(fork, name);
    await writeCheckpoint(fork, store.signing);
    await request(old);
    expect(await sign()).toMatchObject({ exitCode: 76, stderr: expect.stringContaining('found one of 10 that does not follow from it') });
    expect(readFileSync(join(state, readdirSync(state)[0] ?? ''), 'utf8')).toBe(before);
    rmSync(join(drop, readdirSync(drop)[0] ?? ''));
  });

  it('is what finds a rollback: its checkpoint is one that was kept elsewhere', async () => {
    const seen = readFileSync(join(state, readdirSync(state)[0] ?? ''), 'utf8');
    const kept = join(folder, 'seen.txt');
    writeFileSync(kept, seen.slice(seen.indexOf('\n') + 1));
    const { exitCode, stderr } = await captureCommand(['verify', old, '--known', kept]);
    expect(exitCode).toBe(76);
    expect(stderr).toContain('wrong: seen.txt: The log was rewritten or forked: its first 9 entries are not those');
  });

  it('keeps nothing in the drop folder', async () => {
    const inDrop = ['witness', 'sign', '--name', NAME, '--witness-key', key, '--state', join(drop, 'state'), '--drop', drop];
    expect(await captureCommand(inDrop)).toMatchObject({ exitCode: 65, stderr: expect.stringContaining('found one in the drop folder') });
  });
});

import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { newKeyPem } from '../../src/runtime/audit-log/ed25519.ts';
import { captureCommand } from './captured-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cytolot-signed-run-'));
const [out, key] = [join(folder, 'out'), join(folder, 'store.pem')];
writeFileSync(key, newKeyPem());
const pipeline = join(root, 'pipelines/mesenchymal-stromal-cells/pipeline.yaml');
const run = (logKey: string) =>
  captureCommand([
    'run',
    join(root, 'fixtures/mesenchymal'),
    '--pipeline',
    pipeline,
    '--out',
    out,
    '--keep-inputs',
    '--json',
    '--log-key',
    logKey,
  ]);

describe('cytolot run --log-key', () => {
  it('signs the log when it is done; the store is then intact, with its inputs', async () => {
    const { exitCode, stdout } = await run(key);
    expect(exitCode).toBe(0);
    // The beginning, what was received, two subjects, the key.
    expect(JSON.parse(stdout)).toMatchObject({ checkpoint: { size: 5, path: 'log/checkpoints/5.txt' } });
    const verified = await captureCommand(['verify', out, '--json']);
    expect(verified.exitCode).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ outcome: 'intact', entries: 5, signedEntries: 5, results: 2 });
  }, 120_000);

  it('names nothing twice that was received before, and signs again what did not change', async () => {
    expect(JSON.parse((await run(key)).stdout)).toMatchObject({ checkpoint: { size: 5 } });
  }, 120_000);

  it('refuses a key in the store, and another key, before anything is computed', async () => {
    const [inside, other] = [join(out, 'store.pem'), join(folder, 'other.pem')];
    copyFileSync(key, inside);
    writeFileSync(other, newKeyPem());
    expect(await run(inside)).toMatchObject({ exitCode: 65, stderr: expect.stringContaining('which others read or write') });
    expect(await run(other)).toMatchObject({
      exitCode: 65,
      stderr: expect.stringContaining('Expected the key that signs the log of this store'),
    });
    rmSync(inside);
  }, 60_000);

  it('does not sign over a log that was cut, and verify says what is missing', async () => {
    const [prefix = ''] = readdirSync(join(out, 'intake/sha256'));
    rmSync(join(out, 'intake/sha256', prefix), { recursive: true });
    rmSync(join(out, 'log/entries/000/000/004'), { recursive: true });
    const { exitCode, stderr } = await captureCommand(['verify', out]);
    expect(exitCode).toBe(76);
    expect(stderr).toContain(`wrong: intake/sha256/${prefix}/`);
    expect(stderr).toContain('wrong: log/checkpoints/5.txt: The log was cut off: this checkpoint is over 5 entries, there are 4.');
    expect((await run(key)).exitCode).toBe(76);
  }, 120_000);
});

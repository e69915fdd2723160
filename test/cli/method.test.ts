import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newKeyPem } from '../../src/runtime/audit-log/ed25519.ts';
import { readEntries } from '../../src/runtime/audit-log/read-entries.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { atTerminal, hasPython } from './at-terminal.ts';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder } from './new-user-folder.ts';

const SECRET = 'correct horse';
const keys = mkdtempSync(join(tmpdir(), 'cytolot-method-'));
const folder = makeNewUserFolder();
const storeKey = join(keys, 'store.pem');
writeFileSync(storeKey, newKeyPem());
afterAll(() => {
  for (const one of [keys, folder.root]) rmSync(one, { recursive: true, force: true });
});

const key = (name: string) => join(keys, `${name}.pem`);
const ask = (words: readonly string[]) => atTerminal([SECRET], words);
const enrol = async (name: string, role: string, more: readonly string[]) => {
  await atTerminal([SECRET, SECRET], ['key', 'new', '--person', name, '--out', key(name)]);
  return ask(['key', 'enrol', folder.out, '--person-key', `${key(name)}.pub`, '--role', role, ...more]);
};
const approve = (name: string, more: readonly string[] = [], logKey: readonly string[] = ['--log-key', storeKey]) =>
  ask(['method', 'approve', folder.pipeline, '--out', folder.out, '--key', key(name), ...logKey, '--reason', 'VAL-7', ...more]);

/** Analyses both lots again: what is warned of, and what the records of the last analysis of the first say. */
async function run() {
  const words = [
    'run',
    folder.exportFolder,
    '--pipeline',
    folder.pipeline,
    '--out',
    folder.out,
    '--jobs',
    '1',
    '--json',
    '--reason',
    'again',
  ];
  const { exitCode, stdout, stderr } = await captureCommand(words);
  expect(exitCode, stderr).toBe(0);
  const subject = join(folder.out, 'lots/LOT-1/release');
  const last = join(subject, readdirSync(subject).sort().at(-1) ?? '');
  const read = (name: string) => readFileSync(join(last, name), 'utf8');
  const whys = (notes: readonly { readonly code: string; readonly fields: { readonly why?: string } }[]) =>
    notes.flatMap(({ code, fields }) => (code === 'method/no-approval' ? [fields.why] : []));
  const warnings = whys(JSON.parse(stdout).warnings);
  return { warnings, record: whys(JSON.parse(read('record.json')).notes), result: read('result.json'), report: read('report.html') };
}

describe.skipIf(!hasPython)('the approval of a method for a store, with the built command', () => {
  it('is missed in record and report alone where the store has no approver; the result is the same with one and without', async () => {
    const before = await run();
    expect(before).toMatchObject({ warnings: [], record: ['never'] });
    for (const words of ['Expected an approval of method first-try 1', '日志中没有该方法和质量标准的批准'])
      expect(before.report).toContain(words);
    expect(await enrol('Ada', 'approver', ['--log-key', storeKey])).toMatchObject({ exitCode: 0 });
    expect(await enrol('Rui', 'reviewer', ['--key', key('Ada')])).toMatchObject({ exitCode: 0 });
    expect(await run()).toMatchObject({ warnings: ['never'], record: ['never'], result: before.result });
    expect(await approve('Ada')).toMatchObject({ exitCode: 0, shown: expect.stringContaining('approved / 已批准') });
    expect(await run()).toMatchObject({ warnings: [], record: [], result: before.result });
  }, 180_000);

  it.each([
    ['of a reviewer', () => approve('Rui'), 77, 'found that of Rui, who is no approver'],
    ['without the key of the store', () => approve('Ada', [], []), 64, 'usage/key-needed'],
    ['from a time that lies before now', () => approve('Ada', ['--from', '2020-01-01T00:00Z']), 65, '--retrospective REASON'],
    ['from a day alone', () => approve('Ada', ['--from', '2030-01-01']), 65, 'a time with its offset'],
    ['in retrospect without a time', () => approve('Ada', ['--retrospective', 'DEV-9']), 65, 'Expected from when on'],
    [
      'of a file that is no text in UTF-8 without a mark',
      () => {
        const marked = join(folder.root, 'method/marked.yaml');
        writeFileSync(marked, `\ufeff${readFileSync(join(folder.root, 'method/specification.yaml'), 'utf8')}`);
        return approve('Ada', ['--specification', marked]);
      },
      65,
      'UTF-8',
    ],
  ])('is refused %s', async (_, act, exitCode, words) => {
    const refusals = () => [...readEntries({ disk: nodeDisk, root: folder.out })].filter(({ action }) => action === 'refused-step');
    const before = refusals().length;
    expect(await act()).toMatchObject({ exitCode, shown: expect.stringContaining(words) });
    // What a person may not do stands in the log; what cannot be understood does not.
    expect(
      refusals()
        .slice(before)
        .map(({ new: now }) => now),
    ).toEqual(exitCode === 77 ? [{ schemaVersion: 1, step: 'method-approve', why: 'not-entitled' }] : []);
    const { stdout } = await captureCommand(['method', 'list', folder.out, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ methods: [{ methodId: 'first-try' }], unproven: [] });
  });

  it('is of exactly the two files: a change needs another one, which shows what differs and counts from its time on', async () => {
    folder.change('method/specification.yaml', (text) => text.replace('atLeast: 70', 'atLeast: 71'));
    expect(await run()).toMatchObject({ record: ['another-version'] });
    const later = await approve('Ada', ['--from', '2999-01-01T00:00Z']);
    expect(later).toMatchObject({ exitCode: 0 });
    for (const words of ['method: no line differs', '-    criterion: { atLeast: 70 }', '+    criterion: { atLeast: 71 }'])
      expect(later.shown).toContain(words);
    expect(await run()).toMatchObject({ record: ['another-version'] });
    expect(await approve('Ada')).toMatchObject({ exitCode: 0 });
    expect(await run()).toMatchObject({ record: [] });
  }, 180_000);

  it('stands where only its checkpoint is missing: 72, and the same command again signs and approves nothing twice', async () => {
    folder.change('method/specification.yaml', (text) => text.replace('atLeast: 71', 'atLeast: 72'));
    const listed = async () => JSON.parse((await captureCommand(['method', 'list', folder.out, '--json'])).stdout).methods.length;
    const before = await listed();
    const [checkpoints, aside] = [join(folder.out, 'log/checkpoints'), join(folder.root, 'checkpoints')];
    renameSync(checkpoints, aside);
    writeFileSync(checkpoints, 'no folder');
    const missing = await approve('Ada');
    rmSync(checkpoints);
    renameSync(aside, checkpoints);
    expect(missing.shown).toMatch(
      /approved \/ 已批准 \(entry (\d+)\)[\s\S]*The step stands \(entry \1\); only the checkpoint is missing: [\s\S]*\[audit-log\/not-signed\]/,
    );
    expect(missing.exitCode).toBe(72);
    const again = await approve('Ada');
    expect(again).toMatchObject({ exitCode: 0, shown: expect.stringContaining('nothing was entered again') });
    expect(await listed()).toBe(before + 1);
    const { stdout } = await captureCommand(['verify', folder.out, '--json']);
    expect(JSON.parse(stdout).notes.map(({ code }: { code: string }) => code)).not.toContain('verify/not-covered');
  }, 120_000);

  it('is withdrawn from now on, and the store verifies', async () => {
    const given = ['--out', folder.out, '--key', key('Ada'), '--log-key', storeKey, '--reason', 'CAPA-3'];
    expect(await ask(['method', 'withdraw', 'first-try', 'SPEC-9', ...given])).toMatchObject({ exitCode: 66 });
    expect(await ask(['method', 'withdraw', 'first-try', 'SPEC-FT', ...given])).toMatchObject({ exitCode: 0 });
    expect(await run()).toMatchObject({ warnings: ['withdrawn'], record: ['withdrawn'] });
    const { exitCode, stdout } = await captureCommand(['verify', folder.out, '--json']);
    expect([exitCode, JSON.parse(stdout).outcome]).toEqual([0, 'intact']);
  }, 180_000);
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { newKeyPem } from '../../src/runtime/audit-log/ed25519.ts';
import { readEntries } from '../../src/runtime/audit-log/read-entries.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { openSmallStore, publishSmall, smallAnalysis } from '../runtime/small-store.ts';
import { atTerminal, hasPython, type Shown } from './at-terminal.ts';
import { captureCommand } from './captured-command.ts';

const SECRET = 'correct horse';
const folder = mkdtempSync(join(tmpdir(), 'cytolot-persons-'));
const out = join(folder, 'out');
const storeKey = join(folder, 'store.pem');
writeFileSync(storeKey, newKeyPem());
const key = (name: string): string => join(folder, `${name}.pem`);
const lot = join(out, 'lots/L1');
const methodFolder = fileURLToPath(new URL('fixtures/new-user/', import.meta.url));
const fileOf = (id: string, name: string) => ({ id, sha256: sha256Of(readFileSync(join(methodFolder, name))) });
const says = (proposed: string) => ({ attributes: [], disposition: { proposed, counts: { pending: 0 } } });
const madeBy = {
  method: fileOf('first-try', 'pipeline.yaml'),
  specification: fileOf('SPEC-FT', 'specification.yaml'),
  ...says('conforms'),
};

async function newKey(name: string, person = name): Promise<Shown> {
  return atTerminal([SECRET, SECRET], ['key', 'new', '--person', person, '--out', key(name)]);
}

const act = (step: string, name: string, more: readonly string[] = [], actor = 'nobody'): Promise<Shown> =>
  atTerminal([SECRET], [step, lot, '--key', key(name), '--reason', 'as the procedure says', '--actor-from-environment', ...more], {
    CYTOLOT_ACTOR: actor,
  });
const approve = (name: string): Promise<Shown> => act('approve', name, ['--meaning', 'approved for release', '--log-key', storeKey]);

const refusedSteps = () =>
  [...readEntries({ disk: nodeDisk, root: out })].flatMap(({ action, new: now }) => (action === 'refused-step' ? [now] : []));

async function verified() {
  const { exitCode, stdout } = await captureCommand(['verify', out, '--json']);
  return { exitCode, codes: JSON.parse(stdout).notes.map(({ code }: { code: string }) => code) as readonly string[] };
}

async function signatures() {
  return JSON.parse((await captureCommand(['signatures', '--out', out, '--json'])).stdout).subjects[0];
}

describe.skipIf(!hasPython)('persons at a terminal, with the built command', () => {
  beforeAll(async () => {
    await publishSmall(openSmallStore(out), smallAnalysis(undefined, JSON.stringify(madeBy)));
    for (const name of ['ada', 'rui', 'eve']) expect(await newKey(name, `${name} 王`)).toMatchObject({ exitCode: 0 });
  }, 60_000);

  it('make a key under a passphrase that openssl opens, without showing it, for the account alone', async () => {
    const { shown } = await newKey('bo', 'Bo');
    expect(shown).toContain('Passphrase'.toLowerCase());
    expect(shown).not.toContain(SECRET);
    expect(statSync(key('bo')).mode & 0o777).toBe(0o600);
    const opened = spawnSync('openssl', ['pkey', '-in', key('bo'), '-passin', `pass:${SECRET}`, '-text', '-noout'], { encoding: 'utf8' });
    if (opened.error === undefined) expect(opened.stdout).toContain('ED25519 Private-Key');
    const kdf = spawnSync('openssl', ['asn1parse', '-in', key('bo')], { encoding: 'utf8' });
    if (kdf.error === undefined) for (const name of ['PBES2', 'scrypt', 'aes-256-cbc']) expect(kdf.stdout).toContain(name);
  });

  it('make one that opens by the same phrase however its signs are composed, with openssl too', async () => {
    const [composed, decomposed] = ['caf\u00e9 au lait', 'cafe\u0301 au lait'];
    await atTerminal([decomposed, composed], ['key', 'new', '--person', 'Zoé', '--out', key('zoé')]);
    const opened = spawnSync('openssl', ['pkey', '-in', key('zoé'), '-passin', `pass:${composed}`, '-noout'], { encoding: 'utf8' });
    if (opened.error === undefined) expect(opened.status).toBe(0);
    expect(existsSync(key('zoé'))).toBe(true);
  });

  it.each([
    ['two passphrases', [SECRET, `${SECRET}!`], 'Who', 65, 'found two'],
    ['a short one', ['1234567'], 'Who', 65, 'at least 8 characters'],
    ['a broken off one', ['\u0003'], 'Who', 64, 'broken off'],
    ['one in another encoding', ['caf\udce9 au lait', 'caf\udce9 au lait'], 'Who', 65, 'Expected a passphrase in UTF-8'],
    ['no terminal', null, 'Who', 64, 'Expected a terminal'],
    ['a name with a line end', null, 'A\nB', 65, 'printed name'],
    ['a name that hides', null, 'A\u202eB', 65, 'printed name'],
  ] as const)('make none of %s', async (_title, lines, name, exitCode, sentence) => {
    const found = await atTerminal(lines, ['key', 'new', '--person', name, '--out', key('none')]);
    expect(found).toMatchObject({ exitCode, shown: expect.stringContaining(sentence) });
    expect(existsSync(key('none'))).toBe(false);
  });

  it('are enrolled: the first by the key of the store, the next by an approver', async () => {
    const enrol = (name: string, role: string, more: readonly string[]) =>
      atTerminal([SECRET], ['key', 'enrol', out, '--person-key', `${key(name)}.pub`, '--role', role, ...more]);
    expect(await enrol('ada', 'approver', [])).toMatchObject({ exitCode: 64, shown: expect.stringContaining('usage/key-needed') });
    expect(await enrol('ada', 'approver', ['--log-key', storeKey])).toMatchObject({ exitCode: 0 });
    expect(await enrol('rui', 'reviewer', ['--log-key', storeKey])).toMatchObject({ exitCode: 65 });
    expect(await enrol('rui', 'reviewer', ['--key', key('ada')])).toMatchObject({ exitCode: 0 });
    expect(await enrol('eve', 'reviewer', ['--key', key('rui')])).toMatchObject({ exitCode: 77 });
    expect(await enrol('eve', 'owner', ['--key', key('ada')])).toMatchObject({ exitCode: 65 });
    expect(refusedSteps()).toEqual([
      { schemaVersion: 1, step: 'enrol', why: 'approver-enrols' },
      { schemaVersion: 1, step: 'enrol', why: 'not-entitled' },
    ]);
    // The same command again enters nothing.
    const before = [...readEntries({ disk: nodeDisk, root: out })].length;
    expect(await enrol('rui', 'reviewer', ['--key', key('ada')])).toMatchObject({ exitCode: 0 });
    expect([...readEntries({ disk: nodeDisk, root: out })]).toHaveLength(before);
    const listed = JSON.parse((await captureCommand(['key', 'list', out, '--json'])).stdout);
    expect(listed.keys).toMatchObject([
      { name: 'ada 王', roles: ['approver'], withdrawnBy: null },
      { name: 'rui 王', roles: ['reviewer'], withdrawnBy: null },
    ]);
  }, 60_000);

  it.each([
    ['a step that is not allowed yet', () => approve('ada'), 77, 'Allowed now: review'],
    ['a key that is not enrolled', () => act('review', 'eve', ['--meaning', 'reviewed']), 77, 'found one that is not'],
    [
      'another passphrase',
      () => atTerminal(['wrong horse'], ['review', lot, '--key', key('rui'), '--meaning', 'reviewed', '--reason', 'r']),
      77,
      'found another one',
    ],
    ['a role that may not', () => act('reject', 'rui', ['--meaning', 'rejected']), 77, 'to reject it, found one that is analysed'],
  ])('are refused %s, which is logged', async (_title, ask, exitCode, sentence) => {
    const before = (await captureCommand(['verify', out, '--json'])).stdout;
    expect(await ask()).toMatchObject({ exitCode, shown: expect.stringContaining(sentence) });
    expect(JSON.parse((await captureCommand(['verify', out, '--json'])).stdout).entries).toBe(JSON.parse(before).entries + 1);
    expect(await signatures()).toMatchObject({ state: 'analysed', signatures: [] });
  });

  it.each([
    ['no terminal', () => atTerminal(null, ['review', lot, '--key', key('rui'), '--meaning', 'reviewed', '--reason', 'r']), 64],
    [
      'a key file that is none',
      () => atTerminal(null, ['review', lot, '--key', `${key('rui')}.pub`, '--meaning', 'reviewed', '--reason', 'r']),
      65,
    ],
    [
      'a key without a passphrase',
      () => atTerminal(null, ['review', lot, '--key', storeKey, '--meaning', 'reviewed', '--reason', 'r']),
      65,
    ],
    ['a meaning of another step', () => act('review', 'rui', ['--meaning', 'approved']), 65],
    ['no meaning', () => act('review', 'rui'), 65],
    ['an approval without the key of the store', () => act('approve', 'ada', ['--meaning', 'approved']), 64],
    ['a reason that hides', () => act('review', 'rui', ['--meaning', 'reviewed', '--reason', 'a\u200bb']), 65],
    [
      'a lot that is not there',
      () => atTerminal(null, ['review', join(out, 'lots/L2'), '--key', key('rui'), '--meaning', 'reviewed', '--reason', 'r']),
      65,
    ],
  ])('are asked for %s before anything is signed', async (_title, ask, exitCode) => {
    expect(await ask()).toMatchObject({ exitCode });
  });

  it('review, approve and release a lot: who, when, what it means, and that it is valid', async () => {
    expect(await act('review', 'rui', ['--meaning', '已复核'], 'rui.w')).toMatchObject({ exitCode: 0 });
    expect(await approve('ada')).toMatchObject({ exitCode: 77, shown: expect.stringContaining('that were approved for this store') });
    const given = ['--out', out, '--key', key('ada'), '--log-key', storeKey, '--reason', 'validated by VAL-7'];
    const retrospective = ['--from', '2020-01-01T00:00Z', '--retrospective', 'used before the store had approvals, DEV-9'];
    expect(
      await atTerminal([SECRET], ['method', 'approve', join(methodFolder, 'pipeline.yaml'), ...given, ...retrospective]),
    ).toMatchObject({
      exitCode: 0,
      shown: expect.stringContaining('IN RETROSPECT / 追溯批准: used before the store had approvals, DEV-9'),
    });
    const approved = await approve('ada');
    expect(approved).toMatchObject({ exitCode: 0, shown: expect.stringContaining('approved for release / 批准放行') });
    expect(approved.shown).toMatch(/checkpoint: log\/checkpoints\/\d+\.txt/);
    expect(await act('release', 'ada', ['--meaning', 'released'])).toMatchObject({ exitCode: 0 });
    const found = await signatures();
    expect(found).toMatchObject({
      state: 'released',
      claims: [],
      signatures: [
        { name: 'rui 王', meaning: 'reviewed', valid: true, actor: 'rui.w', actorSource: 'environment', reason: 'as the procedure says' },
        { name: 'ada 王', meaning: 'approved for release', valid: true },
        { name: 'ada 王', meaning: 'released', valid: true },
      ],
    });
    const [folderName = ''] = readdirSync(join(out, 'signatures'));
    expect(readdirSync(join(out, 'signatures', folderName))).toEqual(['0001.json', '0002.json', '0003.json']);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('已放行');
    expect((await verified()).exitCode).toBe(0);
    expect((await captureCommand(['signatures', lot])).stdout).toMatch(/released \/ 已放行.*0001/);
  }, 60_000);

  it('find a signature invalid on its face after a later analysis', async () => {
    await publishSmall(openSmallStore(out), smallAnalysis(undefined, JSON.stringify({ ...madeBy, again: 1 })));
    const found = await signatures();
    expect(found).toMatchObject({ state: 'analysed', releasedBefore: true });
    expect(found.signatures.map(({ code }: { code: string }) => code)).toEqual(['superseded', 'superseded', 'superseded']);
    expect((await verified()).exitCode).toBe(0);
  });

  it('withdraw a key: what it signed stands, and it signs no more', async () => {
    const { keys } = JSON.parse((await captureCommand(['key', 'list', out, '--json'])).stdout);
    const id = keys.find(({ name }: { name: string }) => name === 'rui 王').keyId;
    expect(await atTerminal([SECRET], ['key', 'withdraw', out, '--key-id', id, '--reason', 'lost', '--key', key('ada')])).toMatchObject({
      exitCode: 0,
    });
    expect(await act('review', 'rui', ['--meaning', 'reviewed'])).toMatchObject({
      exitCode: 77,
      shown: expect.stringContaining('found one that was withdrawn'),
    });
  });

  it('act under a name from the environment only where that is asked for and given', async () => {
    const without = await atTerminal(
      null,
      ['review', lot, '--key', key('rui'), '--meaning', 'reviewed', '--reason', 'r', '--actor-from-environment'],
      {
        CYTOLOT_ACTOR: '',
      },
    );
    expect(without).toMatchObject({ exitCode: 65, shown: expect.stringContaining('CYTOLOT_ACTOR') });
  });

  it('at once: of two approvals each counts or is refused, none is overwritten', async () => {
    await publishSmall(openSmallStore(out), smallAnalysis(undefined, JSON.stringify({ ...madeBy, third: 1 })));
    await atTerminal([SECRET], ['key', 'enrol', out, '--person-key', `${key('bo')}.pub`, '--role', 'approver', '--key', key('ada')]);
    expect(await act('review', 'ada', ['--meaning', 'reviewed'])).toMatchObject({ exitCode: 0 });
    const both = await Promise.all([approve('ada'), act('reject', 'bo', ['--meaning', 'rejected'])]);
    const { state, claims, signatures: signed } = await signatures();
    expect(claims).toEqual([]);
    expect(both.map(({ exitCode }) => exitCode)).toContain(0);
    // An approval may be followed by a rejection; after a rejection nothing is approved.
    expect(state === 'rejected' ? both[1]?.exitCode : both[0]?.exitCode).toBe(0);
    const standing = signed.filter(({ analysis, folder: of }: { analysis: string; folder: string }) => of.endsWith('0003') || analysis);
    expect(standing).toHaveLength(1 + both.filter(({ exitCode }) => exitCode === 0).length);
    expect((await verified()).exitCode).toBe(0);
  }, 60_000);
});

describe.skipIf(!hasPython)('a lot that does not conform', () => {
  const own = join(folder, 'autologous');
  const sign = (words: readonly string[]): Promise<Shown> =>
    atTerminal([SECRET], [...words, '--out', own, '--key', key('zoe'), '--reason', 'no other dose for the patient', '--log-key', storeKey]);

  it('is released by exception alone, where its method permits it, and is shown so everywhere', async () => {
    const rules = { exceptional: 'autologous', approverDiffersFromAnalyst: true };
    const result = { ...madeBy, ...says('does not conform'), method: { ...madeBy.method, release: rules } };
    const analysis = smallAnalysis(undefined, JSON.stringify(result));
    const surroundings = { ...nodeSurroundings(), actor: 'analyst' };
    await publishSmall(openSmallStore(own, surroundings), {
      ...analysis,
      publication: { ...analysis.publication, disposition: 'does not conform' },
    });
    await newKey('zoe', 'Zoe');
    await atTerminal(null, ['key', 'enrol', own, '--person-key', `${key('zoe')}.pub`, '--role', 'approver', '--log-key', storeKey]);
    expect(await sign(['review', 'L1', '--meaning', 'reviewed'])).toMatchObject({ exitCode: 0 });
    const retrospective = ['--from', '2020-01-01T00:00Z', '--retrospective', 'used before the store had approvals, DEV-9'];
    expect(await sign(['method', 'approve', join(methodFolder, 'pipeline.yaml'), ...retrospective])).toMatchObject({ exitCode: 0 });
    const refused = await sign(['approve', 'L1', '--meaning', 'approved for release']);
    expect(refused).toMatchObject({ exitCode: 77, shown: expect.stringContaining("found 'does not conform'") });
    expect(await sign(['approve', 'L1', '--meaning', '已批准'])).toMatchObject({ exitCode: 0 });
    expect(await sign(['release', 'L1', '--meaning', 'released'])).toMatchObject({ exitCode: 77 });
    expect(await sign(['release', 'L1', '--exceptional', '--meaning', 'released'])).toMatchObject({ exitCode: 65 });
    expect(await sign(['release', 'L1', '--exceptional'])).toMatchObject({ exitCode: 0 });
    const shown = [
      (await captureCommand(['status', own])).stdout,
      (await captureCommand(['signatures', '--out', own])).stdout,
      readFileSync(join(own, 'index.html'), 'utf8'),
    ];
    for (const text of shown) {
      expect(text).toContain('released exceptionally, out of specification');
      expect(text).toContain('例外放行，不符合质量标准');
      expect(text).not.toMatch(/\bconforms\b|(?<!不)符合规定/);
    }
    const { states } = JSON.parse((await captureCommand(['status', own, '--json'])).stdout);
    expect(states).toEqual([
      {
        subject: 'lots/L1/release',
        analysis: 'lots/L1/release/0001',
        disposition: 'does not conform',
        state: 'released',
        meaning: 'released exceptionally, out of specification',
        releasedBefore: false,
      },
    ]);
  }, 90_000);
});

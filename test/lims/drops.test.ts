import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseString } from 'fast-csv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { mappedCsv } from '../../src/lims/column-map.ts';
import { limsMessage, limsMessageSchema } from '../../src/lims/lims-message.ts';
import { takenBackRow } from '../../src/lims/taken-back.ts';
import { csvDrop } from '../../src/lims/targets/csv-drop.ts';
import { fileDrop } from '../../src/lims/targets/file-drop.ts';
import { openTargets, targetsSchema } from '../../src/lims/targets/targets-file.ts';
import { RESULT_COLUMNS } from '../../src/results/result-columns.ts';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { openDrop } from '../../src/runtime/outbox/drop-connection.ts';
import { readOutbox } from '../../src/runtime/outbox/outbox-folder.ts';
import { captureCommand } from '../cli/captured-command.ts';
import { sampleDispatch, withRows } from './sample-dispatch.ts';
import { newStore } from './sent-store.ts';

const at = { folder: '' };
beforeEach(() => {
  at.folder = mkdtempSync(join(tmpdir(), 'cytolot-drop-'));
});
afterEach(() => rmSync(at.folder, { recursive: true, force: true }));

/** Names and titles as people who mean harm would write them: formulas, separators, line ends, markup, terminal sequences. */
const TAINTED = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '@SUM(A1)',
  '-2+3',
  '\t=1',
  '<script>alert(1)</script>',
  'a,b',
  'a;b',
  'a"b',
  'a\r\nb',
  '\u001b[2J',
  '＝1',
  '\u202egnp.exe',
];

async function cellsOf(text: string, delimiter = ','): Promise<string[][]> {
  const rows: string[][] = [];
  await new Promise((resolve, reject) => {
    parseString(text, { delimiter })
      .on('data', (row: string[]) => rows.push(row))
      .on('end', resolve)
      .on('error', reject);
  });
  return rows;
}

describe('a CSV by the columns of a site', () => {
  const columns = [
    { heading: 'SAMPLE', from: 'sample' },
    { heading: 'TEST', from: 'row' },
    { heading: 'QUALIFIER', from: 'operator' },
    { heading: 'RESULT', from: 'reported_value' },
    { heading: 'UNITS', from: 'unit' },
    { heading: 'STATUS', from: 'state', words: { PASS: 'Pass', FAIL: 'OOS' } },
    { heading: 'SOURCE', text: 'CYTOLOT' },
  ] as const;
  const form = { delimiter: ',', byteOrderMark: false, headings: true } as const;
  const rows = [
    { sample: 'S-1', row: 'VIA', operator: '', reported_value: '95.4', unit: '%', outcome: 'meets' },
    { sample: 'S-1', row: 'RES', operator: '<', reported_value: '0.05', unit: '%', outcome: 'fails' },
  ];

  it('has a row a result in the order and with the words of the site', () => {
    expect(mappedCsv(withRows(sampleDispatch(), rows), [...columns], form)).toBe(
      'SAMPLE,TEST,QUALIFIER,RESULT,UNITS,STATUS,SOURCE\r\nS-1,VIA,,95.4,%,Pass,CYTOLOT\r\nS-1,RES,<,0.05,%,OOS,CYTOLOT\r\n',
    );
  });

  it.each([',', ';', '\t'] as const)('holds hostile names as text, in one cell each, delimited by %j', async (delimiter) => {
    const hostile = withRows(
      sampleDispatch(),
      TAINTED.map((title) => ({ title, row: 'VIA' })),
    );
    const text = mappedCsv(
      hostile,
      [
        { heading: 'TITLE', from: 'title' },
        { heading: 'TEST', from: 'row' },
      ],
      { ...form, delimiter },
    );
    const [, ...cells] = await cellsOf(text, delimiter);
    expect(cells.map((row) => row.length)).toEqual(TAINTED.map(() => 2));
    for (const [title = ''] of cells) expect(title).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
    for (const sign of ['\u001b', '\u202e']) expect(text).not.toContain(sign);
  });
});

describe('a CSV by columns that leave unsaid', () => {
  const retry = { firstSeconds: 1, longestSeconds: 2 };
  const test = { heading: 'TEST', from: 'row' };
  const kind = { heading: 'EVENT', from: 'kind' };
  const revision = { heading: 'REV', from: 'revision' };
  const replaces = { heading: 'OLD', from: 'replaces_key' };
  const settings = { id: 'labware', folder: '/in', retry, readBack: { none: 'files are taken away' } };
  const prepare = (columns: readonly object[], more: Parameters<typeof sampleDispatch>[0]) => {
    const prepared = csvDrop.open({ ...settings, type: 'csv-drop', columns }).prepare(sampleDispatch(more));
    // A drop with JSON beside the CSV holds the same columns.
    expect(fileDrop.open({ ...settings, type: 'file-drop', columns }).prepare(sampleDispatch(more)).kind).toBe(prepared.kind);
    return prepared;
  };
  const correction = { revision: 2, replaces: 'a'.repeat(64) };
  const reopened = { ...correction, kind: 'reopened' } as const;

  it.each([
    { what: 'nothing of a first result', columns: [test], more: {}, loss: null },
    { what: 'that it corrects', columns: [test, kind], more: correction, loss: 'correction' },
    { what: 'nothing of a correction, by its revision', columns: [test, revision], more: correction, loss: null },
    { what: 'nothing of a correction, by the key', columns: [test, replaces], more: correction, loss: null },
    { what: 'that the lot is open again', columns: [test, revision, replaces], more: reopened, loss: 'reopened' },
    {
      what: 'that the lot is open again, one word for both kinds',
      columns: [test, revision, { ...kind, words: { result: 'R', reopened: 'R' } }],
      more: reopened,
      loss: 'reopened',
    },
    { what: 'what it stands in place of', columns: [test, kind], more: reopened, loss: 'correction' },
    { what: 'nothing of a lot that is open again', columns: [test, kind, revision], more: reopened, loss: null },
  ])('$what', ({ columns, more, loss }) => {
    const prepared = prepare(columns, more);
    if (loss === null) expect(prepared.kind).toBe('message');
    else expect(prepared).toMatchObject({ kind: 'refused', reason: { code: 'lims/not-representable', fields: { loss } } });
  });

  it.each([
    { what: 'that a row is taken back', columns: [test, revision], loss: 'withdrawn' },
    {
      what: 'that a row is taken back, one word for it and for nothing',
      columns: [test, revision, { heading: 'S', from: 'state', words: { WITHDRAWN: '' } }],
      loss: 'withdrawn',
    },
    { what: 'nothing of a row that is taken back', columns: [test, revision, { heading: 'S', from: 'state' }], loss: null },
  ])('$what', ({ columns, loss }) => {
    const corrected = sampleDispatch(correction);
    const rows = corrected.rows.map((row, i) => (i === 0 ? takenBackRow(row, 'withdrawn') : row));
    const prepared = csvDrop.open({ ...settings, type: 'csv-drop', columns }).prepare({ ...corrected, rows });
    if (loss === null) expect(prepared.kind).toBe('message');
    else expect(prepared).toMatchObject({ kind: 'refused', reason: { fields: { loss, row: rows[0]?.row } } });
  });

  it('nothing are those of the example of the guide', () => {
    const guide = readFileSync(fileURLToPath(new URL('../../docs/lims.md', import.meta.url)), 'utf8');
    const example = /```yaml\n(targets:\n {2}- id: labware\n[\s\S]*?)```/.exec(guide)?.[1] ?? '';
    const [target] = openTargets(targetsSchema.parse(parse(example)));
    for (const more of [{}, correction, reopened]) expect(target?.prepare(sampleDispatch(more)).kind).toBe('message');
  });

  it('is a matter of the CSV alone: JSON says kind, key and that nobody approves it', () => {
    expect(JSON.parse(limsMessage(sampleDispatch(reopened)))).toMatchObject({ kind: 'reopened', revision: 2, approval: 'not approved' });
    expect(JSON.parse(limsMessage(sampleDispatch(correction)))).toMatchObject({ kind: 'result', approval: 'approved' });
  });
});

describe('a file drop', () => {
  async function pushed(type: string, more = '') {
    const store = newStore();
    await store.publish('LOT-1');
    const targets = join(store.out, 'targets.yaml');
    const drop = join(at.folder, 'drop');
    mkdirSync(drop, { recursive: true });
    writeFileSync(
      targets,
      `targets:\n  - id: files\n    type: ${type}\n    send: analysed\n    folder: ${drop}\n    readBack: { none: files are taken away }\n${more}`,
    );
    const push = () => captureCommand(['push', store.out, '--targets', targets, '--wait', '0']);
    return { store, drop, push, first: await push() };
  }

  it('is a folder with the long CSV, the JSON, and a manifest of both', async () => {
    const { store, drop, first } = await pushed('file-drop');
    expect(first.exitCode).toBe(0);
    const name = `cytolot-${readOutbox(store.shelf, 'files')[0]?.key.slice(0, 20)}`;
    expect(readdirSync(drop).filter((file) => !file.startsWith('.'))).toEqual([name]);
    const read = (file: string) => readFileSync(join(drop, name, file), 'utf8');
    expect(read('manifest.sha256')).toBe(
      `${sha256Of(read('results.csv'))}  results.csv\n${sha256Of(read('results.json'))}  results.json\n`,
    );
    const message = limsMessageSchema.parse(JSON.parse(read('results.json')));
    const [head, ...rows] = await cellsOf(read('results.csv'));
    expect(head?.slice(0, RESULT_COLUMNS.length)).toEqual([...RESULT_COLUMNS]);
    expect(rows.map((row) => row[head?.indexOf('row') ?? 0])).toEqual(message.results.map(({ row }) => row));
    rmSync(store.out, { recursive: true });
  });

  it.each([
    { type: 'csv-drop', more: '    columns: [{ heading: TEST, from: row }]\n', ending: 'csv' },
    { type: 'hl7-file', more: '', ending: 'hl7' },
  ])('of $type is one file, which is not written again when it was taken away and the outbox was lost', async ({ type, more, ending }) => {
    const { store, drop, push, first } = await pushed(type, more);
    expect(first.exitCode).toBe(0);
    const [name = ''] = readdirSync(drop).filter((file) => !file.startsWith('.'));
    expect(name).toMatch(new RegExp(`^cytolot-[0-9a-f]{20}\\.${ending}$`));
    rmSync(join(drop, name));
    rmSync(join(store.out, 'outbox'), { recursive: true });
    expect((await push()).exitCode).toBe(0);
    expect(readdirSync(drop).filter((file) => !file.startsWith('.'))).toEqual([]);
    rmSync(store.out, { recursive: true });
  });

  it.each([
    { what: 'it is taken away', meanwhile: 'taken' },
    { what: 'nothing happens', meanwhile: 'nothing' },
    { what: 'hidden files are cleared', meanwhile: 'cleared' },
  ])(
    'that ends at any act on the disk is shown once and whole, or a person is asked, when it is done again after $what',
    async ({ meanwhile }) => {
      const request = {
        via: 'drop',
        folder: at.folder,
        name: 'cytolot-1',
        files: [
          { path: 'a.csv', text: 'a' },
          { path: 'b.json', text: 'b' },
        ],
      } as const;
      const seen = new Set<string>();
      for (let end = 1; end < 30; end++) {
        rmSync(at.folder, { recursive: true });
        mkdirSync(at.folder);
        const acts = { left: end };
        const dying: Disk = { ...nodeDisk };
        for (const act of ['remove', 'makeFolder', 'writeNew', 'syncFolder', 'rename'] as const)
          Object.assign(dying, {
            [act]: (...given: [string, never]) => {
              acts.left -= 1;
              if (acts.left < 0) throw new Error('ended');
              return nodeDisk[act](...given);
            },
          });
        await openDrop(dying).ask(request);
        const isThere = (name: string) => existsSync(join(at.folder, name));
        const [wasShown, isReady, isSaid] = ['cytolot-1', '.cytolot-sent/cytolot-1', '.cytolot-sent/cytolot-1.shown'].map(isThere);
        // The other system takes what it sees; a cleaner what is hidden.
        if (wasShown && meanwhile === 'taken') renameSync(join(at.folder, 'cytolot-1'), join(tmpdir(), `taken-${process.pid}-${end}`));
        if (meanwhile === 'cleared') rmSync(join(at.folder, '.cytolot-1.partial'), { recursive: true, force: true });
        const isLost = isReady && !isSaid && (meanwhile === 'taken' ? wasShown : meanwhile === 'cleared' && !wasShown);
        seen.add(isLost ? 'lost' : 'kept');
        expect([end, await openDrop(nodeDisk).ask(request)]).toMatchObject([
          end,
          { kind: 'answer', answer: { status: isLost ? 410 : 200 } },
        ]);
        const isTaken = wasShown && meanwhile === 'taken';
        expect([end, isThere('cytolot-1')]).toEqual([end, !isLost && !isTaken]);
        if (isThere('cytolot-1')) expect(readdirSync(join(at.folder, 'cytolot-1'))).toEqual(['a.csv', 'b.json']);
        rmSync(join(tmpdir(), `taken-${process.pid}-${end}`), { recursive: true, force: true });
      }
      expect([...seen].sort()).toEqual(meanwhile === 'nothing' ? ['kept'] : ['kept', 'lost']);
    },
  );

  it('that is under neither of its names is parked, not sent, until a person has looked', async () => {
    const { store, drop, push } = await pushed('hl7-file');
    const [name = ''] = readdirSync(drop).filter((file) => !file.startsWith('.'));
    // As if the process had ended before the rename, and a cleaner had come; another store has the same result, and so the same key.
    rmSync(join(drop, name));
    rmSync(join(drop, '.cytolot-sent', `${name}.shown`));
    const other = newStore();
    await other.publish('LOT-1');
    const path = join(other.out, 'targets.yaml');
    writeFileSync(path, readFileSync(join(store.out, 'targets.yaml')));
    const again = (...more: readonly string[]) => captureCommand(['push', other.out, '--targets', path, '--wait', '0', ...more]);
    const { exitCode, stderr } = await again();
    expect(exitCode).toBe(65);
    expect(stderr).toContain(`If it is there, create an empty file '.cytolot-sent/${name}.shown' in the folder`);
    expect(readOutbox(other.shelf, 'files')).toMatchObject([{ state: 'parked', mayHaveArrived: true }]);
    rmSync(join(drop, '.cytolot-sent', name));

    expect((await again('--wait', '5', '--retry')).exitCode).toBe(0);
    expect(readdirSync(drop)).toContain(name);
    expect((await push()).exitCode).toBe(0);
    for (const { out } of [store, other]) rmSync(out, { recursive: true });
  });

  it('with send: analysed does not say that nobody approved the result', async () => {
    const { store, drop } = await pushed('file-drop');
    const [name = ''] = readdirSync(drop).filter((file) => !file.startsWith('.'));
    expect(JSON.parse(readFileSync(join(drop, name, 'results.json'), 'utf8'))).toMatchObject({ approval: 'not asked' });
    rmSync(store.out, { recursive: true });
  });

  it('never takes the place of a file of another', async () => {
    writeFileSync(join(at.folder, 'x.csv'), 'theirs');
    const reply = await openDrop(nodeDisk).ask({ via: 'drop', folder: at.folder, name: 'x.csv', files: [{ path: 'x.csv', text: 'ours' }] });
    expect(reply).toMatchObject({ answer: { status: 422 } });
    expect(readFileSync(join(at.folder, 'x.csv'), 'utf8')).toBe('theirs');
  });
});

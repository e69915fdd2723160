import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { senaite } from '../../src/lims/targets/senaite.ts';
import { senaiteCsv, twoDimensional } from '../../src/lims/targets/senaite-csv.ts';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { readOutbox } from '../../src/runtime/outbox/outbox-folder.ts';
import { captureCommand } from '../cli/captured-command.ts';
import { type StandIn, startStandIn } from './lims-stand-in.ts';
import { sampleDispatch, withRows } from './sample-dispatch.ts';
import { senaiteSite } from './senaite-stand-in.ts';
import { newStore, type SentStore } from './sent-store.ts';

const open: { readonly standIns: StandIn[]; readonly folders: string[] } = { standIns: [], folders: [] };
afterEach(async () => {
  for (const standIn of open.standIns.splice(0)) await standIn.end();
  for (const folder of open.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Viability alone, of the sample S-1, with another value and operator. */
const viability =
  (value: string, operator: '' | '<') =>
  (result: ReleaseResult): ReleaseResult => ({
    ...result,
    inputs: result.inputs.slice(0, 1).map((input) => ({ ...input, file: 'S-1.fcs', kind: 'fcs', sample: 'S-1' })),
    attributes: result.attributes
      .filter(({ attribute }) => attribute === 'viability')
      .map((row) => ({
        ...row,
        sources: ['S-1.fcs'],
        reportable: row.reportable === null ? null : { ...row.reportable, value, operator },
      })),
  });

async function site(...given: Parameters<typeof senaiteSite>) {
  const made = senaiteSite(...given);
  const standIn = await startStandIn(made.answer);
  open.standIns.push(standIn);
  return { ...made, ...standIn };
}

function storeOf(): SentStore {
  const store = newStore();
  open.folders.push(store.out);
  return store;
}

/** The same without a value: no valid result. */
const withoutValue = (result: ReleaseResult): ReleaseResult => {
  const made = viability('95.4', '')(result);
  return { ...made, attributes: made.attributes.map((row) => ({ ...row, reportable: null, outcome: 'no valid result' as const })) };
};

function push(store: SentStore, url: string, service = 'keyword: Viability', send = 'analysed', wait = '0.2') {
  const [targets, password] = [join(store.out, 'targets.yaml'), join(store.out, 'password')];
  writeFileSync(password, 'secret-of-senaite\n');
  chmodSync(password, 0o600);
  writeFileSync(
    targets,
    `targets:
  - id: senaite
    type: senaite
    send: ${send}
    url: ${url}/senaite
    credentials: { user: cytolot, passwordFile: ${password} }
    timeoutSeconds: 1
    settleSeconds: 1.1
    retry: { firstSeconds: 0.05, longestSeconds: 0.1 }
    services: { viability: { ${service} } }
    readBack: { analyses: true, unit: Unit }
`,
  );
  return captureCommand(['push', store.out, '--targets', targets, '--wait', wait]);
}

const SERVICE = { sample: 'S-1', keyword: 'Viability', unit: '%' };

describe('SENAITE', () => {
  it('gets a value by sample and keyword, submitted, one object at a time, and is read back', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url, analyses, arrived } = await site([SERVICE, { ...SERVICE, sample: 'S-2' }]);
    const { exitCode, stderr } = await push(store, url);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(analyses.map(({ result, operand, state }) => [result, operand, state])).toEqual([
      ['95.4', '', 'to_be_verified'],
      ['', '', 'unassigned'],
    ]);
    expect(arrived.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });

  it('gets < in a field of its own', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('0.05', '<'));
    const { url, analyses } = await site([SERVICE]);
    expect((await push(store, url)).exitCode).toBe(0);
    expect(analyses).toMatchObject([{ result: '0.05', operand: '<' }]);
  });

  it('has the < of a retracted result taken away from its successor by a correction without one', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('0.05', '<'));
    const { url, analyses } = await site([SERVICE]);
    await push(store, url);
    await store.publish('LOT-1', viability('0.12', ''));
    expect((await push(store, url)).exitCode).toBe(0);
    expect(analyses.map(({ result, operand, state }) => [result, operand, state])).toEqual([
      ['0.05', '<', 'retracted'],
      ['0.12', '', 'to_be_verified'],
    ]);
  });

  it('is found out where it carries the < of a retracted result over all the same', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('0.05', '<'));
    const { url } = await site([SERVICE], { operandStays: true });
    await push(store, url);
    await store.publish('LOT-1', viability('0.12', ''));
    const { exitCode, stderr } = await push(store, url);
    expect(exitCode).toBe(76);
    expect(stderr).toContain("operator of 'viability' was sent as '' and is read as '<'");
  });

  it.each([
    { what: 'another unit', faults: { unit: 'mg' }, exit: 76, code: 'lims/differs' },
    { what: 'an update that was passed over with 200', faults: { passesOver: true }, exit: 75, code: 'lims/not-understood' },
  ])('is found out with $what', async ({ faults, exit, code }) => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url } = await site([SERVICE], faults);
    expect((await push(store, url)).exitCode).toBe(exit);
    expect(readOutbox(store.shelf, 'senaite')).toMatchObject([{ reason: { code } }]);
  });

  it.each([
    { what: 'twice the analysis', services: [SERVICE, SERVICE] },
    { what: 'none', services: [] },
  ])('that has $what of the sample and keyword is not written to', async ({ services }) => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url, arrived } = await site(services);
    expect((await push(store, url)).exitCode).toBe(65);
    expect(arrived.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it.each([
    { what: 'of another sample', services: [{ ...SERVICE, sample: 'S-2' }], faults: { hasNoIndex: 'getRequestID' } },
    { what: 'of another service', services: [{ ...SERVICE, keyword: 'Potency' }], faults: { hasNoIndex: 'getKeyword' } },
    { what: 'on one page of several', services: [SERVICE, SERVICE], faults: { pageSize: 1 } },
  ] as const)('that finds analyses $what is not written to', async ({ services, faults }) => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url, analyses, arrived } = await site(services, faults);
    const { exitCode, stderr } = await push(store, url);
    expect([exitCode, arrived.filter(({ method }) => method === 'POST')]).toEqual([75, []]);
    expect(stderr).toContain('Expected all analyses of the sample and keyword, and no others in the answer');
    expect(analyses[0]).toMatchObject({ result: '', state: 'unassigned' });
  });

  it('is written to by nobody any more whose place another process has taken between two requests', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('0.05', '<'));
    const at = { isTaken: false };
    // As another process does, which takes it to be gone.
    const onUpdate = () => {
      if (at.isTaken) rmSync(join(store.out, 'outbox', 'senaite', '.0000.partial'), { recursive: true, force: true });
    };
    const { url, analyses, arrived } = await site([SERVICE], { onUpdate });
    expect((await push(store, url)).exitCode).toBe(0);
    await store.publish('LOT-1', viability('0.12', ''));
    at.isTaken = true;
    const { exitCode, stderr } = await push(store, url);
    expect(exitCode).toBe(75);
    expect(stderr).toContain('another process has taken the place');
    // The submission of the first, and the retraction: nothing is written into the successor.
    expect(arrived.filter(({ method }) => method === 'POST')).toHaveLength(2);
    expect(analyses[1]).toMatchObject({ result: '', state: 'unassigned' });
  });

  it('gets the value of a service with a calculation in its interim field', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url, analyses } = await site([{ ...SERVICE, calculated: true }]);
    expect((await push(store, url, 'keyword: Viability, interim: Measured')).exitCode).toBe(0);
    expect(analyses).toMatchObject([{ result: '', interims: [{ keyword: 'Measured', value: '95.4' }] }]);
  });

  it('has a value retracted, and its successor emptied, by a correction that has none', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('0.05', '<'));
    const { url, analyses } = await site([SERVICE]);
    await push(store, url);
    await store.publish('LOT-1', withoutValue);
    expect((await push(store, url)).exitCode).toBe(0);
    expect(analyses.map(({ result, operand, state }) => [result, operand, state])).toEqual([
      ['0.05', '<', 'retracted'],
      ['', '', 'unassigned'],
    ]);
  });

  it('has the values of a lot that is open again retracted, and takes them anew after that', async () => {
    const store = storeOf();
    const folder = await store.publish('LOT-1', viability('95.4', ''));
    await store.approve(folder);
    const { url, analyses } = await site([SERVICE]);
    expect((await push(store, url, 'keyword: Viability', 'approved')).exitCode).toBe(0);
    await store.reopen(folder);
    expect((await push(store, url, 'keyword: Viability', 'approved')).exitCode).toBe(0);
    expect(analyses.map(({ result, state }) => [result, state])).toEqual([
      ['95.4', 'retracted'],
      ['', 'unassigned'],
    ]);
    expect(
      readOutbox(store.shelf, 'senaite')
        .map(({ kind, state }) => `${kind} ${state}`)
        .sort(),
    ).toEqual(['reopened sent', 'result sent']);
  });

  // Of the first result its submission is lost (0); of what follows the retraction (1) or what is written into the successor (2).
  it.each([
    { what: 'a correction', next: viability('0.12', ''), ends: ['0.12', '', 'to_be_verified'], lost: 0 },
    { what: 'a correction', next: viability('0.12', ''), ends: ['0.12', '', 'to_be_verified'], lost: 1 },
    { what: 'a correction', next: viability('0.12', ''), ends: ['0.12', '', 'to_be_verified'], lost: 2 },
    { what: 'a correction that has none', next: withoutValue, ends: ['', '', 'unassigned'], lost: 1 },
    { what: 'a correction that has none', next: withoutValue, ends: ['', '', 'unassigned'], lost: 2 },
  ])('does each thing once, whatever answer is lost: $what, answer $lost', async ({ next, ends, lost }) => {
    const store = storeOf();
    await store.publish('LOT-1', viability('0.05', '<'));
    const { url, analyses, arrived } = await site([SERVICE], { losesAnswer: lost });
    const pushed = () => push(store, url, 'keyword: Viability', 'analysed', '10');
    expect((await pushed()).exitCode).toBe(0);
    await store.publish('LOT-1', next);
    expect((await pushed()).exitCode).toBe(0);
    expect(analyses.map(({ result, operand, state }) => [result, operand, state])).toEqual([['0.05', '<', 'retracted'], ends]);
    expect(arrived.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  it.each([
    { what: 'as it was sent', faults: {}, held: '95.4', exit: 0, ends: ['', '', 'unassigned'] },
    { what: 'as the site rounds it', faults: { rounds: true }, held: '95', exit: 65, ends: ['95', '', 'unassigned'] },
  ])('that holds a value of ours which it did not submit, $what, is not taken to hold none: the re-opening follows', async (row) => {
    const store = storeOf();
    const folder = await store.publish('LOT-1', viability('95.4', ''));
    await store.approve(folder);
    const { url, analyses } = await site([SERVICE], { submitsNothing: true, ...row.faults });
    expect((await push(store, url, 'keyword: Viability', 'approved', '0')).exitCode).toBe(75);
    expect(analyses).toMatchObject([{ result: row.held, state: 'unassigned' }]);
    await store.reopen(folder);
    // Rounded it is none that was sent: a person is told, and nothing is called sent.
    const { exitCode, stderr } = await push(store, url, 'keyword: Viability', 'approved', '10');
    expect(exitCode).toBe(row.exit);
    expect(stderr.includes(`The target holds '${row.held}'`)).toBe(row.exit === 65);
    expect(analyses.map(({ result, operand, state }) => [result, operand, state])).toEqual([row.ends]);
    const stands = new Map(readOutbox(store.shelf, 'senaite').map(({ kind, state, mayHaveArrived }) => [kind, [state, mayHaveArrived]]));
    expect(stands.get('result')).toEqual(['parked', true]);
    expect(stands.get('reopened')?.[0]).toBe(row.exit === 0 ? 'sent' : 'parked');
  });

  it('whose submitted value is another than was sent, the answer being lost, is not taken to hold none', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url, analyses } = await site([SERVICE], { rounds: true, losesAnswer: 0 });
    expect((await push(store, url, 'keyword: Viability', 'analysed', '10')).exitCode).toBe(65);
    expect(analyses).toMatchObject([{ result: '95', state: 'to_be_verified' }]);
    expect(readOutbox(store.shelf, 'senaite')).toMatchObject([{ reason: { code: 'lims/not-ours' }, mayHaveArrived: true }]);
  });

  it('with a value entered behind the < that a retracted one left has it named, and is not called emptied', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('0.05', '<'));
    const { url, analyses } = await site([SERVICE], { losesAnswer: 1 });
    expect((await push(store, url)).exitCode).toBe(0);
    await store.publish('LOT-1', withoutValue);
    // The answer to the retraction is lost, and the process ends.
    expect((await push(store, url, 'keyword: Viability', 'analysed', '0')).exitCode).toBe(75);
    expect(analyses[1]).toMatchObject({ result: '', operand: '<', state: 'unassigned' });
    for (const one of analyses.slice(1)) one.result = '0.12';
    const { exitCode, stderr } = await push(store, url, 'keyword: Viability', 'analysed', '10');
    expect([exitCode, analyses[1]]).toMatchObject([65, { result: '0.12', operand: '<' }]);
    expect(stderr).toContain("The target holds '<0.12' for 'viability' of 'S-1'");
  });

  it.each([
    { what: 'the < of a retracted value', state: 'unassigned', result: '', operand: '<', found: '<' },
    { what: 'another value, not submitted', state: 'assigned', result: '95', operand: '', found: '95' },
    { what: 'our value, submitted', state: 'verified', result: '95.4', operand: '', found: '95.4' },
    { what: 'what somebody else submitted', state: 'verified', result: '88.1', operand: '', found: null },
    { what: 'nothing', state: 'unassigned', result: '', operand: '', found: null },
  ])('is read back of a value that was taken back as holding $what', ({ found, ...row }) => {
    const { analyses, answer } = senaiteSite([{ ...SERVICE, ...row }]);
    for (const one of analyses) one.operand = row.operand;
    const target = senaite.open({
      id: 'site',
      send: 'approved',
      url: 'http://localhost',
      credentials: { user: 'cytolot', passwordFile: '/dev/null' },
      settleSeconds: 5,
      services: { VIA: { keyword: 'Viability' } },
      readBack: { analyses: true, unit: 'Unit' },
    });
    const earlier = withRows(sampleDispatch(), [{ row: 'VIA', reported_value: '95.4', operator: '', sample: 'S-1' }]).rows;
    const dispatch = { ...sampleDispatch(), kind: 'reopened', rows: [], earlier } as const;
    const said = target.readBack?.(dispatch);
    let step = said?.next();
    while (step?.done === false && step.value.via === 'http') {
      const { method, url } = step.value;
      const { status, body } = answer({ method, url, headers: { authorization: 'Basic' }, body: '' });
      step = said?.next({ status, text: body, retryAfterSeconds: 0 });
    }
    const read = step?.done === true && step.value.kind === 'read' ? step.value.values : [];
    expect(step).toMatchObject({ done: true, value: { kind: 'read' } });
    expect(target.compare(dispatch, read)).toMatchObject(found === null ? [] : [{ row: 'VIA', field: 'value', expected: '', found }]);
  });

  it.each([
    { what: 'the writing into the successor', refuses: 2 },
    { what: 'the retraction itself', refuses: 1 },
  ])('that refuses a correction at $what may hold some of it only if the retraction was done', async ({ refuses }) => {
    const store = storeOf();
    const first = await store.publish('LOT-1', viability('0.05', '<'));
    await store.approve(first);
    const { url, analyses } = await site([SERVICE], { refuses });
    const pushed = () => push(store, url, 'keyword: Viability', 'approved', '10');
    expect((await pushed()).exitCode).toBe(0);
    const second = await store.publish('LOT-1', viability('0.12', ''));
    await store.approve(second);
    expect((await pushed()).exitCode).toBe(65);
    const isBegun = refuses === 2;
    expect(analyses[0]?.state).toBe(isBegun ? 'retracted' : 'to_be_verified');
    expect(readOutbox(store.shelf, 'senaite').filter(({ state }) => state === 'parked')).toMatchObject([
      { reason: { code: 'lims/refused' }, mayHaveArrived: isBegun },
    ]);
    // What the lot's re-opening takes back is what is there: the operand that the successor took over, or the first value.
    await store.reopen(second);
    await pushed();
    expect(readOutbox(store.shelf, 'senaite').filter(({ kind }) => kind === 'reopened')).toMatchObject([
      { state: 'sent', revision: isBegun ? 3 : 2 },
    ]);
    expect(analyses.at(-1)).toMatchObject({ result: '', operand: '', state: 'unassigned' });
  });

  it.each([
    { what: 'a correction', next: viability('91.0', '') },
    { what: 'a correction that has none', next: withoutValue },
  ])('keeps what somebody else entered meanwhile: $what is parked and names it', async ({ next }) => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url, analyses, arrived } = await site([SERVICE]);
    await push(store, url);
    for (const one of analyses) one.result = '88.1';
    await store.publish('LOT-1', next);
    const before = arrived.filter(({ method }) => method === 'POST').length;
    const { exitCode, stderr } = await push(store, url);
    expect([exitCode, arrived.filter(({ method }) => method === 'POST').length]).toEqual([65, before]);
    expect(stderr).toContain(
      "The target holds '88.1' for 'viability' of 'S-1', which was never sent to it: it is neither written over nor taken back.",
    );
    expect(analyses).toMatchObject([{ result: '88.1', state: 'to_be_verified' }]);
  });

  it.each(['unassigned', 'to_be_verified', 'verified'])('does not write over what somebody entered before (%s)', async (state) => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url, analyses } = await site([{ ...SERVICE, result: '90', state }]);
    expect((await push(store, url)).exitCode).toBe(65);
    expect(analyses).toMatchObject([{ result: '90', state }]);
    expect(readOutbox(store.shelf, 'senaite')).toMatchObject([{ reason: { code: 'lims/not-ours' }, mayHaveArrived: false }]);
  });

  it('is told by its echo that it keeps another value, also where nothing is read back', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url } = await site([SERVICE], { rounds: true });
    const { exitCode, stderr } = await push(store, url);
    expect(exitCode).toBe(76);
    expect(stderr).toContain("value of 'viability' was sent as '95.4' and is read as '95'");
  });

  it('gets a value as the text of its digits, and interim fields as the whole list', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('92.80', ''));
    const interims = [
      { keyword: 'Dilution', value: '10', title: 'Dilution' },
      { keyword: 'Measured', value: '0', title: 'Measured' },
    ];
    const { url, arrived } = await site([{ ...SERVICE, calculated: true, interims }]);
    expect((await push(store, url, 'keyword: Viability, interim: Measured')).exitCode).toBe(0);
    const [written] = arrived.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));
    expect(written.InterimFields).toEqual([interims[0], { ...interims[1], value: '92.80' }]);
  });

  it('gets the value of a QC sample in its reference analysis', async () => {
    const store = storeOf();
    await store.publish('LOT-1', viability('95.4', ''));
    const { url, analyses } = await site([SERVICE, { ...SERVICE, portalType: 'ReferenceAnalysis' }]);
    expect((await push(store, url, 'keyword: Viability, portalType: ReferenceAnalysis')).exitCode).toBe(0);
    expect(analyses.map(({ result }) => result)).toEqual(['', '95.4']);
  });
});

describe('the two-dimensional CSV of SENAITE', () => {
  const keywords = { VIA: 'Viability', POT: 'Potency' };
  const row = { row: 'VIA', reported_value: '95.4', operator: '', sample: 'S-1' };

  it('is keywords above, a sample a row, an empty cell behind each, and an end', () => {
    const rows = [
      row,
      { ...row, row: 'POT', reported_value: '1.02' },
      { ...row, sample: 'S-2', reported_value: '93.1' },
      { ...row, row: 'X', reported_value: '' },
    ];
    // As the importer's own comment shows it: ,KW1,KW2,end / SAMPLE,v1,v2, / end,,,
    expect(twoDimensional(withRows(sampleDispatch(), rows), keywords)).toEqual({
      kind: 'message',
      text: ',Viability,Potency,end\nS-1,95.4,1.02,\nS-2,93.1,,\nend,,,\n',
    });
  });

  it.each([
    { what: 'a negative number', rows: [{ ...row, reported_value: '-0.3' }], field: 'value', loss: 'negative' },
    { what: 'an operator', rows: [{ ...row, operator: '<' }], field: 'operator', loss: 'operator' },
    { what: 'words', rows: [{ ...row, reported_value: 'ND' }], field: 'value', loss: 'words' },
    { what: 'an exponent', rows: [{ ...row, reported_value: '1e3' }], field: 'value', loss: 'words' },
    { what: 'a comma in a sample', rows: [{ ...row, sample: 'S,1' }], field: 'samples', loss: 'separator' },
    { what: 'a line end in a sample', rows: [{ ...row, sample: 'S\n1' }], field: 'samples', loss: 'control-character' },
    { what: 'a sample that is called end', rows: [{ ...row, sample: 'end' }], field: 'samples', loss: 'separator' },
    { what: 'a sample that is a formula', rows: [{ ...row, sample: '=1+1' }], field: 'samples', loss: 'formula' },
    { what: 'a sample that a spreadsheet shows from its end', rows: [{ ...row, sample: 'S\u202e1' }], field: 'samples', loss: 'formula' },
    { what: 'two samples of one value', rows: [{ ...row, sample: 'S-1;S-2' }], field: 'samples', loss: 'no-sample' },
    { what: 'a row without a keyword', rows: [{ ...row, row: 'STR' }], field: 'row', loss: 'no-column' },
    { what: 'a test twice', rows: [row, { ...row, occasion: 'retest 2' }], field: 'row', loss: 'twice' },
  ])('with $what is refused whole', ({ rows, field, loss }) => {
    expect(twoDimensional(withRows(sampleDispatch(), [{ ...row, sample: 'S-9' }, ...rows]), keywords)).toMatchObject({
      kind: 'refused',
      reason: { code: 'lims/not-representable', fields: { field, loss } },
    });
  });

  it('cannot say that a result stands in place of another, which its importer would not write over', () => {
    const sent = (more: Parameters<typeof sampleDispatch>[0]) => twoDimensional(withRows(sampleDispatch(more), [row]), keywords);
    expect(sent({}).kind).toBe('message');
    expect(sent({ revision: 2, replaces: 'a'.repeat(64) })).toMatchObject({ kind: 'refused', reason: { fields: { loss: 'correction' } } });
  });

  it.each([
    ['Viability', true],
    ['endotoxin', true],
    ['Bend', true],
    ['end', false],
    ['END', false],
    ['End', false],
    ['a,b', false],
    ['+1-2', false],
  ])('takes the keyword %s: %s', (keyword, taken) => {
    const settings = {
      type: 'senaite-csv',
      id: 'site',
      folder: '/in',
      keywords: { VIA: keyword },
      readBack: { none: 'files are taken away' },
    };
    expect(senaiteCsv.schema.safeParse(settings).success).toBe(taken);
  });

  it('cannot say that a result no longer stands', () => {
    expect(twoDimensional({ ...sampleDispatch(), kind: 'reopened' }, keywords)).toMatchObject({
      kind: 'refused',
      reason: { fields: { loss: 'reopened' } },
    });
  });
});

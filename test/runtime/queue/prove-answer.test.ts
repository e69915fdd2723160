import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatManifest } from '../../../src/outputs/manifest.ts';
import { sha256Of } from '../../../src/runtime/disk/files.ts';
import { warningLine } from '../../../src/runtime/job/warning.ts';
import { openListedPublications } from '../../../src/runtime/run/listed-publications.ts';
import type { PreparedAnalysis } from '../../../src/runtime/store/publish-analysis.ts';
import { openProving } from '../../../src/runtime/watch/prove-answer.ts';
import type { Subject } from '../../../src/subject.ts';
import type { OrderAnswer } from '../../../src/watch/work-order.ts';
import { openSmallStore, publishSmall } from '../small-store.ts';

const SUBJECT: Subject = { lot: 'L1', purpose: 'release', condition: null, timePoint: null };
const [ID, INPUTS] = ['d'.repeat(64), 'a'.repeat(64)];

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cytolot-proving-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** An analysis made of a listing, as small as a store takes it. */
function analysisOf(text: string, inputs: string): PreparedAnalysis {
  const resultSha256 = sha256Of(text);
  const contents = [
    { path: 'result.json', bytes: text },
    { path: 'record.json', bytes: JSON.stringify({ resultSha256, disposition: 'conforms', reason: null, inputs }) },
  ];
  const manifest = formatManifest(contents.map(({ path, bytes }) => ({ path, sha256: sha256Of(bytes) })));
  return {
    files: [...contents, { path: 'manifest.sha256', bytes: manifest }],
    publication: { job: sha256Of(`job of ${text}`), resultSha256, disposition: 'conforms', reason: null },
    key: 'to-take',
  };
}

function publishedAnswer(text: string, analysis = 1): OrderAnswer {
  const folder = `lots/L1/release/000${analysis}`;
  const published = { analysis, folder, disposition: 'conforms', resultSha256: sha256Of(text) };
  return { schemaVersion: 1, order: ID, subject: SUBJECT, outcome: { kind: 'published', published }, tries: 1, host: 'host-b' };
}

const failedAnswer: OrderAnswer = {
  ...publishedAnswer(''),
  outcome: { kind: 'failed', error: { code: 'internal/fault', fields: {} } },
};

function proving() {
  let now = 0;
  const [refused, said]: [string[], string[]] = [[], []];
  const prove = openProving({
    orders: { refuseAnswer: (id) => refused.push(id) },
    publications: openListedPublications(openSmallStore(root)),
    clock: { elapsed: () => now },
    warn: (warning) => said.push(warningLine(warning)),
  });
  return {
    prove: (answer: OrderAnswer, at = 0) => {
      now = at;
      return prove({ id: ID, inputs: INPUTS, subject: SUBJECT }, answer);
    },
    refused,
    said,
  };
}

describe('answers of workers', () => {
  it('one is believed whose result the log lists, with these bytes', async () => {
    await publishSmall(openSmallStore(root), analysisOf('{"a":1}', INPUTS));
    const { prove, refused } = proving();
    expect(prove(publishedAnswer('{"a":1}'))).toEqual(publishedAnswer('{"a":1}'));
    expect(refused).toEqual([]);
  });

  it('one that the log does not bear out is nothing, and goes with a sentence after two minutes', async () => {
    await publishSmall(openSmallStore(root), analysisOf('{"a":1}', INPUTS));
    const { prove, refused, said } = proving();
    const invented = publishedAnswer('{"a":1}', 2);
    expect([prove(invented, 0), prove(invented, 119_999)]).toEqual([null, null]);
    expect(refused).toEqual([]);
    expect(prove(invented, 120_000)).toBeNull();
    expect(refused).toEqual([ID]);
    expect(said).toEqual([
      "lot L1: A worker on 'host-b' answered that 'lots/L1/release/0002' was published; for 120 s the log has not listed it of this subject with these bytes. The answer is not believed and was taken away: the subject is analysed again. [watch/answer-not-listed]",
    ]);
  });

  it.each<[string, (answer: OrderAnswer) => OrderAnswer]>([
    ['other bytes', () => publishedAnswer('{"a":2}')],
    [
      'another disposition',
      (answer) =>
        answer.outcome.kind === 'published'
          ? { ...answer, outcome: { kind: 'published', published: { ...answer.outcome.published, disposition: 'does-not-conform' } } }
          : answer,
    ],
    [
      'the folder of another subject',
      (answer) =>
        answer.outcome.kind === 'published'
          ? { ...answer, outcome: { kind: 'published', published: { ...answer.outcome.published, folder: 'lots/L2/release/0001' } } }
          : answer,
    ],
  ])('one with %s is nothing', async (_, change) => {
    await publishSmall(openSmallStore(root), analysisOf('{"a":1}', INPUTS));
    expect(proving().prove(change(publishedAnswer('{"a":1}')))).toBeNull();
  });

  it('one whose result was changed in its folder is nothing', async () => {
    await publishSmall(openSmallStore(root), analysisOf('{"a":1}', INPUTS));
    const folder = join(root, 'lots/L1/release/0001');
    writeFileSync(join(folder, 'manifest.sha256'), formatManifest([{ path: 'result.json', sha256: sha256Of('{"a":9}') }]));
    expect(proving().prove(publishedAnswer('{"a":9}'))).toBeNull();
  });

  it('a result that appears meanwhile is believed, and none is doubted of before', async () => {
    const store = openSmallStore(root);
    await publishSmall(store, analysisOf('{"a":1}', INPUTS));
    const { prove, refused } = proving();
    expect(prove(publishedAnswer('{"a":2}', 2), 0)).toBeNull();
    await publishSmall(store, analysisOf('{"a":2}', INPUTS));
    expect(prove(publishedAnswer('{"a":2}', 2), 300_000)).toEqual(publishedAnswer('{"a":2}', 2));
    expect(refused).toEqual([]);
  });

  it('one of another subject goes at once', () => {
    const { prove, refused } = proving();
    expect(prove({ ...failedAnswer, subject: { ...SUBJECT, lot: 'L2' } })).toBeNull();
    expect(refused).toEqual([ID]);
  });
});

describe('an order that failed, as its answer says', () => {
  it('is published where the log lists an analysis of its very inputs', async () => {
    await publishSmall(openSmallStore(root), analysisOf('{"a":1}', INPUTS));
    expect(proving().prove(failedAnswer)).toEqual({ ...publishedAnswer('{"a":1}'), tries: failedAnswer.tries });
  });

  it('has failed where what the log lists was made of other inputs', async () => {
    await publishSmall(openSmallStore(root), analysisOf('{"a":1}', 'b'.repeat(64)));
    expect(proving().prove(failedAnswer)).toEqual(failedAnswer);
  });

  it('has failed where there is no analysis of its subject', () => {
    expect(proving().prove(failedAnswer)).toEqual(failedAnswer);
  });
});

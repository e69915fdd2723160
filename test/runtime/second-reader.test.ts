import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFcs, type FcsContent } from '../../src/fcs/encoding/encode-fcs.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { secondReaderDetailSchema } from '../../src/results/message-schema.ts';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { planFolder } from '../../src/runtime/folder/plan-folder.ts';
import { loadDefinition } from '../../src/runtime/method/load-method.ts';
import { run } from '../../src/runtime/run/run.ts';
import { secondReaderRecord, secondReading } from '../../src/runtime/threads/second-reader.ts';
import { sentence } from '../said.ts';
import { describeShared } from '../shared-data.ts';
import { threadsHere } from './threads-here.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-reader-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function readTwice(content: Partial<FcsContent>) {
  const path = join(folder, 'made.fcs');
  writeFileSync(
    path,
    encodeFcs({
      parameters: [
        { name: 'A', bits: 16 },
        { name: 'B', bits: 16 },
      ],
      events: [1, 2, 3, 4, 5, 65_535],
      ...content,
    }),
  );
  return secondReading(path);
}

describe('the npm package fcs reads again what it reads correctly', () => {
  it.each([
    { dataType: 'F', byteOrder: '1,2,3,4' },
    { dataType: 'F', byteOrder: '4,3,2,1' },
    { dataType: 'D', byteOrder: '4,3,2,1' },
    { dataType: 'I', byteOrder: '1,2,3,4' },
    { dataType: 'I', byteOrder: '4,3,2,1' },
  ] as const)('$dataType $byteOrder agrees bit for bit', (layout) => {
    expect(readTwice(layout)).toEqual({ outcome: 'agrees', reader: 'fcs 0.0.7', eventsCompared: 3, valuesCompared: 6 });
  });

  it('masks its integers as $PnR says before comparing', () => {
    const parameters = [
      { name: 'A', bits: 16, range: 1024 },
      { name: 'B', bits: 16 },
    ];
    expect(readTwice({ dataType: 'I', parameters, events: [0xfc01, 2] })).toMatchObject({ outcome: 'agrees' });
  });

  it.each([
    [{ dataType: 'I', parameters: [{ name: 'A', bits: 24 }] }, [24]],
    [
      {
        dataType: 'I',
        parameters: [
          { name: 'A', bits: 16 },
          { name: 'B', bits: 32 },
        ],
      },
      [16, 32],
    ],
  ] as const)('%j is outside its range', (content, bits) => {
    const detail = { code: 'second-reader/integer-width', fields: { bits } };
    expect(readTwice(content)).toEqual({ outcome: 'outside range', reader: 'fcs 0.0.7', detail });
  });
});

describeShared('the npm package fcs on the shared files', (shared) => {
  it('never differs: it agrees, or the file is outside its range', () => {
    const expected: readonly { readonly file: string; readonly error?: string }[] = JSON.parse(
      readFileSync(`${shared}data/fcs/expected.json`, 'utf8'),
    );
    const files = expected.filter(({ file, error }) => error === undefined && file !== 'npm-fcs/AriaFile1.fcs').map(({ file }) => file);
    const outcomes = files.map((file) => ({ file, ...secondReading(`${shared}data/fcs/${file}`) }));
    const count = (wanted: string): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
    console.info(
      `second reader: ${count('agrees')} agree, ${count('outside range')} outside its range, ${count('differs')} differ of ${files.length}`,
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'differs')).toEqual([]);
    expect(count('agrees')).toBeGreaterThan(20);
  });
});

describe('run --second-reader', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const request = {
    folder: join(root, 'fixtures/gene-modified'),
    pipeline: join(root, 'pipelines/gene-modified-cells/pipeline.yaml'),
    specification: null,
    lot: 'GMC-2026-007',
    jobs: 1,
    language: 'en',
    progress: 'quiet',
  } as const;
  const analyse = async (name: string, more: { readonly secondReader?: 'asked' }) => {
    const out = mkdtempSync(join(folder, `${name}-`));
    const outcome = await run({ ...request, ...more, out });
    const published = outcome.lots[0]?.folder ?? '';
    return {
      result: parseReleaseResult(JSON.parse(readFileSync(join(published, 'result.json'), 'utf8'))),
      report: readFileSync(join(published, 'report.html'), 'utf8'),
    };
  };

  it('records for every FCS file that it agrees, and changes nothing else', async () => {
    const [without, asked] = [await analyse('without', {}), await analyse('asked', { secondReader: 'asked' })];
    const fcs = asked.result.inputs.filter(({ kind }) => kind === 'fcs');
    expect(fcs.length).toBeGreaterThan(2);
    for (const { secondReader, events } of fcs)
      expect(secondReader).toEqual({ outcome: 'agrees', reader: 'fcs 0.0.7', eventsCompared: events, detail: null });
    expect(without.result.inputs.some((input) => 'secondReader' in input)).toBe(false);
    const stripped = asked.result.inputs.map(({ secondReader: _read, ...input }) => input);
    expect({ ...asked.result, inputs: stripped }).toEqual(without.result);
    expect(asked.report).toContain('Second reader: agrees bit for bit (');
    expect(without.report).not.toContain('Second reader');
  }, 120_000);

  it('a difference holds the file, in a sentence', async () => {
    const definition = loadDefinition(request.pipeline);
    const record = {
      outcome: 'differs',
      reader: 'fcs 0.0.7',
      eventsCompared: null,
      detail: { code: 'second-reader/value-differs', fields: { event: 1, parameter: 2, here: 3, there: 4 } },
    } as const;
    const readAgain = async () => (binding: { readonly file: string }) => (binding.file.startsWith('GMC-2026-007') ? record : null);
    const planned = await planFolder(definition, request.folder, { disk: nodeDisk, threads: threadsHere(), readAgain });
    const held = planned.plan.lots.find(({ lot }) => lot === 'GMC-2026-007')?.held ?? [];
    const [first] = held.filter(({ code }) => code === 'held/second-reader');
    expect(first).toMatchObject({ scope: 'test-article' });
    expect(first && sentence(first)).toMatch(
      /^'GMC-2026-007\S+' is read otherwise by the second reader \(fcs 0\.0\.7\)\. Event 1, parameter 2: 3 here, 4 there\. One of the two is wrong: report the file before it is used\.$/,
    );
  });

  it('what it cannot read is outside its range, with the reason', () => {
    const detail = { code: 'second-reader/byte-order', fields: { byteOrder: '2,1,4,3' } } as const;
    expect(secondReaderRecord({ outcome: 'outside range', reader: 'fcs 0.0.7', detail })).toEqual({
      outcome: 'outside its range',
      reader: 'fcs 0.0.7',
      eventsCompared: null,
      detail,
    });
  });

  it('what it says is checked in a result, and said in both languages', () => {
    const record = (detail: unknown) => secondReaderDetailSchema.safeParse(detail).success;
    const found = { code: 'second-reader/value-differs', fields: { event: 1, parameter: 2, here: 3, there: null } };
    expect(record(found)).toBe(true);
    expect(record('event 1, parameter 2: 3 here, NaN there')).toBe(false);
    expect(record({ ...found, fields: { event: 1 } })).toBe(false);
    expect(sentenceOf(found, 'en')).toBe('Event 1, parameter 2: 3 here, no finite number there.');
    expect(sentenceOf(found, 'zh')).toBe('事件 1，参数 2：本程序为 3，第二读取程序没有有限数。');
  });
});

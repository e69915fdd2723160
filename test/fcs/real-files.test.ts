import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { openEvents } from '../../src/fcs/events/events.ts';
import { scaleFunction } from '../../src/fcs/events/scale.ts';
import type { FcsDataSet } from '../../src/fcs/fcs-file.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { openByteSource } from '../../src/runtime/disk/files.ts';
import { describeShared } from '../shared-data.ts';

/** What an independent numpy reader found in each file, checked there against FlowIO and others (shared/data/fcs/README.md). */
interface ExpectedFile {
  readonly file: string;
  readonly size: number;
  readonly error?: string;
  readonly datasets?: readonly ExpectedDataSet[];
}
interface ExpectedDataSet {
  readonly dataset: number;
  readonly version: string;
  readonly datatype: string;
  readonly byteord: string;
  readonly par: number;
  readonly events: number;
  readonly notes: readonly string[];
  readonly names: readonly string[];
  readonly stains: readonly string[];
  readonly spill: Readonly<Record<string, string>>;
  readonly raw_sum: readonly number[];
  readonly raw_mean: readonly number[];
  readonly raw_min: readonly number[];
  readonly raw_max: readonly number[];
  readonly linear_mean: readonly number[];
}

describeShared('every file of shared/data/fcs reads as the independent reader read it', (shared) => {
  const folder = `${shared}data/fcs/`;
  const expected: readonly ExpectedFile[] = JSON.parse(readFileSync(`${folder}expected.json`, 'utf8'));
  const readable = expected.filter(({ file, error }) => error === undefined && file !== 'npm-fcs/AriaFile1.fcs');
  let dataSets = 0;
  let figures = 0;

  it.each(readable.map(({ file, datasets }) => [file, datasets] as const))('%s', (file, wanted) => {
    const source = openByteSource({ path: folder + file });
    try {
      const found = readDataSets(source);
      expect(found.length).toBe(wanted?.length);
      found.forEach((dataSet, index) => {
        figures += compare(source, dataSet, wanted![index]!);
        dataSets++;
      });
    } finally {
      source.close();
    }
  });

  it('compared every readable file, data set by data set', () => {
    console.info(`FCS: ${readable.length} files, ${dataSets} data sets, ${figures} figures equal to expected.json`);
    expect([readable.length, dataSets]).toEqual([44, 46]);
  });

  it.each([
    // 12 parameters x 4 bytes x 10,000 events announced, 6,052 there (README of the folder).
    ['npm-fcs/AriaFile1.fcs', 'fcs/truncated', /480000 bytes of DATA .*found 290525 of them.*the data set has 293161 bytes/],
    ['fcsparser/corrupted.fcs', 'fcs/not-fcs', /Expected FCS2\.0, .* at byte 0/],
    ['fcsparser/sample_header.fcs', 'fcs/truncated', /the data set has 3931 bytes/],
  ] as const)('refuses %s as %s', (file, code, sentence) => {
    const source = openByteSource({ path: folder + file });
    try {
      readDataSets(source);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      expect(error.code).toBe(code);
      expect(error.message).toMatch(sentence);
    } finally {
      source.close();
    }
  });
});

function compare(source: Parameters<typeof openEvents>[0], dataSet: FcsDataSet, wanted: ExpectedDataSet): number {
  expect(dataSet).toMatchObject({ version: wanted.version, dataType: wanted.datatype, eventCount: wanted.events });
  expect(dataSet.parameters.map(({ name }) => name)).toEqual(wanted.names.map((name) => name.trim()));
  expect(dataSet.parameters.map(({ label }) => label ?? '')).toEqual(wanted.stains.map((label) => label.trim()));
  for (const [keyword, value] of Object.entries(wanted.spill)) expect(dataSet.keywords.get(keyword)).toBe(value);
  const columns = columnSummaries(source, dataSet);
  columns.forEach(({ sum, minimum, maximum, scaleSum }, column) => {
    const tell = `${dataSet.file} ${dataSet.number} ${dataSet.parameters[column]!.name}`;
    // Integer sums are exact to the ten significant digits that expected.json prints; sums of floats to 1e-6.
    if (dataSet.dataType === 'I') expect(Number(sum.toPrecision(10)), tell).toBe(wanted.raw_sum[column]);
    else expectClose(sum, wanted.raw_sum[column]!, tell);
    expectClose(minimum, wanted.raw_min[column]!, tell);
    expectClose(maximum, wanted.raw_max[column]!, tell);
    expectClose(sum / wanted.events, wanted.raw_mean[column]!, tell);
    expectClose(scaleSum / wanted.events, wanted.linear_mean[column]!, `scale of ${tell}`);
  });
  return 5 * columns.length;
}

function expectClose(found: number, wanted: number, tell: string): void {
  expect(Math.abs(found - wanted), `${tell}: ${found}, expected ${wanted}`).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted)));
}

function columnSummaries(source: Parameters<typeof openEvents>[0], dataSet: FcsDataSet) {
  const events = openEvents(source, dataSet, { columns: dataSet.parameters.map((_, column) => column) });
  const summaries = dataSet.parameters.map(() => ({ sum: 0, minimum: Infinity, maximum: -Infinity, scaleSum: 0 }));
  const scales = dataSet.parameters.map(({ scale }) => scaleFunction(scale));
  for (const { eventCount, values } of events.blocks()) {
    for (let event = 0; event < eventCount; event++) {
      events.offsets.forEach((offset, column) => {
        const value = values[event * events.stride + offset]!;
        const summary = summaries[column]!;
        summary.sum += value;
        summary.scaleSum += scales[column]!(value);
        summary.minimum = Math.min(summary.minimum, value);
        summary.maximum = Math.max(summary.maximum, value);
      });
    }
  }
  return summaries;
}

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encode-fcs.ts';
import { describeShared } from '../shared-data.ts';
import { captureCommand } from './captured-command.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inspect-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const parameters = [{ name: 'FSC-A' }, { name: 'FITC-A', label: 'CD3', gain: 2 }, { name: 'Time' }];

/** Control characters but the line break, C1 controls, and those that turn the direction of writing. */
function actsOnTerminal(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 0x20 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f) || (code >= 0x202a && code <= 0x202e);
}

describe('inspect --json', () => {
  it('gives the record, stored values and scale values of a data set', async () => {
    const keywords = [
      ['$TIMESTEP', '0.5'],
      ['$SPILLOVER', '2,FSC-A,FITC-A,1,0.25,0,1'],
    ] as const;
    const bytes = encodeFcs({ parameters, keywords, events: [1, 10, 0, 2, 20, 4, 6, -3, 8] });
    const { exitCode, stdout, stderr } = await captureCommand(['inspect', '--json', '--statistics', '--hash', written('three.fcs', bytes)]);
    const found: Record<string, unknown> = JSON.parse(stdout);
    expect([exitCode, stderr]).toEqual([0, '']);
    // Stored values by hand; FITC-A is divided by its gain 2, Time counts half seconds.
    expect(found).toMatchObject({
      file: 'three.fcs',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      version: 'FCS3.1',
      dataSetCount: 1,
      byteOrder: '1,2,3,4',
      dataType: 'F',
      eventCount: 3,
      parameterCount: 3,
      spillover: {
        keyword: '$SPILLOVER',
        parameters: ['FSC-A', 'FITC-A'],
        matrix: [
          [1, 0.25],
          [0, 1],
        ],
      },
      departures: [],
      parameters: [
        {
          index: 1,
          name: 'FSC-A',
          label: null,
          bits: 32,
          range: 262144,
          amplification: [0, 0],
          gain: 1,
          raw: { sum: 9, mean: 3, min: 1, max: 6 },
        },
        { name: 'FITC-A', label: 'CD3', gain: 2, raw: { sum: 27, mean: 9, min: -3, max: 20 }, scale: { mean: 4.5, min: -1.5, max: 10 } },
        { name: 'Time', raw: { sum: 12, mean: 4, min: 0, max: 8 }, scale: { mean: 2, min: 0, max: 4 } },
      ],
    });
    const doubles = Buffer.from(new Float64Array([1, 10, 0, 2, 20, 4, 6, -3, 8]).buffer);
    expect(found.rawValuesSha256).toBe(createHash('sha256').update(doubles).digest('hex'));
  });

  it('describes a file with NaN, gives no statistics for that parameter and says where it is', async () => {
    const path = written('nan.fcs', encodeFcs({ parameters: parameters.slice(0, 2), events: [1, 2, Number.NaN, 4] }));
    const { exitCode, stdout, stderr } = await captureCommand(['inspect', '--json', '--statistics', path]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).parameters).toMatchObject([
      { raw: null, scale: null },
      { raw: { sum: 6 }, scale: { mean: 1.5 } },
    ]);
    expect(stderr).toBe(
      "warning: nan.fcs, data set 1: Expected finite numbers in parameter 1 ('FSC-A'), found 1 that are not, first in event 2. [fcs/not-finite]\n",
    );
  });

  it('writes no control character of the file to the terminal', async () => {
    const evil = '\u001b[31m\u009b31m\u202e\u007f';
    const path = written('evil.fcs', encodeFcs({ parameters: [{ name: evil }], keywords: [['$OP', `a\n${evil}`]], events: [1] }));
    const json = await captureCommand(['inspect', '--json', path]);
    const text = await captureCommand(['inspect', path]);
    expect(JSON.parse(json.stdout).keywords.$OP).toBe(`a\n${evil}`);
    for (const printed of [json.stdout, json.stderr, text.stdout, text.stderr])
      expect(Array.from(printed).filter(actsOnTerminal)).toEqual([]);
  });

  it('refuses a data set that is not there, and what is no file', async () => {
    const path = written('one.fcs', encodeFcs({ parameters, events: [1, 2, 3] }));
    const second = await captureCommand(['inspect', '--json', '--data-set', '2', path]);
    expect([second.exitCode, second.stderr]).toEqual([
      65,
      'error: one.fcs: Expected data set 2, found 1 in the file. [fcs/no-such-data-set]\n',
    ]);
    const none = await captureCommand(['inspect', join(folder, 'none.fcs')]);
    expect([none.exitCode, none.stderr]).toEqual([66, 'error: none.fcs: Expected a file, found none of this name. [usage/not-found]\n']);
    const directory = await captureCommand(['inspect', folder]);
    expect([directory.exitCode, directory.stderr]).toMatchObject([
      74,
      expect.stringContaining('Expected a regular file, found a directory.'),
    ]);
  });
});

interface ExpectedFile {
  readonly file: string;
  readonly sha256: string;
  readonly error?: string;
  readonly datasets?: readonly {
    readonly dataset: number;
    readonly events: number;
    readonly version: string;
    readonly raw_sum: readonly number[];
  }[];
}

describeShared('inspect --json --statistics agrees with the independent reader', (shared) => {
  const expected: readonly ExpectedFile[] = JSON.parse(readFileSync(`${shared}data/fcs/expected.json`, 'utf8'));
  const acquisitions = expected
    .filter(({ file, error }) => error === undefined && file !== 'npm-fcs/AriaFile1.fcs')
    .flatMap(({ file, sha256, datasets }) => (datasets ?? []).map((dataSet) => ({ file, sha256, count: datasets?.length, ...dataSet })));

  it.each(acquisitions)('$file, data set $dataset', async ({ file, sha256, dataset, events, version, count, raw_sum }) => {
    const path = `${shared}data/fcs/${file}`;
    const { exitCode, stdout, stderr } = await captureCommand(['inspect', '--json', '--statistics', '--data-set', String(dataset), path]);
    const found = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(found).toMatchObject({ sha256, version, eventCount: events, dataSetCount: count, parameterCount: raw_sum.length });
    found.parameters.forEach(({ raw }: { raw: { sum: number } }, column: number) => {
      expect(Math.abs(raw.sum - raw_sum[column]!)).toBeLessThanOrEqual(1e-6 * Math.abs(raw_sum[column]!));
    });
    expect(stderr.split('\n').filter((line) => line.startsWith('warning: '))).toHaveLength(found.departures.length);
  });
});

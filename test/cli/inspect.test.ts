import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
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

  it('gives what keywords up to FCS 3.2 state of acquisition and detectors, and nothing that they do not', async () => {
    const keywords = [
      ['$CYT', 'Made'],
      ['$BEGINDATETIME', '2026-11-18T09:40:05.25+08:00'],
      ['$DATE', '18-NOV-2026'],
      ['$LOCATIONID', 'B03'],
      ['$VOL', '12500'],
      ['$TIMESTEP', '0.5'],
      ['$P2TYPE', 'Raw Fluorescence'],
      ['$P2TAG', 'FITC'],
      ['$P2L', '488'],
      ['$P2V', '412.5'],
    ] as const;
    const path = written('new.fcs', encodeFcs({ version: 'FCS3.2', parameters, keywords, events: [1, 10, 0] }));
    const { stdout, stderr } = await captureCommand(['inspect', '--json', path]);
    const found = JSON.parse(stdout);
    expect([stderr, found.departures, found.looseKeywords]).toEqual(['', [], []]);
    expect(found.acquisition).toEqual({
      begin: { day: '2026-11-18', time: '09:40:05', fraction: 0.25, offset: '+08:00' },
      // $DATE alone says the day, but no time of the end.
      cytometer: 'Made',
      location: 'B03',
      volumeNl: 12500,
    });
    expect(found.detectors).toEqual([
      { index: 1 },
      { index: 2, type: 'Raw Fluorescence', tag: 'FITC', excitationNm: [488], voltage: 412.5 },
      { index: 3 },
    ]);
    expect(found.deprecatedKeywords).toEqual([{ keyword: '$DATE', since: 'FCS3.2', successor: '$BEGINDATETIME' }]);
    const text = (await captureCommand(['inspect', path])).stdout;
    // Columns are as wide as their widest cell.
    const lines = text.split('\n').map((line) => line.trimEnd().replaceAll(/ +/g, ' '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'acquired 2026-11-18 09:40:05.25 +08:00',
        'location B03',
        'volume 12500 nl',
        '# name type tag nm V',
        '2 FITC-A Raw Fluorescence FITC 488 412.5',
        'departures from the standard: none',
        'deprecated in FCS3.2: $DATE (now $BEGINDATETIME)',
      ]),
    );
  });

  it('shows loose descriptions of an older file without a departure', async () => {
    const keywords = [
      ['$TIMESTEP', '0.5'],
      ['$P1L', '561nm'],
      ['$DATE', '2013-Jul-19'],
    ] as const;
    const path = written('old.fcs', encodeFcs({ parameters, keywords, events: [1, 10, 0] }));
    const found = JSON.parse((await captureCommand(['inspect', '--json', path])).stdout);
    expect([found.departures, found.deprecatedKeywords, found.looseKeywords]).toEqual([
      [],
      [],
      [
        { keyword: '$P1L', value: '561nm', expected: 'wavelengths', text: 'wavelengths in nm above 0, with commas between them' },
        { keyword: '$DATE', value: '2013-Jul-19', expected: 'day-of-four-digit-year', text: 'dd-mmm-yyyy' },
      ],
    ]);
    expect((await captureCommand(['inspect', path])).stdout).toContain(
      "departures from the standard: none\nnot of the standard's form: $P1L '561nm', $DATE '2013-Jul-19'\n",
    );
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
    expect(stderr.split('\n').filter((line) => line.startsWith('warning: '))).toHaveLength(found.departures.length + found.notes.length);
  });
});

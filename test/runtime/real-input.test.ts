import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Definition } from '../../src/pipeline/definition/definition.ts';
import type { Figures } from '../../src/results/figures.ts';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { planFolder } from '../../src/runtime/folder/plan-folder.ts';
import type { RunOutcome } from '../../src/runtime/job/run-job.ts';
import { loadDefinition } from '../../src/runtime/method/load-method.ts';
import { run } from '../../src/runtime/run/run.ts';
import { sentence } from '../said.ts';
import { describeShared } from '../shared-data.ts';
import { drawnThresholds } from './drawn-thresholds.ts';
import { decodeIndependently, type IndependentDataSet } from './independent-fcs.ts';
import {
  type GatingBasis,
  gateIndependently,
  percentileR7,
  valuesInside,
  valuesOf,
  type YamlGate,
  type YamlTransform,
} from './independent-gating.ts';
import { fitIndependently, type Wells } from './independent-potency.ts';
import { assembleRealInput, REAL_FILES, type RealInput } from './real-input-folder.ts';
import { threadsHere } from './threads-here.ts';

interface YamlTube {
  readonly id: string;
  readonly compensation: { readonly from: 'file' | 'none' | 'matrix' };
  readonly gates: readonly YamlGate[];
  readonly thresholds?: readonly {
    readonly name: string;
    readonly control: string;
    readonly parameter: string;
    readonly population: string;
    readonly percentile: number;
    readonly offset?: number;
  }[];
}

interface YamlDefinition {
  readonly markers: Readonly<Record<string, readonly string[]>>;
  readonly transforms: Readonly<Record<string, YamlTransform>>;
  readonly tubes: readonly YamlTube[];
  readonly attributes: readonly { readonly id: string; readonly panel?: string; readonly population?: string; readonly of?: string }[];
}

interface ExpectedDataSet {
  readonly events: number;
  readonly names: readonly string[];
  readonly raw_sum: readonly number[];
  readonly linear_mean: readonly number[];
}

const CONTROL_FILES: Readonly<Record<string, string>> = {
  unstained: 'controls/060909.001.fcs',
  fitc: 'controls/060909.002.fcs',
  pe: 'controls/060909.003.fcs',
  blank: 'controls/blank.fcs',
  'eyfp-alone': 'controls/eyfp.fcs',
  'mkate-alone': 'controls/mkate.fcs',
};

/** What each file departs in, read off the files (`notes` of ../shared/data/fcs/expected.json, and their TEXT in a viewer). */
const DEPARTURES: Readonly<Record<string, readonly string[]>> = {
  // byte 170 in TEXT of FCS 2.0; empty values, without which $P6N goes missing
  'RI-001_calibur.fcs': ['fcs/empty-value', 'fcs/literal-delimiters', 'fcs/text-encoding'],
  // $SPILLOVER has six names and no number
  'RI-001_macsquant.fcs': ['fcs/data-end-off-by-one', 'fcs/spillover-unreadable'],
  'RI-001_beckman.lmd': ['fcs/data-end-off-by-one', 'fcs/several-data-sets', 'fcs/stated-compensation', 'fcs/width-not-bytes'],
  // data set 2: a TIME without $TIMESTEP
  'RI-001_second-data-set.lmd': ['fcs/several-data-sets', 'fcs/timestep'],
  'RI-001_navios.lmd': ['fcs/stated-compensation'],
  // $P3F and others hold "/", doubled
  'RI-001_attune.fcs': ['fcs/doubled-delimiter'],
  'RI-001_cyflow.fcs': ['fcs/supplemental-offsets', 'fcs/text-encoding'],
  'RI-001_accuri.fcs': ['fcs/supplemental-offsets'],
  // $P3E/4,0/
  'RI-002_calibur.fcs': ['fcs/log-offset-zero', 'fcs/text-encoding'],
  'RI-002_beckman.lmd': ['fcs/data-end-off-by-one', 'fcs/several-data-sets', 'fcs/stated-compensation'],
  'RI-002_diva.fcs': ['fcs/data-end-off-by-one'],
  'controls/060909.001.fcs': ['fcs/log-offset-zero', 'fcs/text-encoding'],
  'controls/060909.002.fcs': ['fcs/log-offset-zero', 'fcs/text-encoding'],
  'controls/060909.003.fcs': ['fcs/log-offset-zero', 'fcs/text-encoding'],
};

describeShared('A run over an export folder of real files', (shared) => {
  let input: RealInput;
  let outcome: RunOutcome;
  let yaml: YamlDefinition;
  const results = new Map<string, ReleaseResult>();
  const figures = new Map<string, Figures>();
  const decoded = new Map<string, IndependentDataSet>();
  const thresholds = new Map<string, ReadonlyMap<string, number>>();

  const dataSetOf = (file: string): IndependentDataSet => {
    const known = decoded.get(file) ?? decodeIndependently(join(input.exportFolder, file), file === 'RI-001_second-data-set.lmd' ? 2 : 1);
    decoded.set(file, known);
    return known;
  };
  const basisOf = (tube: YamlTube, file: string): GatingBasis => {
    const data = dataSetOf(file);
    const spillover = tube.compensation.from === 'file' ? data.spillover : tube.compensation.from === 'matrix' ? input.matrix : null;
    return { data, spillover, markers: yaml.markers, transforms: yaml.transforms, thresholds: thresholds.get(tube.id) ?? new Map() };
  };
  const tubeNamed = (id: string): YamlTube =>
    yaml.tubes.find((tube) => tube.id === id) ?? { id, compensation: { from: 'none' }, gates: [] };
  const tubeOfFile = (file: string): YamlTube => tubeNamed(file.replace(/^.*_|\..*$/g, ''));
  const resultOf = (lot: string): ReleaseResult => results.get(lot) ?? expect.fail(`no result of ${lot}`);
  const attributeOf = (lot: string, id: string) =>
    resultOf(lot).attributes.find((attribute) => attribute.attribute === id) ?? expect.fail(`no attribute ${id}`);

  beforeAll(async () => {
    input = assembleRealInput(shared);
    yaml = parse(readFileSync(input.pipeline, 'utf8')) as YamlDefinition;
    outcome = await run(requestOf(input));
    for (const { lot, folder } of outcome.lots) {
      results.set(lot, parseReleaseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))));
      figures.set(lot, JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8')) as Figures);
    }
    for (const tube of yaml.tubes) thresholds.set(tube.id, thresholdsOf(tube));
  }, 300_000);

  afterAll(() => rmSync(join(input.exportFolder, '..'), { recursive: true, force: true }));

  /** Thresholds of one tube from its controls; none depends on another here. */
  function thresholdsOf(tube: YamlTube): ReadonlyMap<string, number> {
    return new Map(
      (tube.thresholds ?? []).map((threshold) => {
        const basis = basisOf(tube, CONTROL_FILES[threshold.control] ?? '');
        const inside = gateIndependently(tube.gates, basis).get(threshold.population) ?? new Uint8Array();
        const values = valuesInside(valuesOf(basis, threshold.parameter) ?? new Float64Array(), inside);
        return [threshold.name, percentileR7(values, threshold.percentile / 100) + (threshold.offset ?? 0)];
      }),
    );
  }

  it('the decoder of this test agrees with the sums and means that another reader found in the same files', () => {
    const known = JSON.parse(readFileSync(`${shared}data/fcs/expected.json`, 'utf8')) as {
      readonly file: string;
      readonly datasets: readonly ExpectedDataSet[];
    }[];
    for (const [file, source] of Object.entries(REAL_FILES)) {
      const expected = known.find((one) => one.file === source)?.datasets[file === 'RI-001_second-data-set.lmd' ? 1 : 0];
      const { events, columns } = dataSetOf(file);
      expect([events, columns.map((column) => column.name)], file).toEqual([expected?.events, expected?.names]);
      columns.forEach((column, i) => {
        const sum = column.raw.reduce((total, value) => total + value, 0);
        const mean = column.scale.reduce((total, value) => total + value, 0) / events;
        // expected.json has ten significant digits
        expect(Math.abs(sum - (expected?.raw_sum[i] ?? Number.NaN)), `${file} ${column.name}`).toBeLessThanOrEqual(
          2e-9 * Math.abs(sum) + 1e-6,
        );
        expect(Math.abs(mean - (expected?.linear_mean[i] ?? Number.NaN)), `${file} ${column.name}`).toBeLessThanOrEqual(
          2e-9 * Math.abs(mean) + 1e-8,
        );
      });
    }
  });

  it('proposes a disposition for each lot', () => {
    expect(outcome.lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([
      ['RI-001', 'conforms'],
      ['RI-002', 'does not conform'],
    ]);
    expect(resultOf('RI-001').disposition).toEqual({
      proposed: 'conforms',
      counts: {
        fails: 0,
        noValidResult: 0,
        pending: 0,
        meets: 16,
        information: 0,
        supportive: { fails: 0, noValidResult: 0, pending: 0, meets: 0 },
        parallel: { fails: 0, noValidResult: 0, pending: 0, meets: 0 },
        limits: { discard: 0, action: 0 },
      },
      held: [],
    });
  });

  it('dates an acquisition by the file, else by the sample list', () => {
    const dates = new Map(resultOf('RI-001').inputs.map((input) => [input.file, input.acquiredAt]));
    // $DATE/2013-Jul-19/ and $BTIM/13:08:29/ of the MACSQuant; $DATE/24-Jun-03/ of the FC500 names no century
    expect([dates.get('RI-001_macsquant.fcs'), dates.get('RI-001_beckman.lmd')]).toEqual(['2013-07-19T13:08:29+00:00', '2003-06-24']);
  });

  it.each(['RI-001', 'RI-002'])('counts every population of %s as the independent computation does', (lot) => {
    const samples = figures.get(lot)?.samples ?? [];
    expect(samples.map((sample) => sample.file)).toEqual(Object.keys(REAL_FILES).filter((file) => file.startsWith(lot)));
    for (const { file, populations } of samples) {
      const tube = tubeOfFile(file);
      const basis = basisOf(tube, file);
      const gated = gateIndependently(tube.gates, basis);
      const parents = new Map(
        tube.gates.flatMap((gate) => (gate.populations?.map(({ name }) => name) ?? [gate.name]).map((name) => [name, gate.parent])),
      );
      const expected = [...gated].map(([name, inside]) => {
        const parent = gated.get(parents.get(name) ?? '');
        return { name, count: count(inside), parentCount: parent === undefined ? basis.data.events : count(parent) };
      });
      const found = populations.slice(1).map(({ name, count: k, parentCount }) => ({ name, count: k, parentCount }));
      expect(sorted(found), file).toEqual(sorted(expected));
      expect(
        expected.some((population) => population.count > 0),
        `${file} has events in a gate`,
      ).toBe(true);
    }
  });

  it.each(['RI-001', 'RI-002'])('gives every fraction of %s from those counts', (lot) => {
    for (const { id, panel, population, of } of yaml.attributes) {
      const file = Object.keys(REAL_FILES).find((name) => name.startsWith(`${lot}_${panel}.`));
      if (panel === undefined || file === undefined || id === 'lsr-ebfp') continue;
      const tube = tubeNamed(panel);
      const basis = basisOf(tube, file);
      const gated = gateIndependently(tube.gates, basis);
      const k = count(gated.get(population ?? '') ?? new Uint8Array());
      const N = of === 'all events' ? basis.data.events : count(gated.get(of ?? '') ?? new Uint8Array());
      const attribute = attributeOf(lot, id);
      expect({ k: attribute.k, N: attribute.N }, `${lot} ${id}`).toEqual({ k, N });
      expect(Math.abs((attribute.estimate ?? Number.NaN) - k / N), `${lot} ${id}`).toBeLessThanOrEqual(1e-12);
    }
  });

  it('draws every threshold at the percentile of its control', () => {
    let compared = 0;
    for (const { file, plots } of figures.get('RI-001')?.samples ?? []) {
      const expected = thresholds.get(tubeOfFile(file).id);
      for (const [name, found] of drawnThresholds(tubeOfFile(file).gates, plots)) {
        const value = expected?.get(name) ?? Number.NaN;
        expect(Math.abs(found / value - 1), `${file} ${name}`).toBeLessThanOrEqual(1e-9);
        compared += 1;
      }
    }
    expect(compared).toBe(5);
  });

  it('judges the single stains by fractions and medians of the independent computation', () => {
    const found = new Map(resultOf('RI-001').controls.map((control) => [control.name, control]));
    expect(Object.fromEntries([...found].map(([name, control]) => [name, `${control.outcome} ${control.file}`]))).toEqual(
      Object.fromEntries(Object.entries(CONTROL_FILES).map(([name, file]) => [name, `meets ${file}`])),
    );
    const shows = (tube: string, control: string, what: { readonly of: string; readonly parent: string; readonly parameter: string }) => {
      const basis = basisOf(tubeNamed(tube), CONTROL_FILES[control] ?? '');
      const gated = gateIndependently(tubeNamed(tube).gates, basis);
      const inside = gated.get(what.of) ?? new Uint8Array();
      const fraction = count(inside) / count(gated.get(what.parent) ?? new Uint8Array());
      const median = percentileR7(valuesInside(valuesOf(basis, what.parameter) ?? new Float64Array(), inside), 0.5);
      const limits = found.get(control)?.limits.filter(({ population }) => population === what.of) ?? [];
      expect(limits.map(({ name, parameter, unit, outcome }) => [name, parameter, unit, outcome])).toEqual([
        ['fraction', null, 'fraction', 'meets'],
        ['median', what.parameter, 'linear', 'meets'],
      ]);
      // Both are the same sums of the same stored values; the tolerance is that of single-precision data.
      for (const [index, expected] of [fraction, median].entries())
        expect(Math.abs((limits[index]?.found ?? Number.NaN) / expected - 1), `${control} ${limits[index]?.name}`).toBeLessThan(1e-6);
    };
    shows('calibur', 'fitc', { of: 'FL1+', parent: 'Cells', parameter: 'FL1-H' });
    shows('calibur', 'pe', { of: 'FL2+', parent: 'Cells', parameter: 'FL2-H' });
    shows('lsr', 'eyfp-alone', { of: 'EYFP+mKate-', parent: 'Singlets', parameter: 'EYFP' });
    shows('lsr', 'mkate-alone', { of: 'EYFP-mKate+', parent: 'Singlets', parameter: 'mKate' });
  });

  it('takes a control of other voltages and a missing marker as reasons, not as the end of the run', () => {
    const both = attributeOf('RI-002', 'lsr-both');
    // The $PnV of ../shared/data/fcs: 148 V for the scatter of the tasbe files, 611 V and 210 V here.
    expect([both.outcome, both.reasons.map((reason) => reason.code)]).toEqual([
      'no valid result',
      [
        'instrument/mismatch',
        'instrument/stated-once',
        'instrument/mismatch',
        'instrument/stated-once',
        'instrument/mismatch',
        'instrument/stated-once',
      ],
    ]);
    expect(both.reasons[0] && sentence(both.reasons[0])).toBe(
      "The control 'blank.fcs' was acquired with other voltages than the sample 'RI-002_lsr.fcs': FSC-A 148 against 611, FSC-H 148 against 611, FSC-W 148 against 611, SSC-A 148 against 210 and 5 more.",
    );
    const ebfp = attributeOf('RI-002', 'lsr-ebfp');
    expect([ebfp.outcome, ebfp.k, ebfp.reasons.map((reason) => reason.code)]).toEqual([
      'no valid result',
      null,
      ['population/missing-parameter', 'instrument/mismatch', 'instrument/stated-once'],
    ]);
    expect(ebfp.reasons[0] && sentence(ebfp.reasons[0])).toContain(
      "Expected a parameter for 'EBFP' ('Pacific Blue-A'), found 'FSC-A', 'FSC-H'",
    );
    const attune = attributeOf('RI-002', 'attune-gfp');
    expect([attune.status, attune.notes.map((note) => note.code)]).toEqual(['pending', ['pending/no-acquisition']]);
  });

  it('reads the plate as a declared matrix and fits it as the independent fit does', () => {
    const matrix = readFileSync(join(input.exportFolder, 'plates/kaleido.csv'), 'utf8')
      .split(/\r?\n/)
      .slice(10, 18)
      .map((line) => line.split(',').slice(1, 13).map(Number));
    const wells = (columns: readonly number[]): Wells =>
      columns.flatMap((column) => matrix.map((row, i) => [128 / 2 ** i, row[column - 1] ?? Number.NaN] as const));
    const assay = figures.get('RI-001')?.potency[0]?.assays[0];
    const test = assay?.tests.find((one) => one.name === 'RI-001');
    const inOrder = (list: Wells) => list.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
    expect(inOrder(test?.points.map((point) => [point.dose, point.response] as const) ?? [])).toEqual(inOrder(wells([7, 8, 9])));
    // Student's t, two-sided 95 %, 43 degrees of freedom (48 wells, 5 parameters): 2.01669219922782 by R, qt(0.975, 43)
    const expected = fitIndependently(wells([1, 2, 3]), wells([7, 8, 9]), 2.01669219922782);
    const found = test?.relativePotency;
    for (const key of ['lower', 'upper'] as const) {
      expect(Math.abs((found?.[key] ?? Number.NaN) / expected[key] - 1), key).toBeLessThan(1e-6);
    }
    expect(Math.abs((found?.estimate ?? Number.NaN) / expected.relativePotency - 1)).toBeLessThan(1e-6);
    // Times the assigned potency of RS-01, 2.00.
    expect(Math.abs((attributeOf('RI-001', 'potency').estimate ?? Number.NaN) / (2 * expected.relativePotency) - 1)).toBeLessThan(1e-6);
  });

  it('gives wells without a dose-response a reason and no number', () => {
    const potency = attributeOf('RI-002', 'potency');
    expect([potency.estimate, potency.outcome]).toEqual([null, 'no valid result']);
    expect(potency.reasons.map((reason) => reason.code)).toEqual([
      'potency/too-few-assays',
      'attribute/too-few-assays',
      'potency/no-dose-response',
    ]);
  });

  it('records every departure of a file that serves a lot, and admits those that the definition names', () => {
    const records = [...results.values()].flatMap((result) => result.departures);
    const found = new Map<string, Set<string>>();
    for (const { file, code } of records) found.set(file, (found.get(file) ?? new Set<string>()).add(code));
    expect(Object.fromEntries([...found].map(([file, codes]) => [file, [...codes].sort()]))).toEqual(DEPARTURES);
    expect(records.every((record) => record.admitted)).toBe(true);
  });

  it('holds every file with a departure that the definition does not admit', async () => {
    const definition = loadDefinition(input.pipeline);
    for (const code of definition.departures.admit) {
      const { bound } = await planFolder(withoutDeparture(definition, code), input.exportFolder, {
        disk: nodeDisk,
        threads: threadsHere(),
      });
      const held = bound.filter((one) => one.held.length > 0);
      expect(held.map((one) => one.binding.file).sort(), code).toEqual(
        Object.keys(DEPARTURES)
          .filter((file) => DEPARTURES[file]?.includes(code))
          .sort(),
      );
      expect(held.flatMap((one) => one.held.map((reason) => reason.code)).every((reason) => reason === 'held/departure')).toBe(true);
    }
  });

  it('gives a held lot no valid result, with the departure as the reason', async () => {
    const pipeline = input.pipeline.replace('pipeline.yaml', 'strict.yaml');
    writeFileSync(pipeline, readFileSync(input.pipeline, 'utf8').replace('    - fcs/data-end-off-by-one\n', ''));
    const { lots } = await run({ ...requestOf(input), pipeline, lot: 'RI-002', reason: 'another definition' });
    const result = parseReleaseResult(JSON.parse(readFileSync(join(lots[0]?.folder ?? '', 'result.json'), 'utf8')));
    expect(result.disposition.proposed).toBe('no valid result');
    expect(result.disposition.held.map((reason) => [reason.code, sentence(reason)])).toEqual([
      [
        'held/departure',
        "'RI-002_beckman.lmd' departs from the FCS standard: Expected DATA to end at byte 297951 with the last event, found 297952 in HEADER. [fcs/data-end-off-by-one] The definition does not admit it (departures.admit).",
      ],
      [
        'held/departure',
        "'RI-002_diva.fcs' departs from the FCS standard: Expected DATA to end at byte 773933 with the last event, found 773934 in HEADER. [fcs/data-end-off-by-one] The definition does not admit it (departures.admit).",
      ],
    ]);
    const outcomes = new Map(result.attributes.map((attribute) => [attribute.attribute, attribute.outcome]));
    expect([outcomes.get('beckman-fl1'), outcomes.get('diva-pe-blue'), outcomes.get('cytek-fl1')]).toEqual([
      'no valid result',
      'no valid result',
      'meets',
    ]);
  }, 180_000);
});

function requestOf(input: RealInput) {
  return {
    folder: input.exportFolder,
    pipeline: input.pipeline,
    specification: null,
    out: input.out,
    lot: null,
    jobs: 2,
    language: 'en' as const,
    progress: 'quiet' as const,
  };
}

function withoutDeparture(definition: Definition, code: string): Definition {
  return { ...definition, departures: { admit: definition.departures.admit.filter((known) => known !== code) } };
}

function count(inside: Uint8Array): number {
  return inside.reduce((sum, one) => sum + one, 0);
}

function sorted<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import { run } from '../../src/runtime/run/run.ts';

// What a program reads from `result.json` without parsing a sentence. Expected values are those of the definition and of the generator's instrument
// (`qualification/generator/cytometer.mjs`), or arithmetic over other numbers of the same record.

const root = fileURLToPath(new URL('../..', import.meta.url));
const MINUTES = 60_000;
let out = '';

async function resultOf(folder: string, pipeline: string, lot: string): Promise<ReleaseResult> {
  const paths = {
    folder: join(root, 'fixtures', folder),
    pipeline: join(root, 'pipelines', pipeline, 'pipeline.yaml'),
    out: join(out, folder),
  };
  const { lots } = await run({ ...paths, specification: null, lot, jobs: 2, language: 'en', progress: 'quiet' });
  return parseReleaseResult(JSON.parse(readFileSync(join(lots[0]?.folder ?? '', 'result.json'), 'utf8')));
}

let genes: ReleaseResult;
let neurons: ReleaseResult;

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'cytolot-result-data-'));
  execFileSync(process.execPath, ['fixtures/generate.mjs', '--if-needed'], { cwd: root, stdio: 'ignore' });
  genes = await resultOf('gene-modified', 'gene-modified-cells', 'GMC-2026-007');
  neurons = await resultOf('dopaminergic', 'dopaminergic-progenitors', 'DAP-2026-014');
}, 5 * MINUTES);
afterAll(() => rmSync(out, { recursive: true, force: true }));

function rowOf(result: ReleaseResult, attribute: string, component: string | null = null) {
  const row = result.attributes.find((one) => one.attribute === attribute && one.component === component);
  if (row === undefined) throw new Error(`Expected the row '${attribute}', found none.`);
  return row;
}

describe('gating of a data set', () => {
  const gated = (file: string) => genes.gating.find((one) => one.file === file);

  it('is recorded of the two samples and of every control that serves them', () => {
    expect(genes.gating.map(({ file, control, tube }) => [file, control, tube])).toEqual([
      ['GMC-2026-007_final_modification.fcs', null, 'modification'],
      ['GMC-2026-007_final_viability.fcs', null, 'viability'],
      ['QC-2026-0810_modification-fmo-cd34.fcs', 'modification-fmo-cd34', 'modification'],
      ['QC-2026-0810_modification-fmo-tag.fcs', 'modification-fmo-tag', 'modification'],
      ['QC-2026-0810_modification-heat-killed.fcs', 'modification-heat-killed', 'modification'],
      ['QC-2026-0810_modification-untransduced.fcs', 'modification-untransduced', 'modification'],
      ['QC-2026-0810_viability-fmo-7-aad.fcs', 'viability-fmo-7-aad', 'viability'],
      ['QC-2026-0810_viability-fmo-nuclear.fcs', 'viability-fmo-nuclear', 'viability'],
      ['QC-2026-0810_viability-heat-killed.fcs', 'viability-heat-killed', 'viability'],
    ]);
  });

  it('names its spillover, with the matrix of the instrument', () => {
    for (const { spillover } of genes.gating) {
      const { from, name, parameters = [], matrix = [] } = spillover ?? {};
      expect([from, name, parameters.length, matrix.length]).toEqual(['keyword', '$SPILLOVER', 12, 12]);
      const share = (of: string, seenBy: string) => matrix[parameters.indexOf(of)]?.[parameters.indexOf(seenBy)];
      // cytometer.mjs: BV421 gives 0.115 to BV510, FITC 0.173 to PE, PE 0.285 to PE-CF594, and no dye anything to BV421 but BV510
      expect([share('BV421-A', 'BV510-A'), share('FITC-A', 'PE-A'), share('PE-A', 'PE-CF594-A'), share('PE-A', 'BV421-A')]).toEqual([
        0.115, 0.173, 0.285, 0,
      ]);
      expect(parameters.map((one) => share(one, one))).toEqual(parameters.map(() => 1));
    }
  });

  it('names every axis with the numbers of its transform, and what was not compensated', () => {
    const logicle = { type: 'logicle', T: 262144, W: 0.5, M: 4.5, A: 0 };
    const axis = (named: string, parameter: string, gates: readonly string[], compensated: boolean, transform: object | null) => {
      return { named, parameter, ratio: null, gates, compensated, transform };
    };
    expect(gated('GMC-2026-007_final_modification.fcs')?.axes).toEqual([
      axis('FSC-A', 'FSC-A', ['Cells', 'Singlets'], false, null),
      axis('SSC-A', 'SSC-A', ['Cells'], false, null),
      axis('FSC-H', 'FSC-H', ['Singlets'], false, null),
      axis('Viability', 'APC-Cy7-A', ['Viable'], true, logicle),
      axis('CD34', 'APC-A', ['CD34+'], true, logicle),
      axis('Transgene tag', 'PE-A', ['Modified CD34+', 'Modified all viable'], true, logicle),
    ]);
  });

  it('counts populations that the rows stand on, and classes that make up their parent', () => {
    const counts = new Map(gated('GMC-2026-007_final_viability.fcs')?.populations.map((one) => [one.name, one]));
    const events = (name: string) => counts.get(name)?.events ?? Number.NaN;
    // Live below one threshold, dead above another, the rest between them.
    expect(events('Live') + events('Intermediate') + events('Dead')).toBe(events('Nucleated'));
    expect(counts.get('Live')).toMatchObject({ parent: 'Nucleated', parentEvents: events('Nucleated') });
    const { k, N, replicates, converted, estimate } = rowOf(genes, 'viability');
    expect([k, N]).toEqual([events('Live'), events('Nucleated')]);
    expect(replicates).toMatchObject([{ file: 'GMC-2026-007_final_viability.fcs', assayRun: 'QC-2026-0810', k, N }]);
    // k of N in percent, and the limits of the interval times 100
    expect(converted?.unit).toBe('%');
    expect(converted?.estimate).toBeCloseTo((100 * (k ?? 0)) / (N ?? 1), 10);
    expect(converted?.upper).toBeCloseTo(100 * (rowOf(genes, 'viability').interval?.upper ?? 0), 10);
    expect(estimate).toBe((k ?? 0) / (N ?? 1));
  });

  it('leaves what a control shows as a figure: at most 2 % of untransduced cells lie in the gate of the modified', () => {
    const control = genes.controls.find(({ name }) => name === 'modification-untransduced');
    const counted = gated('QC-2026-0810_modification-untransduced.fcs')?.populations.find(({ name }) => name === 'Modified CD34+');
    const limit = control?.limits.find(({ name }) => name === 'fraction');
    expect(limit).toMatchObject({ population: 'Modified CD34+', lower: null, upper: 0.02, outcome: 'meets' });
    expect(limit?.found).toBe((counted?.events ?? 0) / (counted?.parentEvents ?? 1));
  });
});

describe('an assay on a plate', () => {
  it('is recorded with plate, assay run and date, and so is each replicate of the relative potency', () => {
    const files = [1, 2, 3].map((number) => `QC-2026-0810_reporter_plate-${number}.csv`);
    expect(genes.assays.map(({ assay, file, assayRun, acquiredAt, model }) => [assay, file, assayRun, acquiredAt, model])).toEqual([
      ['reporter', files[0], 'QC-2026-0810', '2026-08-10T11:50:00+08:00', '4pl'],
      ['reporter', files[1], 'QC-2026-0810', '2026-08-10T12:50:00+08:00', '4pl'],
      ['reporter', files[2], 'QC-2026-0810', '2026-08-10T13:50:00+08:00', '4pl'],
    ]);
    const { replicates } = rowOf(genes, 'potency-reporter');
    expect(replicates.map(({ file, assayRun, name }) => [file, assayRun, name])).toEqual(
      genes.assays.map(({ file, assayRun, name }) => [file, assayRun, name]),
    );
    expect(replicates.map(({ estimate }) => estimate)).toEqual(genes.assays.map((one) => one.relativePotency?.estimate));
  });

  it('has the residual degrees of freedom of its fits: 24 wells a sample less 4 parameters each, and 48 less 5', () => {
    for (const { reference, free, constrained } of genes.assays) {
      expect([reference.curve, free, constrained].map((fit) => fit?.residualDegreesOfFreedom)).toEqual([24 - 4, 48 - 8, 48 - 5]);
    }
    expect(rowOf(genes, 'potency-reporter').replicates.map((one) => one.residualDegreesOfFreedom)).toEqual([43, 43, 43]);
  });

  it('has the parameters of the reference curve, and a relative potency that is the quotient of EC50s of the constrained fit', () => {
    for (const { reference, free, constrained, relativePotency } of genes.assays) {
      expect(reference.curve?.parameters.map(({ name }) => name)).toEqual(['slope', 'lowerAsymptote', 'upperAsymptote', 'lnEc50']);
      // The reference standard's own curve is its half of the free fits.
      expect(reference.curve?.parameters.map(({ estimate }) => estimate)).toEqual(
        free?.parameters.filter(({ sample }) => sample === 'reference').map(({ estimate }) => estimate),
      );
      const lnEc50 = (sample: string) =>
        constrained?.parameters.find((one) => one.name === 'lnEc50' && one.sample === sample)?.estimate ?? 0;
      expect(relativePotency?.estimate).toBeCloseTo(Math.exp(lnEc50('reference') - lnEc50('test')), 12);
      const ec50 = reference.checks.find(({ name }) => name === 'reference EC50');
      expect(ec50).toMatchObject({ lower: 2000, upper: 6500, outcome: 'meets', unit: 'cells/well' });
      expect(ec50?.found).toBeCloseTo(Math.exp(reference.curve?.parameters[3]?.estimate ?? 0), 8);
    }
  });

  it('has limits of the combination that name their method as data', () => {
    expect(rowOf(genes, 'potency-reporter').interval).toMatchObject({
      method: 'combination',
      combination: { variant: 'unweighted', replicatesPerRun: 1, scale: 'logarithm' },
      level: 0.95,
      sides: 'two',
    });
  });
});

describe('a rare population', () => {
  it('has its decisive numbers apart from details', () => {
    const rare = neurons.attributes.filter((row) => row.decisive !== undefined);
    expect(rare.length).toBeGreaterThan(1);
    for (const { interval, decisive, component, N, details } of rare) {
      expect(decisive?.level).toBe(0.95);
      expect(decisive?.oneSided?.upper).toBe(interval?.upper);
      const cells = details.find(({ name }) => name === 'viable-cells-per-dose')?.value;
      // Of N events without a positive one: 1 - 0.05^(1/N), times the viable cells of a dose over the least recovery.
      const perDose = ((1 - 0.05 ** (1 / (N ?? 1))) * Number(cells)) / Math.min(1, decisive?.recoveryLower ?? 1);
      if (component === 'per-dose') expect((decisive?.zeroCountUpper ?? 0) / perDose).toBeCloseTo(1, 10);
      else expect(decisive?.zeroCountUpper).toBeNull();
    }
  });
});

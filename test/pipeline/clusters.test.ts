import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import type { Plan } from '../../src/pipeline/binding/plan-record.ts';
import { INITIAL_OCCASION, makeBinding } from '../../src/pipeline/binding.ts';
import { checkDefinition } from '../../src/pipeline/definition/check-definition.ts';
import { type Definition, definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';
import { computeGating, gatedFileKey, tubeRunKey } from '../../src/pipeline/gating/compute-gating.ts';
import type { GatingTools, SharedLearning } from '../../src/pipeline/gating/gating-record.ts';
import { clustersTitle } from '../../src/pipeline/lot/cluster-records.ts';
import { PIPELINE_REASONS } from '../../src/pipeline/reasons.ts';
import { NO_SUBJECT } from '../../src/pipeline/stated-subject.ts';
import { subjectOf } from '../../src/pipeline/tables/subject-columns.ts';
import { gateEvents } from '../../src/population/gating/gating.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import { packGating } from '../../src/population/packed-gating.ts';
import { syntheticEvents } from '../population/synthetic-events.ts';
import { said, sentence } from '../said.ts';

interface Asked {
  readonly learnFrom?: string;
  readonly count?: number;
  readonly populations?: string;
  readonly more?: string;
  readonly gates?: string;
  readonly controls?: string;
}

/** A method with one tube: cells by scatter, two clusters by A and B, and a gate below one of them. */
const definitionText = ({
  learnFrom = 'sample',
  count = 2,
  populations = '[Low, { name: High, title: { en: High cells, zh: 高 } }]',
  more = '',
  gates = '',
  controls = '[beads]',
}: Asked = {}) => `definition: 1
method: { id: m, version: "1", status: draft, title: { en: m, zh: m } }
product: { id: p, title: { en: p, zh: p } }
site: { timeZone: "+00:00" }
inputs: {}
tubes:
  - id: t
    panel: p
    stages: [final]
    compensation: { from: none }
    gates:
      - { name: Cells, type: range, x: S, min: 100 }
      - { name: Large high, type: range, parent: High, x: S, min: 150 }
${gates}
    thresholds: []
    clusters:
      - name: two
        population: Cells
        dimensions: [A, { parameter: B, transform: { type: linear, T: 1000, A: 0 } }]
        count: ${count}
        seed: 11
        sample: 400
        minimumEvents: 200
        populations: ${populations}
        learnFrom: ${learnFrom}
${more}
    controls:
      - { name: beads, kind: positive, title: { en: Bead control, zh: 微球 } }
attributes:
  - { id: high, type: fraction, stage: final, panel: p, population: High, of: Cells, title: { en: h, zh: h }, method: { text: m, version: "1", status: draft }, minimumEvents: 100, controls: ${controls} }
`;

function definitionOf(asked: Asked = {}): Definition {
  const document = parseYamlDocument(definitionText(asked), 'pipeline.yaml');
  const definition = validateYaml(definitionSchema, document);
  checkDefinition(definition, document);
  return definition;
}

/** Two blobs of cells among debris, on circles, so that nothing is drawn at random. */
function columnsOf(high: readonly [a: number, b: number], cells = 1000) {
  const columns = { S: [] as number[], A: [] as number[], B: [] as number[] };
  for (let i = 0; i < cells; i++) {
    const [a, b] = i % 3 === 0 ? high : [50, 300];
    const radius = 4 * (((i * 7) % 101) / 101);
    columns.S.push(i % 10 === 0 ? 10 : 100 + (i % 100));
    columns.A.push(a + radius * Math.cos(i));
    columns.B.push(b + 10 * radius * Math.sin(i));
  }
  return columns;
}

type Columns = ReturnType<typeof columnsOf>;

const FILES: Readonly<Record<string, Columns>> = {
  'one.fcs': columnsOf([90, 700]),
  'two.fcs': columnsOf([100, 750]),
  'beads.fcs': columnsOf([80, 650]),
  'few.fcs': columnsOf([90, 700], 150),
  'same.fcs': columnsOf([50, 300]),
};

const eventsOf = (file: string) => syntheticEvents(Object.entries(FILES[file] ?? {}).map(([name, values]) => ({ name, values })));

async function run(definition: Definition, files: readonly string[], control: string | null = 'beads.fcs', own: Partial<GatingTools> = {}) {
  const requests: GatingRequest[] = [];
  const tools: GatingTools = {
    dataSetOf: (file) => (FILES[file] === undefined ? null : eventsOf(file).dataSet),
    gate: async (file, _, request) => {
      requests.push(request);
      const { dataSet, source } = eventsOf(file);
      return { ...packGating(gateEvents(request, dataSet, source)), file };
    },
    matrices: new Map(),
    requestsOf: () => ({ quantiles: [], histograms: [], points: [] }),
    ...own,
  };
  const binding = (file: string) =>
    makeBinding({ file, kind: 'sample', source: 'list', tube: 't', stage: 'final', assayRun: 'r', lot: 'L' });
  const controls = [
    {
      name: 'beads',
      binding: control === null ? null : makeBinding({ file: control, kind: 'control', source: 'list', tube: 't', assayRun: 'r' }),
      reasons: control === null ? [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }] : [],
    },
  ];
  const place = { occasion: INITIAL_OCCASION, replaces: null };
  const samples = files.map((file) => ({ tube: 't', stage: 'final', binding: binding(file), held: [], controls, ...place }));
  const plan: Plan = {
    lots: [{ subject: subjectOf('L', NO_SUBJECT), lot: 'L', samples, missing: [], assays: [], held: [] }],
    unbound: [],
    notes: [],
  };
  const gated = await computeGating(definition, plan, tools);
  const key = tubeRunKey('t', 'r');
  const fileOf = (file: string) => gated.files.get(gatedFileKey(key, { ...binding(file) }));
  return { gated, fileOf, requests, counts: (file: string) => countsOf(fileOf(file)?.result?.populations ?? []) };
}

const countsOf = (populations: readonly { readonly path: readonly string[]; readonly count: number }[]) =>
  Object.fromEntries(populations.map(({ path, count }) => [path.join('/'), count]));

/** Which of two places each cell is nearest to, from the definition: S >= 100, B on a linear scale of 1000. */
function bruteForce(file: string, centroids: readonly (readonly number[])[], scales: readonly number[]) {
  const { S, A, B } = FILES[file]!;
  const labels = S.map((s, i) => {
    if (s < 100) return -1;
    const squares = centroids.map(([a = 0, b = 0]) => ((A[i]! - a) / scales[0]!) ** 2 + ((B[i]! / 1000 - b) / scales[1]!) ** 2);
    return squares[0]! <= squares[1]! ? 0 : 1;
  });
  const of = (label: number) => labels.filter((one) => one === label).length;
  return {
    Cells: of(0) + of(1),
    'Cells/High/Large high': labels.filter((one, i) => one === 1 && S[i]! >= 150).length,
    'Cells/Low': of(0),
    'Cells/High': of(1),
  };
}

describe('clusters that are learned from the sample', () => {
  it('are learned from a seeded sub-sample, then gate all events by numbers', async () => {
    const { fileOf, counts, requests } = await run(definitionOf(), ['one.fcs', 'two.fcs']);
    for (const file of ['one.fcs', 'two.fcs']) {
      const found = fileOf(file)?.clusters.get('two');
      expect(found).toMatchObject({ file, population: 900, reasons: [], learned: { events: 400, converged: true, failure: null } });
      expect(counts(file)).toEqual(bruteForce(file, found?.learned?.centroids ?? [], found?.learned?.scales ?? []));
    }
    // The blobs are far apart: every third cell is High, whichever the centroids' last digits.
    expect(counts('one.fcs')).toMatchObject({ 'Cells/High': FILES['one.fcs']!.S.filter((s, i) => s >= 100 && i % 3 === 0).length });
    expect(requests.filter(({ samples }) => samples !== undefined).map(({ samples }) => samples?.[0]?.seed)).toEqual([11, 11]);
  });

  it('belong to each sample: another file has centroids of its own', async () => {
    const { fileOf } = await run(definitionOf(), ['one.fcs', 'two.fcs']);
    const [one, two] = ['one.fcs', 'two.fcs'].map((file) => fileOf(file)?.clusters.get('two')?.learned?.centroids[1]);
    expect(one?.[0]).toBeCloseTo(90, 0);
    expect(two?.[0]).toBeCloseTo(100, 0);
  });

  it('leave a control of the tube without them, with the reason', async () => {
    const { gated } = await run(definitionOf(), ['one.fcs']);
    const beads = [...gated.files].find(([key]) => key.includes('beads.fcs'))?.[1];
    expect(countsOf(beads?.result?.populations ?? [])).toEqual({ Cells: 900 });
    expect(beads?.absent.get('High')).toEqual([
      { code: 'population/clusters-of-samples' as const, scope: 'assay-run' as const, fields: { clusters: 'two' } },
    ]);
  });

  it.each([
    ['few.fcs', "The clusters 'two' cannot be taken from 'few.fcs': Expected at least 200 events to learn clusters from, found 135."],
    ['same.fcs', /^The clusters 'two' cannot be taken from 'same\.fcs': Expected centroids at least 2 times the spread/],
  ])('are absent with what depends on them where they cannot be trusted (%s)', async (file, message) => {
    const { fileOf, counts } = await run(definitionOf(), [file]);
    expect(Object.keys(counts(file))).toEqual(['Cells']);
    const absent = fileOf(file)?.absent ?? new Map();
    expect(new Set(absent.keys())).toEqual(new Set(['High', 'Large high', 'Low']));
    for (const reasons of absent.values()) {
      expect(said(reasons)).toEqual([{ code: 'population/not-clustered', scope: 'test-article', message: expect.stringMatching(message) }]);
    }
    expect(PIPELINE_REASONS['population/not-clustered'].meaning).toContain('data-driven');
  });

  it('are absent where a centroid lies farther from its validated place than the method admits', async () => {
    const expected = '        expected: { centroids: [[50, 0.3], [90, 0.7]], maximumShift: 2 }';
    expect((await run(definitionOf({ more: expected }), ['one.fcs'])).fileOf('one.fcs')?.absent.size).toBe(0);
    const shifted = (await run(definitionOf({ more: expected }), ['two.fcs'])).fileOf('two.fcs')?.absent.get('High') ?? [];
    expect(shifted[0] && sentence(shifted[0])).toMatch(
      /^The clusters 'two' cannot be taken from 'two\.fcs': Expected the centroid of 'High' at most 2 from 90 in dimension 1, found (?:99|100)/,
    );
  });

  it('are told in the figures', async () => {
    const definition = definitionOf();
    const found = (await run(definition, ['one.fcs'])).fileOf('one.fcs')?.clusters.get('two');
    const title = found === undefined ? null : clustersTitle(found, definition.tubes[0]!);
    expect(title?.en).toMatch(/^k-means of 400 of 900 events, the sample itself, seed 11; centroids \(\S+, \S+\), \(\S+, \S+\)$/);
  });
});

describe('clusters that are learned from a control', () => {
  it('are learned once and gate samples and controls alike', async () => {
    const { gated, fileOf, counts, requests } = await run(definitionOf({ learnFrom: 'beads' }), ['one.fcs', 'two.fcs']);
    const learned = gated.tubeRuns.get(tubeRunKey('t', 'r'))?.clusters.get('two');
    expect(learned).toMatchObject({ file: 'beads.fcs', reasons: [] });
    expect(requests.filter(({ samples }) => samples !== undefined)).toHaveLength(1);
    for (const file of ['one.fcs', 'two.fcs']) {
      expect(fileOf(file)?.clusters.get('two')).toBe(learned);
      expect(counts(file)).toEqual(bruteForce(file, learned?.learned?.centroids ?? [], learned?.learned?.scales ?? []));
    }
    const beads = [...gated.files].find(([key]) => key.includes('beads.fcs'))?.[1];
    expect(beads?.absent.size).toBe(0);
  });

  it('are absent with the reason of their control', async () => {
    const { fileOf } = await run(definitionOf({ learnFrom: 'beads' }), ['one.fcs'], null);
    expect(fileOf('one.fcs')?.absent.get('Low')).toEqual([{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }]);
  });
});

describe('a definition with clusters', () => {
  const messageOf = (asked: Asked): string => {
    try {
      definitionOf(asked);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return 'none';
  };

  it.each<[string, Asked, string]>([
    ['as many names as clusters', { count: 3 }, "Clusters 'two': expected 3 populations, one for each of the clusters, found 2."],
    ['a dimension to sort by', { more: '        sortBy: 2' }, "Clusters 'two': expected sortBy from 0 to 1, a dimension, found 2."],
    [
      'a control that is there',
      { learnFrom: 'baeds' },
      "Expected sample, or a control of tube 't', found 'baeds', which does not exist. Did you mean 'beads'?",
    ],
    [
      'the control among those of the attribute',
      { learnFrom: 'beads', controls: '[]' },
      "Expected attribute 'high' to declare the control 'beads': 'High' is gated by the clusters 'two', which are learned from it. Add it to controls.",
    ],
    ['each name once', { populations: '[Low, Cells]' }, "Expected each name once, found 'Cells' again."],
  ])('must have %s', (_, asked, message) => {
    expect(messageOf(asked)).toContain(message);
  });

  it('must not divide its own populations', () => {
    const text = definitionText().replace('population: Cells\n', 'population: High\n');
    const document = parseYamlDocument(text, 'pipeline.yaml');
    expect(() => checkDefinition(validateYaml(definitionSchema, document), document)).toThrow(
      "The thresholds and clusters 'two' of tube 't' depend on one another",
    );
  });
});

describe('what controls taught, where others share it', () => {
  it('is said not to be whole where a gating of a control failed on the way', async () => {
    const lessons: boolean[] = [];
    const shared: SharedLearning = async (_, learn) => {
      const { learned, isWhole } = await learn();
      lessons.push(isWhole);
      return learned;
    };
    const contentOf = () => 'a'.repeat(64);
    const lost = () => Promise.reject(new InputError('internal/thread-ended', 'Expected an answer of a thread, found that it ended.'));
    const definition = definitionOf({ learnFrom: 'beads' });
    await run(definition, ['one.fcs'], 'beads.fcs', { shared, contentOf, gate: lost });
    await run(definition, ['one.fcs'], 'beads.fcs', { shared, contentOf });
    expect(lessons).toEqual([false, true]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Spillover } from '../../src/fcs/fcs-file.ts';
import { gateSchema } from '../../src/population/gates/registry.ts';
import { compileGating, type GatingPath, gateSource } from '../../src/population/gating/gating.ts';
import { isMember } from '../../src/population/gating/gating-result.ts';
import type { GatingRequest } from '../../src/population/gating-request.ts';
import type { GatingResult } from '../../src/population/population.ts';
import { bareRequest } from './bare-request.ts';
import { type SyntheticParameter, syntheticEvents } from './synthetic-events.ts';

type GateInput = Readonly<Record<string, unknown>>;

function requestOf(gates: readonly GateInput[], more: Partial<GatingRequest> = {}): GatingRequest {
  return bareRequest(
    gates.map((gate) => gateSchema().parse(gate)),
    more,
  );
}

interface Given {
  readonly parameters: readonly SyntheticParameter[];
  readonly spillover?: Spillover;
}

/** Both paths; they must agree. */
function gate(given: Given, request: GatingRequest): GatingResult {
  const names = request.membership ?? [];
  const [fast, exact] = (['fast', 'exact'] as const).map((path: GatingPath) => {
    const { dataSet, source } = syntheticEvents(given.parameters, given.spillover ? { spillover: given.spillover } : {});
    return gateSource(compileGating({ ...request, membership: names }, dataSet, { path }), source);
  });
  expect(fast).toEqual(exact);
  return exact!;
}

const insideOf = (result: GatingResult, population: string): number[] => {
  const membership = result.membership?.find((entry) => entry.population === population);
  return Array.from({ length: result.eventCount }, (_, e) => (membership !== undefined && isMember(membership, e) ? e : -1)).filter(
    (e) => e >= 0,
  );
};

const X: SyntheticParameter = { name: 'X', values: [-1, 0, 1, 2, 3, 4, 5, 10, 100] };
const Y: SyntheticParameter = { name: 'Y', values: [0, 0, 1, 2, 0, 4, -5, 10, 1] };

/** A gate, and the events (by index) that lie in it by its definition. */
const GATE_CASES: readonly [string, GateInput, readonly number[]][] = [
  ['range: min inclusive, max exclusive', { type: 'range', x: 'X', min: 1, max: 4 }, [2, 3, 4]],
  ['range without max', { type: 'range', x: 'X', min: 5 }, [6, 7, 8]],
  [
    'range on the scale: log10(1/100)/2+1 = 0, of 10 = 0.5',
    { type: 'range', x: { parameter: 'X', transform: { type: 'log', T: 100, M: 2 } }, on: 'transformed', min: 0, max: 0.5 },
    [2, 3, 4, 5, 6],
  ],
  [
    'log without min holds zero and no negative value',
    { type: 'range', x: { parameter: 'X', transform: { type: 'log', T: 100, M: 2 } }, on: 'transformed', max: 0.5 },
    [1, 2, 3, 4, 5, 6],
  ],
  [
    'range in linear units on a transformed axis',
    { type: 'range', x: { parameter: 'X', transform: 'logicle' }, on: 'linear', min: 0, max: 5 },
    [1, 2, 3, 4, 5],
  ],
  [
    'rectangle',
    {
      type: 'rectangle',
      dimensions: [
        { parameter: 'X', min: 0, max: 5 },
        { parameter: 'Y', min: 0, max: 2 },
      ],
    },
    [1, 2, 4],
  ],
  [
    'polygon: left and lower edges in, right and upper out',
    {
      type: 'polygon',
      x: 'X',
      y: 'Y',
      vertices: [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ],
    },
    [1, 2, 3, 4],
  ],
  [
    'polygon that crosses itself: even-odd',
    {
      type: 'polygon',
      x: 'X',
      y: 'Y',
      vertices: [
        [-2, -1],
        [12, 12],
        [12, -1],
        [-2, 12],
      ],
    },
    [0, 7],
  ],
  [
    'ellipse: its surface is in',
    {
      type: 'ellipse',
      dimensions: ['X', 'Y'],
      mean: [1, 1],
      covariance: [
        [1, 0],
        [0, 1],
      ],
      distanceSquare: 2,
    },
    [1, 2, 3],
  ],
  ['ratio', { type: 'range', x: { ratio: { numerator: 'Y', denominator: 'X' } }, min: 1 }, [2, 3, 5, 7]],
  ['singlet: no height, no singlet', { type: 'singlet', area: 'Y', height: 'X', min: 0, max: 1.1 }, [2, 3, 4, 5, 7, 8]],
];

describe('a gate holds the events of its definition', () => {
  it.each(GATE_CASES)('%s', (_, input, expected) => {
    const result = gate({ parameters: [X, Y] }, requestOf([{ name: 'g', ...input }], { membership: ['g'] }));
    expect(insideOf(result, 'g')).toEqual(expected);
    expect(result.populations).toEqual([
      {
        path: ['g'],
        count: expected.length,
        parentCount: 9,
        frequencyOfParent: expected.length / 9,
        frequencyOfTotal: expected.length / 9,
      },
    ]);
  });

  it('time: by the parameter called TIME, in seconds', () => {
    const time: SyntheticParameter = { name: 'TIME', scale: { kind: 'factor', factor: 0.5 }, values: [0, 2, 4, 6, 8] };
    const result = gate({ parameters: [time] }, requestOf([{ name: 't', type: 'time', from: 1, to: 3 }], { membership: ['t'] }));
    expect(insideOf(result, 't')).toEqual([1, 2]);
  });

  it('quadrant: several dividers with several values each, populations by interval', () => {
    const gates = [
      {
        name: 'q',
        type: 'quadrant',
        dividers: [
          { x: 'X', values: [1, 5] },
          { x: 'Y', values: [1] },
        ],
        populations: [
          { name: 'low', intervals: [0, 0] },
          { name: 'middle', intervals: [1, 1] },
          { name: 'high', intervals: [2, null] },
        ],
      },
      { name: 'child', type: 'range', parent: 'high', x: 'Y', min: 0 },
    ];
    const result = gate({ parameters: [X, Y] }, requestOf(gates, { membership: ['low', 'middle', 'high', 'child'] }));
    expect(['low', 'middle', 'high', 'child'].map((name) => insideOf(result, name))).toEqual([
      [0, 1],
      [2, 3, 5],
      [6, 7, 8],
      [7, 8],
    ]);
    expect(result.populations.map(({ path }) => path)).toEqual([['low'], ['middle'], ['high'], ['high', 'child']]);
  });

  it('boolean: operands count with their parents; the gate may stand before them; complement within its own parent', () => {
    const gates = [
      { name: 'both', type: 'boolean', operator: 'and', of: ['a', 'b'] },
      { name: 'either', type: 'boolean', operator: 'or', of: ['a', 'b'] },
      { name: 'not a', type: 'boolean', operator: 'not', of: ['a'], parent: 'p' },
      { name: 'b only', type: 'boolean', operator: 'and', of: ['b', { not: 'a' }] },
      { name: 'p', type: 'range', x: 'X', min: 0 },
      { name: 'a', type: 'range', x: 'X', max: 4, parent: 'p' },
      { name: 'b', type: 'range', x: 'Y', min: 1 },
    ];
    const names = ['both', 'either', 'not a', 'b only'];
    const result = gate({ parameters: [X, Y] }, requestOf(gates, { membership: names }));
    expect(names.map((name) => insideOf(result, name))).toEqual([
      [2, 3],
      [1, 2, 3, 4, 5, 7, 8],
      [5, 6, 7, 8],
      [5, 7, 8],
    ]);
  });

  it('an empty parent gives no frequency, never a fault', () => {
    const gates = [
      { name: 'none', type: 'range', x: 'X', min: 1000 },
      { name: 'child', type: 'range', x: 'X', min: 0, parent: 'none' },
    ];
    expect(gate({ parameters: [X] }, requestOf(gates)).populations[1]).toEqual({
      path: ['none', 'child'],
      count: 0,
      parentCount: 0,
      frequencyOfParent: null,
      frequencyOfTotal: 0,
    });
    expect(gate({ parameters: [{ name: 'X', values: [] }] }, requestOf(gates)).populations[0]).toMatchObject({ frequencyOfTotal: null });
  });

  it('thresholds are linear compensated values', () => {
    const request = requestOf([{ name: 'g', type: 'range', x: { parameter: 'X', transform: 'logicle' }, min: { threshold: 'fmo' } }], {
      thresholds: { fmo: 5 },
      membership: ['g'],
    });
    expect(insideOf(gate({ parameters: [X] }, request), 'g')).toEqual([6, 7, 8]);
  });
});

describe('compensation', () => {
  // Observed A = a + 0.1 b, observed B = 0.2 a + b.
  const parameters = [
    { name: 'A', values: [100, 10, 110] },
    { name: 'B', values: [20, 100, 120] },
    { name: 'FSC', values: [1, 2, 3] },
  ];
  const matrix = [
    [1, 0.2],
    [0.1, 1],
  ];
  const spillover: Spillover = { keyword: '$SPILLOVER', parameters: ['A', 'B'], matrix };
  const quantilesOf = (more: Partial<GatingRequest>, compensated?: boolean) => {
    const quantiles = ['A', 'B', 'FSC'].map((parameter) => ({
      id: parameter,
      population: 'all events',
      parameter,
      ...(compensated === undefined ? {} : { compensated }),
      probabilities: [0, 0.5, 1],
    }));
    return gate({ parameters, spillover }, requestOf([], { ...more, quantiles })).quantiles.map(({ values }) =>
      values?.map((v) => Math.round(v * 1e9) / 1e9),
    );
  };

  it('is the inverse of the spillover of the file, of a matrix, or none; other parameters stay', () => {
    const expected = [
      [0, 100, 100],
      [0, 100, 100],
      [1, 2, 3],
    ];
    expect(quantilesOf({ compensation: { from: 'file' } })).toEqual(expected);
    expect(quantilesOf({ compensation: { from: 'matrix', parameters: ['A', 'B'], matrix } })).toEqual(expected);
    expect(quantilesOf({ compensation: { from: 'none' } })).toEqual([
      [10, 100, 110],
      [20, 100, 120],
      [1, 2, 3],
    ]);
    expect(quantilesOf({ compensation: { from: 'file' } }, false)).toEqual([
      [10, 100, 110],
      [20, 100, 120],
      [1, 2, 3],
    ]);
  });

  it('with more detectors than fluorochromes is the least-squares one', () => {
    const dim = { parameter: 'dye', compensated: 'spectrum', min: 5, max: 7 };
    const request = requestOf([{ name: 'g', type: 'rectangle', dimensions: [dim] }], {
      // Best a with (A, B) = a (1, 2): (A + 2 B) / 5.
      matrices: { spectrum: { fluorochromes: ['dye'], detectors: ['A', 'B'], matrix: [[1, 2]] } },
      membership: ['g'],
    });
    const result = gate(
      {
        parameters: [
          { name: 'A', values: [10, 4, 0] },
          { name: 'B', values: [10, 8, 0] },
        ],
      },
      request,
    );
    expect(insideOf(result, 'g')).toEqual([0]);
  });

  it.each([
    [{ from: 'file' }, null, "Expected a spillover matrix in the file, found none; give one by 'from: matrix'."],
    [
      {
        from: 'matrix',
        parameters: ['A', 'B'],
        matrix: [
          [1, 1],
          [1, 1],
        ],
      },
      spillover,
      'Expected a spillover matrix that can be inverted, found a singular one or an entry that is not a number.',
    ],
    [
      { from: 'matrix', parameters: ['A', 'B'], matrix: [[1, 1]] },
      spillover,
      'Expected a spillover matrix of 2 rows and 2 columns, found rows of 2.',
    ],
  ] as const)('is refused: %o', (compensation, spill, sentence) => {
    const { dataSet } = syntheticEvents(parameters, { spillover: spill });
    const request = requestOf([{ name: 'g', type: 'range', x: 'A', min: 0 }], { compensation });
    expect(() => compileGating(request, dataSet)).toThrow(expect.objectContaining({ code: 'population/bad-spillover', message: sentence }));
  });
});

describe('a parameter is found', () => {
  const parameters = [
    { name: 'PE-A', label: 'CORIN', values: [1] },
    { name: 'PE-H', label: 'CORIN', values: [2] },
    { name: 'APC-A', label: 'FOXA2', values: [3] },
  ];
  const { dataSet } = syntheticEvents(parameters);
  const columnsOf = (x: string) =>
    compileGating(requestOf([{ name: 'g', type: 'range', x, min: 0 }], { markers: { floor: ['FOXA2', 'APC-A'] } }), dataSet).columns;

  it.each([
    ['PE-H', 1],
    ['FOXA2', 2],
    ['floor', 2],
  ])('by name, label or alias: %s', (reference, position) => {
    expect(columnsOf(reference)).toEqual([position]);
  });

  it('or is named as missing or ambiguous', () => {
    expect(() => columnsOf('SOX1')).toThrow(
      expect.objectContaining({
        code: 'population/missing-parameter',
        message: "Expected a parameter with the name or label 'SOX1', found 'PE-A' (CORIN), 'PE-H' (CORIN), 'APC-A' (FOXA2).",
      }),
    );
    expect(() => columnsOf('CORIN')).toThrow(
      expect.objectContaining({
        code: 'population/ambiguous-parameter',
        message: "Expected one parameter with the name or label 'CORIN', found 'PE-A' (CORIN), 'PE-H' (CORIN). Name its $PnN.",
      }),
    );
  });
});

describe('a gate is refused', () => {
  const { dataSet } = syntheticEvents([X, Y]);
  const range = { name: 'g', type: 'range', x: 'X', min: 0 };
  it.each<[string, readonly GateInput[], string]>([
    ['a name twice', [range, range], "Gate 'g': expected names that are unique in the gate tree, found 'g' twice."],
    [
      'the name of all events',
      [{ ...range, name: 'all events' }],
      "Gate 'all events': expected another name than 'all events', which stands for every event of the file.",
    ],
    [
      'an unknown parent',
      [{ ...range, parent: 'cells' }],
      "Gate 'g': expected the name of a population as parent or operand, found 'cells'.",
    ],
    [
      'a cycle',
      [
        { ...range, parent: 'h' },
        { ...range, name: 'h', parent: 'g' },
      ],
      "Gate 'h': expected no gate among its own parents and operands, found 'g'.",
    ],
    ['itself as parent', [{ ...range, parent: 'g' }], "Gate 'g': expected no gate among its own parents and operands, found 'g'."],
    ['min above max', [{ ...range, min: 2, max: 1 }], "Gate 'g': expected min below max, found 2 and 1."],
    ['no bound', [{ name: 'g', type: 'range', x: 'X' }], "Gate 'g': expected min or max, found neither."],
    [
      'no scale named',
      [{ ...range, x: { parameter: 'X', transform: 'logicle' } }],
      "Gate 'g': expected 'on: linear' or 'on: transformed', since the axis has a transform, found neither.",
    ],
    [
      'a threshold without a value',
      [{ ...range, min: { threshold: 'fmo' } }],
      "Gate 'g': expected a value for the threshold 'fmo', found none.",
    ],
    [
      'a covariance that is none',
      [
        {
          name: 'g',
          type: 'ellipse',
          dimensions: ['X', 'Y'],
          mean: [0, 0],
          covariance: [
            [1, 2],
            [2, 1],
          ],
          distanceSquare: 1,
        },
      ],
      "Gate 'g': expected a symmetric, positive definite covariance, found another matrix.",
    ],
  ])('%s', (_, gates, sentence) => {
    expect(() => compileGating(requestOf(gates), dataSet)).toThrow(
      expect.objectContaining({ code: 'population/bad-gate', message: sentence }),
    );
  });
});

describe('statistics', () => {
  const axis = (parameter: string) => ({ parameter, transform: { type: 'linear', T: 10, A: 0 }, from: 0, to: 1 }) as const;

  it('histograms count every event, those outside the view in the edge bins', () => {
    const request = requestOf([{ name: 'g', type: 'range', x: 'X', min: -1, max: 50 }], {
      histograms: [
        { id: '1', population: 'g', x: axis('X'), y: null, bins: 5 },
        { id: '2', population: 'all events', x: axis('X'), y: axis('Y'), bins: 2 },
      ],
    });
    const [one, two] = gate({ parameters: [X, Y] }, request).histograms;
    // X of g: -1 0 1 | 2 3 | 4 5 | | 10
    expect([...(one?.counts ?? []), one?.outside]).toEqual([3, 2, 2, 0, 1, 1]);
    // (-1,0) (0,0) (1,1) (2,2) (3,0) (4,4) lower left; (5,-5) (100,1) lower right; (10,10) upper right.
    expect([...(two?.counts ?? []), two?.outside]).toEqual([6, 2, 0, 1, 3]);
  });

  it('points are the first events of a population, as positions in the view', () => {
    const request = requestOf([{ name: 'g', type: 'range', x: 'X', min: 2 }], {
      points: [{ id: 'p', population: 'g', x: axis('X'), y: axis('Y'), limit: 2 }],
    });
    expect(gate({ parameters: [X, Y] }, request).points[0]?.points).toEqual([
      [0.2, 0.2],
      [0.3, 0],
    ]);
  });

  it('overlaps count the events in two or more of the populations', () => {
    const gates = [
      { name: 'a', type: 'range', x: 'X', max: 3 },
      { name: 'b', type: 'range', x: 'X', min: 2 },
      { name: 'c', type: 'range', x: 'X', min: 10 },
    ];
    const overlaps = [
      { id: 'abc', populations: ['a', 'b', 'c'] },
      { id: 'ac', populations: ['a', 'c'] },
    ];
    expect(gate({ parameters: [X] }, requestOf(gates, { overlaps })).overlaps?.map(({ count }) => count)).toEqual([3, 0]);
  });

  it('states of ranges merge into the state of the whole', () => {
    const { dataSet, source } = syntheticEvents([X, Y]);
    const request = requestOf([{ name: 'g', type: 'range', x: 'X', min: 1 }], {
      quantiles: [{ id: 'q', population: 'g', parameter: 'Y', probabilities: [0.5] }],
      histograms: [{ id: 'h', population: 'g', x: axis('X'), y: null, bins: 4 }],
      points: [{ id: 'p', population: 'g', x: axis('X'), y: axis('Y'), limit: 5 }],
      membership: ['g'],
    });
    const gating = compileGating(request, dataSet);
    const whole = gateSource(gating, source);
    const parts = [];
    for (const block of source(gating.columns).blocks()) {
      const state = gating.start();
      gating.step(state, block, source(gating.columns));
      parts.push(structuredClone(state));
    }
    expect(gating.finish(parts.reduce((a, b) => gating.merge(a, b)))).toEqual(whole);
    expect(parts.length).toBe(3);
  });
});

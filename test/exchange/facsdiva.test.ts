import { describe, expect, it } from 'vitest';
import { gateNoteLine } from '../../src/cli/terminal/gate-note-line.ts';
import { chooseSet } from '../../src/exchange/document/gate-document.ts';
import { readGateDocument } from '../../src/exchange/registry.ts';
import { eventsIn, setOf } from './gate-events.ts';

interface GateByHand {
  readonly fullname: string;
  readonly type?: string;
  readonly parent?: string;
  readonly region?: string;
  readonly points?: readonly (readonly [number, number])[];
  readonly parameters?: readonly [string, string];
  /** Keys such as `is_x_parameter_log`, `num_events`, `input`. */
  readonly keys?: Readonly<Record<string, string>>;
}

function gate({
  fullname,
  type = 'Region_Classifier',
  parent,
  region,
  points = [],
  parameters = ['X', 'Y'],
  keys = {},
}: GateByHand): string {
  const [x, y] = parameters;
  const corners = points.map(([atX, atY]) => `<point x="${atX}" y="${atY}"/>`).join('');
  const drawn =
    region === undefined ? '' : `<region name="r" xparm="${x}" yparm="${y}" type="${region}"><points>${corners}</points></region>`;
  const texts = Object.entries({ ...keys, ...(parent === undefined ? {} : { parent }) }).map(([key, text]) => `<${key}>${text}</${key}>`);
  return `<gate fullname="${fullname}" type="${type}"><name>${fullname.split('\\').at(-1)}</name>${drawn}${texts.join('')}</gate>`;
}

const ALL = gate({ fullname: 'All Events', type: 'EventSource_Classifier', keys: { num_events: '4' } });

function experiment(gates: readonly GateByHand[], { settings = '', decades = '<log_decades>5</log_decades>' } = {}): string {
  const tube = (name: string) =>
    `<tube name="${name}"><data_filename>${name}.fcs</data_filename>${settings}<gates>${ALL}${gates.map(gate).join('')}</gates></tube>`;
  return `<bdfacs version="Version 8.0">${decades}<experiment name="E"><specimen name="S">${tube('made')}${tube('other')}<tube name="empty"/></specimen></experiment></bdfacs>`;
}

const set = (gates: readonly GateByHand[], options: Parameters<typeof experiment>[1] = {}) =>
  setOf(experiment(gates, options), null, 'made.xml');
const noteOf = (sentence: string) => `made.xml, tube 'S/made': ${sentence}`;

describe('FACSDiva experiments', () => {
  it('have a set of gates for each tube with a file, found by that file or by specimen and tube', () => {
    const document = readGateDocument(experiment([]), 'made.xml');
    expect(document.format).toBe('FACSDiva experiment');
    expect(document.sets.map(({ sample, files }) => [sample, ...files])).toEqual([
      ['S/made', 'made.fcs'],
      ['S/other', 'other.fcs'],
    ]);
    expect(chooseSet(document, { file: 'other.fcs', sample: null }).sample).toBe('S/other');
    expect(chooseSet(document, { file: '', sample: 'S/made' }).files).toEqual(['made.fcs']);
  });

  it('have populations by full name, with their parents and stored counts', () => {
    const box = {
      region: 'RECTANGLE_REGION',
      points: [
        [1, 1],
        [3, 3],
      ] as const,
    };
    const read = set([
      { fullname: 'All Events\\P1', parent: 'All Events', ...box, keys: { num_events: '2' } },
      {
        fullname: 'All Events\\P1\\P2',
        parent: 'P1',
        region: 'INTERVAL_REGION',
        points: [
          [2, 0],
          [9, 0],
        ],
        keys: { num_events: '1' },
      },
    ]);
    expect([...read.paths.values()]).toEqual([['P1'], ['P1', 'P2']]);
    expect([...read.storedCounts]).toEqual([
      ['P1', 2],
      ['P1/P2', 1],
    ]);
    expect(read.keywords.get('$TOT')).toBe('4');
    expect(eventsIn(read, { X: [0, 1, 2, 3], Y: [2, 2, 2, 2] })).toEqual({ P1: [1, 2], 'P1/P2': [2] });
  });

  it('linear axes hold values; at an end of the scale a rectangle, interval or quadrant is open', () => {
    const read = set([
      {
        fullname: 'All Events\\Q1',
        region: 'BINNER_REGION',
        points: [
          [0, 100],
          [50, 262143],
        ],
      },
      {
        fullname: 'All Events\\I',
        region: 'INTERVAL_REGION',
        points: [
          [50, 0],
          [262143, 0],
        ],
      },
    ]);
    expect(eventsIn(read, { X: [-5, 49, 50, 1e6], Y: [100, 3e5, 100, 100] })).toEqual({ Q1: [0, 1], I: [2, 3] });
  });

  it('a biexponential axis has 4,096 channels on a logicle scale whose width comes from the scale value', () => {
    // |scale value| = 262144 / 10^3.5 gives W = (4.5 - 3.5) / 2 = 0.5. Zero lies at channel W / M x 4096 = 455.1, and the scale is odd about it.
    const keys = { is_x_parameter_log: 'true', is_x_parameter_scaled: 'true', x_parameter_scale_value: '-82.8972' };
    const read = set([
      {
        fullname: 'All Events\\low',
        region: 'INTERVAL_REGION',
        points: [
          [0, 0],
          [455, 0],
        ],
        keys,
      },
      {
        fullname: 'All Events\\high',
        region: 'INTERVAL_REGION',
        points: [
          [456, 0],
          [4095, 0],
        ],
        keys,
      },
    ]);
    expect(read.gates[0]).toMatchObject({ dimensions: [{ transform: { type: 'logicle', T: 262144, M: 4.5, A: 0 } }] });
    const [low] = read.gates;
    const width = low?.type === 'rectangle' && 'transform' in low.dimensions[0]! ? JSON.stringify(low.dimensions[0].transform) : '';
    expect(Number(/"W":([\d.]+)/.exec(width)?.[1])).toBeCloseTo(0.5, 5);
    expect(eventsIn(read, { X: [-1000, -1, 0, 1, 1000, 3e6] })).toEqual({ low: [0, 1], high: [3, 4, 5] });
  });

  it('a scale value of 0, or one below what 4.5 decades show, gives no negative width', () => {
    const keys = (value: string) => ({ is_x_parameter_log: 'true', is_x_parameter_scaled: 'true', x_parameter_scale_value: value });
    const width = (value: string) =>
      JSON.stringify(
        set([
          {
            fullname: 'P',
            region: 'INTERVAL_REGION',
            points: [
              [9, 0],
              [99, 0],
            ],
            keys: keys(value),
          },
        ]).gates,
      );
    expect(width('0')).toContain('"W":0,');
    expect(width('-5')).toContain('"W":0,');
  });

  it('a logarithmic axis has 4,096 channels over log_decades: with 4 decades 262.144 lies at channel 1024', () => {
    const keys = { is_x_parameter_log: 'true', is_x_parameter_scaled: 'false' };
    const gates = [
      {
        fullname: 'P',
        region: 'INTERVAL_REGION',
        points: [
          [1024, 0],
          [2048, 0],
        ] as const,
        keys,
      },
    ];
    const read = set(gates, { decades: '<log_decades>4</log_decades>' });
    expect(eventsIn(read, { X: [262, 262.2, 2621, 2622] })).toEqual({ P: [1, 2] });
    expect(set(gates, { decades: '' }).notes.map(gateNoteLine)).toEqual([
      noteOf("the gate 'P' is left out, and what lies below it: 'X' is logarithmic and the experiment has no log_decades."),
    ]);
  });

  it('polygons, also those that snap to a population; a corner at an end of a scale is noted', () => {
    const triangle = [
      [0, 10],
      [100, 10],
      [10, 100],
    ] as const;
    for (const region of ['POLYGON_REGION', 'SNAP_TO_REGION']) {
      const read = set([{ fullname: 'P', region, points: triangle }]);
      expect(eventsIn(read, { X: [10, 90, 60], Y: [20, 90, 40] })).toEqual({ P: [0, 2] });
      expect(read.notes.map(gateNoteLine)).toEqual([
        noteOf("the polygon 'P' reaches an end of its scales: events off the scale lie outside of it here."),
      ]);
    }
  });

  it('boolean gates by the full names of their members, or the names beside them, each noted', () => {
    const interval = (fullname: string, from: number, to: number) => ({
      fullname,
      region: 'INTERVAL_REGION',
      points: [
        [from, 0],
        [to, 0],
      ] as const,
    });
    const read = set([
      interval('All Events\\A', 1, 3),
      interval('All Events\\B', 2, 4),
      {
        fullname: 'All Events\\both',
        type: 'AND_Classifier',
        keys: { inputs: '<input>All Events\\A</input><input>All Events\\B</input>' },
      },
      { fullname: 'All Events\\any', type: 'OR_Classifier', keys: { inputs: '<input>A</input><input>B</input>' } },
      { fullname: 'All Events\\not A', type: 'NOT_Classifier', keys: { input: 'A' } },
      { fullname: 'All Events\\lost', type: 'OR_Classifier', keys: { input: 'A' } },
    ]);
    expect(eventsIn(read, { X: [0, 1, 2, 3] })).toEqual({ A: [1, 2], B: [2, 3], both: [2], any: [1, 2, 3], 'not A': [0, 3] });
    expect(read.notes.map(gateNoteLine)).toEqual([
      noteOf("the gate 'both' is read as 'A' and 'B'."),
      noteOf("the gate 'any' is read as 'A' or 'B'."),
      noteOf("the gate 'not A' is read as not 'A'."),
      noteOf("the gate 'lost' is left out, and what lies below it: 1 of its members are known by name."),
    ]);
  });

  it.each<[string, GateByHand, string]>([
    ['ellipse', { fullname: 'P', region: 'ELLIPSE_REGION', points: [[1, 1]] }, 'a region of the type ELLIPSE_REGION is not read'],
    ['kind', { fullname: 'P', type: 'Tethered_Classifier' }, 'a gate of the type Tethered_Classifier is not read'],
    ['parent', { fullname: 'All Events\\A\\P', parent: 'B', region: 'INTERVAL_REGION' }, "its parent 'B' is not the one in its full name"],
    [
      'time',
      {
        fullname: 'P',
        region: 'INTERVAL_REGION',
        parameters: ['Time', 'Y'],
        points: [
          [1, 0],
          [2, 0],
        ],
      },
      'the unit of its Time is not documented',
    ],
    [
      'scale',
      {
        fullname: 'P',
        region: 'INTERVAL_REGION',
        points: [
          [1, 0],
          [2, 0],
        ],
        keys: { is_x_parameter_scaled: 'true' },
      },
      "'X' is called linear and biexponential at once",
    ],
    ['interval', { fullname: 'P', region: 'INTERVAL_REGION', points: [[1, 0]] }, 'it has fewer than two different coordinates'],
  ])('what is not understood is left out by name: %s', (_, made, reason) => {
    const read = set([made]);
    expect(read.gates).toEqual([]);
    expect(read.notes.map(gateNoteLine)).toEqual([
      noteOf(`the gate '${read.paths.values().next().value?.join('/') ?? ''}' is left out, and what lies below it: ${reason}.`),
    ]);
  });

  it("compensation is the file's own; the tube's coefficients are kept to be compared with it", () => {
    const parameter = (name: string, coefficients: string, can = 'true') =>
      `<parameter name="${name}"><can_be_compensated>${can}</can_be_compensated><compensation>${coefficients}</compensation></parameter>`;
    const one = (...values: readonly number[]) =>
      values.map((value) => `<compensation_coefficient>${value}</compensation_coefficient>`).join('');
    const settings = `<instrument_settings>${parameter('X', one(1, 0.5))}${parameter('Y', one(0, 1))}${parameter('Z', '', 'false')}</instrument_settings>`;
    const read = set(
      [
        {
          fullname: 'P',
          region: 'RECTANGLE_REGION',
          parameters: ['Y', 'Z'],
          points: [
            [10, 1],
            [20, 9],
          ],
        },
      ],
      { settings },
    );
    expect(read.statedSpillover).toEqual({
      parameters: ['X', 'Y'],
      matrix: [
        [1, 0.5],
        [0, 1],
      ],
    });
    const spillover = {
      keyword: 'SPILL',
      parameters: ['X', 'Y'],
      matrix: [
        [1, 0.5],
        [0, 1],
      ],
    };
    // Y - 0.5 X.
    expect(eventsIn(read, { X: [10, 10], Y: [15, 14], Z: [2, 2] }, { spillover })).toEqual({ P: [0] });
    // Coefficients in the tube and no matrix in the file: there is nothing to compensate with.
    expect(() => eventsIn(read, { X: [10], Y: [15], Z: [2] })).toThrow('Expected a spillover matrix in the file, found none');
  });
});

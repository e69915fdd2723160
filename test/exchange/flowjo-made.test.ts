import { describe, expect, it } from 'vitest';
import { gateNoteLine } from '../../src/cli/terminal/gate-note-line.ts';
import { chooseSet } from '../../src/exchange/document/gate-document.ts';
import { readGateDocument } from '../../src/exchange/registry.ts';
import { booleanNode, box, linearScale, onPlane, population, spilloverMatrix, vertices, workspace } from './build-workspace.ts';
import { eventsIn, setOf } from './gate-events.ts';

const BOTH = ['X', 'Y'];
const LOG_X = '<transforms:log transforms:offset="1" transforms:decades="2.56"><data-type:parameter data-type:name="X"/></transforms:log>';

const QUADRANTS = { Q1: ['max', 'min'], Q2: ['min', 'min'], Q3: ['min', 'max'], Q4: ['max', 'max'] } as const;
const curly = (x0: number, y0: number) =>
  Object.entries(QUADRANTS)
    .map(([name, [x, y]]) => population(name, box({ X: { [x]: x0 }, Y: { [y]: y0 } }, { element: 'CurlyQuad' })))
    .join('');

describe('curly quadrants: y = y0 + 0.001 (x - x0)², x = x0 + 0.001 (y - y0)² from (100, 50) in channels', () => {
  it.each([
    // At x = 200 the curve that goes right lies at 50 + 0.001 x 100² = 60; at y = 150 the one that goes up at 100 + 0.001 x 100² = 110.
    ['above the curve', 200, 60.5, 'Q2'],
    ['below it, though above 50', 200, 59.5, 'Q3'],
    ['right of the curve', 110.5, 150, 'Q2'],
    ['left of it, though right of 100', 109.5, 150, 'Q1'],
    ['left of the point the line is straight', 50, 50.5, 'Q1'],
    ['and below it', 50, 49.5, 'Q4'],
    ['below the point the line is straight', 99.5, 10, 'Q4'],
    ['and right of it', 100.5, 10, 'Q3'],
    // Beyond channel 256 they go straight on: 50 + 0.001 x 156² = 74.336 and 100 + 0.001 x 206² = 142.436.
    ['far right, above', 1e6, 74.4, 'Q2'],
    ['far right, below', 1e6, 74.3, 'Q3'],
    ['far up, right', 142.5, 1e6, 'Q2'],
    ['far up, left', 142.4, 1e6, 'Q1'],
    ['the largest float32 in both', 3.4e38, 3.4e38, 'Q2'],
    ['the least float32 in both', -3.4e38, -3.4e38, 'Q4'],
  ])('%s', (_, x, y, quadrant) => {
    const found = eventsIn(setOf(workspace([{ linear: BOTH, populations: curly(100, 50) }])), { X: [x], Y: [y] });
    expect(Object.keys(found).filter((name) => found[name]?.length === 1)).toEqual([quadrant]);
  });

  it('bend on the scale of a transformed axis: log10 x 100 channels, so that 10 is channel 100 and 100 channel 200', () => {
    const set = setOf(workspace([{ transformations: LOG_X, linear: ['Y'], populations: curly(10, 50) }]));
    const found = eventsIn(set, { X: [100, 100, 10.1, 9.9], Y: [60.5, 59.5, 10, 10] });
    expect(found).toEqual({ Q1: [], Q2: [0], Q3: [1, 2], Q4: [3] });
  });

  it('say that the curves are not published, and are left out where a side is missing', () => {
    const set = setOf(
      workspace([
        {
          linear: BOTH,
          populations: curly(100, 50) + population('open', box({ X: { min: 1, max: 2 }, Y: { min: 3 } }, { element: 'CurlyQuad' })),
        },
      ]),
    );
    expect(set.notes.map(gateNoteLine)[0]).toBe(
      "made.wsp, sample 'made.fcs': the curly quadrant 'Q1' is drawn with y = y0 + 0.001 (x - x0)² and x = x0 + 0.001 (y - y0)² on 256 channels: FlowJo does not publish its curves. Compare the counts.",
    );
    expect(set.notes.map(gateNoteLine).at(-1)).toBe(
      "made.wsp, sample 'made.fcs': the gate of 'open' (CurlyQuad) is left out, and what lies below it: a curly quadrant has one bound on each axis.",
    );
  });
});

describe('derived parameters', () => {
  const derived = (formula: string) => `<DerivedParameters><DerivedParameter name="R" formula="${formula}"/></DerivedParameters>`;
  const sample = (formula: string) => ({
    linear: ['X', 'Y'],
    transformations: linearScale('R'),
    derived: derived(formula),
    populations: population('high', box({ R: { min: 2 } })),
  });

  it.each([
    // X = 10, 20, 30 and Y = 5, 11, 10.
    ['&lt;X&gt; / &lt;Y&gt;', [0, 2]],
    ['(&lt;X&gt; - 10) / (&lt;Y&gt; + 1)', []],
    ['(&lt;X&gt; - 10) / &lt;Y&gt; * 3', [1, 2]],
    ['-2*&lt;X&gt;/(0-&lt;Y&gt;)', [0, 1, 2]],
    ['&lt;X&gt;/(&lt;Y&gt;/2)', [0, 1, 2]],
  ])('a ratio by its formula: %s', (formula, expected) => {
    const set = setOf(workspace([sample(formula)]));
    expect(set.notes).toEqual([]);
    expect(eventsIn(set, { X: [10, 20, 30], Y: [5, 11, 10] })).toEqual({ high: expected });
  });

  it.each([
    ['&lt;X&gt; - &lt;X&gt;', "is '<X> - <X>'"],
    ['&lt;X&gt; * &lt;Y&gt;', "is '<X> * <Y>'"],
    ['1 / &lt;X&gt;', "is '1 / <X>'"],
    ['log(&lt;X&gt;)', "is 'log(<X>)'"],
    ['&lt;X&gt; / &lt;Y&gt; / &lt;X&gt;', "is '<X> / <Y> / <X>'"],
    ['&lt;X&gt; / 0', "is '<X> / 0'"],
    ['', 'has no formula'],
  ])('every other one is named: %s', (formula, said) => {
    const set = setOf(workspace([sample(formula)]));
    expect(set.gates).toEqual([]);
    expect(set.notes.map(gateNoteLine)[0]).toBe(
      `made.wsp, sample 'made.fcs': the derived parameter 'R' ${said}, no sum of parameters and no ratio of two sums, such as '(<A> + <B>) / <C>'; gates on it are left out.`,
    );
  });

  it('a ratio of compensated parameters, and one of a compensated and another parameter', () => {
    const both = { ...sample('&lt;Comp-X&gt;/&lt;Comp-Y&gt;'), matrix: spilloverMatrix({ X: [1, 0.5], Y: [0, 1] }) };
    // Y - 0.5 X: 10 / (10 - 5) = 2, 10 / (11 - 5) < 2.
    expect(eventsIn(setOf(workspace([both])), { X: [10, 10], Y: [10, 11] })).toEqual({ high: [0] });
    const mixed = { ...both, derived: derived('&lt;Comp-X&gt;/&lt;Y&gt;') };
    // X / Y as X is alone in its column: 10 / 5 = 2, 10 / 6 < 2.
    expect(eventsIn(setOf(workspace([mixed])), { X: [10, 10], Y: [5, 6] })).toEqual({ high: [0] });
  });

  it.each([
    // X = 10, 20, 30 and Y = 5, 11, 10; at least 2 each.
    ['&lt;X&gt; + &lt;Y&gt; - 30', [2]],
    ['2 * &lt;X&gt; - 3 * &lt;Y&gt;', [0, 1, 2]],
    ['2 * &lt;X&gt; - 18', [0, 1, 2]],
    ['(&lt;X&gt; + &lt;Y&gt; - 1) / (&lt;Y&gt; - 3)', [0, 1, 2]],
    ['(&lt;X&gt; - &lt;Y&gt;) / (&lt;Y&gt; + &lt;X&gt;) * 5', [2]],
    ['&lt;X&gt; / (&lt;X&gt; - &lt;Y&gt;)', [0, 1]],
  ])('a sum of parameters, or one over another: %s', (formula, expected) => {
    const set = setOf(workspace([sample(formula)]));
    expect(set.notes).toEqual([]);
    expect(eventsIn(set, { X: [10, 20, 30], Y: [5, 11, 10] })).toEqual({ high: expected });
  });

  it('a sum of a compensated and another parameter', () => {
    // Rows X: [1, 0.5] spill into Y: Y compensated is Y - 0.5 X. With X as acquired, X + Y - 0.5 X = 0.5 X + Y.
    const matrix = spilloverMatrix({ X: [1, 0.5], Y: [0, 1] });
    const set = setOf(workspace([{ ...sample('&lt;X&gt; + &lt;Comp-Y&gt;'), matrix }]));
    expect(eventsIn(set, { X: [2, 2], Y: [0.9, 1] })).toEqual({ high: [1] });
  });

  it('is a ratio over a matrix of its own, which Gating-ML says too', () => {
    const set = setOf(workspace([sample('&lt;X&gt; + 2 * &lt;Y&gt; - 4')]));
    expect(set.matrices).toEqual({
      'derived R': {
        fluorochromes: ['R', 'R divisor'],
        detectors: ['X', 'Y'],
        matrix: [
          [1, 0],
          [2, 0],
        ],
        inverted: true,
      },
    });
    expect(set.gates[0]).toMatchObject({ dimensions: [{ ratio: { A: 1, B: 4, C: -1 }, compensated: 'derived R', min: 2 }] });
  });
});

describe('populations', () => {
  it('boolean gates name theirs by path, from the sample or from their own parent on; the outside of a gate is its complement', () => {
    const below = [
      population('low', box({ X: { max: 3 } })),
      population('outside', box({ Y: { min: 2, max: 3 } }, { eventsInside: 0 })),
      booleanNode('AndNode', 'both', ['P/low', 'outside']),
      booleanNode('NotNode', 'not low', ['low']),
    ].join('');
    const top = population('P', box({ X: { min: 1 } }), { below }) + booleanNode('OrNode', 'any', ['P/both', 'P/not low']);
    const found = eventsIn(setOf(workspace([{ linear: BOTH, populations: top }])), { X: [0, 1, 2, 3, 4], Y: [9, 2, 3, 2, 9] });
    expect(found).toEqual({
      P: [1, 2, 3, 4],
      'P/low': [1, 2],
      'P/outside (inside)': [1, 3],
      'P/outside': [2, 4],
      'P/both': [2],
      'P/not low': [3, 4],
      any: [2, 3, 4],
    });
  });

  it('what hangs on a gate that is left out is left out, wherever it stands', () => {
    const populations = [
      booleanNode('NotNode', 'first', ['second']),
      booleanNode('NotNode', 'second', ['lost/below']),
      population('lost', box({ unknown: { min: 1 } }), { below: population('below', box({ X: { min: 1 } })) }),
      population('kept', box({ X: { min: 1 } })),
    ].join('');
    const set = setOf(workspace([{ linear: BOTH, populations }]));
    expect(set.gates.map(({ name }) => name)).toEqual(['kept']);
    expect(set.notes.map(gateNoteLine)).toEqual([
      "made.wsp, sample 'made.fcs': the gate of 'lost' (RectangleGate) is left out, and what lies below it: 'unknown' has no scale in the sample.",
      "made.wsp, sample 'made.fcs': 'second' needs 'lost/below', which is not here; it is left out.",
      "made.wsp, sample 'made.fcs': 'first' needs 'second', which is not here; it is left out.",
    ]);
  });

  it('edges of a polygon are straight on the scale: from (1, 0) to (100, 200) they pass (10, 100) on 100 channels a decade', () => {
    const triangle = onPlane(
      'PolygonGate',
      ['X', 'Y'],
      vertices([
        [1, 0],
        [100, 0],
        [100, 200],
      ]),
    );
    const set = setOf(workspace([{ transformations: LOG_X, linear: ['Y'], populations: population('t', triangle) }]));
    expect(eventsIn(set, { X: [10, 10, 10], Y: [20, 99, 101] })).toEqual({ t: [0, 1] });
  });

  it('an ellipse from its foci and long axis, a = 5, c = 3 and so b = 4, about (100, 100)', () => {
    const ellipse = onPlane(
      'EllipsoidGate',
      ['X', 'Y'],
      `<gating:foci>${vertices([
        [97, 100],
        [103, 100],
      ])}</gating:foci><gating:edge>${vertices([
        [95, 100],
        [105, 100],
        [100, 96],
        [100, 104],
      ])}</gating:edge>`,
    );
    const set = setOf(workspace([{ linear: BOTH, populations: population('e', ellipse) }]));
    expect(eventsIn(set, { X: [104.9, 105.1, 100, 100, 103], Y: [100, 100, 103.9, 104.1, 103.1] })).toEqual({ e: [0, 2, 4] });
  });

  it.each([
    ['logicle', 'transforms:T="262144" transforms:A="0" transforms:W="0.5" transforms:M="4.5"'],
    ['hyperlog', 'transforms:T="262144" transforms:A="0" transforms:W="0.5" transforms:M="4.5"'],
    ['fasinh', 'transforms:T="262144" transforms:A="0" transforms:M="4.5"'],
    ['biex', 'transforms:maxRange="262144" transforms:pos="4.5" transforms:neg="0" transforms:width="-10"'],
  ])('bounds are linear values on a %s scale too', (name, attributes) => {
    const transformations = `<transforms:${name} ${attributes}><data-type:parameter data-type:name="X"/></transforms:${name}>`;
    const set = setOf(workspace([{ transformations, populations: population('r', box({ X: { min: -50, max: 1000 } })) }]));
    expect(set.notes).toEqual([]);
    expect(eventsIn(set, { X: [-51, -50, 0, 999, 1000] })).toEqual({ r: [1, 2, 3] });
  });

  it('a scale that is not known is named', () => {
    const transformations = '<transforms:miltenyi><data-type:parameter data-type:name="X"/></transforms:miltenyi>';
    const set = setOf(workspace([{ transformations, populations: population('r', box({ X: { min: 1 } })) }]));
    expect(set.notes.map(gateNoteLine)[0]).toBe(
      "made.wsp, sample 'made.fcs': the miltenyi transform of 'X' is not known; gates on it are left out.",
    );
  });
});

it("Time: FlowJo's own steps become the file's: 2 at 0.02 a step is step 100, 1 s at 0.01 a step", () => {
  const sample = {
    keywords: { $TIMESTEP: '0.01' },
    transformations: linearScale('Time', { max: 72, gain: 0.02 }),
    populations: population('t', box({ Time: { min: 2, max: 4 } })),
  };
  const set = setOf(workspace([sample]));
  expect(eventsIn(set, { Time: [0.99, 1, 1.99, 2] })).toEqual({ t: [1, 2] });
  expect(set.notes.map(gateNoteLine)).toEqual([
    "made.wsp, sample 'made.fcs': 'Time' counts 0.02 a step in FlowJo and 0.01 here ($TIMESTEP): coordinates of its gates are multiplied by the quotient.",
  ]);
});

it('gates of a group that the sample does not have are named', () => {
  const own = population('a', box({ X: { min: 1 } }));
  const ofGroup = own + population('b', box({ X: { min: 2 } }), { below: population('c', box({ X: { min: 3 } })) });
  const made = workspace([{ linear: ['X'], populations: own }]);
  const text = made.replace('</GroupNode>', `<Subpopulations>${ofGroup}</Subpopulations></GroupNode>`);
  const set = setOf(text);
  expect(set.gates.map(({ name }) => name)).toEqual(['a']);
  expect(set.notes.map(gateNoteLine)).toEqual([
    "made.wsp, sample 'made.fcs': its group 'All Samples' has 'b', 'b/c', which the sample does not have: only the sample's own gates are counted. Apply the group's gates to the sample in FlowJo if they are meant.",
  ]);
  expect(setOf(made).notes).toEqual([]);
});

describe('compensation', () => {
  const populations = population('c', box({ 'Comp-X': { min: 10 } }));
  const scales = ['X', 'Y', 'Comp-X'];

  it('is meant by the prefix where the matrix has the parameter', () => {
    const matrix = spilloverMatrix({ X: [1, 0], Y: [0.5, 1] }, { name: 'edited' });
    // X - 0.5 Y.
    expect(eventsIn(setOf(workspace([{ linear: scales, matrix, populations }])), { X: [20, 20], Y: [20, 21] })).toEqual({ c: [0] });
  });

  it("is not meant where the prefix belongs to the file's own name", () => {
    expect(eventsIn(setOf(workspace([{ linear: scales, populations }])), { 'Comp-X': [9, 10] })).toEqual({ c: [1] });
    const matrix = spilloverMatrix({ Y: [1] });
    expect(eventsIn(setOf(workspace([{ linear: scales, matrix, populations }])), { 'Comp-X': [9, 10], Y: [0, 0] })).toEqual({ c: [1] });
  });

  it('by spectral unmixing is refused in a sentence; gates on parameters as acquired stay', () => {
    const matrix = spilloverMatrix({ X: [1] }, { name: 'Unmixing', spectral: 1 });
    const set = setOf(workspace([{ linear: scales, matrix, populations: populations + population('raw', box({ X: { min: 1 } })) }]));
    expect(set.gates.map(({ name }) => name)).toEqual(['raw']);
    expect(set.notes.map(gateNoteLine)).toEqual([
      "made.wsp, sample 'made.fcs': its matrix 'Unmixing' is a spectral unmixing, which is not read; gates on unmixed parameters are left out. Export the unmixed events from FlowJo and gate those.",
      "made.wsp, sample 'made.fcs': the gate of 'c' (RectangleGate) is left out, and what lies below it: 'Comp-X' is compensated by a matrix that is not read.",
    ]);
  });
});

describe('samples', () => {
  const populations = population('p', box({ X: { min: 1 } }));
  const twice = workspace([
    { name: 'A1.fcs', id: '7', linear: ['X'], keywords: { $BTIM: '10:00:00' }, populations },
    { name: 'A1.fcs', id: '8', linear: ['X'], keywords: { $BTIM: '11:00:00' }, uri: 'file:/C:/plate%202/A1.fcs', populations },
    { name: 'Specimen, tube 1', id: '9', linear: ['X'], uri: 'file:/C:/data/B%201.fcs', keywords: { $FIL: 'b1.fcs' }, populations },
  ]);
  const document = readGateDocument(twice, 'made.wsp');

  it('are found by name, by the file of their address and by $FIL', () => {
    for (const file of ['Specimen, tube 1', 'B 1.fcs', 'b1.fcs']) expect(chooseSet(document, { file, sample: null }).id).toBe('9');
    expect(chooseSet(document, { file: '', sample: '8' }).id).toBe('8');
  });

  it('of one name are told apart by the keywords of the file, else by their id', () => {
    const keywords = () => new Map([['$BTIM', '11:00:00']]);
    expect(chooseSet(document, { file: 'A1.fcs', sample: null, keywords }).id).toBe('8');
    expect(() => chooseSet(document, { file: 'A1.fcs', sample: null })).toThrow(
      "Expected one sample of 'A1.fcs' (id 7), 'A1.fcs' (id 8), 'Specimen, tube 1' (id 9) for 'A1.fcs', found 2. Name it with --sample.",
    );
  });

  it('know their groups', () => {
    expect(document.sets.map(({ groups }) => groups)).toEqual([['All Samples'], ['All Samples'], ['All Samples']]);
  });
});

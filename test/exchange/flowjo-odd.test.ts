import { describe, expect, it } from 'vitest';
import { gateNoteLine } from '../../src/cli/terminal/gate-note-line.ts';
import { booleanNode, box, onPlane, population, spilloverMatrix, vertices, workspace } from './build-workspace.ts';
import { eventsIn, setOf } from './gate-events.ts';

const set = (
  populations: string,
  more: { readonly matrix?: string; readonly transformations?: string; readonly linear?: readonly string[] } = {},
) => setOf(workspace([{ linear: ['X', 'Y'], ...more, populations }]));
const from = (min: number) => box({ X: { min } });
const said = (sentence: string) => `made.wsp, sample 'made.fcs': ${sentence}`;

describe('names that do not tell populations apart', () => {
  it('a name twice, and a path that a name with a slash repeats: each has its own events, with what lies below it', () => {
    const populations = [
      population('A', from(1), { below: population('B', from(2)) }),
      population('A', from(3), { below: population('B', from(4)) }),
      population('A/B', from(5)),
      population('A', from(6)),
    ].join('');
    const odd = set(populations);
    expect(eventsIn(odd, { X: [0, 1, 2, 3, 4, 5, 6] })).toEqual({
      A: [1, 2, 3, 4, 5, 6],
      'A/B': [2, 3, 4, 5, 6],
      'A (2)': [3, 4, 5, 6],
      'A (2)/B': [4, 5, 6],
      'A/B (2)': [5, 6],
      'A (3)': [6],
    });
    expect(odd.paths.get('A/B (2)')).toEqual(['A/B (2)']);
    expect(odd.notes.map(gateNoteLine)).toEqual([
      said("there are several populations 'A'; one of them is called 'A (2)' here."),
      said("there are several populations 'A/B'; one of them is called 'A/B (2)' here."),
      said("there are several populations 'A'; one of them is called 'A (3)' here."),
    ]);
  });

  it('a boolean gate of one that is there twice is left out, also where one of the two is', () => {
    const odd = set(population('A', from(1)) + population('A', from(2)) + booleanNode('NotNode', 'n', ['A']));
    expect(odd.gates.map(({ name }) => name)).toEqual(['A', 'A (2)']);
    expect(odd.notes.map(gateNoteLine).at(-1)).toBe(said("'n' is left out: it combines 'A', of which there are several."));
    const half = set(population('A', '') + population('A', from(2)) + booleanNode('NotNode', 'n', ['A']));
    expect(half.gates.map(({ name }) => name)).toEqual(['A (2)']);
  });

  it('a population that is called as the helper of another one', () => {
    const outside = population('A', box({ X: { min: 2 } }, { eventsInside: 0 }));
    expect(eventsIn(set(population('A (inside)', from(3)) + outside), { X: [1, 2, 3] })).toEqual({
      'A (inside)': [2],
      'A (inside) (2)': [1, 2],
      A: [0],
    });
  });
});

describe('what is not read is left out in a sentence, and the rest stays', () => {
  const kept = population('kept', from(1));
  it.each([
    [
      'a population of a plug-in',
      '<ExternalPopNode name="umap"><Subpopulations/></ExternalPopNode>',
      "'umap' (ExternalPopNode) is left out, and what lies below it: it is no gate.",
    ],
    [
      'a boolean gate of one population',
      booleanNode('AndNode', 'b', ['kept']),
      "'b' (AndNode) is left out, and what lies below it: it is of 1, not of two populations or more.",
    ],
    [
      'a complement of two',
      booleanNode('NotNode', 'b', ['kept', 'kept']),
      "'b' (NotNode) is left out, and what lies below it: it is of 2, not of one population.",
    ],
    [
      'a complement of none',
      booleanNode('NotNode', 'b', []),
      "'b' (NotNode) is left out, and what lies below it: it is of 0, not of one population.",
    ],
  ])('%s', (_, odd, sentence) => {
    const read = set(kept + odd);
    expect([read.gates.map(({ name }) => name), read.notes.map(gateNoteLine)]).toEqual([['kept'], [said(sentence)]]);
  });

  it('statistics among the populations are nothing that is left out', () => {
    expect(set(`${kept}<Statistic name="Mean" id="X" value="1"/>`).notes).toEqual([]);
  });

  it('a corner that has no place on its scale', () => {
    const log = '<transforms:log transforms:offset="1" transforms:decades="2"><data-type:parameter data-type:name="Z"/></transforms:log>';
    const corners: [number, number][] = [
      [-5, 0],
      [9, 0],
      [9, 9],
    ];
    const read = set(kept + population('p', onPlane('PolygonGate', ['Z', 'Y'], vertices(corners))), { transformations: log });
    expect([read.gates.map(({ name }) => name), read.notes.map(gateNoteLine)]).toEqual([
      ['kept'],
      [said("the gate of 'p' (PolygonGate) is left out, and what lies below it: a corner at -5 has no place on its scale.")],
    ]);
  });

  // FlowKit 1.1 (`_wsp_transforms.py`, `WSPLogTransform`): values and bounds alike are held at the ends of the axis, here 1 and 100.
  it.each([
    ['below the axis', { min: 0.1, max: 50 }, [0, 1, 2, 3, 4]],
    ['above the axis', { min: 10, max: 500 }, [4, 5, 6, 7, 8]],
    ['on both sides', { min: 1, max: 100 }, [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['on none', { min: 2, max: 50 }, [4]],
  ])('a range on a logarithmic axis with bounds %s', (_, bounds, expected) => {
    const log = '<transforms:log transforms:offset="1" transforms:decades="2"><data-type:parameter data-type:name="Z"/></transforms:log>';
    const read = set(population('r', box({ Z: bounds })), { transformations: log });
    expect(eventsIn(read, { Z: [-5, 0, 0.5, 1, 10, 50, 100, 200, 900] })).toEqual({ r: expected });
  });

  it('a matrix whose compensated parameters are named as the others: gates on them are left out, others stay', () => {
    const read = set(kept + population('other', box({ Y: { min: 1 } })), {
      matrix: spilloverMatrix({ X: [1] }, { prefix: '', name: 'm' }),
    });
    expect(read.gates.map(({ name }) => name)).toEqual(['other']);
    expect(read.notes.map(gateNoteLine)).toEqual([
      said(
        "its matrix 'm' gives compensated parameters no prefix or suffix, so that a gate does not say whether its values are compensated; gates on parameters of the matrix are left out.",
      ),
      said("the gate of 'kept' (RectangleGate) is left out, and what lies below it: 'X' may be compensated or not."),
    ]);
  });
});

describe('what cannot be told is refused', () => {
  it.each([
    [
      'whether the inside of a gate is meant',
      population('p', box({ X: { min: 1 } }).replace('eventsInside="1"', 'eventsInside="maybe"')),
      {},
      "Element 'RectangleGate': expected true or false as 'eventsInside', found 'maybe'.",
    ],
    [
      'a coefficient of a parameter that has no row',
      population('p', from(1)),
      {
        matrix: spilloverMatrix({ X: [1] }).replace(
          '</transforms:spillover>',
          '<transforms:coefficient data-type:parameter="Y" transforms:value="0.5"/></transforms:spillover>',
        ),
      },
      "Element 'spillover': expected coefficients of parameters that have a row, found 0.5 for 'Y'.",
    ],
  ])('%s', (_, populations, more, sentence) => {
    expect(() => set(populations, more)).toThrow(sentence);
  });

  it('true and false stand for 1 and 0', () => {
    const gate = (inside: string) => population(inside, box({ X: { min: 2 } }).replace('eventsInside="1"', `eventsInside="${inside}"`));
    const found = eventsIn(set(gate('true') + gate('false')), { X: [1, 2] });
    expect([found.true, found.false]).toEqual([[1], [0]]);
  });
});

it("a prefix and a suffix of one's own name compensated parameters", () => {
  const matrix = spilloverMatrix({ X: [1, 0.5], Y: [0, 1] }, { prefix: '&lt;' }).replace('suffix=""', 'suffix="&gt;"');
  const names = set(population('c', box({ '&lt;Y&gt;': { min: 6 } })) + population('raw', box({ Y: { min: 10 } })), {
    matrix,
    linear: ['X', 'Y', '&lt;Y&gt;'],
  });
  // Y - 0.5 X: 10 - 5 = 5 and 11 - 5 = 6.
  expect(eventsIn(names, { X: [10, 10], Y: [10, 11] })).toEqual({ c: [1], raw: [0, 1] });
});

import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import {
  boolean as combination,
  dimension,
  divider,
  document,
  gate,
  point,
  quadrant,
  ratio,
  rectangle,
  spectrumMatrix,
  transformation,
} from './build-gating-ml.ts';
import { booleanNode, box, onPlane, population, spilloverMatrix, vertices, workspace } from './build-workspace.ts';
import { eventsIn, setOf } from './gate-events.ts';

/** 21 x 21 events on a grid, a third parameter, and time. */
const GRID = Array.from({ length: 441 }, (_, i) => [(i % 21) * 5, Math.floor(i / 21) * 5] as const);
const COLUMNS = {
  X: GRID.map(([x]) => x),
  Y: GRID.map(([, y]) => y),
  Z: GRID.map(([x, y]) => 1 + ((x * 7 + y * 3) % 90)),
};

const GATING_ML = document(
  transformation('Scale', 'fasinh', { T: 100, M: 2, A: 0.5 }),
  ratio('Ratio', ['X', 'Y'], { A: 1, B: 0, C: 1 }),
  spectrumMatrix(
    'Matrix',
    ['SX', 'SY'],
    ['X', 'Y'],
    [
      [1, 0.25],
      [0.125, 1],
    ],
  ),
  rectangle('Box', [
    { name: 'X', min: 12, max: 61 },
    { name: 'Y', min: 8 },
  ]),
  rectangle('Spilled', [{ name: 'SX', comp: 'Matrix', scale: 'Scale', min: 0.4 }], 'Box'),
  rectangle('Of two', [{ ratio: 'Ratio', min: 0.5, max: 2 }]),
  gate(
    'PolygonGate',
    'Corner',
    `${dimension({ name: 'X' })}${dimension({ name: 'Y' })}${[
      [3, 4],
      [72, 11],
      [33, 84],
    ]
      .map((corner) => `<gating:vertex>${point(corner)}</gating:vertex>`)
      .join('')}`,
  ),
  gate(
    'EllipsoidGate',
    'Round',
    `${dimension({ name: 'X' })}${dimension({ name: 'Y' })}<gating:mean>${point([41, 52])}</gating:mean><gating:covarianceMatrix>${[
      [300, 40],
      [40, 120],
    ]
      .map((row) => `<gating:row>${row.map((value) => `<gating:entry data-type:value="${value}"/>`).join('')}</gating:row>`)
      .join('')}</gating:covarianceMatrix><gating:distanceSquare data-type:value="1.7"/>`,
  ),
  gate(
    'QuadrantGate',
    'Quarters',
    `${divider('DX', { name: 'X' }, [38])}${divider('DY', { name: 'Z' }, [22, 61])}${quadrant('Low', { DX: 10, DY: 10 })}${quadrant('High', { DX: 70, DY: 80 })}`,
  ),
  combination('Both', 'and', ['Box', '!Corner']),
);

const FLOWJO = workspace([
  {
    linear: ['X', 'Y', 'Z', 'Comp-X'],
    transformations:
      '<transforms:biex transforms:length="256" transforms:maxRange="262144" transforms:neg="0" transforms:width="-10" transforms:pos="4.5"><data-type:parameter data-type:name="Comp-Y"/></transforms:biex>',
    matrix: spilloverMatrix({ X: [1, 0.2], Y: [0.1, 1] }),
    populations: [
      population('Box', box({ X: { min: 12, max: 61 }, Y: { min: 8 } }), {
        below: population('Outside', box({ Z: { min: 30, max: 60 } }, { eventsInside: 0 })),
      }),
      population('Spilled', box({ 'Comp-X': { min: 21 } })),
      population('Biex', box({ 'Comp-Y': { min: 33 } })),
      population(
        'Corner',
        onPlane(
          'PolygonGate',
          ['X', 'Y'],
          vertices([
            [3, 4],
            [72, 11],
            [33, 84],
          ]),
        ),
      ),
      population(
        'Round',
        onPlane(
          'EllipsoidGate',
          ['X', 'Y'],
          `<gating:foci>${vertices([
            [30, 40],
            [60, 55],
          ])}</gating:foci><gating:edge>${vertices([
            [18, 34],
            [72, 61],
            [40, 55],
            [50, 40],
          ])}</gating:edge>`,
        ),
      ),
      booleanNode('AndNode', 'Both', ['Box', 'Corner']),
      booleanNode('NotNode', 'Neither', ['Box']),
    ].join(''),
  },
]);

const FACSDIVA = `<bdfacs version="Version 8.0"><log_decades>5</log_decades><experiment name="E"><specimen name="S"><tube name="made"><data_filename>made.fcs</data_filename><gates>${[
  [
    'All Events\\\\P1',
    'RECTANGLE_REGION',
    [
      [12, 8],
      [61, 70],
    ],
  ],
  [
    'All Events\\\\P1\\\\P2',
    'POLYGON_REGION',
    [
      [3, 4],
      [72, 11],
      [33, 84],
    ],
  ],
  [
    'All Events\\\\P3',
    'INTERVAL_REGION',
    [
      [22, 0],
      [61, 0],
    ],
  ],
]
  .map(
    ([fullname, type, corners]) =>
      `<gate fullname="${String(fullname).replaceAll('\\\\', '\\')}" type="Region_Classifier"><region name="r" xparm="X" yparm="Y" type="${String(type)}"><points>${(
        corners as number[][]
      )
        .map(([x, y]) => `<point x="${x}" y="${y}"/>`)
        .join('')}</points></region><is_x_parameter_log>false</is_x_parameter_log><is_y_parameter_log>false</is_y_parameter_log></gate>`,
  )
  .join('')}</gates></tube></specimen></experiment></bdfacs>`;

interface Damage {
  readonly what: string;
  readonly text: string;
}

interface Tag {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Of the whole element. */
  readonly end: number;
  readonly closing: number | null;
}

/** The tags of a document without comments and sections. */
function tagsOf(text: string): readonly Tag[] {
  const tags: Tag[] = [];
  const open: { name: string; from: number; to: number }[] = [];
  for (const match of text.matchAll(/<(\/?)([\w:.-]+)[^>]*?(\/?)>/g)) {
    const [whole, close, name = '', alone] = match;
    const [from, to] = [match.index, match.index + whole.length];
    if (close === '/') {
      const begun = open.pop();
      if (begun !== undefined) tags.push({ ...begun, end: to, closing: from });
    } else if (alone === '/') tags.push({ name, from, to, end: to, closing: null });
    else open.push({ name, from, to });
  }
  return tags;
}

const spliced = (text: string, from: number, to: number, by: string): string => text.slice(0, from) + by + text.slice(to);

function renamed(text: string, { name, from, end, closing }: Tag): string {
  const closed = closing === null ? text : spliced(text, closing, end, `</${name}x>`);
  return spliced(closed, from, from + 1 + name.length, `<${name}x`);
}

function attributesOf(
  text: string,
  { from, to, name }: Tag,
): readonly { readonly name: string; readonly from: number; readonly to: number }[] {
  const tag = text.slice(from, to);
  return [...tag.matchAll(/ ([\w:.-]+)="[^"]*"/g)]
    .filter(([, attribute = '']) => !attribute.startsWith('xmlns'))
    .map((match) => ({ name: `${name}@${match[1] ?? ''}`, from: from + match.index, to: from + match.index + match[0].length }));
}

function damages(text: string): Readonly<Record<'renamed' | 'doubled' | 'deleted', readonly Damage[]>> {
  const tags = tagsOf(text);
  const attributes = tags.flatMap((tag) => attributesOf(text, tag));
  const atName = (name: string) => name.slice(name.indexOf('@') + 1);
  return {
    renamed: [
      ...tags.map((tag) => ({ what: tag.name, text: renamed(text, tag) })),
      ...attributes.map(({ name, from, to }) => ({
        what: name,
        text: spliced(text, from, to, text.slice(from, to).replace(atName(name), `${atName(name)}x`)),
      })),
    ],
    doubled: tags.map((tag) => ({ what: tag.name, text: spliced(text, tag.end, tag.end, text.slice(tag.from, tag.end)) })),
    deleted: [
      ...tags.map((tag) => ({ what: tag.name, text: spliced(text, tag.from, tag.end, '') })),
      ...attributes.map(({ name, from, to }) => ({ what: name, text: spliced(text, from, to, '') })),
    ],
  };
}

/** What a reader is told: an error, or the events of each population and the notes. */
function readingOf(text: string, file: string): { readonly told: string; readonly events: string } {
  try {
    const set = setOf(text, null, file);
    return { told: JSON.stringify(set.notes), events: JSON.stringify(eventsIn(set, COLUMNS)) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { told: `refused: ${error.code}`, events: '' };
  }
}

/** Kinds of damage after which other events are counted and nothing is told. */
function silent(
  kind: keyof ReturnType<typeof damages>,
  text: string,
  file: string,
): { readonly tried: number; readonly found: readonly string[] } {
  const whole = readingOf(text, file);
  const tried = damages(text)[kind];
  const found = tried.filter((damage) => {
    const reading = readingOf(damage.text, file);
    return reading.told === whole.told && reading.events !== whole.events;
  });
  return { tried: tried.length, found: [...new Set(found.map(({ what }) => what))].sort() };
}

const DOCUMENTS = [
  { name: 'Gating-ML', file: 'made.xml', text: GATING_ML, populations: 8 },
  { name: 'FlowJo', file: 'made.wsp', text: FLOWJO, populations: 9 },
  { name: 'FACSDiva', file: 'made.xml', text: FACSDIVA, populations: 3 },
] as const;

describe.each(DOCUMENTS)('a $name document', ({ text, file, populations }) => {
  it('is read whole, without a note', () => {
    const { told, events } = readingOf(text, file);
    expect(told).toBe('[]');
    expect(Object.keys(JSON.parse(events) as object)).toHaveLength(populations);
  });

  it('whose elements and attributes are misspelt one by one never counts other events without a word', () => {
    const { tried, found } = silent('renamed', text, file);
    expect(tried).toBeGreaterThan(30);
    expect(found).toEqual([]);
  });

  it('whose elements are there twice, one by one, never counts other events without a word', () => {
    expect(silent('doubled', text, file).found).toEqual([]);
  });
});

/**
 * Without these a document is another one, which may be meant: a gate that is not there, a side that is open, one dimension less, a linear scale, a gate
 * without a parent or not of the complement, a divider with fewer values.
 */
const MAY_BE_ABSENT: Readonly<Record<string, readonly string[]>> = {
  'Gating-ML': [
    'gating:BooleanGate',
    'gating:EllipsoidGate',
    'gating:Quadrant',
    'gating:QuadrantGate',
    'gating:RectangleGate',
    'gating:RectangleGate@gating:parent_id',
    'gating:dimension',
    'gating:dimension@gating:max',
    'gating:dimension@gating:min',
    'gating:dimension@gating:transformation-ref',
    'gating:gateReference@gating:use-as-complement',
    'gating:position',
    'gating:value',
  ],
  FlowJo: [
    'AndNode',
    'NotNode',
    'Population',
    'Subpopulations',
    'gating:dimension',
    'gating:dimension@gating:max',
    'gating:dimension@gating:min',
  ],
  FACSDiva: ['gate'],
};

it.each(DOCUMENTS)('of a $name document nothing can be missing without a word, but what makes another document', ({ name, text, file }) => {
  expect(silent('deleted', text, file).found).toEqual(MAY_BE_ABSENT[name]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { definitionOfGates } from '../../src/exchange/document/definition-of-gates.ts';
import type { GateSet } from '../../src/exchange/document/gate-document.ts';
import {
  GATES,
  type Gate,
  gateSchema,
  namedPopulationsOf,
  populationsOf,
  prerequisitesOf,
  renameGate,
} from '../../src/population/gates/registry.ts';

const title = { en: 'Upper', zh: '上' };
const common = { name: 'G', parent: 'P', title };

/** One gate of each kind, with the populations that it makes and those that it needs. */
const KINDS: Readonly<
  Record<Gate['type'], { readonly gate: object; readonly makes: readonly string[]; readonly needs: readonly string[] }>
> = {
  range: { gate: { x: 'X', min: 1 }, makes: ['G'], needs: ['P'] },
  rectangle: { gate: { dimensions: [{ parameter: 'X', min: 1 }] }, makes: ['G'], needs: ['P'] },
  polygon: {
    gate: {
      x: 'X',
      y: 'Y',
      vertices: [
        [0, 0],
        [0, 1],
        [1, 0],
      ],
    },
    makes: ['G'],
    needs: ['P'],
  },
  ellipse: {
    gate: {
      dimensions: ['X', 'Y'],
      mean: [0, 0],
      covariance: [
        [1, 0],
        [0, 1],
      ],
      distanceSquare: 1,
    },
    makes: ['G'],
    needs: ['P'],
  },
  quadrant: {
    gate: {
      dividers: [{ x: 'X', values: [1] }],
      populations: [
        { name: 'low', intervals: [0] },
        { name: 'high', title, intervals: [1] },
      ],
    },
    makes: ['low', 'high'],
    needs: ['P'],
  },
  boolean: { gate: { operator: 'and', of: ['A', { not: 'B' }] }, makes: ['G'], needs: ['P', 'A', 'B'] },
  singlet: { gate: { area: 'FSC-A', height: 'FSC-H', max: 1.3 }, makes: ['G'], needs: ['P'] },
  time: { gate: { from: 1 }, makes: ['G'], needs: ['P'] },
  nearest: {
    gate: { dimensions: ['X'], centroids: [{ name: 'low', at: [0] }, { at: [1] }, { name: 'high', title, at: [2] }] },
    makes: ['low', 'high'],
    needs: ['P'],
  },
};

const KEYS = GATES.ids;
const gateOf = (type: Gate['type']): Gate => gateSchema().parse({ ...common, type, ...KINDS[type].gate });

describe('a kind of gate', () => {
  it('is in this table, each', () => {
    expect(Object.keys(KINDS)).toEqual(KEYS);
  });

  it.each(KEYS)('%s names its populations, with the title of each', (type) => {
    const gate = gateOf(type);
    expect(populationsOf(gate)).toEqual(KINDS[type].makes);
    const titles = namedPopulationsOf(gate).map((one) => one.title);
    expect(titles).toEqual(KINDS[type].makes.length === 1 ? [title] : [undefined, title]);
  });

  it.each(KEYS)('%s is renamed in all that it makes and needs, and in nothing else', (type) => {
    const gate = gateOf(type);
    const renamed = renameGate(gate, (name) => `${name}'`);
    expect(populationsOf(renamed)).toEqual(KINDS[type].makes.map((name) => `${name}'`));
    expect(prerequisitesOf(renamed)).toEqual(KINDS[type].needs.map((name) => `${name}'`));
    expect(renameGate(renamed, (name) => name.replace(/'$/, ''))).toEqual(gate);
  });

  it('is known by its type where gates are defined, read, imported or learned, and nowhere else: all else asks the kind', () => {
    const src = fileURLToPath(new URL('../../src/', import.meta.url));
    const word = new RegExp(`\\bgate\\w*\\.type (===|!==) '(${KEYS.join('|')})'`, 'i');
    const found = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && word.test(readFileSync(`${src}${file}`, 'utf8')),
    );
    // Rectangles, whose sides may be open, beside the data; FlowJo's own boolean gates; the gates that are added to those of a file; clusters, which are learned as `nearest` gates.
    expect(found.sort()).toEqual([
      'cli/commands/gate/outside-data.ts',
      'exchange/document/without-place.ts',
      'exchange/flowjo/flowjo-gates.ts',
      'pipeline/definition/cluster-gates.ts',
    ]);
  });
});

describe('an imported definition', () => {
  it('has the short names of quadrants where the gates below them have them', () => {
    const gates = [
      gateSchema().parse({ ...common, parent: null, type: 'quadrant', ...KINDS.quadrant.gate }),
      gateSchema().parse({ name: 'sample/high/CD3', parent: 'high', type: 'range', x: 'CD3', min: 1 }),
    ];
    const paths = new Map([
      ['high', ['sample', 'Q2']],
      ['sample/high/CD3', ['sample', 'high', 'CD3+']],
    ]);
    const set: GateSet = {
      sample: null,
      id: null,
      groups: [],
      files: [],
      keywords: new Map(),
      gates,
      transforms: {},
      matrices: {},
      markers: {},
      paths,
      storedCounts: new Map(),
      notes: [],
      compensation: { from: 'none' },
      heading: 'path',
    };
    const { tubes, attributes } = definitionOfGates(set, null);
    expect(tubes).toMatchObject([
      {
        gates: [
          { name: 'G', populations: [{ name: 'low' }, { name: 'Q2' }] },
          { name: 'CD3+', parent: 'Q2' },
        ],
      },
    ]);
    expect(attributes).toMatchObject([{ population: 'low' }, { population: 'CD3+', of: 'Q2' }]);
  });
});

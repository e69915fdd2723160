import { describe, expect, it } from 'vitest';
import { readGateDocument } from '../../src/exchange/registry.ts';
import {
  boolean,
  bounded,
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
import { type Columns, eventsIn, setOf } from './gate-events.ts';

const found = (elements: readonly string[], columns: Columns, options?: Parameters<typeof eventsIn>[2]) =>
  eventsIn(setOf(document(...elements), null, 'made.xml'), columns, options);

describe('Gating-ML 2.0, features one by one', () => {
  it('a rectangle holds its minimum, not its maximum; either may be absent', () => {
    const elements = [
      rectangle('both', [{ name: 'X', min: 1, max: 3 }]),
      rectangle('min', [{ name: 'X', min: 2 }]),
      rectangle('max', [{ name: 'X', max: 2 }]),
      rectangle('two', [
        { name: 'X', min: 1 },
        { name: 'Y', max: 2 },
      ]),
    ];
    expect(found(elements, { X: [0, 1, 2, 3], Y: [1, 2, 1, 1] })).toEqual({ both: [1, 2], min: [2, 3], max: [0, 1], two: [2, 3] });
  });

  it('refuses a bound that is empty instead of letting in every event', () => {
    const text = document(rectangle('r', [{ name: 'X', min: 1 }])).replace('min="1"', 'min=""');
    expect(() => eventsIn(setOf(text, null, 'made.xml'), { X: [0] })).toThrow("Element 'dimension': expected a number, found ''.");
  });

  it('gates in any order: a boolean gate before its operands, a child before its parent', () => {
    const elements = [
      rectangle('child', [{ name: 'X', max: 3 }], 'any'),
      boolean('any', 'or', ['low', 'high']),
      rectangle('low', [{ name: 'X', max: 1 }]),
      rectangle('high', [{ name: 'X', min: 2 }]),
    ];
    expect(found(elements, { X: [0, 1, 2, 3] })).toEqual({ child: [0, 2], any: [0, 2, 3], low: [0], high: [2, 3] });
  });

  it('parents of every kind, a quadrant and a boolean gate of quadrants among them; complements', () => {
    const elements = [
      gate(
        'QuadrantGate',
        'Q',
        divider('dx', { name: 'X' }, [2]) +
          divider('dy', { name: 'Y' }, [2]) +
          quadrant('++', { dx: 3, dy: 3 }) +
          quadrant('--', { dx: 1, dy: 1 }) +
          quadrant('+-', { dx: 3, dy: 1 }),
      ),
      rectangle('in a quadrant', [{ name: 'X', min: 3 }], '++'),
      boolean('of quadrants', 'or', ['++', '--']),
      rectangle('in a boolean', [{ name: 'X', max: 2 }], 'of quadrants'),
      boolean('complement', 'and', ['!++', 'of quadrants']),
      boolean('not', 'not', ['!--']),
      gate(
        'PolygonGate',
        'in not',
        dimension({ name: 'X' }) +
          dimension({ name: 'Y' }) +
          [
            [0, 0],
            [9, 0],
            [9, 9],
            [0, 9],
          ]
            .map((at) => `<gating:vertex>${point(at)}</gating:vertex>`)
            .join(''),
        'not',
      ),
    ];
    expect(found(elements, { X: [1, 2, 3, 3, 1], Y: [1, 2, 2, 1, 2] })).toEqual({
      '++': [1, 2],
      '--': [0],
      '+-': [3],
      'in a quadrant': [2],
      'of quadrants': [0, 1, 2],
      'in a boolean': [0],
      complement: [0],
      not: [0],
      'in not': [0],
    });
  });

  it('quadrants with three dividers, one of them with two values; an event on a value lies above it; a divider may be left out', () => {
    const elements = [
      gate(
        'QuadrantGate',
        'Q',
        divider('dx', { name: 'X' }, [3, 1]) +
          divider('dy', { name: 'Y' }, [1]) +
          divider('dz', { name: 'Z' }, [1]) +
          quadrant('middle', { dx: 2, dy: 5, dz: 0 }) +
          quadrant('top', { dx: 100, dz: 0 }),
      ),
    ];
    expect(found(elements, { X: [0, 1, 2, 3, 2], Y: [1, 1, 0, 0, 1], Z: [0, 0, 0, 0, 1] })).toEqual({ middle: [1], top: [3] });
  });

  it('a polygon that crosses itself holds what an odd number of its turns holds: a pentagram without its middle', () => {
    // Corners of a pentagram about (50, 50) with radius 50, joined by twos.
    const corners = [
      [50, 100],
      [79, 10],
      [2, 65],
      [98, 65],
      [21, 10],
    ];
    const vertices = corners.map((at) => `<gating:vertex>${point(at)}</gating:vertex>`).join('');
    const elements = [gate('PolygonGate', 'star', dimension({ name: 'X' }) + dimension({ name: 'Y' }) + vertices)];
    expect(found(elements, { X: [50, 50, 50, 20, 90], Y: [50, 80, 10, 60, 90] })).toEqual({ star: [1, 3] });
  });

  it('ratio A (x - B) / (y - C), with a scale and a gate on it', () => {
    // 2 (X - 1) / (Y - (-1)): 2 x 10 / 2 = 10, 2 x 10 / 4 = 5, 2 x 100 / 2 = 100; flog with T = 100, M = 2: log10(r / 100) / 2 + 1 is 0.5, 0.349, 1.
    const elements = [
      ratio('R', ['X', 'Y'], { A: 2, B: 1, C: -1 }),
      transformation('L', 'flog', { T: 100, M: 2 }),
      rectangle('linear', [{ ratio: 'R', min: 10 }]),
      rectangle('scaled', [{ ratio: 'R', scale: 'L', min: 0.3, max: 0.75 }]),
    ];
    expect(found(elements, { X: [11, 11, 101], Y: [1, 3, 1] })).toEqual({ linear: [0, 2], scaled: [0, 1] });
  });

  it('compensation of each dimension: as acquired, by the file, by a matrix of its own, also of a ratio', () => {
    const spillover = {
      keyword: '$SPILLOVER',
      parameters: ['X', 'Y'],
      matrix: [
        [1, 0.5],
        [0, 1],
      ],
    };
    const elements = [
      spectrumMatrix(
        'M',
        ['FX', 'FY'],
        ['X', 'Y'],
        [
          [1, 0.1],
          [0, 1],
        ],
      ),
      ratio('R', ['FY', 'FX'], { A: 1, B: 0, C: 0 }),
      // X = 10, Y = 10: Y is 10, 10 - 0.5 x 10 = 5, 10 - 0.1 x 10 = 9.
      rectangle('acquired', [{ name: 'Y', min: 9.5 }]),
      rectangle('file', [{ name: 'Y', comp: 'FCS', min: 4.5, max: 5.5 }]),
      rectangle('matrix', [{ name: 'FY', comp: 'M', min: 8.5, max: 9.5 }]),
      rectangle('all', [
        { name: 'Y', min: 9.5 },
        { name: 'Y', comp: 'FCS', max: 5.5 },
        { name: 'FY', comp: 'M', min: 8.5 },
      ]),
      rectangle('ratio', [{ ratio: 'R', comp: 'M', min: 0.85, max: 0.95 }]),
    ];
    expect(found(elements, { X: [10, 0], Y: [10, 5] }, { spillover })).toEqual({
      acquired: [0],
      file: [0, 1],
      matrix: [0],
      all: [0],
      ratio: [0],
    });
  });

  it('a spectrum matrix with more detectors than fluorochromes is inverted by least squares', () => {
    // Events are 7 F + 3 G on three detectors: F alone gives (1, 1, 0), G alone (0, 1, 1).
    const elements = [
      spectrumMatrix(
        'U',
        ['F', 'G'],
        ['A', 'B', 'C'],
        [
          [1, 1, 0],
          [0, 1, 1],
        ],
      ),
      rectangle('F 7', [{ name: 'F', comp: 'U', min: 6.9, max: 7.1 }]),
      rectangle('G 3', [{ name: 'G', comp: 'U', min: 2.9, max: 3.1 }]),
    ];
    expect(found(elements, { A: [7, 3], B: [10, 10], C: [3, 7] })).toEqual({ 'F 7': [0], 'G 3': [0] });
  });

  it.each([
    // Each value of x with its place: an event lies in [place, …) and not in [a little more, …).
    [
      'flin',
      { T: 1000, A: 100 },
      [
        [450, 0.5],
        [-100, 0],
        [1000, 1],
      ],
    ],
    [
      'flog',
      { T: 10_000, M: 5 },
      [
        [100, 0.6],
        [10, 0.4],
        [10_000, 1],
      ],
    ],
    // At 0: A / (M + A); at T: 1.
    [
      'fasinh',
      { T: 1000, M: 4, A: 1 },
      [
        [0, 0.2],
        [1000, 1],
      ],
    ],
    // At 0: (W + A) / (M + A); at T: 1.
    [
      'logicle',
      { T: 1000, W: 1, M: 4, A: 0 },
      [
        [0, 0.25],
        [1000, 1],
      ],
    ],
    [
      'hyperlog',
      { T: 1000, W: 1, M: 4, A: 1 },
      [
        [0, 0.4],
        [1000, 1],
      ],
    ],
  ] as const)('%s puts known values where its definition says', (kind, numbers, places) => {
    for (const [value, place] of places) {
      const elements = [
        transformation('t', kind, numbers),
        rectangle('here', [{ name: 'X', scale: 't', min: place - 1e-9, max: place + 1e-9 }]),
      ];
      expect(found(elements, { X: [value, value + 1] })).toEqual({ here: [0] });
    }
  });

  it('bounds of a transformation: a result below the lower one becomes it, one above the upper one becomes that', () => {
    // flin with T = 100, A = 0 is x / 100; its bounds are 0.2 and 0.8, so that 10 and 20 lie at 0.2, 80 and 90 at 0.8.
    const square = [
      [0.1, 0.7],
      [0.3, 0.7],
      [0.3, 0.9],
      [0.1, 0.9],
    ].map((at) => `<gating:vertex>${point(at)}</gating:vertex>`);
    const row = (values: readonly number[]) =>
      `<gating:row>${values.map((value) => `<gating:entry data-type:value="${value}"/>`).join('')}</gating:row>`;
    const both = dimension({ name: 'X', scale: 't' }) + dimension({ name: 'Y', scale: 't' });
    const elements = [
      bounded(transformation('t', 'flin', { T: 100, A: 0 }), { boundMin: 0.2, boundMax: 0.8 }),
      rectangle('from the lower bound', [{ name: 'X', scale: 't', min: 0.2, max: 0.3 }]),
      rectangle('above it', [{ name: 'X', scale: 't', min: 0.21 }]),
      rectangle('below it', [{ name: 'X', scale: 't', max: 0.2 }]),
      rectangle('from below it', [{ name: 'X', scale: 't', min: 0.1, max: 0.21 }]),
      rectangle('from the upper bound', [{ name: 'X', scale: 't', min: 0.8 }]),
      rectangle('up to it', [{ name: 'X', scale: 't', min: 0.5, max: 0.8 }]),
      rectangle('beyond it', [{ name: 'X', scale: 't', min: 0.81 }]),
      gate('PolygonGate', 'polygon', both + square.join('')),
      // A circle of radius 0.1 about (0.2, 0.8).
      gate(
        'EllipsoidGate',
        'circle',
        `${both}<gating:mean>${point([0.2, 0.8])}</gating:mean><gating:covarianceMatrix>${row([0.01, 0])}${row([0, 0.01])}</gating:covarianceMatrix><gating:distanceSquare data-type:value="1"/>`,
      ),
      gate(
        'QuadrantGate',
        'Q',
        divider('d', { name: 'X', scale: 't' }, [0.2, 0.8]) + quadrant('low', { d: 0 }) + quadrant('top', { d: 1 }),
      ),
    ];
    const columns = { X: [-1000, 10, 20, 25, 50, 80, 90], Y: [1000, 80, 75, 60, 90, 90, 90] };
    expect(found(elements, columns)).toEqual({
      'from the lower bound': [0, 1, 2, 3],
      'above it': [3, 4, 5, 6],
      'below it': [],
      'from below it': [0, 1, 2],
      'from the upper bound': [5, 6],
      'up to it': [4],
      'beyond it': [],
      polygon: [0, 1, 2],
      circle: [0, 1, 2],
      low: [],
      top: [5, 6],
    });
  });

  it('bounds where a transformation has no number: zero on a logarithmic scale lies at the lower bound, a negative value nowhere', () => {
    // flog with T = 1000, M = 3 is log10(x) / 3: 0 → minus infinity, brought to 0.1; -1 → none; 1 → 0, brought to 0.1; 1000 → 1, brought to 0.9.
    const elements = [
      bounded(transformation('t', 'flog', { T: 1000, M: 3 }), { boundMin: 0.1, boundMax: 0.9 }),
      transformation('u', 'flog', { T: 1000, M: 3 }),
      rectangle('lowest', [{ name: 'X', scale: 't', min: 0.1, max: 0.11 }]),
      rectangle('any', [{ name: 'X', scale: 't', min: -5, max: 5 }]),
      rectangle('unbounded', [{ name: 'X', scale: 'u', min: -5, max: 5 }]),
      rectangle('highest', [{ name: 'X', scale: 't', min: 0.9 }]),
    ];
    expect(found(elements, { X: [0, -1, 1, 1000] })).toEqual({ lowest: [0, 2], any: [0, 2, 3], unbounded: [2, 3], highest: [3] });
  });

  it('bounds of a ratio hold what is infinite too, and nothing where both parts are zero; a transformation comes after them', () => {
    // 2 (x - 1) / (y - 2), brought between 1 and 4.
    const elements = [
      bounded(ratio('R', ['X', 'Y'], { A: 2, B: 1, C: 2 }), { boundMin: 1, boundMax: 4 }),
      transformation('t', 'flin', { T: 10, A: 0 }),
      rectangle('lowest', [{ ratio: 'R', min: 1, max: 1.1 }]),
      rectangle('between', [{ ratio: 'R', min: 1.1, max: 4 }]),
      rectangle('highest', [{ ratio: 'R', min: 4, max: 5 }]),
      rectangle('scaled', [{ ratio: 'R', scale: 't', min: 0.4 }]),
    ];
    // Ratios 2 x 1 / 1 = 2, 2 x 5 / 1 = 10, 2 x 1 / 4 = 0.5, 1/0, -1/0, 0/0.
    const columns = { X: [2, 6, 2, 2, 0, 1], Y: [3, 3, 6, 2, 2, 2] };
    expect(found(elements, columns)).toEqual({ lowest: [2, 4], between: [0], highest: [1, 3], scaled: [1, 3] });
  });

  it('a three-dimensional ellipsoid on transformed axes holds its surface', () => {
    // flin with T = 100, A = 0 is x / 100. Semi-axes 0.1, 0.2, 0.3 about (0.5, 0.5, 0.5): variances 0.01, 0.04, 0.09 at distance 1.
    const row = (values: readonly number[]) =>
      `<gating:row>${values.map((value) => `<gating:entry data-type:value="${value}"/>`).join('')}</gating:row>`;
    const elements = [
      transformation('t', 'flin', { T: 100, A: 0 }),
      gate(
        'EllipsoidGate',
        'E',
        ['X', 'Y', 'Z'].map((name) => dimension({ name, scale: 't' })).join('') +
          `<gating:mean>${point([0.5, 0.5, 0.5])}</gating:mean>` +
          `<gating:covarianceMatrix>${row([0.01, 0, 0])}${row([0, 0.04, 0])}${row([0, 0, 0.09])}</gating:covarianceMatrix>` +
          '<gating:distanceSquare data-type:value="1"/>',
      ),
    ];
    const columns = { X: [59.9, 60.1, 50, 50, 50, 56], Y: [50, 50, 69.9, 70.1, 50, 62], Z: [50, 50, 50, 50, 79.9, 68] };
    // The last: (0.6)² + (0.6)² + (0.6)² = 1.08.
    expect(found(elements, columns)).toEqual({ E: [0, 2, 4] });
  });

  describe('an extension of a program that is not known', () => {
    const info = (inner: string) => `<data-type:custom_info>${inner}</data-type:custom_info>`;
    const named = `<acme:workspace xmlns:acme="https://acme.example/gates"><acme:node ref="a"><acme:node ref="b"/></acme:node></acme:workspace>`;
    const two = (inA = '', parent = '') => [
      rectangle('a', [{ name: 'X', min: 1 }]).replace('<gating:dimension', `${inA}<gating:dimension`),
      rectangle('b', [{ name: 'X', min: 2 }]).replace('gating:id="b"', `gating:id="b"${parent}`),
    ];

    it.each([
      ['at the root', [info(named), ...two()], 'workspace (https://acme.example/gates)', 'a'],
      ['in a gate', two(info('<child>b</child>')), 'child', 'b'],
      ['as JSON', [info('{"tree": {"a": ["b"]}}'), ...two()], 'custom_info', 'a'],
      ['in an attribute of its own', [`<data-type:custom_info tree="a/b"/>`, ...two()], 'custom_info', 'a'],
    ])('%s that may hold the tree is refused under its name, never flattened', (_, elements, program, gate) => {
      expect(() => found(elements, { X: [0, 1, 2] })).toThrow(
        `expected the tree of gates in their 'parent_id', found none, and an extension of '${program}' that names the gate '${gate}': it may hold the tree, and is not read. Export with parents as Gating-ML 2.0 has them.`,
      );
    });

    it('that names gates beside the parents of the standard is noted under its name', () => {
      const elements = [info(named), ...two('', ' gating:parent_id="a"')];
      expect(found(elements, { X: [0, 1, 2] })).toEqual({ a: [1, 2], b: [2] });
      const { notes } = setOf(document(...elements));
      expect(notes.map(({ code, fields }) => [code, fields])).toEqual([
        ['gate-file/other-extension', { elements: ['workspace (https://acme.example/gates)'] }],
      ]);
    });
  });

  it('what others add in custom_info is passed over, wherever it stands', () => {
    const info = '<data-type:custom_info><anything gating:id="x"><dimension/></anything></data-type:custom_info>';
    const plain = rectangle('r', [{ name: 'X', min: 1 }]);
    const elements = [
      info,
      transformation('t', 'flin', { T: 10, A: 0 }).replace('<transforms:flin', `${info}<transforms:flin`),
      plain.replace('<gating:dimension', `${info}<gating:dimension`).replace('</gating:dimension>', `${info}</gating:dimension>`),
    ];
    expect(found(elements, { X: [0, 1] })).toEqual({ r: [1] });
  });

  it.each([
    [
      'a lower bound above the upper one',
      bounded(transformation('t', 'flin', { T: 1, A: 0 }), { boundMin: 0.5, boundMax: 0.25 }),
      "Element 'transformation': expected boundMin at most boundMax, found 0.5 and 0.25.",
    ],
    [
      'an empty bound',
      transformation('t', 'flin', { T: 1, A: 0 }).replace('transforms:id', 'transforms:boundMax="" transforms:id'),
      "Element 'transformation': expected a number, found ''.",
    ],
    [
      'a transformation that is not there',
      rectangle('r', [{ name: 'X', scale: 'none', min: 1 }]),
      "Element 'dimension': expected the id of a transformation, found 'none'.",
    ],
    [
      'a ratio that is not there',
      rectangle('r', [{ ratio: 'none', min: 1 }]),
      "Element 'dimension': expected the id of a ratio transformation, found 'none'.",
    ],
  ])('%s is refused', (_, element, message) => {
    expect(() => readGateDocument(document(element), 'made.xml')).toThrow(message);
  });
});

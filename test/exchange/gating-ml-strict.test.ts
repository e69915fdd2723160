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
  transformation,
} from './build-gating-ml.ts';
import { type Columns, eventsIn, setOf } from './gate-events.ts';

const found = (text: string, columns: Columns, options?: Parameters<typeof eventsIn>[2]) =>
  eventsIn(setOf(text, null, 'made.xml'), columns, options);

const SPACE = 'http://www.isac-net.org/std/Gating-ML/v2.0/';
const two = dimension({ name: 'X' }) + dimension({ name: 'Y' });
const vertex = (...at: readonly number[]) => `<gating:vertex>${point(at)}</gating:vertex>`;
const plain = rectangle('r', [{ name: 'X', min: 1 }]);
const ellipsoid = (more: string) =>
  gate(
    'EllipsoidGate',
    'e',
    `${two}<gating:mean>${point([0, 0])}</gating:mean><gating:covarianceMatrix>${'<gating:row><gating:entry data-type:value="1"/><gating:entry data-type:value="1"/></gating:row>'.repeat(2)}</gating:covarianceMatrix>${more}`,
  );

describe('Gating-ML that would be read as something else is refused', () => {
  it.each([
    [
      'a gate without dimensions, which would hold every event',
      gate('RectangleGate', 'r', ''),
      "Element 'RectangleGate': expected an element 'dimension', found none.",
    ],
    [
      'a misspelt element',
      plain.replaceAll('gating:dimension', 'gating:Dimension'),
      "Element 'Dimension': expected dimension within 'RectangleGate', as Gating-ML 2.0 has it, found something else.",
    ],
    [
      'an element of another namespace',
      plain.replace('<gating:dimension', '<gating:dimension xmlns:gating="urn:other"'),
      "Element 'dimension': expected dimension within 'RectangleGate', as Gating-ML 2.0 has it, found something else.",
    ],
    [
      'a misspelt bound',
      plain.replace('gating:min', 'gating:Min'),
      "Element 'dimension': expected the attributes compensation-ref, transformation-ref, min, max only, as Gating-ML 2.0 has them, found 'Min'.",
    ],
    [
      "FlowJo's sign for the outside of a gate",
      plain.replace('<gating:RectangleGate', '<gating:RectangleGate eventsInside="0"'),
      "Element 'RectangleGate': expected the attributes id, parent_id only, as Gating-ML 2.0 has them, found 'eventsInside'.",
    ],
    [
      'one attribute twice, in two namespaces',
      plain.replace('gating:min="1"', 'gating:min="1" min="2"'),
      "Expected one attribute 'min', found another one as 'min'.",
    ],
    [
      'a dimension of two parameters',
      plain.replace('<data-type:fcs-dimension', '<data-type:fcs-dimension data-type:name="Y"/><data-type:fcs-dimension'),
      "Element 'dimension': expected one dimension, found 2.",
    ],
    [
      'a complement that is neither true nor false',
      boolean('b', 'and', ['!r', 'r']).replace('"true"', '"TRUE"') + plain,
      "Element 'gateReference': expected true or false as 'use-as-complement', found 'TRUE'.",
    ],
    [
      'two operators',
      gate(
        'BooleanGate',
        'b',
        '<gating:and><gating:gateReference gating:ref="r"/></gating:and><gating:or><gating:gateReference gating:ref="r"/></gating:or>',
      ),
      "Element 'BooleanGate': expected one of and, or, not, found and and or.",
    ],
    [
      'an operator without operands',
      gate('BooleanGate', 'b', '<gating:not/>'),
      "Element 'BooleanGate': expected a gateReference within 'not', found none.",
    ],
    [
      'a transformation of two functions',
      transformation('t', 'flin', { T: 1, A: 0 }).replace(
        '</transforms:transformation>',
        '<transforms:flog transforms:T="1" transforms:M="1"/></transforms:transformation>',
      ),
      "Element 'transformation': expected one function, found 2.",
    ],
    [
      'an id of two transformations',
      transformation('t', 'flin', { T: 1, A: 0 }).repeat(2),
      "Element 'transformation': expected an id of its own, found 't' twice.",
    ],
    [
      'an id of a transformation and a ratio',
      transformation('t', 'flin', { T: 1, A: 0 }) + ratio('t', ['X', 'Y'], { A: 1, B: 0, C: 0 }),
      "Element 'transformation': expected an id of its own, found 't' twice.",
    ],
    [
      'a ratio of three parameters',
      ratio('R', ['X', 'Y'], { A: 1, B: 0, C: 0 }).replace(
        '</transforms:fratio>',
        '<data-type:fcs-dimension data-type:name="Z"/></transforms:fratio>',
      ),
      "Element 'fratio': expected two dimensions of a ratio, found 3.",
    ],
    [
      'a corner of three coordinates',
      gate('PolygonGate', 'p', two + vertex(0, 0) + vertex(1, 1, 1) + vertex(1, 0)),
      "Element 'vertex': expected two coordinates, found another number.",
    ],
    ['no distance', ellipsoid(''), "Element 'EllipsoidGate': expected one element 'distanceSquare', found none."],
    [
      'a distance below 0',
      ellipsoid('<gating:distanceSquare data-type:value="-1"/>'),
      "Element 'distanceSquare': expected a number above 0, found -1.",
    ],
    [
      'two dividers of one id',
      gate('QuadrantGate', 'Q', divider('d', { name: 'X' }, [1]) + divider('d', { name: 'Y' }, [1]) + quadrant('q', { d: 0 })),
      "Element 'QuadrantGate': expected an id of its own for each divider, found 'd' twice.",
    ],
    [
      'two positions on one divider',
      gate(
        'QuadrantGate',
        'Q',
        divider('d', { name: 'X' }, [1]) +
          quadrant('q', { d: 0 }).replace(
            '</gating:Quadrant>',
            '<gating:position gating:divider_ref="d" gating:location="2"/></gating:Quadrant>',
          ),
      ),
      "Element 'position': expected one position on the divider 'd', found two.",
    ],
    [
      'a quadrant without position, which would hold every event',
      gate('QuadrantGate', 'Q', divider('d', { name: 'X' }, [1]) + quadrant('q', {})),
      "Element 'Quadrant': expected an element 'position', found none.",
    ],
    [
      'a divider that another gate has',
      gate('QuadrantGate', 'Q', divider('d', { name: 'X' }, [1]) + quadrant('q', { other: 0 })),
      "Element 'position': expected the id of a divider of this gate, found 'other'.",
    ],
    [
      'a number in two parts',
      gate('QuadrantGate', 'Q', divider('d', { name: 'X' }, [1]).replace('>1<', '>1 <!-- --> 0<') + quadrant('q', { d: 0 })),
      "Element 'value': expected a number, found '1  0'.",
    ],
  ])('%s', (_, element, message) => {
    expect(() => readGateDocument(document(element), 'made.xml')).toThrow(message);
  });

  it.each([
    [
      'the id of a quadrant gate, which is no population',
      gate('QuadrantGate', 'Q', divider('d', { name: 'X' }, [1]) + quadrant('q', { d: 0 })) + rectangle('r', [{ name: 'X', min: 1 }], 'Q'),
      "Gate 'r': expected the name of a population as parent or operand, found 'Q'.",
    ],
    [
      'a parent that is not there',
      rectangle('r', [{ name: 'X', min: 1 }], 'none'),
      "Gate 'r': expected the name of a population as parent or operand, found 'none'.",
    ],
    [
      'an empty parent',
      plain.replace('gating:id', 'gating:parent_id="" gating:id'),
      "Gate 'r': expected the name of a population as parent or operand, found ''.",
    ],
    ['not of two gates', plain + boolean('b', 'not', ['r', 'r']), "Gate 'b': expected one population after 'not', found 2."],
    ['and of one gate', plain + boolean('b', 'and', ['r']), "Gate 'b': expected two populations or more after 'and', found one."],
    ['an id of two gates', plain + plain, "Gate 'r': expected names that are unique in the gate tree, found 'r' twice."],
    ['a matrix that is not there', rectangle('r', [{ name: 'X', comp: 'none', min: 1 }]), "Expected the name of a matrix, found 'none'."],
    ['bounds the wrong way round', rectangle('r', [{ name: 'X', min: 2, max: 1 }]), "Gate 'r': expected min below max, found 2 and 1."],
    [
      'a matrix without an inverse',
      ellipsoid('<gating:distanceSquare data-type:value="1"/>'),
      "Gate 'e': expected a matrix that has an inverse, found another matrix.",
    ],
  ])('%s, when it is bound to a file', (_, element, message) => {
    expect(() => found(document(element), { X: [0], Y: [0] })).toThrow(message);
  });
});

describe('unusual Gating-ML that is legal', () => {
  it('namespaces without prefix, or with other prefixes; attributes of other namespaces', () => {
    const bare = `<Gating-ML xmlns="${SPACE}gating" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"><RectangleGate id="r" xml:id="other"><dimension compensation-ref="uncompensated" min="1"><fcs-dimension xmlns="${SPACE}datatypes" name="X"/></dimension></RectangleGate></Gating-ML>`;
    expect(found(bare, { X: [0, 1] })).toEqual({ r: [1] });
    const other = document(plain)
      .replaceAll('gating:', 'g:')
      .replaceAll('data-type:', '_:')
      .replaceAll('xmlns:gating', 'xmlns:g')
      .replaceAll('xmlns:data-type', 'xmlns:_');
    expect(found(other, { X: [0, 1] })).toEqual({ r: [1] });
  });

  it('names with entities and character references, in CDATA a value', () => {
    const name = 'a & <b> "c" \u00b5';
    const written = 'a &amp; &lt;b&gt; &quot;c&quot; &#xB5;';
    const elements =
      rectangle(written, [{ name: written, min: 1 }]) +
      gate('QuadrantGate', 'Q', divider('d', { name: written }, [1]).replace('>1<', '>0<![CDATA[1 ]]><') + quadrant('q', { d: 0 }));
    expect(found(document(elements), { [name]: [0, 1] })).toEqual({ [name]: [1], q: [0] });
  });

  it('true and false as 1 and 0, with white space', () => {
    const b = boolean('b', 'and', ['!r', '!r']).replace('"true"', '" 1 "');
    expect(found(document(plain + b + boolean('c', 'or', ['!r', 'r']).replace('"true"', '"0"')), { X: [0, 1] })).toEqual({
      r: [1],
      b: [0],
      c: [1],
    });
  });

  it.each(['true', '1'])('a matrix that is inverted already (%s): rows are detectors, columns fluorochromes', (already) => {
    // F = X - Y / 2, G = Y: events (10, 4) and (10, 6) have F = 8 and 7.
    const names = (list: string, all: readonly string[]) =>
      `<transforms:${list}>${all.map((name) => `<data-type:fcs-dimension data-type:name="${name}"/>`).join('')}</transforms:${list}>`;
    const row = (...values: readonly number[]) =>
      `<transforms:spectrum>${values.map((value) => `<transforms:coefficient transforms:value="${value}"/>`).join('')}</transforms:spectrum>`;
    const matrix = `<transforms:spectrumMatrix transforms:id="M" transforms:matrix-inverted-already="${already}">${names('fluorochromes', ['F', 'G'])}${names('detectors', ['X', 'Y'])}${row(1, 0)}${row(-0.5, 1)}</transforms:spectrumMatrix>`;
    expect(found(document(matrix, rectangle('r', [{ name: 'F', comp: 'M', min: 7.5 }])), { X: [10, 10], Y: [4, 6] })).toEqual({ r: [0] });
  });

  it('detectors in another order than the file, fluorochromes in another order than their detectors', () => {
    // F alone gives (X, Y) = (1, 0.5), G alone (0, 1): the event (10, 7) is 10 F and 2 G.
    const names = (list: string, all: readonly string[]) =>
      `<transforms:${list}>${all.map((name) => `<data-type:fcs-dimension data-type:name="${name}"/>`).join('')}</transforms:${list}>`;
    const row = (...values: readonly number[]) =>
      `<transforms:spectrum>${values.map((value) => `<transforms:coefficient transforms:value="${value}"/>`).join('')}</transforms:spectrum>`;
    const matrix = `<transforms:spectrumMatrix transforms:id="M">${names('fluorochromes', ['G', 'F'])}${names('detectors', ['X', 'Y'])}${row(0, 1)}${row(1, 0.5)}</transforms:spectrumMatrix>`;
    const near = (name: string, place: number) => [{ name, comp: 'M', min: place - 0.01, max: place + 0.01 }];
    const text = document(matrix, rectangle('G', near('G', 2)), rectangle('F', near('F', 10)), rectangle('by detector', near('X', 10)));
    expect(found(text, { Y: [7], Z: [0], X: [10] })).toEqual({ G: [0], F: [0], 'by detector': [0] });
  });

  it("compensation 'FCS' of a file without spillover leaves values as they are", () => {
    expect(found(document(rectangle('r', [{ name: 'X', comp: 'FCS', min: 1 }])), { X: [0, 1] })).toEqual({ r: [1] });
  });

  it('a bound of a transformation with white space about it', () => {
    const scale = bounded(transformation('t', 'flin', { T: 10, A: 0 }), { boundMin: 0.5 }).replace('"0.5"', '" 5e-1 "');
    expect(found(document(scale, rectangle('r', [{ name: 'X', scale: 't', min: 0.5, max: 0.6 }])), { X: [0, 5, 6] })).toEqual({
      r: [0, 1],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { gateNoteLine } from '../../src/cli/terminal/gate-note-line.ts';
import { readGateDocument } from '../../src/exchange/registry.ts';
import { compileGating } from '../../src/population/gating/gating.ts';
import { syntheticEvents } from '../population/synthetic-events.ts';
import { booleanNode, box, population, workspace } from './build-workspace.ts';
import { requestOfDocument } from './request-of-document.ts';

const HEAD =
  '<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes">';
const TAIL = '</gating:Gating-ML>';
const gate = (id: string, parent = '') =>
  `<gating:RectangleGate gating:id="${id}"${parent === '' ? '' : ` gating:parent_id="${parent}"`}><gating:dimension gating:compensation-ref="uncompensated" gating:min="1"><data-type:fcs-dimension data-type:name="X"/></gating:dimension></gating:RectangleGate>`;

const refusal = (code: string, message: string | RegExp) =>
  expect.objectContaining({ code, message: typeof message === 'string' ? message : expect.stringMatching(message) });

describe('a hostile document is refused in a sentence', () => {
  it.each<[string, string, string, string | RegExp]>([
    [
      'a DOCTYPE',
      `<!DOCTYPE a [<!ENTITY x "y">]>${HEAD}${TAIL}`,
      'exchange/bad-xml',
      'Expected XML without a DOCTYPE, found one. Entities of a document type are refused; remove it.',
    ],
    [
      'an entity of its own',
      `${HEAD}<gating:RectangleGate gating:id="&x;"/>${TAIL}`,
      'exchange/bad-xml',
      /^Expected well-formed XML, found: undefined entity/,
    ],
    ['no XML', '<Gating-ML', 'exchange/bad-xml', /^Expected well-formed XML, found: /],
    ['nothing', '', 'exchange/bad-xml', /^Expected/],
    ['another document', '<html/>', 'exchange/unsupported', /^Expected one of the formats .*, found a document that begins with 'html'\.$/],
    [
      'an older version',
      '<Gating-ML xmlns="http://www.isac-net.org/std/Gating-ML/v1.5/gating"/>',
      'exchange/unsupported',
      /^Element 'Gating-ML': expected Gating-ML 2\.0, found the namespace/,
    ],
    [
      'an unknown element',
      `${HEAD}<gating:CurlyGate/>${TAIL}`,
      'exchange/unsupported',
      "Element 'CurlyGate': expected a gate, a transformation or a spectrum matrix, found something else.",
    ],
    [
      'a number that is none',
      `${HEAD}${gate('a').replace('"1"', '"0x10"')}${TAIL}`,
      'exchange/bad-xml',
      "Element 'dimension': expected a number, found '0x10'.",
    ],
    [
      'a gate without id',
      `${HEAD}<gating:RectangleGate/>${TAIL}`,
      'exchange/bad-xml',
      "Element 'RectangleGate': expected an attribute 'id', found none.",
    ],
  ])('%s', (_, text, code, message) => {
    expect(() => readGateDocument(text, 'hostile.xml')).toThrow(refusal(code, message));
  });

  it('20,000 elements in each other, in bounded time', () => {
    const start = performance.now();
    expect(() => readGateDocument('<a>'.repeat(20_000), 'deep.xml')).toThrow(
      refusal('exchange/bad-xml', 'Expected XML elements at most 64 deep, found deeper ones.'),
    );
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('a million gates, in bounded time', () => {
    const start = performance.now();
    const text = HEAD + '<gating:RectangleGate/>'.repeat(1_000_001) + TAIL;
    expect(() => readGateDocument(text, 'many.xml')).toThrow(
      refusal('exchange/bad-xml', 'Expected at most 250000 XML elements, found more.'),
    );
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  const { dataSet } = syntheticEvents([{ name: 'X', values: [1] }]);
  const compile = (gates: string) => compileGating(requestOfDocument(HEAD + gates + TAIL, 'hostile.xml'), dataSet);

  it('a cycle of parents', () => {
    expect(() => compile(gate('a', 'b') + gate('b', 'c') + gate('c', 'a'))).toThrow(
      refusal('population/bad-gate', "Gate 'c': expected no gate among its own parents and operands, found 'a'."),
    );
  });

  it('more populations than a strategy has', () => {
    const gates = Array.from({ length: 10_001 }, (_, i) => gate(`g${i}`)).join('');
    expect(() => compile(gates)).toThrow(
      refusal('exchange/bad-xml', "Element 'RectangleGate': expected at most 10000 populations, found more."),
    );
  });

  it('populations in one another beyond any strategy', () => {
    const gates = Array.from({ length: 1001 }, (_, i) => gate(`g${i}`, i === 0 ? '' : `g${i - 1}`)).join('');
    expect(() => compile(gates)).toThrow(
      refusal('population/bad-gate', "Gate 'g1000': expected at most 1000 populations in one another, found 1001."),
    );
  });

  it('a gate of more dimensions, corners or dividers than its kind may have', () => {
    const dimension =
      '<gating:dimension gating:compensation-ref="uncompensated" gating:min="1"><data-type:fcs-dimension data-type:name="X"/></gating:dimension>';
    expect(() => compile(`<gating:RectangleGate gating:id="r">${dimension.repeat(20_000)}</gating:RectangleGate>`)).toThrow(
      refusal('population/bad-gate', "Gate 'r': expected at most 100 dimensions, found 20000."),
    );
    const vertex = '<gating:vertex><gating:coordinate data-type:value="1"/><gating:coordinate data-type:value="2"/></gating:vertex>';
    expect(() => compile(`<gating:PolygonGate gating:id="p">${dimension.repeat(2)}${vertex.repeat(20_000)}</gating:PolygonGate>`)).toThrow(
      refusal('population/bad-gate', "Gate 'p': expected at most 10000 corners, found 20000."),
    );
    const divider =
      '<gating:divider gating:id="d" gating:compensation-ref="uncompensated"><data-type:fcs-dimension data-type:name="X"/><gating:value>1</gating:value></gating:divider>';
    expect(() =>
      compile(`<gating:QuadrantGate gating:id="q">${divider.repeat(20_000)}<gating:Quadrant gating:id="a"/></gating:QuadrantGate>`),
    ).toThrow(refusal('exchange/bad-xml', "Element 'QuadrantGate': expected at most 32 dividers, found 20000."));
  });

  it('names that are code stay names', () => {
    const name = '"];globalThis.hacked=1;//';
    const gates = gate(name.replaceAll('"', '&quot;'));
    expect(compile(gates).columns).toEqual([0]);
    expect('hacked' in globalThis).toBe(false);
  });

  it('a quadrant gate of more values or quadrants than its kind may have', () => {
    const divider = (values: number) =>
      `<gating:divider gating:id="d" gating:compensation-ref="uncompensated"><data-type:fcs-dimension data-type:name="X"/>${'<gating:value>1</gating:value>'.repeat(values)}</gating:divider>`;
    expect(() => compile(`<gating:QuadrantGate gating:id="q">${divider(60_000)}</gating:QuadrantGate>`)).toThrow(
      refusal('exchange/bad-xml', "Element 'divider': expected at most 64 values, found 60000."),
    );
    const quadrants = '<gating:Quadrant gating:id="a"/>'.repeat(60_000);
    expect(() => compile(`<gating:QuadrantGate gating:id="q">${divider(1)}${quadrants}</gating:QuadrantGate>`)).toThrow(
      refusal('exchange/bad-xml', "Element 'QuadrantGate': expected at most 4096 quadrants, found 60000."),
    );
  });
});

describe('a hostile workspace or experiment is refused in a sentence', () => {
  const nested = (depth: number): string =>
    depth === 0 ? '' : population(`p${depth}`, box({ X: { min: 1 } }), { below: nested(depth - 1) });
  const wsp = (populations: string) => workspace([{ linear: ['X'], populations }]);
  const diva = (gates: string) =>
    `<bdfacs><experiment name="E"><specimen name="S"><tube name="T"><data_filename>a.fcs</data_filename><gates>${gates}</gates></tube></specimen></experiment></bdfacs>`;
  const divaGate = (fullname: string, inner = '') => `<gate fullname="${fullname}" type="Region_Classifier">${inner}</gate>`;

  it.each([
    [
      'a DOCTYPE',
      `<!DOCTYPE a [<!ENTITY x "y">]>${wsp('')}`,
      'Expected XML without a DOCTYPE, found one. Entities of a document type are refused; remove it.',
    ],
    ['an entity of its own', wsp('<Population name="&x;"/>'), /^Expected well-formed XML, found: undefined entity/],
    ['a DOCTYPE before an experiment', `<!DOCTYPE bdfacs>${diva('')}`, /^Expected XML without a DOCTYPE/],
    ['populations in one another', wsp(nested(40)), 'Expected XML elements at most 64 deep, found deeper ones.'],
    [
      'plots in one another',
      wsp('<Graph>'.repeat(70) + '</Graph>'.repeat(70)),
      'Expected XML elements at most 64 deep, found deeper ones.',
    ],
    ['a long name', wsp(population('x'.repeat(1001), '')), "Element 'Population': expected a name of at most 1000 characters, found 1001."],
    [
      'more populations than a strategy has',
      wsp(
        population('p', box({ X: { min: 1 } })).repeat(1) +
          Array.from({ length: 10_000 }, (_, i) => population(`q${i}`, box({ X: { min: 1 } }))).join(''),
      ),
      "Element 'Population': expected at most 10000 populations, found more.",
    ],
    [
      'more gates than a strategy has',
      diva(Array.from({ length: 10_001 }, (_, i) => divaGate(`P${i}`)).join('')),
      "Element 'gate': expected at most 10000 populations, found more.",
    ],
    [
      'names in one another',
      diva(divaGate(Array.from({ length: 65 }, () => 'P').join('\\'))),
      "Element 'gate': expected gates at most 64 in one another, found 65.",
    ],
    [
      'a region of many points',
      diva(
        divaGate(
          'P',
          `<region type="INTERVAL_REGION" xparm="X" yparm="Y"><points>${'<point x="1" y="1"/>'.repeat(10_001)}</points></region>`,
        ),
      ),
      "Element 'region': expected at most 10000 points, found 10001.",
    ],
    [
      'a coordinate that is none',
      diva(divaGate('P', '<region type="INTERVAL_REGION" xparm="X" yparm="Y"><points><point x="1e999" y="1"/></points></region>')),
      "Element 'point': expected a number, found '1e999'.",
    ],
  ])('%s', (_, text, message) => {
    expect(() => readGateDocument(text, 'hostile.wsp')).toThrow(refusal('exchange/bad-xml', message));
  });

  it('a million elements that are kept; plots are passed over and not counted among them', () => {
    expect(() => readGateDocument(wsp('<Statistic/>'.repeat(1_000_001)), 'many.wsp')).toThrow(
      refusal('exchange/bad-xml', 'Expected at most 1000000 XML elements besides plots, found more.'),
    );
    const plots = `<Graph>${'<Axis/>'.repeat(1_000_001)}</Graph>${population('p', box({ X: { min: 1 } }))}`;
    expect(readGateDocument(wsp(plots), 'plots.wsp').sets[0]?.gates.map(({ name }) => name)).toEqual(['p']);
  });

  it('gates that are left out are a hundred notes and a count', () => {
    const [set] = readGateDocument(wsp(Array.from({ length: 5000 }, (_, i) => population(`lost ${i}`, '')).join('')), 'many.wsp').sets;
    expect([set?.notes.length, set?.notes.map(gateNoteLine).at(-1)]).toEqual([
      101,
      "many.wsp, sample 'made.fcs': 4900 more notes are not listed.",
    ]);
  });

  it('booleans that need one another', () => {
    const { dataSet } = syntheticEvents([{ name: 'X', values: [1] }]);
    const cycle = wsp(booleanNode('NotNode', 'a', ['b']) + booleanNode('NotNode', 'b', ['a']));
    expect(() => compileGating(requestOfDocument(cycle, 'cycle.wsp'), dataSet)).toThrow(
      refusal('population/bad-gate', "Gate 'b': expected no gate among its own parents and operands, found 'a'."),
    );
  });
});

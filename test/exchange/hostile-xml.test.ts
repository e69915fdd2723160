import { describe, expect, it } from 'vitest';
import { readGateDocument } from '../../src/exchange/registry.ts';
import { compileGating } from '../../src/population/gating.ts';
import { syntheticEvents } from '../population/synthetic-events.ts';
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
    expect(() => compile(gates)).toThrow(refusal('population/bad-gate', 'Expected at most 10000 populations, found 10001.'));
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
});

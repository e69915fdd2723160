import { describe, expect, it } from 'vitest';
import { raised, raisedInPlot } from '../../src/outputs/exponents.ts';
import { escapeText, joined, markup } from '../../src/outputs/markup.ts';

describe('escapeText', () => {
  const cases = [
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`"'&`, '&quot;&#39;&amp;'],
    ['a\u0000b\u001b[31m', 'a[U+0000]b[U+001B][31m'],
    ['lot\u202egnp.scf', 'lot[U+202E]gnp.scf'],
    ['\ud800', '[U+D800]'],
    ['line\nnext\ttab', 'line\nnext\ttab'],
    ['残留多能干细胞 µ', '残留多能干细胞 µ'],
  ] as const;
  for (const [text, escaped] of cases) it(`writes ${JSON.stringify(text)} as ${escaped}`, () => expect(escapeText(text)).toBe(escaped));
});

describe('markup', () => {
  it('escapes strings, keeps markup, joins lists, leaves out null, rounds coordinates to two decimals', () => {
    expect(markup`<p x="${1 / 3}">${'<b>'}${markup`<i>${['a', null, '&']}</i>`}</p>`.markup).toBe('<p x="0.33">&lt;b&gt;<i>a&amp;</i></p>');
    expect(joined(['a', '<'], ' · ').markup).toBe('a · &lt;');
  });

  it('refuses a coordinate that is no number', () =>
    expect(() => markup`${Number.NaN}`).toThrow('Expected a finite coordinate, found NaN.'));
});

describe('raised', () => {
  const cases = [
    ['5.0 to 7.0 × 10^6', '5.0 to 7.0 × 10<sup>6</sup>'],
    ['10⁻⁵ and 10^-3', '10<sup>−5</sup> and 10<sup>−3</sup>'],
    ['5.6 10^6 cells', '5.6 × 10<sup>6</sup> cells'],
    ['10 <b>', '10 &lt;b&gt;'],
  ] as const;
  for (const [text, html] of cases) it(`${text}`, () => expect(raised(text).markup).toBe(html));

  it('returns to the line in a picture', () => {
    expect(raisedInPlot('10^3 cells', 10).markup).toBe('10<tspan dy="-3.6" font-size="7.4">3</tspan><tspan dy="3.6"> cells</tspan>');
  });
});

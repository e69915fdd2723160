import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/results/canonical-json.ts';

describe('canonical JSON', () => {
  it('is the example of RFC 8785, section 3.2.2', () => {
    const input = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    };
    expect(canonicalJson(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code unit (RFC 8785, section 3.2.3)', () => {
    const input = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
    const order = [...canonicalJson(input).matchAll(/:(\d)/g)].map((match) => match[1]);
    expect(order).toEqual(['2', '4', '6', '7', '1', '5', '3']);
  });

  it('writes minus zero as 0', () => {
    expect(canonicalJson([-0])).toBe('[0]');
  });

  it.each([
    [{ a: [1, Number.NaN] }, 'Expected a finite number at $.a[1], found NaN.'],
    [{ a: undefined }, 'Expected a JSON value at $.a, found undefined.'],
    [{ a: 1n }, 'Expected a JSON value at $.a, found bigint.'],
    [{ a: new Map() }, 'Expected a JSON value at $.a, found an object that is not plain.'],
    [['\ud800'], 'Expected well-formed text at $[0], found a lone surrogate.'],
    [Array(2), 'Expected a JSON value at $[0], found undefined.'],
  ])('refuses what has no JSON form', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it('reads back as the same value, and is the same for every order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

import { readFileSync } from 'node:fs';

/** One parameter as this decoder finds it: keywords, values as stored (masked), and scale values. */
export interface IndependentColumn {
  readonly name: string;
  readonly label: string;
  readonly raw: Float64Array;
  readonly scale: Float64Array;
}

export interface IndependentDataSet {
  readonly events: number;
  readonly columns: readonly IndependentColumn[];
  /** Rows of the spillover with the parameters that it names; `null` = none that can be read. */
  readonly spillover: { readonly parameters: readonly string[]; readonly matrix: readonly (readonly number[])[] } | null;
}

/**
 * A second decoder, written from the FCS 3.1 standard for these tests and sharing nothing with `src/fcs`: HEADER's offsets, keywords by searching
 * TEXT, values byte by byte. It knows no departures: a file that needs more is not for it.
 */
export function decodeIndependently(path: string, dataSet = 1): IndependentDataSet {
  const bytes = readFileSync(path);
  const start = dataSet === 1 ? 0 : Number(textOf(bytes, 0)('$NEXTDATA'));
  const keyword = textOf(bytes, start);
  const events = Number(keyword('$TOT'));
  const count = Number(keyword('$PAR'));
  const widths = each(count, (n) => Math.ceil(Number(keyword(`$P${n}B`)) / 8));
  // FC500 announces 10 bits and stores 16: the next whole number of bytes.
  const stored = widths.map((width) => (width === 3 ? 3 : 2 ** Math.ceil(Math.log2(width))));
  const layout = {
    bytes,
    begin: start + Number(bytes.toString('latin1', start + 26, start + 34)),
    events,
    // 4,3,2,1: the most significant byte comes first; 1,2 and 1,2,3,4: last.
    mostSignificantFirst: !keyword('$BYTEORD').startsWith('1'),
    stride: stored.reduce((sum, width) => sum + width, 0),
  };
  const integers = keyword('$DATATYPE').toUpperCase() === 'I';
  const columns = each(count, (n) => {
    const at = stored.slice(0, n - 1).reduce((sum, width) => sum + width, 0);
    const name = keyword(`$P${n}N`).trim();
    const range = Number(keyword(`$P${n}R`));
    const raw = integers ? readIntegers(layout, { at, width: stored[n - 1] ?? 0, range }) : readFloats(layout, at);
    const [decades = 0, offset = 0] = (keyword(`$P${n}E`) || '0,0').split(',').map(Number);
    const gain = Number(keyword(`$P${n}G`)) || 1;
    const step = Number(keyword('$TIMESTEP'));
    const scale = raw.map((value) => {
      if (name.toLowerCase() === 'time' && step > 0) return value * step;
      return integers && decades > 0 ? (offset || 1) * 10 ** ((decades * value) / range) : value / gain;
    });
    return { name, label: keyword(`$P${n}S`).trim(), raw, scale };
  });
  return { events, columns, spillover: spilloverOf(keyword('$SPILLOVER') || keyword('SPILL')) };
}

/** Looks for a keyword between two delimiters; `''` where it is not. */
function textOf(bytes: Buffer, start: number): (name: string) => string {
  const [from, to] = [10, 18].map((at) => start + Number(bytes.toString('latin1', start + at, start + at + 8)));
  const text = bytes.toString('utf8', from, (to ?? 0) + 1);
  const delimiter = text.slice(0, 1);
  const upper = text.toUpperCase();
  return (name) => {
    const at = upper.indexOf(`${delimiter}${name}${delimiter}`);
    if (at < 0) return '';
    const value = at + name.length + 2;
    return text.slice(value, text.indexOf(delimiter, value));
  };
}

interface Layout {
  readonly bytes: Buffer;
  readonly begin: number;
  readonly events: number;
  readonly mostSignificantFirst: boolean;
  readonly stride: number;
}

function readIntegers(layout: Layout, column: { readonly at: number; readonly width: number; readonly range: number }): Float64Array {
  const { bytes, begin, stride, mostSignificantFirst } = layout;
  // The bits that $PnR needs: 1024 → 10 bits, so the largest value is 1023.
  let mask = 1;
  while (mask < column.range) mask *= 2;
  return Float64Array.from({ length: layout.events }, (_, event) => {
    let value = 0;
    for (let k = 0; k < column.width; k++) {
      const byte = bytes[begin + event * stride + column.at + (mostSignificantFirst ? k : column.width - 1 - k)] ?? Number.NaN;
      value = value * 256 + byte;
    }
    return value % mask;
  });
}

function readFloats(layout: Layout, at: number): Float64Array {
  const { bytes, begin, stride, mostSignificantFirst } = layout;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: layout.events }, (_, event) => view.getFloat32(begin + event * stride + at, !mostSignificantFirst));
}

/** `n, name 1 … name n, n x n numbers`, row by row. */
function spilloverOf(text: string): IndependentDataSet['spillover'] {
  const [first = '', ...rest] = text.split(',');
  const n = Number(first);
  if (text === '' || rest.length !== n + n * n) return null;
  const numbers = rest.slice(n).map(Number);
  return { parameters: rest.slice(0, n).map((name) => name.trim()), matrix: each(n, (row) => numbers.slice((row - 1) * n, row * n)) };
}

/** `[make(1) … make(count)]`. */
function each<Item>(count: number, make: (number: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

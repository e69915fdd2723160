// `node other-layout.mjs SOURCE TARGET LAYOUT`: the events of a float32 little-endian file in another layout, as a new FCS file. A process of its own:
// the peak memory of whatever is measured afterwards would begin with this one's.
import { readFileSync, writeFileSync } from 'node:fs';

const LAYOUTS = {
  'float big-endian': { dataType: 'F', order: '4,3,2,1', bits: 32, put: (view, at, value) => view.setFloat32(at, value, false) },
  double: { dataType: 'D', order: '1,2,3,4', bits: 64, put: (view, at, value) => view.setFloat64(at, value, true) },
  'int32 big-endian': {
    dataType: 'I',
    order: '4,3,2,1',
    bits: 32,
    put: (view, at, value) => view.setUint32(at, Math.max(0, value), false),
  },
};

/** Keywords are written anew from those of the source, offsets in HEADER and TEXT alike. */
function writeInLayout(source, target, name) {
  const { dataType, order, bits, put } = LAYOUTS[name];
  const bytes = readFileSync(source);
  const [textStart, textEnd] = [10, 18].map((at) => Number(bytes.toString('latin1', at, at + 8)));
  const text = bytes.toString('latin1', textStart, textEnd + 1);
  const parts = text.slice(1, -1).split(text[0]);
  const keywords = new Map(parts.flatMap((key, i) => (i % 2 === 0 ? [[key, parts[i + 1]]] : [])));
  const count = Number(keywords.get('$TOT')) * Number(keywords.get('$PAR'));
  const [begin, size] = [8192, bits / 8];
  const last = begin + count * size - 1;
  for (const [key, value] of [
    ['$DATATYPE', dataType],
    ['$BYTEORD', order],
    ['$BEGINDATA', String(begin)],
    ['$ENDDATA', String(last)],
  ])
    keywords.set(key, value);
  for (let n = 1; n <= Number(keywords.get('$PAR')); n++) {
    keywords.set(`$P${n}B`, String(bits));
    if (dataType === 'I') keywords.set(`$P${n}R`, '4294967296');
  }
  const newText = `|${[...keywords].flat().join('|')}|`;
  const places = [256, 256 + newText.length - 1, last > 99_999_999 ? 0 : begin, last > 99_999_999 ? 0 : last, 0, 0];
  const out = Buffer.alloc(begin + count * size, ' ');
  out.write(`FCS3.1    ${places.map((place) => String(place).padStart(8)).join('')}`, 0, 'latin1');
  out.write(newText, 256, 'latin1');
  const from = new DataView(bytes.buffer, bytes.byteOffset + Number(parts[parts.indexOf('$BEGINDATA') + 1]));
  const to = new DataView(out.buffer, out.byteOffset + begin);
  for (let i = 0; i < count; i++) put(to, size * i, from.getFloat32(4 * i, true));
  writeFileSync(target, out);
}

writeInLayout(...process.argv.slice(2));

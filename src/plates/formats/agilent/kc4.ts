import { linesOf } from '../../file/head-of.ts';
import { unitOf } from '../../modes.ts';
import { wavelengthsIn } from '../../wavelengths.ts';
import { defineTitledBlocks } from '../tables/titled-blocks.ts';

const TITLE = /^\[Plate:\s*([^\]]*)\]/;

/** BioTek KC4 and KCjunior: blocks below `[Plate: M#1 450]`, of which `Template` is the layout and `M#…` was measured. */
export const kc4 = defineTitledBlocks({
  id: 'kc4',
  title: 'BioTek KC4 and KCjunior, workbook or text',
  container: 'either',
  marks: /^\[Plate:/m,
  silent: /^\[Plate:/,
  sections: /^\[Plate: M#/,
  recognises: (source) => /^\[Plate:[^\]\n]*\]/m.test(linesOf(source)),
  isOwn: (sheet) => sheet.rows.some((row) => row.cells.some((cell) => TITLE.test(cell.trim()))),
  titles: 'always',
  kindOf: ({ title }) => {
    const name = TITLE.exec(title)?.[1]?.trim() ?? '';
    if (/^Template\b/i.test(name)) return 'layout';
    const measured = /^M#\d+\b\s*(.*)$/.exec(name)?.[1];
    if (measured === undefined) return { label: name || 'reading', mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true };
    const wavelengthsNm = wavelengthsIn(measured);
    const mode =
      wavelengthsNm.length === 0 ? 'unknown' : wavelengthsNm.length > 1 && measured.includes('/') ? 'fluorescence' : 'absorbance';
    return { label: name, mode, wavelengthsNm, unit: unitOf(mode), calculated: false };
  },
  plateOf: (sheet) => ({ name: sheet.name, named: null, readAt: null }),
});

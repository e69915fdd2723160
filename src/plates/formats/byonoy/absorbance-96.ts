import { linesOf } from '../../file/head-of.ts';
import { besideKey, defineTitledBlocks } from '../tables/titled-blocks.ts';

/** Byonoy Absorbance 96: a block of readings, one of names, the wavelength below them; a reference wavelength of −1 is none. */
export const byonoy = defineTitledBlocks({
  id: 'byonoy',
  title: 'Byonoy Absorbance 96, CSV',
  container: 'either',
  marks: /^Sample Wavelength \(nm\)|^Reference Wavelength \(nm\)|\bByonoy\b/im,
  silent:
    /^(?:(?:Sample|Reference) Wavelength|Smart Validation|Plate (?:Well Assignment|Orientation)|Replicates|Standards|Name|Date|Time|Device|Serial|Firmware|Software|Protocol|User|Operator|Comment|Temperature|Barcode)\b/i,
  recognises: (source) => /^Sample Wavelength \(nm\)/im.test(linesOf(source)),
  titles: 'never',
  kindOf: ({ sheet, index }) => {
    // Names stand in a block of their own behind the readings.
    if (index > 0) return 'layout';
    const [sample, reference] = [/^Sample Wavelength \(nm\)/i, /^Reference Wavelength \(nm\)/i].map((key) => Number(besideKey(sheet, key)));
    const wavelengthsNm = [sample, reference].flatMap((one) => (one !== undefined && one > 0 ? [one] : []));
    const corrected = reference !== undefined && reference > 0;
    return {
      label: `OD${sample ?? ''}`,
      mode: 'absorbance',
      wavelengthsNm,
      unit: 'OD',
      calculated: corrected,
    };
  },
  plateOf: (sheet) => ({ name: besideKey(sheet, /^(?:Plate )?(?:Name|Barcode)\b/i) || 'Plate 1', named: 96, readAt: null }),
});

import { parseExportDateTime } from '../../dates.ts';
import { modeOf, unitOf } from '../../modes.ts';
import { wavelengthsIn } from '../../wavelengths.ts';
import { defineWellList } from '../tables/well-list.ts';

/** PerkinElmer (Wallac) VICTOR, list: `Plate, Repeat, Well, Type, Time`, then a column a label. */
export const victorList = defineWellList({
  id: 'victor-list',
  title: 'PerkinElmer (Wallac) VICTOR, list, workbook or text',
  container: 'either',
  marks: /\bVICTOR\b|\bWallac\b|^(?=.*\bPlate\b)(?=.*\bRepeat\b)(?=.*\bWell\b)(?=.*\bType\b).*$/im,
  silent:
    /^(?:Protocol|Wallac|VICTOR|Instrument|Serial|Name|ID|Plate|Assay|Measured|Label|Number|Started|Version|Filter|Date|Operator|Exported|Calculation|CW-lamp|Emission|Excitation|Light|Measurement|Second|Counter|Aperture|Beam|Lamp|Shak|Error|Normalization|Rotated|Copyright|Height|Background|No calculations|Labels|Photometric|Fluoro|Lumino|Prompt|Basic)/i,
  needed: [/^Plate$/i, /^Repeat$/i, /^Well$/i, /^Type$/i],
  well: /^Well$/i,
  plate: /^Plate$/i,
  repeat: /^Repeat$/i,
  headingOf: (heading) => {
    if (/^(?:Repeat|Type|Time\b.*|Barcode|Group|End time|Start temp.*|End temp.*|.*temperature.*)$/i.test(heading)) return null;
    const mode = heading.endsWith('(A)')
      ? 'absorbance'
      : heading.endsWith('(CPS)') && /lum/i.test(heading)
        ? 'luminescence'
        : modeOf(heading);
    const unit = /\(([A-Za-z]+)\)\s*$/.exec(heading)?.[1] ?? null;
    return {
      label: heading,
      mode,
      wavelengthsNm: mode === 'luminescence' ? [] : wavelengthsIn(heading),
      unit: unit === 'A' ? 'OD' : (unit ?? unitOf(mode)),
      calculated: /calc|blank|correct|ratio/i.test(heading),
    };
  },
  described: /^(?:Repeat|Type|Time\b.*|Barcode|Group|End time|.*temperature.*|Start temp.*|End temp.*)$/i,
  plateName: (_, file) => file.replace(/\.[^.]+$/, ''),
  readAt: (_, notes) => parseExportDateTime('', notes),
});

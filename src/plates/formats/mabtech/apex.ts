import { parseExportDateTime } from '../../dates.ts';
import { cellText } from '../../file/sheet.ts';
import { defineWellList } from '../tables/well-list.ts';

/** Mabtech Apex and IRIS: the sheet `Plate Database`, one line a well with its spot forming units. */
export const mabtechApex = defineWellList({
  id: 'mabtech-apex',
  title: 'Mabtech Apex and IRIS, workbook or text (spot counts)',
  container: 'either',
  marks: /\bMabtech\b|\bSpot Forming Units\b/i,
  silent: /^(?:Mabtech|Software|Machine|Operator|Version|Date|Time|Exported)/i,
  needed: [/^Well$/i, /Spot Forming Units|\bSF[UC]s?\b/i],
  well: /^Well$/i,
  plate: /^Plate(?: (?:ID|Name|Barcode))?$/i,
  // FluoroSpot: a line for each analyte of a well, or for each filter or fluorophore.
  part: /^(?:Analytes?|Cytokine|Fluorophores?|Filter|Colou?r|Channel)(?: Name)?$/i,
  headingOf: (heading) => {
    if (/Spot Forming Units|\bSF[UC]s?\b/i.test(heading) && !/per|mean|average|normali[sz]ed/i.test(heading))
      return { label: heading, mode: 'count', wavelengthsNm: [], unit: 'spots', calculated: false };
    return /volume|intensity|size|area|mean|average|per |diameter|stimulation index|activity|center of gravity|std/i.test(heading)
      ? { label: heading, mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true }
      : null;
  },
  described:
    /^(?:Plate|Read Date|Date|Time|Group|Group Name|Sample|Stimul|Analyte|Antigen|Fluoro|Cells?|Operator|Machine|Software|Saturated|Artifacts?|Remarks?|Comment|Index|Row|Column|Name|Color|Colour|Channel|Cytokine|Dilution|Donor|Treatment|Type|Filter|ID|Exclude)/i,
  plateName: (_, file) => file.replace(/\.[^.]+$/, ''),
  readAt: (sheet, notes) => {
    const header = sheet.rows.find((row) => row.cells.some((cell) => /^Read Date$/i.test(cell.trim())));
    const below = header === undefined ? undefined : sheet.rows[sheet.rows.indexOf(header) + 1];
    return parseExportDateTime(cellText(below, header?.cells.findIndex((cell) => /^Read Date$/i.test(cell.trim())) ?? -1), notes);
  },
});

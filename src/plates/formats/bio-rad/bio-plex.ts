import { parseExportDateTime } from '../../dates.ts';
import { besideKey } from '../tables/titled-blocks.ts';
import { defineWellList } from '../tables/well-list.ts';

/** Bio-Rad Bio-Plex Manager: a sheet (or a list) an analyte, `Analyte, Type, Well, Description, FI, …`. */
export const bioPlex = defineWellList({
  id: 'bio-plex',
  title: 'Bio-Rad Bio-Plex Manager, workbook or text',
  container: 'either',
  marks: /\bBio-Plex\b|^(?=.*\bAnalyte\b)(?=.*\bObs Conc\b)(?=.*\bFI\b).*$/m,
  silent:
    /^(?:File Name|Analyte|Acquisition Date|Reader Serial Number|Plate ID|Signed By|Document ID|RP1 PMT|RP1 Target|Std\. Curve|Fit(?:Prob)?|ResVar|Regression|Bio-Plex|Notes?|OOR\b|\*|---|Sampling Errors:|Exp Conc =|Ratio =|CV|Platform|Software|Operator|Conc\. in)/i,
  needed: [/^Analyte$/, /^Well$/, /^FI$/],
  well: /^Well$/,
  headingOf: (heading, sheet) => {
    const analyte = besideKey(sheet, /^Analyte(?=:)/) || sheet.name;
    if (heading === 'FI') return { label: analyte, mode: 'fluorescence', wavelengthsNm: [], unit: 'MFI', calculated: false };
    if (heading === 'Bead Count')
      return { label: `${analyte}: Bead Count`, mode: 'count', wavelengthsNm: [], unit: 'beads', calculated: false };
    return /^(?:FI - Bkgd|Std Dev|%\s?CV|Obs Conc|Exp Conc|\(Obs\/Exp\)|Conc in Range|Ratio)/.test(heading)
      ? { label: `${analyte}: ${heading}`, mode: 'unknown', wavelengthsNm: [], unit: null, calculated: true }
      : null;
  },
  described: /^(?:Analyte|Type|Description|Outlier|Group|Dilution|Sampling Errors|Region|Gate)/,
  plateName: (sheet, file) => besideKey(sheet, /^Plate ID\b/) || besideKey(sheet, /^File Name\b/) || file.replace(/\.[^.]+$/, ''),
  readAt: (sheet, notes) => parseExportDateTime(besideKey(sheet, /^Acquisition Date\b/).replace(',', ''), notes),
});

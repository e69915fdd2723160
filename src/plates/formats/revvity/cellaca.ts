import { defineWellList } from '../tables/well-list.ts';

/** Revvity (Nexcelom) Cellaca MX and PLX, Matrix software: one line a well of its counting plate. */
export const cellaca = defineWellList({
  id: 'cellaca',
  title: 'Revvity (Nexcelom) Cellaca and Matrix, CSV or workbook (cell counts)',
  container: 'either',
  marks: /\bCellaca\b|\bNexcelom\b|^(?=.*\bWell(?: Name)?\b)(?=.*\bViability\b)(?=.*\b(?:Live|Total)\b.*\bCells\/mL\b).*$/im,
  silent: /^(?:Cellaca|Nexcelom|Matrix|Plate|Assay|User|Instrument|Serial|Software|Version|Date|Time|Exported|Report)/i,
  needed: [/^Well(?: Name| ID)?$/i, /^Viability/i, /^(?:Total|Live) .*(?:Cells\/mL|Count|Conc)/i],
  well: /^Well(?: Name| ID)?$/i,
  plate: /^Plate(?: (?:ID|Name|Barcode))$/i,
  headingOf: (heading) =>
    /^(?:Viability|(?:Total|Live|Dead) .*(?:Cells\/mL|Count|Conc|Mean|Size|Diameter|Intensity)|(?:Mean|Average|Avg).*(?:Size|Diameter)|Aggregat)/i.test(
      heading,
    )
      ? {
          label: heading,
          mode: 'count',
          wavelengthsNm: [],
          unit: /cells\/mL/i.exec(heading)?.[0] ?? (/%/.test(heading) ? '%' : null),
          calculated: false,
        }
      : null,
  described:
    /^(?:Sample|Name|Description|Dilution|Cell Type|Assay|Date|Time|User|Comment|Plate|Replicate|Row|Column|Volume|Position|ID|Index)/i,
  counter: {
    sample: /^(?:Sample(?: ID| Name)?|Name)$/i,
    dilution: /^Dilution/i,
    viability: { percent: /^Viability/i, live: /^Live .*(?:Cells\/mL|Conc|Count)/i, total: /^Total .*(?:Cells\/mL|Conc|Count)/i },
  },
  plateName: (_, file) => file.replace(/\.[^.]+$/, ''),
  readAt: () => null,
});

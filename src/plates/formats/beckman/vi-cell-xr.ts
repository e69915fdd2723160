import { defineCounter } from '../tables/sample-rows.ts';

/** Beckman Coulter Vi-CELL XR: one line a sample below a heading in two lines. */
export const viCellXr = defineCounter({
  id: 'vi-cell-xr',
  title: 'Beckman Coulter Vi-CELL XR, workbook or text (cell counts)',
  container: 'either',
  marks: /\bVi-CELL XR\b/,
  silent: /^(?:Vi-CELL XR|Beckman Coulter)/,
  needed: [/^Sample ID$/, /^Viability \(%\)$/, /^Total cells ?\/ ?ml \(x ?10\^6\)$/i, /^Viable cells ?\/ ?ml \(x ?10\^6\)$/i],
  sample: /^Sample ID$/,
  named: /^Sample ID$/,
  date: /^Sample date/,
  results: /^(?:Total cells|Viable cells|Viability|Avg\. (?:diam|circ|cells|background)|Average |Images)/,
  described:
    /^(?:Sample ID|File name|Sample date|Cell type|Min\.|Max\.|Minimum|Dilution|Cell brightness|Cell sharpness|Viable cell |Elapsed time|Comment|Aspirate|Trypan blue|Decluster)/,
  dilution: /^Dilution/,
  viability: { percent: /^Viability/, live: /^Viable cells$/, total: /^Total cells$/ },
});

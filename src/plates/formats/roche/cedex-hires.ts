import { defineCounter } from '../tables/sample-rows.ts';

/** Roche Cedex HiRes: one line a sample, concentrations in 10^5 cells/mL as the heading or the settings say. */
export const cedexHiRes = defineCounter({
  id: 'cedex-hires',
  title: 'Roche Cedex HiRes, CSV or workbook (cell counts)',
  container: 'either',
  marks: /\bCedex\b/i,
  silent: /^(?:Cedex|Export|Workarea)/i,
  needed: [
    /^Viability\b/i,
    /^Total Cell(?:s)? (?:Conc|Count)/i,
    /^Viable Cell(?:s)? (?:Conc|Count)/i,
    /^(?:Sample identifier|Sample|Data set name|Cedex ID)$/i,
  ],
  sample: /^(?:Sample identifier|Sample|Data set name)$/i,
  named: /^(?:Sample identifier|Sample|Data set name)$/i,
  date: /^Date (?:finished|measured)|^Date$/i,
  results:
    /^(?:Viability|(?:Total|Viable|Dead) Cells? (?:Conc|Count)|Av(?:g|erage)\.? ?(?:Cell )?(?:Diameter|Compactness)|Aggregate rate|Std\.? ?Dev|Object Count)/i,
  described:
    /^(?:Sample|Data set|Cedex|Cell type|Reactor|Date|Time|User|Workarea|Dilution|Comment|Images|System|Serial|Measurement|Batch|Experiment|Project|Version|Flask|Process|Work ?area|Precision|ID$)/i,
  dilution: /^Dilution/i,
  viability: { percent: /^Viability/i, live: /^Viable Cells? Conc/i, total: /^Total Cells? Conc/i },
});

import type { Output } from './output.ts';
import { report } from './report/report.ts';
import { resultsCsv } from './results-csv.ts';
import { svgPlots } from './svg-plots.ts';

/** The files made of a release result beside `result.json` itself. Adding one is a file and a line here. */
export const outputs: readonly Output[] = [resultsCsv, report, svgPlots];

import { registryOf } from '../../registry.ts';
import { report } from '../report/report.ts';
import { resultsCsv } from './results-csv.ts';
import { svgPlots } from './svg-plots.ts';

/** The files made of a release result beside `result.json` itself. One file and one line here add another. */
export const OUTPUTS = registryOf(resultsCsv, report, svgPlots);

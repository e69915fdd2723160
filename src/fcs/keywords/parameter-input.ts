import type { FcsDataSet } from '../fcs-file.ts';
import type { Reading } from '../reading.ts';

/** What one parameter is read from. */
export interface ParameterInput {
  readonly reading: Reading;
  readonly version: string;
  readonly keywords: ReadonlyMap<string, string>;
  /** Counts from 1. */
  readonly index: number;
  /** `$PnDATATYPE` where it applies, else `$DATATYPE`. */
  readonly dataType: FcsDataSet['dataType'];
  /** `$DATATYPE`. */
  readonly commonDataType: FcsDataSet['dataType'];
}

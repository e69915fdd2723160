import * as z from 'zod';
import type { CensoredConcentration, DilutionLinearity, DilutionResult } from '../potency/calibration/back-calculation.ts';
import type { CalibrationSummary } from '../potency/calibration/calibration-curve.ts';
import type { StandardLevel, WorkingRange } from '../potency/calibration/standard-curve.ts';
import type { Placed } from './study.ts';
import { choiceColumn, measuredColumn, nameColumn, optionalNumber, optionalText } from './study-columns.ts';

/** The curve, the working range and the concentrations of one analyte on one plate. */
export interface AnalyteResult {
  readonly analyte: string | null;
  readonly plate: string | null;
  readonly unit: string | null;
  readonly curve: CalibrationSummary | null;
  readonly levels: readonly StandardLevel[];
  readonly workingRange: WorkingRange | null;
  readonly excluded: number;
  readonly controls: readonly (SampleResult & {
    readonly nominal: number;
    readonly recoveryPercent: number | null;
    readonly meets: boolean;
  })[];
  readonly samples: readonly SampleResult[];
}

export type StandardCurveRow = Placed<z.output<typeof standardCurveRow>>;

export const standardCurveRow = z.object({
  role: choiceColumn(['standard', 'sample', 'control', 'blank'], 'the role of the well'),
  sample: nameColumn('the name of the standard, sample, control or blank'),
  response: measuredColumn('the response; a marker such as OVRFLW is not read as a number'),
  concentration: optionalNumber({
    unit: 'the unit of `unit`',
    domain: 'not-negative',
    meaning: 'the known concentration of a standard or control',
  }),
  dilution: optionalNumber({ unit: '1', domain: 'from-1', meaning: 'n of a 1:n dilution of a sample or control; absent = 1' }),
  analyte: optionalText('the analyte; absent = one analyte'),
  plate: optionalText('the plate; each plate has its own standards'),
  unit: optionalText('the unit of the concentrations, one in an analyte'),
  excluded: optionalText('why the well is left out; empty = it is not'),
});

/** A sample with its concentration over all dilutions, or the side of the range on which it lies. */
export interface SampleResult {
  readonly sample: string;
  readonly outcome: 'reportable' | 'below' | 'above' | 'not-reportable';
  readonly concentration: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly limit: CensoredConcentration | null;
  readonly dilutions: readonly (DilutionResult & { readonly deviationPercent: number | null })[];
  readonly linearity: DilutionLinearity | null;
}

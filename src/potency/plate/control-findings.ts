import type { Reason } from '../../reason.ts';
import { failRun, noteRun } from '../assay-run.ts';
import { asymptoteControls } from '../control-asymptotes.ts';
import { scopedReason } from '../dose-response/curve/prepared-sample.ts';
import type { PotencyMethod } from '../method.ts';
import type { ControlWells, PotencyAssay } from '../potency-assay.ts';
import type { AssayResult } from '../potency-result.ts';
import { reason } from '../reasons.ts';

/** The controls that a method uses: for plate quality, or to hold an asymptote at. */
export function controlsOfMethod(method: PotencyMethod): readonly string[] {
  const { high, low } = method.plateQuality;
  return [...new Set([high, low, ...asymptoteControls(method)])].filter((name) => name !== undefined);
}

/** Wells of a used control count as those of a sample do: one without a number speaks against the assay run, one that was excluded is a note. */
export function judgeControls(result: AssayResult, assay: PotencyAssay, method: PotencyMethod): AssayResult {
  const names = controlsOfMethod(method);
  const used = (assay.controls ?? []).filter((control) => names.includes(control.name));
  return noteRun(failRun(result, used.flatMap(problemsOf)), used.flatMap(exclusionsOf));
}

function problemsOf({ problems = [] }: ControlWells): Reason[] {
  return problems.map((problem) => scopedReason(problem, 'assay-run'));
}

function exclusionsOf({ excluded = [] }: ControlWells): Reason[] {
  return excluded.map((fields) => reason('potency/well-excluded', 'assay-run', fields));
}

import type { OutputFile, OutputInput } from '../output.ts';
import { OUTPUTS } from './registry.ts';

/** Renders every registered output of one release result: `results.csv`, `report.html`, `plots/*.svg`, … in registry order. */
export function renderOutputs(input: OutputInput): readonly OutputFile[] {
  return OUTPUTS.members.flatMap((output) => output.render(input));
}

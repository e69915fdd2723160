import type { OutputFile, OutputInput } from './output.ts';
import { outputs } from './registry.ts';

/** Renders every registered output of one release result: `results.csv`, `report.html`, `plots/*.svg`, … in registry order. */
export function renderOutputs(input: OutputInput): readonly OutputFile[] {
  return outputs.flatMap((output) => output.render(input));
}

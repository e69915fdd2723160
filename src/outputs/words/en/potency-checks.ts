import type { ValueOf } from '../../../message.ts';
import type { CHECK_AMONG } from '../../../potency/reason-fields.ts';
import { short } from './shown.ts';

export type Checked = ValueOf<{ readonly record: typeof CHECK_AMONG }>;

/** A figure that does not meet its limits. */
export function checkSentence({ sample, check, lower, upper, found }: Checked): string {
  const limits = [...(lower === null ? [] : [`at least ${lower}`]), ...(upper === null ? [] : [`at most ${upper}`])];
  const shown = found === null ? 'none could be computed' : short(found);
  return `Expected ${sample === null ? '' : `for '${sample}' `}the ${check ?? ''} to be ${limits.join(' and ')}, found ${shown}.`;
}

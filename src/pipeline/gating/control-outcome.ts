import type { ControlOutcome, LimitOutcome } from '../../results/control-record.ts';

/** What a control's outcome is made of. */
export interface JudgedControl {
  /** Files that could be the control. */
  readonly found: 'none' | 'one' | 'several';
  /** Outcomes of its limits, settings and thresholds. */
  readonly lines: readonly LimitOutcome[];
  /** Its file was held or could not be gated, or a reason stands against it that no line of its own says. */
  readonly blocked: boolean;
}

/**
 * The outcome of a control: missing where no file serves it; fails where a limit that could be judged is broken; not judged where anything could not be looked
 * at; information where the method asks nothing of it.
 */
export function controlOutcome({ found, lines, blocked }: JudgedControl): ControlOutcome {
  if (found === 'none') return 'missing';
  if (lines.includes('fails')) return 'fails';
  if (found === 'several' || blocked || lines.includes('not judged')) return 'not judged';
  return lines.length === 0 ? 'information' : 'meets';
}

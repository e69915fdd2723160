import type { GivenFields } from '../../given-fields.ts';

/** Why a gate of a gate file has none here. */
export const GATE_FAULT = {
  cause: {
    oneOf: [
      'no-gate',
      'no-shape',
      'other-parent',
      'gate-type',
      'unknown-members',
      'operand-count',
      'no-region',
      'region-type',
      'few-coordinates',
      'few-corners',
      'time-unit',
      'linear-and-biexponential',
      'no-log-decades',
      'biexponential-scale',
      'not-on-a-parameter',
      'no-scale',
      'unknown-gain',
      'no-time-step',
      'perhaps-seconds',
      'unusable-transform',
      'derived-not-read',
      'perhaps-compensated',
      'matrix-not-read',
      'no-side',
      'several-shapes',
      'no-dimension',
      'dimension-count',
      'no-counterpart',
      'corner-off-scale',
      'curly-bounds',
      'curly-off-scale',
      'no-such-parameter',
      'several-parameters',
    ],
  },
  /** A parameter, a parent or a type, as the gate file has it. */
  name: { orNull: 'text' },
  count: { orNull: 'integer' },
  value: { orNull: 'number' },
  text: { orNull: 'text' },
  names: { orNull: { list: 'text' } },
} as const;

export type GateFault = GivenFields<typeof GATE_FAULT>;

/** Whether there is a reason in place of what was to be read. */
export function isFault<Read extends object | number>(read: Read | GateFault): read is GateFault {
  return typeof read === 'object' && 'cause' in read;
}

import type { GateFault } from '../document/gate-fault.ts';

/** Compensated parameters are named `prefix + name + suffix`; `none` has no such names, `refused` has them and cannot compute them. */
export interface FlowJoCompensation {
  readonly kind: 'matrix' | 'none' | 'refused';
  readonly prefix: string;
  readonly suffix: string;
  readonly parameters: ReadonlySet<string>;
  /** A row for each of them, in their order. */
  readonly matrix: readonly (readonly number[])[];
}

/** Compensated by the matrix only where the matrix has the parameter: a file's own parameter may be called `Comp-…` too. */
export function parameterOf(
  name: string,
  { kind, prefix, suffix, parameters }: FlowJoCompensation,
): { readonly parameter: string; readonly compensated: boolean } | GateFault {
  if (kind === 'refused' && parameters.has(name)) return { cause: 'perhaps-compensated', name };
  const within = prefix + suffix !== '' && name.length > prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
  const parameter = within ? name.slice(prefix.length, name.length - suffix.length) : name;
  if (!within || kind === 'none') return { parameter: name, compensated: false };
  if (kind === 'refused') return { cause: 'matrix-not-read', name };
  return parameters.has(parameter) ? { parameter, compensated: true } : { parameter: name, compensated: false };
}

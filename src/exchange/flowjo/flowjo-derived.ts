import { coefficientsOf } from '../../population/compensation.ts';
import type { Axis } from '../../population/gates/keys.ts';
import type { SpectrumMatrix } from '../../population/gating-request.ts';
import { type GateFault, isFault } from '../document/gate-fault.ts';
import { type Line, type LinearFormula, parseLinearFormula, ratioOf } from '../gating-ml/ratio-formula.ts';
import { childNamed, childrenNamed, requiredAttribute, type XmlElement } from '../xml/xml.ts';
import { type FlowJoCompensation, parameterOf } from './flowjo-parameter.ts';
import type { FlowJoReading } from './flowjo-transforms.ts';

/**
 * Derived parameters of a sample by name, those whose formula is a sum of parameters or one over another. Every other one is null: it (of another
 * function, by import, by a plug-in) is named in a note, and what is gated on it is left out. Errors: `exchange/bad-xml`.
 */
export function readDerivedParameters(sample: XmlElement, { reading, note }: FlowJoReading): ReadonlyMap<string, LinearFormula | null> {
  const holders = [sample, ...childrenNamed(sample, 'DerivedParameters')];
  const formulas = new Map<string, LinearFormula | null>();
  for (const element of holders.flatMap((holder) => childrenNamed(holder, 'DerivedParameter'))) {
    const name = requiredAttribute(reading, element, 'name');
    const text = element.attributes.get('formula') ?? childNamed(element, 'Formula')?.text ?? '';
    const formula = parseLinearFormula(text);
    formulas.set(name, formula);
    if (formula === null) note('gate-file/derived-parameter', { parameter: name, formula: text === '' ? null : text.slice(0, 100) });
  }
  return formulas;
}

/** Matrices that derived parameters need, by their id; readers add to it. */
export type DerivedMatrices = Map<string, SpectrumMatrix>;

interface Derived {
  readonly name: string;
  readonly formula: LinearFormula;
}

/** The axis that a formula is: a ratio of two parameters as such; every other one over the columns of a matrix that holds its factors. */
export function derivedAxis(
  { name, formula }: Derived,
  { compensation, matrices }: { readonly compensation: FlowJoCompensation; readonly matrices: DerivedMatrices },
): Exclude<Axis, string> | GateFault {
  const ratio = ratioOf(formula);
  if (ratio !== null) {
    const [top, bottom] = [parameterOf(ratio.numerator, compensation), parameterOf(ratio.denominator, compensation)];
    if (isFault(top)) return top;
    if (isFault(bottom)) return bottom;
    if (top.compensated === bottom.compensated)
      return { ratio: { ...ratio, numerator: top.parameter, denominator: bottom.parameter }, compensated: top.compensated };
  }
  const top = columnOf(formula.top, compensation);
  const bottom = formula.bottom === null ? new Map<string, number>() : columnOf(formula.bottom, compensation);
  if (isFault(top)) return top;
  if (isFault(bottom)) return bottom;
  const detectors = [...new Set([...top.keys(), ...bottom.keys()])];
  const [id, divisor] = [`derived ${name}`, `${name} divisor`];
  const matrix = detectors.map((detector) => [top.get(detector) ?? 0, bottom.get(detector) ?? 0]);
  matrices.set(id, { fluorochromes: [name, divisor], detectors, matrix, inverted: true });
  // Without a divisor the column of zeros minus -1 is 1.
  const C = formula.bottom === null ? -1 : -formula.bottom.offset + 0;
  return { ratio: { numerator: name, denominator: divisor, A: 1, B: -formula.top.offset + 0, C }, compensated: id };
}

/** The factors of a line for the values as acquired: a compensated parameter is a sum of those of its matrix. */
function columnOf({ terms }: Line, compensation: FlowJoCompensation): Map<string, number> | GateFault {
  const column = new Map<string, number>();
  const add = (detector: string, factor: number) => column.set(detector, (column.get(detector) ?? 0) + factor);
  for (const [name, factor] of terms) {
    const meant = parameterOf(name, compensation);
    if (isFault(meant)) return meant;
    const { parameter, compensated } = meant;
    if (!compensated) {
      add(parameter, factor);
      continue;
    }
    const parameters = [...compensation.parameters];
    const coefficients = coefficientsOf(compensation.matrix);
    if (coefficients === null) return { cause: 'matrix-not-read', name };
    for (const [d, detector] of parameters.entries()) add(detector, factor * (coefficients[d]?.[parameters.indexOf(parameter)] ?? 0));
  }
  return column;
}

import { InputError } from '../errors.ts';
import type { FcsDataSet, FcsParameter } from '../fcs/fcs-file.ts';

export type Markers = Readonly<Record<string, readonly string[]>>;

/**
 * The parameter that a reference means: its position in `dataSet.parameters`, from 0. A reference is a `$PnN`, a `$PnS` or a marker
 * alias, so the order of the file's parameters does not matter. A name comes before a label, since names are the standard's identifiers and
 * labels are often given to area, height and width alike. Errors: `population/missing-parameter`, `population/ambiguous-parameter`.
 */
export function resolveParameter(reference: string, dataSet: FcsDataSet, markers: Markers): number {
  const accepted = Object.hasOwn(markers, reference) ? (markers[reference] ?? []) : [reference];
  const byName = positionsWhere(dataSet, ({ name }) => accepted.includes(name));
  const hits = byName.length > 0 ? byName : positionsWhere(dataSet, ({ label }) => label !== null && accepted.includes(label));
  const [hit] = hits;
  if (hit !== undefined && hits.length === 1) return hit;
  const place = { file: dataSet.file, dataSet: dataSet.number };
  const wanted = describeReference(reference, accepted);
  if (hit === undefined) {
    throw new InputError(
      'population/missing-parameter',
      `Expected a parameter ${wanted}, found ${describeParameters(dataSet, null)}.`,
      place,
    );
  }
  const found = describeParameters(dataSet, hits);
  throw new InputError('population/ambiguous-parameter', `Expected one parameter ${wanted}, found ${found}. Name its $PnN.`, place);
}

function positionsWhere({ parameters }: FcsDataSet, holds: (parameter: FcsParameter) => boolean): number[] {
  return parameters.flatMap((parameter, position) => (holds(parameter) ? [position] : []));
}

function describeReference(reference: string, accepted: readonly string[]): string {
  if (accepted.length === 1 && accepted[0] === reference) return `with the name or label '${reference}'`;
  return `for '${reference}' (${accepted.map((name) => `'${name}'`).join(' or ')})`;
}

function describeParameters(dataSet: FcsDataSet, positions: readonly number[] | null): string {
  const shown = (positions ?? dataSet.parameters.map((_, i) => i)).slice(0, 100);
  const names = shown.map((position) => {
    const { name, label } = dataSet.parameters[position] ?? { name: '', label: null };
    return label === null || label === name ? `'${name}'` : `'${name}' (${label})`;
  });
  return names.length === 0 ? 'no parameters' : names.join(', ');
}

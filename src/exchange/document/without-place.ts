import type { Gate } from '../../population/gates/registry.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import type { Population } from '../../population/population.ts';
import { findTransform } from '../../population/transforms/registry.ts';

/** Events of a file that an axis has no place for, so that no gate on it holds them, nor its complement among quadrants. */
export interface WithoutPlace {
  readonly parameter: string;
  readonly count: number;
}

type RangeAxis = Exclude<Extract<Gate, { type: 'rectangle' }>['dimensions'][number], string>;

const NAME = '\u0000without place on ';

/** Gates that count the values below 0 of every logarithmic axis that has no place for them. They stand behind the gates of the request. */
export function withoutPlaceGates({ gates, transforms }: Pick<GatingRequest, 'gates' | 'transforms'>): readonly Gate[] {
  const axes = new Map<string, RangeAxis>();
  JSON.stringify(gates, (_, value: unknown) => {
    if (isAxis(value) && losesNegatives(value, transforms)) {
      const { transform: _transform, min: _min, max: _max, ...axis } = value;
      axes.set(`${NAME}${axes.size + 1}`, axis);
    }
    return value;
  });
  const unique = new Map([...axes].map(([name, axis]) => [JSON.stringify(axis), { name, axis }] as const));
  return [...unique.values()].map(({ name, axis }) => ({
    type: 'rectangle',
    name,
    parent: null,
    on: 'linear',
    dimensions: [{ ...axis, max: 0 }],
  }));
}

function isAxis(value: unknown): value is RangeAxis {
  return typeof value === 'object' && value !== null && 'transform' in value && ('parameter' in value || 'ratio' in value);
}

function losesNegatives({ transform }: RangeAxis, named: GatingRequest['transforms']): boolean {
  if (transform === undefined) return false;
  const found = findTransform(transform, named);
  return found.type === 'log' && found.negative !== 'lowest';
}

/** The counts of those gates, axes with events only. */
export function countedWithoutPlace(gates: readonly Gate[], populations: readonly Population[]): WithoutPlace[] {
  return gates.flatMap((gate, i) => {
    const count = populations[i]?.count ?? 0;
    const [axis] = gate.type === 'rectangle' ? gate.dimensions : [];
    if (count === 0 || axis === undefined || typeof axis === 'string') return [];
    return [{ parameter: 'ratio' in axis ? `${axis.ratio.numerator} / ${axis.ratio.denominator}` : axis.parameter, count }];
  });
}

import type { AttributeContext, TubePopulations } from '../../src/attributes/attribute-context.ts';
import type { AttributeEstimate } from '../../src/attributes/attribute-result.ts';
import { attributeSchema, estimateAttribute } from '../../src/attributes/types/registry.ts';
import type { Population } from '../../src/population/population.ts';

/** A context without anything in it. */
export const emptyContext: AttributeContext = {
  tubes: [],
  assays: [],
  combinations: new Map(),
  external: new Map(),
  counts: new Map(),
  dose: null,
  controlsValidity: new Map(),
  earlier: new Map(),
  formulas: new Map(),
  purpose: 'release',
  occasion: { kind: 'initial', number: 1, reason: null, reference: null, replaces: null },
};

/** Keys that every definition of these tests has. */
export const common = {
  id: 'a',
  title: { en: 'A', zh: '甲' },
  stage: 'final',
  method: { text: 'flow', version: '1', status: 'validated' },
} as const;

/** A gated tube from `path/to/population: count` pairs. */
export function tube(counts: Readonly<Record<string, number>>, extra: Partial<TubePopulations> = {}): TubePopulations {
  const eventCount = Math.max(0, ...Object.values(counts));
  return {
    panel: 'P',
    tube: 'T',
    role: 'sample',
    control: null,
    stage: 'final',
    sample: 'S',
    preparation: '1',
    assayRun: null,
    file: 'a.fcs',
    replaces: null,
    acquiredAt: '2026-03-02T10:00:00+08:00',
    reasons: [],
    ...extra,
    result: {
      file: extra.file ?? 'a.fcs',
      dataSet: 1,
      eventCount,
      populations: populationsOf(counts, eventCount),
      quantiles: [],
      points: [],
    },
  };
}

function populationsOf(counts: Readonly<Record<string, number>>, eventCount: number): Population[] {
  return Object.entries(counts).map(([key, count]) => {
    const path = key.split('/');
    const parentCount = path.length === 1 ? eventCount : (counts[path.slice(0, -1).join('/')] ?? 0);
    return { path, count, parentCount, frequencyOfParent: null, frequencyOfTotal: null };
  });
}

/** Reads a definition and estimates it. */
export function estimatesOf(definition: unknown, context: Partial<AttributeContext>): readonly AttributeEstimate[] {
  return estimateAttribute(attributeSchema.parse(definition), { ...emptyContext, ...context });
}

export function onlyEstimate(definition: unknown, context: Partial<AttributeContext>): AttributeEstimate {
  const [first] = estimatesOf(definition, context);
  if (first === undefined) throw new Error('Expected an estimate, found none.');
  return first;
}

export const codes = (estimate: Pick<AttributeEstimate, 'reasons'>): string[] => estimate.reasons.map((one) => one.code);

export function detail(estimate: AttributeEstimate, name: string): number | string | null | undefined {
  return estimate.details.find((row) => row.name === name)?.value;
}

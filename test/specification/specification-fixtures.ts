import type { AttributeEstimate } from '../../src/attributes/attribute-result.ts';
import { causeOf } from '../../src/pipeline/causes.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import { type Specification, specificationSchema } from '../../src/specification/specification.ts';

/** An estimate with only what a test names. */
export function estimate(parts: Partial<AttributeEstimate> = {}): AttributeEstimate {
  return {
    attribute: 'a',
    component: null,
    title: { en: 'A', zh: '甲' },
    stage: 'final',
    estimate: null,
    text: null,
    unit: 'fraction',
    interval: null,
    k: null,
    N: null,
    replicates: [],
    reasons: [],
    notes: [],
    status: 'computed',
    details: [],
    detection: null,
    sources: [],
    method: { id: null, text: 'flow', version: '1', status: 'validated' },
    occasion: { kind: 'initial', number: 1, reason: null, reference: null, replaces: null },
    ...parts,
  };
}

/** k of N as a plain fraction. */
export const counted = (k: number, N: number, parts: Partial<AttributeEstimate> = {}): AttributeEstimate =>
  estimate({ k, N, estimate: k / N, ...parts });

export const row = (parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  id: 'R1',
  attribute: 'a',
  stage: 'final',
  section: 'purity',
  title: { en: 'A', zh: '甲' },
  method: 'flow',
  criterion: { atLeast: 90 },
  unit: '%',
  decideOn: 'rounded',
  digits: 1,
  source: 'test',
  ...parts,
});

export const specificationOf = (rows: readonly unknown[], parts: Readonly<Record<string, unknown>> = {}): unknown => ({
  id: 'SPEC-1',
  revision: '4',
  title: { en: 'S', zh: '标准' },
  product: { id: 'P', title: { en: 'P', zh: '产品' } },
  effectiveFrom: '2026-01-01',
  rounding: 'half-up',
  rows,
  ...parts,
});

export const parsed = (rows: readonly unknown[], parts: Readonly<Record<string, unknown>> = {}): Specification =>
  specificationSchema.parse(specificationOf(rows, parts));

export const lot = {
  acquiredAt: '2026-03-02T10:00:00+08:00',
  occasion: { kind: 'initial', number: 1, reason: null, reference: null, replaces: null },
  methodStatus: 'validated',
  causeOf,
  investigations: [],
  purpose: 'release',
} as const;

/** The result of one row and one estimate. */
export function resultOf(
  rowParts: Readonly<Record<string, unknown>>,
  found: AttributeEstimate,
  parts: Readonly<Record<string, unknown>> = {},
) {
  const [result] = evaluateSpecification(parsed([row(rowParts)], parts), [found], lot);
  if (result === undefined) throw new Error('Expected a result, found none.');
  return result;
}

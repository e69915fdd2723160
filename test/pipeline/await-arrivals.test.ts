import { describe, expect, it } from 'vitest';
import { stillReachable } from '../../src/pipeline/assays/lot-assays.ts';
import { awaitArrivals } from '../../src/pipeline/binding/await-arrivals.ts';
import type { Reason } from '../../src/reason.ts';
import { counted, estimate } from '../specification/specification-fixtures.ts';

const REASONS = {
  awaited: { code: 'pending/not-arrived' as const, scope: 'test-article' as const, fields: {} },
  planned: { code: 'pending/not-arrived' as const, scope: 'attribute' as const, fields: {} },
  follows: { code: 'attribute/no-population' as const, scope: 'attribute' as const, fields: {} },
  threshold: { code: 'control/no-threshold' as const, scope: 'assay-run' as const, fields: {} },
  few: { code: 'attribute/too-few-preparations' as const, scope: 'test-article' as const, fields: {} },
  earlier: { code: 'attribute/earlier-result-not-valid' as const, scope: 'attribute' as const, fields: {} },
  control: { code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} },
  lost: { code: 'held/not-tested' as const, scope: 'test-article' as const, fields: {} },
  article: { code: 'attribute/empty-parent' as const, scope: 'test-article' as const, fields: {} },
} as const satisfies Record<string, Reason>;

describe('an estimate', () => {
  it.each([
    ['nothing', [], 'computed'],
    ['a file that has not arrived', ['awaited'], 'pending'],
    ['fewer than planned', ['planned'], 'pending'],
    ['both', ['awaited', 'planned'], 'pending'],
    ['it and what follows from it', ['follows', 'awaited', 'threshold', 'few', 'earlier'], 'pending'],
    ['what follows alone', ['follows'], 'computed'],
    ['it and a control that is missing', ['awaited', 'control'], 'computed'],
    ['it and a sample that was lost', ['lost', 'awaited'], 'computed'],
    ['it and a test article without cells', ['awaited', 'article'], 'computed'],
    ['a sample that was lost', ['lost'], 'computed'],
  ] as const)('with %s', (_name, names, status) => {
    const reasons = names.map((name) => REASONS[name]);
    const found = awaitArrivals(counted(95, 100, { reasons }));
    expect(found.status).toBe(status);
    if (status === 'computed') expect(found).toEqual(counted(95, 100, { reasons }));
    else {
      expect(found).toMatchObject({ estimate: null, k: null, N: null, interval: null, text: null, reasons: [] });
      expect(found.notes.map((note) => note.code)).toEqual(
        names.filter((name) => name === 'awaited' || name === 'planned').map(() => 'pending/not-arrived'),
      );
    }
  });

  it('keeps its own notes', () => {
    const notes = [{ code: 'investigate' as const, fields: { why: 'test-article' } }];
    expect(awaitArrivals(estimate({ notes, reasons: [REASONS.awaited] })).notes).toEqual([
      ...notes,
      { code: 'pending/not-arrived', fields: {} },
    ]);
  });
});

describe('plates that have not arrived can still make a value of three', () => {
  it.each([
    ['none is awaited', 0, 2, false],
    ['two valid, one awaited', 1, 2, true],
    ['one valid, one invalid, one awaited: too few whatever it brings', 1, 1, false],
    ['none valid, three awaited', 3, 0, true],
    ['three valid, and one is awaited all the same', 1, 3, true],
  ])('%s', (_name, awaitedPlates, used, expected) => {
    expect(stillReachable({ awaitedPlates, reasons: [] }, used, 3)).toBe(expected);
    expect(stillReachable({ awaitedPlates, reasons: [REASONS.planned] }, used, 3)).toBe(false);
  });
});

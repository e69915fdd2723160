import { describe, expect, it } from 'vitest';
import type { TubePopulations } from '../../src/attributes/attribute-context.ts';
import { attributeSchema } from '../../src/attributes/types/registry.ts';
import { said, sentence } from '../said.ts';
import { codes, common, detail, estimatesOf, onlyEstimate, tube } from './attribute-fixtures.ts';

const fraction = { ...common, type: 'fraction', panel: 'P', population: 'target', of: 'viable' };

describe('a fraction', () => {
  it('is k of N of its declared denominator, with the named interval', () => {
    const found = onlyEstimate(fraction, { tubes: [tube({ cells: 2000, 'cells/viable': 263, 'cells/viable/target': 81 })] });
    expect([found.k, found.N, found.estimate]).toEqual([81, 263, 81 / 263]);
    expect(found.interval).toMatchObject({ level: 0.95, sides: 'two', method: 'clopper-pearson' });
    expect(found.reasons).toEqual([]);
    expect(found.sources).toEqual(['a.fcs']);
    expect(found.acquiredAt).toBe('2026-03-02T10:00:00+08:00');
  });

  it('takes Wilson limits where the method names them: 81 of 263 is 0.2553 to 0.3662 (Newcombe 1998)', () => {
    const interval = { method: 'wilson', level: 0.95, sides: 'two' };
    const found = onlyEstimate({ ...fraction, interval }, { tubes: [tube({ viable: 263, 'viable/target': 81 })] });
    expect(found.interval?.lower).toBeCloseTo(0.2553, 4);
    expect(found.interval?.upper).toBeCloseTo(0.3662, 4);
  });

  it('can have all events as its denominator', () => {
    expect(onlyEstimate({ ...fraction, of: 'all events' }, { tubes: [tube({ viable: 400, 'viable/target': 100 })] }).estimate).toBe(0.25);
  });

  it('of an empty parent has no value', () => {
    const found = onlyEstimate(fraction, { tubes: [tube({ cells: 10, 'cells/viable': 0, 'cells/viable/target': 0 })] });
    expect(codes(found)).toContain('attribute/empty-parent');
    expect([found.estimate, found.status]).toEqual([null, 'missing']);
  });

  it('says which panel and stage were not acquired', () => {
    expect(said(onlyEstimate(fraction, {}).reasons)).toEqual([
      {
        code: 'pending/no-acquisition',
        scope: 'attribute',
        message: "Expected an acquisition of panel 'P' at stage 'final', found none.",
      },
    ]);
  });

  it('says which population is missing in which file', () => {
    expect(said(onlyEstimate(fraction, { tubes: [tube({ viable: 5 })] }).reasons)).toEqual([
      {
        code: 'attribute/no-population',
        scope: 'attribute',
        message: "Expected the population 'target' in panel 'P', found none in 'a.fcs'.",
      },
    ]);
  });

  it('needs a denominator that is a parent of the population', () => {
    expect(codes(onlyEstimate(fraction, { tubes: [tube({ viable: 5, target: 3 })] }))).toEqual(['attribute/not-nested']);
  });

  it('takes the tube of a panel that holds the population', () => {
    const tubes = [tube({ other: 9 }, { tube: 'T1', file: 'b.fcs' }), tube({ viable: 8, 'viable/target': 2 }, { tube: 'T2' })];
    expect(onlyEstimate(fraction, { tubes }).k).toBe(2);
  });

  it('does not let a preparation without the population drop out unseen', () => {
    const tubes = [tube({ viable: 8, 'viable/target': 2 }), tube({ viable: 8 }, { preparation: '2', file: 'b.fcs' })];
    const found = onlyEstimate(fraction, { tubes });
    expect(found.reasons.map(sentence)).toEqual(["Expected the population 'target' in panel 'P', found none in 'b.fcs'."]);
  });

  it('never lets the latest of two acquisitions of one preparation win', () => {
    const tubes = [tube({ viable: 8, 'viable/target': 2 }), tube({ viable: 8, 'viable/target': 6 }, { file: 'b.fcs' })];
    expect(codes(onlyEstimate(fraction, { tubes }))).toEqual(['attribute/ambiguous-acquisition']);
  });

  it('hands on why a tube is held, and still shows the value', () => {
    const reasons = [{ code: 'held/identity-mismatch' as const, scope: 'test-article' as const, fields: {} }];
    const found = onlyEstimate(fraction, { tubes: [tube({ viable: 8, 'viable/target': 2 }, { reasons })] });
    expect([codes(found), found.estimate]).toEqual([['held/identity-mismatch'], 0.25]);
  });

  it('is not valid with fewer events than the method needs', () => {
    const found = onlyEstimate({ ...fraction, minimumEvents: 1000 }, { tubes: [tube({ viable: 999, 'viable/target': 900 })] });
    expect(codes(found)).toEqual(['attribute/too-few-events']);
  });

  it('declares controls: a missing one and a failed one invalidate it', () => {
    const failed = { code: 'control/no-assay-run' as const, scope: 'assay-run' as const, fields: { file: 'a.fcs', control: 'positive' } };
    const found = onlyEstimate(
      { ...fraction, controls: ['FMO', 'positive'] },
      { tubes: [tube({ viable: 8, 'viable/target': 2 })], controlsValidity: new Map([['positive', [failed]]]) },
    );
    expect(found.reasons).toEqual([
      {
        code: 'control/missing' as const,
        scope: 'assay-run' as const,
        fields: { control: 'FMO', panel: null, tube: null, assayRun: null },
      },
      failed,
    ]);
    expect(found.estimate).toBe(0.25);
  });
});

describe('several preparations', () => {
  const preparations = (counts: readonly (readonly [number, number])[]) =>
    counts.map(([k, N], index) => tube({ viable: N, 'viable/target': k }, { preparation: String(index + 1), file: `${index}.fcs` }));

  it('are pooled where one proportion explains them', () => {
    const found = onlyEstimate(
      { ...fraction, preparations: 2 },
      {
        tubes: preparations([
          [10, 100],
          [14, 100],
        ]),
      },
    );
    expect([found.k, found.N, found.estimate]).toEqual([24, 200, 0.12]);
    expect(found.replicates.map((one) => one.estimate)).toEqual([0.1, 0.14]);
  });

  it('are not pooled where counting does not explain their difference', () => {
    // chi-square 10/100 against 30/100 = 200(10*70 - 30*90)^2/(100*100*40*160) = 12.5, p = 0.0004
    const tubes = preparations([
      [10, 100],
      [30, 100],
    ]);
    const found = onlyEstimate({ ...fraction, preparations: 2 }, { tubes });
    expect(found.reasons.map(sentence)).toEqual([
      'The preparations differ by more than counting explains (chi-square 12.50, 1 df, p = 0.00041, below 0.01): 1: 10 of 100; 2: 30 of 100.',
    ]);
  });

  it('are averaged with a t interval between them', () => {
    // mean of 0.90, 0.92, 0.94 = 0.92; s = 0.02; t(0.975, 2) = 4.302653; half width 4.302653 * 0.02 / sqrt(3) = 0.0496827
    const tubes = preparations([
      [90, 100],
      [92, 100],
      [94, 100],
    ]);
    const found = onlyEstimate({ ...fraction, replicates: 'mean' }, { tubes });
    expect(found.estimate).toBeCloseTo(0.92, 12);
    expect(found.interval?.lower).toBeCloseTo(0.92 - 0.0496827, 6);
    expect(found.interval?.upper).toBeCloseTo(0.92 + 0.0496827, 6);
    expect([found.k, found.N]).toEqual([null, null]);
  });

  it('more than planned are not valid, whatever they show', () => {
    const found = onlyEstimate(
      { ...fraction, preparations: 1 },
      {
        tubes: preparations([
          [90, 100],
          [91, 100],
        ]),
      },
    );
    expect(found.reasons.map(sentence)).toEqual([
      "Expected 1 preparations as planned, found 2: '1', '2'. A further one counts only as repeat-after-invalid of one that is not valid (replaces).",
    ]);
  });

  it('are planned for each purpose apart, if the method says so', () => {
    const planned = { ...fraction, preparations: { release: 2, stability: 1 } };
    const two = preparations([
      [90, 100],
      [91, 100],
    ]);
    expect(codes(onlyEstimate(planned, { tubes: two }))).toEqual([]);
    expect(codes(onlyEstimate(planned, { tubes: two, purpose: 'stability' }))).toEqual(['attribute/more-than-planned']);
    expect(codes(onlyEstimate(planned, { tubes: two, purpose: 'in-use' }))).toEqual(['attribute/not-planned']);
  });

  describe('a repeat of one of two', () => {
    const repeated = { ...fraction, preparations: 2 };
    const two = (first: Partial<TubePopulations>) => [
      tube({ viable: 100, 'viable/target': 60 }, { file: 'a.fcs', preparation: '1', ...first }),
      tube({ viable: 100, 'viable/target': 90 }, { file: 'b.fcs', preparation: '2' }),
    ];
    const again = tube({ viable: 100, 'viable/target': 92 }, { file: 'c.fcs', preparation: '1', replaces: 'a.fcs' });
    const held = [{ code: 'held/departure' as const, scope: 'test-article' as const, fields: {} }];

    it('counts in its place where it is not valid: the valid one stays', () => {
      const found = onlyEstimate(repeated, { tubes: [...two({ reasons: held }), again] });
      expect([found.k, found.N, codes(found), found.sources]).toEqual([182, 200, [], ['b.fcs', 'c.fcs']]);
    });

    it('does not count where it is valid', () => {
      const found = onlyEstimate(repeated, { tubes: [...two({}), again] });
      expect([found.k, codes(found)]).toEqual([150, ['attribute/repeat-of-valid', 'attribute/heterogeneous-preparations']]);
    });

    it('of a single preparation with too few events counts in its place', () => {
      const few = tube({ viable: 10, 'viable/target': 9 }, { file: 'a.fcs' });
      const found = onlyEstimate({ ...fraction, minimumEvents: 50 }, { tubes: [few, again] });
      expect([found.k, found.N, codes(found)]).toEqual([92, 100, []]);
    });
  });

  it('fewer than planned have not all arrived', () => {
    expect(codes(onlyEstimate({ ...fraction, preparations: 3 }, { tubes: preparations([[1, 10]]) }))).toEqual([
      'pending/too-few-preparations',
    ]);
  });
});

describe('viability', () => {
  const viability = {
    ...common,
    type: 'viability',
    panel: 'P',
    live: 'live',
    of: 'nucleated',
    dead: 'dead',
    intermediate: 'between',
    withoutDoubletExclusion: { live: 'live with doublets', of: 'nucleated with doublets' },
    debris: { gate: 'no debris' },
  };
  const counts = {
    'nucleated with doublets': 1200,
    'nucleated with doublets/live with doublets': 1020,
    'nucleated with doublets/nucleated': 1000,
    'nucleated with doublets/nucleated/live': 900,
    'nucleated with doublets/nucleated/between': 40,
    'nucleated with doublets/nucleated/dead': 60,
  };

  it('is live of all nucleated singlets; intermediates are not live', () => {
    const found = onlyEstimate(viability, { tubes: [tube(counts)] });
    expect([found.k, found.N, found.estimate]).toEqual([900, 1000, 0.9]);
    expect(found.reasons).toEqual([]);
    expect([detail(found, 'intermediate'), detail(found, 'dead')]).toEqual([0.04, 0.06]);
  });

  it('shows the value without doublet exclusion beside', () => {
    expect(detail(onlyEstimate(viability, { tubes: [tube(counts)] }), 'without-doublet-exclusion')).toBe(0.85);
  });

  it('refuses a debris gate before the dye, unless the method justifies it', () => {
    const gated = tube({ 'no debris': 1000, 'no debris/nucleated': 900, 'no debris/nucleated/live': 800 });
    const simple = { ...viability, withoutDoubletExclusion: undefined, dead: undefined, intermediate: undefined };
    expect(codes(onlyEstimate(simple, { tubes: [gated] }))).toEqual(['attribute/debris-before-dye']);
    const justified = { ...simple, debris: { gate: 'no debris', justification: 'spike study VS-12' } };
    expect(codes(onlyEstimate(justified, { tubes: [gated] }))).toEqual([]);
  });

  it('refuses intermediates within the live population', () => {
    const within = tube({ nucleated: 100, 'nucleated/live': 90, 'nucleated/live/between': 4 });
    const simple = { ...viability, withoutDoubletExclusion: undefined, dead: undefined };
    expect(codes(onlyEstimate(simple, { tubes: [within] }))).toEqual(['attribute/not-live']);
  });
});

describe('definitions', () => {
  it('are refused with a key that is not known', () => {
    const result = attributeSchema.safeParse({ ...fraction, populaton: 'x' });
    expect(result.success).toBe(false);
  });

  it('have an id that formulas and files can hold', () => {
    expect(attributeSchema.safeParse({ ...fraction, id: '1 a' }).success).toBe(false);
  });

  it('give estimates that carry method, occasion and stage', () => {
    const [found] = estimatesOf(fraction, {});
    expect(found).toMatchObject({ stage: 'final', method: { status: 'validated' }, occasion: { kind: 'initial', number: 1 } });
  });
});

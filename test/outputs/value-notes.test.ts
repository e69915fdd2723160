import { describe, expect, it } from 'vitest';
import type { AttributeResult } from '../../src/attributes/attribute-result.ts';
import { renderReport } from '../../src/outputs/report/report.ts';
import { attributeRow, criterion, sampleInput, sampleResult } from './sample-result.ts';

const base = {
  attribute: 'dose',
  title: { en: 'Endotoxin per dose', zh: '每剂量内毒素' },
  section: 'general',
  unit: 'EU/kg',
  criterion: criterion({ en: '≤ 5', zh: '≤ 5' }),
} as const;

function report(row: Partial<AttributeResult>, language: 'both' | 'zh' = 'both'): string {
  return renderReport({ ...sampleInput, language, result: { ...sampleResult, attributes: [attributeRow({ ...base, ...row })] } });
}
const reportable = (operator: '<' | '<=' | '', value: string) => ({ operator, value, unit: 'EU/kg', digits: 2, rule: 'outward' as const });

describe('below a computed value', () => {
  it('stand the ends between which it lies', () => {
    const bounds = { lower: { value: 0.3, closed: true }, upper: { value: 0.35, closed: false } };
    const row = { estimate: 0.35, operator: '<', bounds, reportable: reportable('<', '0.35') } as const;
    expect(report(row)).toContain('known to lie in · <span lang="zh">已知范围</span>: [0.30, 0.35)');
    expect(report({ ...row, bounds: { lower: null, upper: bounds.upper } })).not.toContain('known to lie in');
  });

  it('stands the method of a recovered interval, not that of every other one', () => {
    const interval = {
      lower: 0.2,
      upper: 0.4,
      level: 0.95,
      sides: 'two',
      method: 'mover-on-logarithms',
      of: [{ method: 'wilson' }],
    } as const;
    expect(report({ estimate: 0.3, interval, reportable: reportable('', '0.30') })).toContain(': MOVER on logarithms, wilson');
    expect(
      report({
        estimate: 0.3,
        interval: { lower: 0.2, upper: 0.4, level: 0.95, sides: 'two', method: 'wilson' },
        reportable: reportable('', '0.30'),
      }),
    ).not.toContain(': wilson');
  });

  it('stands that it has none, in both languages, once', () => {
    const notes = [
      {
        code: 'attribute/interval-not-covered' as const,
        fields: { why: [{ code: 'interval/none', fields: { attribute: 'a', component: null } }] },
      },
    ];
    const html = report({ estimate: 0.3, notes, reportable: reportable('', '0.30') });
    expect(html).toContain('interval not covered · <span lang="zh">区间未涵盖</span>');
    expect(html).not.toContain('has no interval.');
    expect(report({ estimate: 0.3, notes, reportable: reportable('', '0.30') }, 'zh')).toContain('区间未涵盖');
  });

  it('a closed end is written as in a criterion, and a value that is not reportable keeps its sign', () => {
    expect(report({ estimate: 0.3, operator: '<=', reportable: reportable('<=', '0.30') })).toContain('≤ 0.30 EU/kg');
    const reasons = [{ code: 'held/changed' as const, scope: 'attribute' as const, fields: {} }];
    expect(report({ estimate: 0.3, operator: '<', outcome: 'no valid result', reasons })).toContain('&lt; 0.300 EU/kg');
  });
});

import { describe, expect, it } from 'vitest';
import { SECTIONS } from '../../src/specification/sections.ts';
import { specificationSchema } from '../../src/specification/specification.ts';
import { row, specificationOf } from './specification-fixtures.ts';

const messages = (rowParts: Readonly<Record<string, unknown>>): string[] =>
  (specificationSchema.safeParse(specificationOf([row(rowParts)])).error?.issues ?? []).map(
    (issue) => `${issue.path.join('.')}: ${issue.message}`,
  );

describe('a specification is refused', () => {
  it.each([
    [{ decideOn: undefined }, 'rows.0.decideOn: expected rounded or unrounded: a criterion on a number must say which is judged'],
    [{ digits: undefined }, 'rows.0.digits: expected digits or significantDigits: a number is reported with a fixed number of digits'],
    [{ significantDigits: 2 }, 'rows.0.significantDigits: expected digits or significantDigits, found both'],
    [
      { criterion: { atLeast: 90.05 } },
      'rows.0.criterion: expected limits with at most 1 decimals, since the value rounded to 1 is judged',
    ],
    [{ criterion: { between: { atLeast: 2, atMost: 1 } } }, 'rows.0.criterion: expected a lower end below the upper end'],
    [
      { criterion: { atLeast: 90, atMost: 95 } },
      'rows.0.criterion: expected exactly one of lessThan, atMost, moreThan, atLeast, between, equals, notDetected, reportOnly',
    ],
    [
      { criterion: { reportOnly: true } },
      'rows.0.role: expected supportive, parallel or information: a row without a limit releases nothing',
    ],
    [
      { criterion: { atMost: { cellsPerMaximumDose: 300 } }, decideOn: 'unrounded' },
      'rows.0.criterion: expected product.dose, from which this limit is derived',
    ],
  ])('%j', (parts, message) => {
    expect(messages(parts)).toContain(message);
  });

  it('with two rows of one id', () => {
    const result = specificationSchema.safeParse(specificationOf([row(), row()]));
    expect(result.error?.issues.map((issue) => issue.message)).toEqual(["expected unique row ids, found 'R1' twice"]);
  });

  it('with an effective date that is no day', () => {
    expect(specificationSchema.safeParse(specificationOf([row()], { effectiveFrom: '2026-02-30' })).success).toBe(false);
  });
});

it("sections follow the guideline's order", () => {
  // 人源干细胞产品药学研究与评价技术指导原则（试行）, 六（二）
  expect(SECTIONS.map((section) => section.title.zh)).toEqual([
    '细胞鉴别',
    '细胞活性',
    '纯度',
    '生物学活性',
    '产品和工艺相关杂质',
    '成瘤性/致瘤性',
    '非预期分化',
    '微生物安全性',
    '一般检测',
  ]);
});

import { describe, expect, it } from 'vitest';
import { criterionTitle } from '../../src/outputs/words/titles.ts';
import { specificationSchema } from '../../src/specification/specification.ts';
import { estimate, resultOf, row, specificationOf } from './specification-fixtures.ts';

/** One dose for every patient: 2 x 10^8 cells in 10 mL, for patients of 10 to 80 kg. */
const ONE_DOSE = { viableCellsPerMaximumDose: 2e8, volumeMlPerMaximumDose: 10, patientMassKg: { from: 10, to: 80 } };
/** 10^6 cells in 0.1 mL per kg: the heaviest patient gets 8 x 10^7 in 8 mL, the lightest 10^7 in 1 mL. */
const BY_MASS = { viableCellsPerMaximumDose: 8e7, viableCellsPerKg: 1e6, volumeMlPerMaximumDose: 8, patientMassKg: { from: 10, to: 80 } };

const withDose = (dose: unknown) => ({ product: { id: 'P', title: { en: 'P', zh: '产品' }, dose } });
const rowOf = (unit: string, criterion: unknown) => ({ unit, criterion, decideOn: 'unrounded', digits: undefined, significantDigits: 3 });
const judged = (told: { readonly dose: unknown; readonly unit: string; readonly criterion: unknown }, value: number) =>
  resultOf(
    rowOf(told.unit, told.criterion),
    estimate({ estimate: value, unit: told.unit === '%' ? 'fraction' : told.unit }),
    withDose(told.dose),
  );

describe('a limit that is derived from the dose profile', () => {
  it.each([
    // 350 EU in 10 mL
    [
      ONE_DOSE,
      'EU/mL',
      { atMost: { perDose: 350 } },
      35,
      '≤ 350 EU per maximum dose (about 35.0 EU/mL)',
      '≤ 350 EU/最大剂量（约 35.0 EU/mL）',
    ],
    [ONE_DOSE, 'EU/dose', { atMost: { perDose: 350 } }, 350, '≤ 350 EU per maximum dose', '≤ 350 EU/最大剂量'],
    // An impurity: 5 EU for each of the 10 kg of the lightest patient are 50 EU in 10 mL.
    [
      ONE_DOSE,
      'EU/mL',
      { atMost: { perKg: 5 } },
      5,
      '≤ 5 EU per kg, lightest patient 10 kg (about 5.00 EU/mL)',
      '≤ 5 EU/kg，最轻患者 10 kg（约 5.00 EU/mL）',
    ],
    [
      ONE_DOSE,
      'EU/dose',
      { lessThan: { perKg: 5 } },
      50,
      '< 5 EU per kg, lightest patient 10 kg (about 50.0 EU/dose)',
      '< 5 EU/kg，最轻患者 10 kg（约 50.0 EU/dose）',
    ],
    // A minimum dose: 2 million for each of the 80 kg of the heaviest patient.
    [
      ONE_DOSE,
      'cells per dose',
      { atLeast: { perKg: 2e6 } },
      1.6e8,
      '≥ 2,000,000 cells per kg, heaviest patient 80 kg (about 160,000,000 cells per dose)',
      '≥ 2,000,000 个细胞/kg，最重患者 80 kg（约 160,000,000 cells per dose）',
    ],
    // By body mass the lightest patient gets 1 mL, in which 50 EU are 5 per kg, as 400 are in the 8 mL of the heaviest.
    [
      BY_MASS,
      'EU/mL',
      { atMost: { perKg: 5 } },
      50,
      '≤ 5 EU per kg, heaviest patient 80 kg (about 50.0 EU/mL)',
      '≤ 5 EU/kg，最重患者 80 kg（约 50.0 EU/mL）',
    ],
    [BY_MASS, 'EU/kg', { atMost: { perKg: 5 } }, 5, '≤ 5 EU per kg', '≤ 5 EU/kg'],
  ] as const)('%#: %j in %s', (dose, unit, criterion, limit, en, zh) => {
    const told = { dose, unit, criterion };
    const upper = !('atLeast' in criterion);
    const closed = !('lessThan' in criterion);
    const beyond = upper ? limit * 1.001 : limit * 0.999;
    const within = upper ? limit * 0.999 : limit * 1.001;
    expect([judged(told, within).outcome, judged(told, limit).outcome, judged(told, beyond).outcome]).toEqual([
      'meets',
      closed ? 'meets' : 'fails',
      'fails',
    ]);
    const { criterion: printed } = judged(told, limit);
    expect(printed && criterionTitle(printed)).toEqual({ en, zh });
  });

  it.each([
    // 20 of 2 x 10^8 cells are 10^-7, which is 0.00001 %.
    [{ atMost: { perDose: 20 } }, ONE_DOSE, 1e-7],
    // 2 for each of 10 kg are the same 20 cells.
    [{ atMost: { perKg: 2 } }, ONE_DOSE, 1e-7],
    // Where the dose goes by mass, 2 of each 10^6.
    [{ atMost: { perKg: 2 } }, BY_MASS, 2e-6],
  ])('a fraction of cells: %j', (criterion, dose, limit) => {
    const told = { dose, unit: '%', criterion };
    expect([judged(told, limit).outcome, judged(told, limit * 1.001).outcome]).toEqual(['meets', 'fails']);
  });

  it('an interval from kg to dose has each end by its own patient', () => {
    const told = { dose: ONE_DOSE, unit: 'cells per dose', criterion: { between: { atLeast: { perKg: 2e6 }, atMost: { perKg: 2e7 } } } };
    // At least 2 x 10^6 x 80 = 1.6 x 10^8, at most 2 x 10^7 x 10 = 2 x 10^8.
    expect([1.599e8, 1.6e8, 2e8, 2.001e8].map((value) => judged(told, value).outcome)).toEqual(['fails', 'meets', 'meets', 'fails']);
  });
});

describe('a specification that asks for what its dose profile does not say', () => {
  const issues = (dose: unknown, unit: string, criterion: unknown) =>
    specificationSchema
      .safeParse(specificationOf([row(rowOf(unit, criterion))], withDose(dose)))
      .error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? [];
  const cells = { viableCellsPerMaximumDose: 2e8 };

  it.each([
    [undefined, 'EU/mL', { atMost: { perDose: 5 } }, ['rows.0.criterion', 'expected product.dose, from which this limit is derived']],
    [
      cells,
      'EU/mL',
      { atMost: { perDose: 5 } },
      ['rows.0.criterion', "expected product.dose.volumeMlPerMaximumDose, from which a limit in 'EU/mL' is derived"],
    ],
    [
      cells,
      'EU/dose',
      { atMost: { perKg: 5 } },
      ['rows.0.criterion', 'expected product.dose.patientMassKg, from which a limit per kg is derived'],
    ],
    [
      ONE_DOSE,
      'ng',
      { atMost: { perDose: 5 } },
      [
        'rows.0.criterion',
        "expected a unit per dose, per mL, per kg (with perKg) or of a fraction for a limit derived from the dose, found 'ng'",
      ],
    ],
    [
      { ...ONE_DOSE, patientMassKg: { from: 80, to: 10 } },
      '%',
      { atMost: 1 },
      ['product.dose.patientMassKg.to', 'expected a mass not below the lightest patient'],
    ],
    [
      { viableCellsPerMaximumDose: 8e7, viableCellsPerKg: 1e6 },
      '%',
      { atMost: 1 },
      ['product.dose.patientMassKg', 'expected patientMassKg, since the dose goes by body mass'],
    ],
    [
      { ...BY_MASS, viableCellsPerMaximumDose: 1e8 },
      '%',
      { atMost: 1 },
      ['product.dose.viableCellsPerMaximumDose', 'expected viableCellsPerKg x the heaviest patient (1000000 x 80), found 100000000'],
    ],
  ])('%#: %j', (dose, unit, criterion, expected) => {
    expect(issues(dose, unit, criterion)).toContainEqual(expected);
  });

  it('is taken where it says it', () => {
    expect(issues(cells, 'EU/dose', { atMost: { perDose: 5 } })).toEqual([]);
    expect(issues(BY_MASS, 'EU/mL', { atMost: { perKg: 5 } })).toEqual([]);
  });
});

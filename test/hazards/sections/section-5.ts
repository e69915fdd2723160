import type { ExpectedSubject, Hazard } from '../hazard.ts';
import type { LotFolder } from '../lot-folder.ts';
import type { Tree } from '../yaml-tree.ts';
import { conforms, RELEASE } from './gene-modified.ts';

const notValid = (row: string): ExpectedSubject => ({ disposition: 'no valid result', rows: { [row]: 'no valid result' } });
const meets = (row: string): ExpectedSubject => ({ disposition: 'conforms', rows: { [row]: 'meets' } });

interface FormulaRow {
  readonly expression: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly criterion: { readonly [key: string]: number };
  readonly on?: 'estimate' | 'lower-limit' | 'upper-limit';
}

/** A formula over named results, with a release row FRM that judges it. */
function addFormula(lot: LotFolder, { expression, inputs, unit, criterion, on = 'estimate' }: FormulaRow): void {
  const title = { en: 'Computed', zh: '计算值' };
  const entries = Object.entries(inputs).map(([name, attribute]): [string, Tree] => [name, { attribute }]);
  lot.definition.add('attributes', {
    id: 'computed',
    type: 'formula',
    title,
    stage: 'final',
    method: { id: 'QC-M-064', text: 'calculation, QC-M-064', version: '1', status: 'validated' },
    expression,
    inputs: Object.fromEntries(entries),
    unit,
  });
  lot.specification.add('rows', {
    id: 'FRM',
    attribute: 'computed',
    stage: 'final',
    section: 'impurities',
    title,
    method: 'QC-M-064',
    criterion: { ...criterion },
    on,
    unit,
    digits: 3,
    decideOn: 'unrounded',
    source: 'EXAMPLE',
  });
}

const endotoxin = { c: 'endotoxin' };

/** The shipped endotoxin is <0.1 EU/mL; a concentration is not negative. */
const notNegative = (lot: LotFolder) => lot.definition.set('attributes[endotoxin].nonNegative', true);

/** Values that are computed, and what is known of them. */
export const SECTION_5: readonly Hazard[] = [
  {
    id: '5-01',
    base: 'viability',
    hazard: 'A result below its quantitation limit enters a formula as that number, and what comes out passes for measured.',
    control: 'A positive factor keeps `<`: 41 mL of <0.1 EU/mL are <4.1 EU.',
    violation: {
      what: '<4.1 EU under a limit of 3 EU: it may lie on both sides',
      change: (lot) => addFormula(lot, { expression: 'c * 41', inputs: endotoxin, unit: 'EU', criterion: { atMost: 3 } }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('FRM') }, codes: ['specification/undecided-operator'] },
    },
    counterpart: {
      what: '<4.1 EU under a limit of 5 EU',
      change: (lot) => addFormula(lot, { expression: 'c * 41', inputs: endotoxin, unit: 'EU', criterion: { atMost: 5 } }),
      expect: { exit: 0, subjects: { [RELEASE]: meets('FRM') }, codes: [] },
    },
  },
  {
    id: '5-02',
    base: 'viability',
    hazard: 'A difference turns below into above, and the sign is lost.',
    control: 'A negative factor turns `<`: 10 − (<0.1) is >9.9.',
    violation: {
      what: '>9.9 under an upper limit of 9.95',
      change: (lot) => addFormula(lot, { expression: '10 - c', inputs: endotoxin, unit: 'EU', criterion: { atMost: 9.95 } }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('FRM') }, codes: ['specification/undecided-operator'] },
    },
    counterpart: {
      what: '>9.9 over a lower limit of 9.8',
      change: (lot) => addFormula(lot, { expression: '10 - c', inputs: endotoxin, unit: 'EU', criterion: { atLeast: 9.8 } }),
      expect: { exit: 0, subjects: { [RELEASE]: meets('FRM') }, codes: [] },
    },
  },
  {
    id: '5-03',
    base: 'viability',
    hazard: 'A sum with a censored part is judged by its smallest value.',
    control: 'A sum bounded on both sides is judged by its upper bound under an upper criterion: what may lie above it does not meet.',
    violation: {
      what: '1 + (0 to <0.1) under a limit of 1.05: its upper bound is 1.1',
      change: (lot) => {
        notNegative(lot);
        addFormula(lot, { expression: 'c + 1', inputs: endotoxin, unit: 'EU', criterion: { atMost: 1.05 } });
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('FRM') }, codes: ['specification/undecided-operator'] },
    },
    counterpart: {
      what: 'under a limit of 1.1: what is below 1.1 is at most 1.1',
      change: (lot) => {
        notNegative(lot);
        addFormula(lot, { expression: 'c + 1', inputs: endotoxin, unit: 'EU', criterion: { atMost: 1.1 } });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('FRM') }, codes: [] },
    },
  },
  {
    id: '5-04',
    base: 'viability',
    hazard: 'A formula that rises and falls with a censored value gives one of its ends.',
    control: 'What is not monotone is refused by name.',
    violation: {
      what: 'c · (1 − c) with c <0.1',
      change: (lot) => addFormula(lot, { expression: 'c * (1 - c)', inputs: endotoxin, unit: 'EU', criterion: { atMost: 5 } }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('FRM') }, codes: ['attribute/not-monotone'], says: ["'c'"] },
    },
    counterpart: {
      what: 'the same with a plain value: 0.2 · 0.8 = 0.16',
      change: (lot) => {
        lot.external.set({ attribute: 'endotoxin' }, { operator: '', value: '0.2' });
        addFormula(lot, { expression: 'c * (1 - c)', inputs: endotoxin, unit: 'EU', criterion: { atMost: 0.16 } });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('FRM') }, codes: [] },
    },
  },
  {
    id: '5-05',
    base: 'viability',
    hazard: 'A value that may be 0 is divided by.',
    control: 'A denominator that may be 0 is refused by name.',
    violation: {
      what: '1 / c with c in 0 to <0.1',
      change: (lot) => {
        notNegative(lot);
        addFormula(lot, { expression: '1 / c', inputs: endotoxin, unit: 'mL/EU', criterion: { atLeast: 5 } });
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('FRM') }, codes: ['attribute/divides-by-possible-zero'] },
    },
    counterpart: {
      what: '1 / c with c >0.1 is <10',
      change: (lot) => {
        lot.external.set({ attribute: 'endotoxin' }, { operator: '>' });
        lot.specification.set('rows[END].criterion', { moreThan: 0.05 });
        addFormula(lot, { expression: '1 / c', inputs: endotoxin, unit: 'mL/EU', criterion: { atMost: 10 } });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('FRM') }, codes: [] },
    },
  },
  {
    id: '5-06',
    base: 'fractions',
    hazard: 'A confidence limit is claimed for a value whose operands share their cells.',
    control: 'Shared data beside one composition: interval not covered.',
    violation: {
      what: 'two fractions of one tube are multiplied, and the lower limit decides',
      change: (lot) =>
        addFormula(lot, {
          expression: 'a * b',
          inputs: { a: 'cd34', b: 'modified' },
          unit: 'fraction',
          criterion: { atLeast: 0.1 },
          on: 'lower-limit',
        }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('FRM') }, codes: ['attribute/interval-not-covered'] },
    },
    counterpart: {
      what: 'one fraction, doubled: its limit is doubled',
      change: (lot) =>
        addFormula(lot, {
          expression: '2 * b',
          inputs: { b: 'modified' },
          unit: 'fraction',
          criterion: { atLeast: 0.8 },
          on: 'lower-limit',
        }),
      expect: { exit: 0, subjects: { [RELEASE]: meets('FRM') }, codes: [] },
    },
  },
  {
    id: '5-07',
    base: 'modification',
    hazard: 'A limit is judged that does not exist, since one operand has none.',
    control: 'An operand without an interval: interval not covered, and a row on a limit has no valid result.',
    violation: {
      what: 'copies per modified cell are judged on the upper limit; the copies have no interval',
      change: (lot) => lot.specification.set('rows[VCN-MOD].on', 'upper-limit'),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VCN-MOD') }, codes: ['attribute/interval-not-covered'] },
    },
    counterpart: {
      what: 'on the estimate, as shipped',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: meets('VCN-MOD') }, codes: ['attribute/interval-not-covered'] },
    },
  },
  {
    id: '5-08',
    base: 'viability',
    hazard: 'A result in another unit is read as if it were in the right one.',
    control: 'A value from elsewhere must be in the unit that the method asks for.',
    violation: {
      what: 'endotoxin is reported in EU/dose',
      change: (lot) => lot.external.set({ attribute: 'endotoxin' }, { unit: 'EU/dose' }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('END') }, codes: ['attribute/unit-mismatch'] },
    },
    counterpart: {
      what: 'in EU/mL',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '5-09',
    base: 'viability',
    hazard: 'A typing error makes a concentration negative, and it meets every upper limit.',
    control: 'A quantity that is declared not negative and reported below 0 is no valid result.',
    violation: {
      what: 'endotoxin −0.1 EU/mL',
      change: (lot) => {
        notNegative(lot);
        lot.external.set({ attribute: 'endotoxin' }, { operator: '', value: '-0.1' });
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('END') }, codes: ['attribute/negative-value'] },
    },
    counterpart: {
      what: 'endotoxin 0 EU/mL',
      change: (lot) => {
        notNegative(lot);
        lot.external.set({ attribute: 'endotoxin' }, { operator: '', value: '0' });
      },
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '5-10',
    base: 'fractions',
    hazard: 'A geometric mean leaves out the events at or below 0, and a dim population looks bright.',
    control: 'A geometric mean with values of 0 or below is no valid result.',
    violation: {
      what: 'the geometric mean of the tag among all viable cells, of which the unmodified spread around 0',
      change: (lot) => addIntensity(lot, 'Viable', 'geometric-mean'),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('INT') }, codes: ['attribute/values-not-positive'] },
    },
    counterpart: {
      what: 'the geometric mean of the tag in modified cells, all of which lie above the threshold',
      change: (lot) => addIntensity(lot, 'Modified CD34+', 'geometric-mean'),
      expect: { exit: 0, subjects: { [RELEASE]: meets('INT') }, codes: [] },
    },
  },
];

/** Intensity of the transgene tag, with a release row INT of at least 1 a.u. */
function addIntensity(lot: LotFolder, population: string, statistic: string): void {
  const title = { en: 'Intensity of the tag', zh: '标签强度' };
  lot.definition.add('attributes', {
    id: 'tag-intensity',
    type: 'intensity',
    title,
    stage: 'final',
    method: { id: 'QC-M-065', text: 'flow, QC-M-065', version: '1', status: 'validated' },
    controls: ['modification-heat-killed', 'modification-fmo-cd34', 'modification-fmo-tag'],
    panel: 'modification',
    population,
    parameter: 'Transgene tag',
    statistic,
  });
  lot.specification.add('rows', {
    id: 'INT',
    attribute: 'tag-intensity',
    stage: 'final',
    section: 'purity',
    title,
    method: 'QC-M-065',
    criterion: { atLeast: 1 },
    unit: 'a.u.',
    digits: 0,
    decideOn: 'rounded',
    source: 'EXAMPLE',
  });
}

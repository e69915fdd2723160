import type { Hazard } from '../hazard.ts';
import type { LotFolder } from '../lot-folder.ts';
import { addInvestigation, conforms, PLATES, RELEASE } from './gene-modified.ts';

const CHECKED = { entered_by: 'analyst-7', entered_at: '2026-08-11', checked_by: 'analyst-12', checked_at: '2026-08-12' } as const;
const ask = (lot: LotFolder, table: string) => lot.definition.set('inputs.secondPerson', [table]);

/** All results from elsewhere are checked but for sterility, whose persons are these. */
function sterilityBy(lot: LotFolder, persons: Partial<Record<keyof typeof CHECKED, string>>): void {
  ask(lot, 'external-results');
  lot.external.setAll(CHECKED);
  lot.external.set({ attribute: 'sterility' }, { entered_by: '', entered_at: '', checked_by: '', checked_at: '', ...persons });
}

function growthOfTheIsolator(lot: LotFolder, checkedBy: string): void {
  ask(lot, 'investigations');
  lot.external.set({ attribute: 'sterility' }, { text: 'growth' });
  addInvestigation(lot, { row: 'STE', conclusion: 'laboratory-error', cause: 'growth in the negative control of the isolator' });
  lot.table('investigations.csv').setAll({ checked_by: checkedBy, checked_at: checkedBy === '' ? '' : '2026-08-21' });
}

function excludeWell(lot: LotFolder, checkedBy: string): void {
  ask(lot, 'exclusions');
  lot.addTable('exclusions.csv', `file,well,reason,by,checked_by\n${PLATES[0]},C6,air bubble,analyst-7,${checkedBy}\n`);
  lot.definition.set('inputs.exclusions', 'exclusions.csv');
}

/** Values that people typed, where the method asks that a second person checks them. */
export const SECOND_PERSON: readonly Hazard[] = [
  {
    id: '3-24',
    base: 'viability',
    hazard: 'A value that one person typed, and nobody compared with its certificate, releases a lot.',
    control: '`inputs.secondPerson`: a row that names nobody else who checked it is as if it had not arrived.',
    violation: {
      what: 'sterility names who entered it, and nobody who checked it',
      change: (lot) => sterilityBy(lot, { entered_by: 'analyst-7' }),
      expect: {
        exit: 10,
        subjects: { [RELEASE]: { disposition: 'pending', rows: { STE: 'pending', END: 'meets' } } },
        codes: ['pending/not-checked'],
      },
    },
    counterpart: {
      what: 'somebody else checked it on the day on which it was entered',
      change: (lot) => sterilityBy(lot, { ...CHECKED, checked_at: CHECKED.entered_at }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '3-25',
    base: 'viability',
    hazard: 'A person checks what the same person typed, under another spelling of the name.',
    control: 'Names are compared in one Unicode form, without case, invisible signs and the kind of separators.',
    violation: {
      what: "'analyst-7' and 'ＡＮＡＬＹＳＴ 7'",
      change: (lot) => sterilityBy(lot, { ...CHECKED, checked_by: 'ＡＮＡＬＹＳＴ 7' }),
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { STE: 'no valid result', END: 'meets' } } },
        codes: ['held/same-person'],
      },
    },
    counterpart: {
      what: "'analyst-7' and 'analyst-77'",
      change: (lot) => sterilityBy(lot, { ...CHECKED, checked_by: 'analyst-77' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '3-26',
    base: 'viability',
    hazard: 'One person alone declares a laboratory error, and a failing result is gone.',
    control: 'The conclusion of an investigation that nobody else has checked does not count: the failing value stands.',
    violation: {
      what: 'growth, and a laboratory error that nobody checked',
      change: (lot) => growthOfTheIsolator(lot, ''),
      expect: {
        exit: 30,
        subjects: { [RELEASE]: { disposition: 'does not conform', rows: { STE: 'fails' } } },
        codes: ['investigation/not-checked'],
        without: ['investigation/laboratory-error'],
      },
    },
    counterpart: {
      what: 'a second person checked the conclusion: the occasion is invalid, and needs its repeat',
      change: (lot) => growthOfTheIsolator(lot, 'head of microbiology'),
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { STE: 'no valid result' } } },
        codes: ['investigation/laboratory-error'],
      },
    },
  },
  {
    id: '3-27',
    base: 'potency',
    hazard: 'One person takes a well out, and the potency changes.',
    control:
      'A plate from which a well was taken out that nobody else checked is not used, with the well or without it: the potency is pending.',
    violation: {
      what: 'a well of the first plate, excluded by one person',
      change: (lot) => excludeWell(lot, ''),
      expect: {
        exit: 10,
        subjects: { [RELEASE]: { disposition: 'pending', rows: { 'POT-REP': 'pending' } } },
        codes: ['pending/not-checked'],
      },
    },
    counterpart: {
      what: 'the exclusion was checked by somebody else',
      change: (lot) => excludeWell(lot, 'analyst-12'),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
];

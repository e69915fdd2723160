import type { ExpectedSubject, Hazard } from '../hazard.ts';
import type { LotFolder } from '../lot-folder.ts';
import { addInvestigation, conforms, HEAT_KILLED, RELEASE } from './gene-modified.ts';

const fails = (row: string): ExpectedSubject => ({ disposition: 'does not conform', rows: { [row]: 'fails' } });
const meets = (row: string): ExpectedSubject => ({ disposition: 'conforms', rows: { [row]: 'meets' } });
const noChange = () => {};

/** Endotoxin as a supportive row, and its value: the criterion is below 0.5 EU/mL. */
function supportive(lot: LotFolder, value: string, role = 'supportive'): void {
  lot.specification.set('rows[END].role', role);
  lot.external.set({ attribute: 'endotoxin' }, { operator: '', value });
}

/** A second measurement of viability, by a cell counter: reported from elsewhere, in %, with a supportive row. */
function addCounter(
  lot: LotFolder,
  { id, value, operator = '' }: { readonly id: string; readonly value: string; readonly operator?: string },
): void {
  lot.definition.addLike('attributes', 'endotoxin', {
    id,
    unit: '%',
    method: { id: 'QC-M-020', text: 'cell counter, QC-M-020', version: '2', status: 'validated' },
  });
  lot.specification.addLike('rows', 'VIA', {
    id: id.toUpperCase(),
    attribute: id,
    role: 'supportive',
    method: 'QC-M-020',
    criterion: { atLeast: 70 },
  });
  lot.external.addLike({ attribute: 'endotoxin' }, { attribute: id, operator, value, unit: '%', method: 'QC-M-020' });
}

/** Limits, roles, pairs, and analyses that are made again. */
export const SECTION_4: readonly Hazard[] = [
  {
    id: '4-01',
    base: 'viability',
    hazard: 'Material beyond its discard limit is released since the row is only supportive.',
    control: 'A discard limit that a valid value crosses makes the lot *does not conform*, whatever the role.',
    violation: {
      what: 'a supportive row meets its criterion (0.3 EU/mL) and crosses its discard limit of 0.2',
      change: (lot) => {
        supportive(lot, '0.3');
        lot.specification.set('rows[END].discard', { atMost: 0.2 });
      },
      expect: { exit: 30, subjects: { [RELEASE]: { disposition: 'does not conform' } }, codes: ['limit/discard'] },
    },
    counterpart: {
      what: 'the value is the limit itself: 0.2, at most 0.2',
      change: (lot) => {
        supportive(lot, '0.2');
        lot.specification.set('rows[END].discard', { atMost: 0.2 });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('END') }, codes: [] },
    },
  },
  {
    id: '4-02',
    base: 'viability',
    hazard: 'A release row meets its criterion and hides that it crosses a discard limit.',
    control: 'Discard limits decide beside the criterion.',
    violation: {
      what: 'viability meets 80 % and crosses its discard limit of 95 %',
      change: (lot) => lot.specification.set('rows[VIA].discard', { atLeast: 95 }),
      expect: { exit: 30, subjects: { [RELEASE]: { disposition: 'does not conform' } }, codes: ['limit/discard'] },
    },
    counterpart: {
      what: 'an invalid value beyond it (a control of 20 events) is no valid result',
      change: (lot) => {
        lot.specification.set('rows[VIA].discard', { atLeast: 95 });
        lot.events(HEAT_KILLED, 0, 20);
      },
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { VIA: 'no valid result' } } },
        codes: ['control/too-few-events'],
      },
    },
  },
  {
    id: '4-03',
    base: 'viability',
    hazard: 'An action limit is crossed and nobody acts.',
    control: 'A crossed action limit keeps the lot pending until an investigation closes it.',
    violation: {
      what: 'viability lies below its action limit of 95 %',
      change: (lot) => lot.specification.set('rows[VIA].action', { atLeast: 95 }),
      expect: { exit: 10, subjects: { [RELEASE]: { disposition: 'pending', rows: { VIA: 'meets' } } }, codes: ['limit/action'] },
    },
    counterpart: {
      what: 'the investigation is closed with no impact',
      change: (lot) => {
        lot.specification.set('rows[VIA].action', { atLeast: 95 });
        addInvestigation(lot, { row: 'VIA', conclusion: 'no-impact' });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: ['investigation/closed'] },
    },
  },
  {
    id: '4-04',
    base: 'viability',
    hazard: 'An open investigation counts as a closed one.',
    control: 'Only a conclusion closes: an open investigation leaves the lot pending.',
    violation: {
      what: 'the action limit is crossed, the investigation has no conclusion',
      change: (lot) => {
        lot.specification.set('rows[VIA].action', { atLeast: 95 });
        addInvestigation(lot, { row: 'VIA', conclusion: '' });
      },
      expect: { exit: 10, subjects: { [RELEASE]: { disposition: 'pending', rows: { VIA: 'meets' } } }, codes: ['limit/action'] },
    },
    counterpart: {
      what: 'an alert limit of 95 % is crossed: noted, nothing more',
      change: (lot) => lot.specification.set('rows[VIA].alert', { atLeast: 95 }),
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: ['limit/alert'] },
    },
  },
  {
    id: '4-05',
    base: 'viability',
    hazard: 'A supportive row fails, and the head of the report says that nothing does.',
    control: 'A valid supportive row that fails leaves at most *pending*, and is counted in the head.',
    violation: {
      what: 'the supportive endotoxin is 0.7 EU/mL',
      change: (lot) => supportive(lot, '0.7'),
      expect: {
        exit: 10,
        subjects: { [RELEASE]: { disposition: 'pending', rows: { END: 'fails' } } },
        codes: ['investigation/open'],
        says: ['1 supportive fails'],
      },
    },
    counterpart: {
      what: 'its investigation is closed with no impact: the row stays failed',
      change: (lot) => {
        supportive(lot, '0.7');
        addInvestigation(lot, { row: 'END', conclusion: 'no-impact' });
      },
      expect: {
        exit: 0,
        subjects: { [RELEASE]: { disposition: 'conforms', rows: { END: 'fails' } } },
        codes: [],
        says: ['1 supportive fails'],
      },
    },
  },
  {
    id: '4-06',
    base: 'viability',
    hazard: 'A supportive test of safety fails and is talked away.',
    control: '`whenFails: does-not-conform` makes it decide.',
    violation: {
      what: 'it fails, and no-impact is written',
      change: (lot) => {
        supportive(lot, '0.7');
        lot.specification.set('rows[END].whenFails', 'does-not-conform');
      },
      expect: { exit: 30, subjects: { [RELEASE]: fails('END') }, codes: [] },
    },
    counterpart: {
      what: 'it meets',
      change: (lot) => {
        supportive(lot, '0.2');
        lot.specification.set('rows[END].whenFails', 'does-not-conform');
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('END') }, codes: [] },
    },
  },
  {
    id: '4-07',
    base: 'viability',
    hazard: 'A parallel method that fails is not seen beside the release method that meets.',
    control: 'A parallel row that fails leaves at most *pending*.',
    violation: {
      what: 'the parallel endotoxin is 0.7 EU/mL',
      change: (lot) => supportive(lot, '0.7', 'parallel'),
      expect: { exit: 10, subjects: { [RELEASE]: { disposition: 'pending', rows: { END: 'fails' } } }, codes: ['investigation/open'] },
    },
    counterpart: {
      what: 'an information row beyond its criterion decides nothing',
      change: (lot) => supportive(lot, '0.7', 'information'),
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { END: 'information' } } }, codes: [] },
    },
  },
  {
    id: '4-08',
    base: 'viability',
    hazard: 'A supportive row that fails is hidden by one that is only pending, or a pending one holds the lot.',
    control: 'A supportive row that is pending or invalid does not stop *conforms*; it is counted in the head.',
    violation: {
      what: 'the supportive row is invalid (another method), and a release row fails',
      change: (lot) => {
        supportive(lot, '0.2');
        lot.external.set({ attribute: 'endotoxin' }, { method: 'QC-M-099' });
        lot.external.set({ attribute: 'sterility' }, { text: 'growth' });
      },
      expect: {
        exit: 30,
        subjects: { [RELEASE]: { disposition: 'does not conform', rows: { END: 'no valid result', STE: 'fails' } } },
        codes: [],
      },
    },
    counterpart: {
      what: 'the supportive row is pending alone',
      change: (lot) => {
        supportive(lot, '');
        lot.external.set({ attribute: 'endotoxin' }, { status: 'pending', due: '2026-09-01', tested_at: '' });
      },
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { END: 'pending' } } }, codes: [], says: ['supportive'] },
    },
  },
  {
    id: '4-09',
    base: 'viability',
    hazard: 'Two methods for one quality contradict each other, and the friendlier one releases.',
    control: 'Beyond the margin of an orthogonal pair a row that meets becomes no valid result.',
    violation: {
      what: 'the flow cytometer says 92 %, the counter 71 %; they may differ by 10',
      change: (lot) => {
        addCounter(lot, { id: 'counter', value: '71.0' });
        lot.specification.set('rows[VIA].agreesWith', { attribute: 'counter', difference: 10 });
      },
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { VIA: 'no valid result' } } },
        codes: ['pair/disagree'],
      },
    },
    counterpart: {
      what: 'two counters both read 95.2',
      change: (lot) => {
        addCounter(lot, { id: 'counter-a', value: '95.2' });
        addCounter(lot, { id: 'counter-b', value: '95.2' });
        lot.specification.set('rows[COUNTER-A].agreesWith', { attribute: 'counter-b', difference: 1 });
      },
      expect: {
        exit: 0,
        subjects: { [RELEASE]: { disposition: 'conforms', rows: { 'COUNTER-A': 'meets', 'COUNTER-B': 'meets' } } },
        codes: [],
      },
    },
  },
  {
    id: '4-10',
    base: 'viability',
    hazard: 'A failing row is excused by a second method that disagrees.',
    control: 'A row that fails stays failed, whatever its pair says.',
    violation: {
      what: 'viability fails 95 %, the counter says 71 %',
      change: (lot) => {
        addCounter(lot, { id: 'counter', value: '71.0' });
        lot.specification.set('rows[VIA].criterion', { atLeast: 95 });
        lot.specification.set('rows[VIA].agreesWith', { attribute: 'counter', difference: 10 });
      },
      expect: { exit: 30, subjects: { [RELEASE]: fails('VIA') }, codes: [] },
    },
    counterpart: {
      what: 'a ratio of exactly 2: ln 2 is the margin itself',
      change: (lot) => {
        addCounter(lot, { id: 'counter-a', value: '80' });
        addCounter(lot, { id: 'counter-b', value: '160' });
        lot.specification.set('rows[COUNTER-A].agreesWith', { attribute: 'counter-b', ratio: 2 });
      },
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { 'COUNTER-A': 'meets' } } }, codes: [] },
    },
  },
  {
    id: '4-11',
    base: 'viability',
    hazard: 'A value that is only known as below a number is compared as if it were that number.',
    control: 'Pairs with censored, pending or invalid operands are not judged, and the report says so.',
    violation: {
      what: "the counter says '>99'",
      change: (lot) => {
        addCounter(lot, { id: 'counter', value: '99', operator: '>' });
        lot.specification.set('rows[VIA].agreesWith', { attribute: 'counter', difference: 1 });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: ['pair/not-judged'], without: ['pair/disagree'] },
    },
    counterpart: {
      what: 'the counter says 92, within 5',
      change: (lot) => {
        addCounter(lot, { id: 'counter', value: '92' });
        lot.specification.set('rows[VIA].agreesWith', { attribute: 'counter', difference: 5 });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: [] },
    },
  },
  {
    id: '4-12',
    base: 'viability',
    hazard: 'A limit is moved until the lot conforms, and the last analysis stands alone.',
    control: 'Another method, specification or version needs `--reason`.',
    violation: {
      what: 'viability failed 95 %; the specification now asks for 80 %, and no reason is given',
      first: (lot) => lot.specification.set('rows[VIA].criterion', { atLeast: 95 }),
      change: (lot) => {
        lot.specification.set('rows[VIA].criterion', { atLeast: 80 });
        lot.specification.set('revision', '2');
      },
      expect: { exit: 64, subjects: { [RELEASE]: fails('VIA') }, codes: ['usage/reason-needed'], says: ['--reason'] },
    },
    counterpart: {
      what: 'with a reason; the report says that the earlier proposal no longer stands',
      first: (lot) => lot.specification.set('rows[VIA].criterion', { atLeast: 95 }),
      change: (lot) => {
        lot.specification.set('rows[VIA].criterion', { atLeast: 80 });
        lot.specification.set('revision', '2');
      },
      arguments: ['--reason', 'change control CC-26-11'],
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: ['analysis/reverses-earlier'], says: ['no longer stands'] },
    },
  },
  {
    id: '4-13',
    base: 'viability',
    hazard: 'A result that was judged is exchanged, and the lot is analysed again.',
    control: 'An input already judged that differs needs `--reason`; what arrived for pending rows needs none.',
    violation: {
      what: 'growth became no growth',
      first: (lot) => lot.external.set({ attribute: 'sterility' }, { text: 'growth' }),
      change: (lot) => lot.external.set({ attribute: 'sterility' }, { text: 'no growth' }),
      expect: { exit: 64, subjects: { [RELEASE]: fails('STE') }, codes: ['usage/reason-needed'], says: ['--reason'] },
    },
    counterpart: {
      what: 'the pending sterility result arrived',
      first: (lot) => lot.external.set({ attribute: 'sterility' }, { text: '', status: 'pending', due: '2026-08-24', tested_at: '' }),
      change: (lot) =>
        lot.external.set({ attribute: 'sterility' }, { text: 'no growth', status: 'final', due: '', tested_at: '2026-08-24' }),
      expect: { exit: 0, subjects: { [RELEASE]: meets('STE') }, codes: [] },
    },
  },
  {
    id: '4-14',
    base: 'viability',
    hazard: 'The same job is run again and again until its number looks like a retest.',
    control: 'The same job makes no new analysis; its recorded disposition counts.',
    violation: {
      what: 'a lot that does not conform is run twice',
      first: (lot) => lot.external.set({ attribute: 'sterility' }, { text: 'growth' }),
      change: noChange,
      expect: { exit: 30, subjects: { [RELEASE]: fails('STE') }, codes: [], analyses: 1, says: ['unchanged'] },
    },
    counterpart: {
      what: 'a lot that conforms is run twice',
      first: noChange,
      change: noChange,
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [], analyses: 1 },
    },
  },
  {
    id: '4-15',
    base: 'viability',
    hazard: 'An analysis reverses an earlier one, and its reader does not know.',
    control: 'A reversal in either direction is recorded and shown; the exit is that of the new disposition.',
    violation: {
      what: 'a lot that conformed fails with a stricter specification, for a reason',
      first: noChange,
      change: (lot) => {
        lot.specification.set('rows[VIA].criterion', { atLeast: 95 });
        lot.specification.set('revision', '2');
      },
      arguments: ['--reason', 'change control CC-26-12'],
      expect: {
        exit: 30,
        subjects: { [RELEASE]: fails('VIA') },
        codes: ['analysis/reverses-earlier'],
        says: ['no longer stands'],
        analyses: 2,
      },
    },
    counterpart: {
      what: 'the specification has a new title, and the outcome is the same',
      first: noChange,
      change: (lot) => lot.specification.set('revision', '2'),
      arguments: ['--reason', 'editorial revision'],
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [], analyses: 2 },
    },
  },
];

import type { Case, Hazard, HazardAct } from '../hazard.ts';
import type { LotFolder } from '../lot-folder.ts';
import { conforms, RELEASE } from './gene-modified.ts';

const METHOD: HazardAct = { do: 'approve-method' };
const REVIEW: HazardAct = { do: 'sign', person: 'reviewer', meaning: 'reviewed' };
const sign = (meaning: Extract<HazardAct, { readonly do: 'sign' }>['meaning'], person: 'approver' | 'analyst' = 'approver'): HazardAct => ({
  do: 'sign',
  person,
  meaning,
});

/** Before the first run, and behind it. */
const behind = (...acts: readonly HazardAct[]): NonNullable<Case['acts']> => [[METHOD], acts];
const nothing = (): void => {
  // The shipped lot as it is.
};
const rules = (lot: LotFolder, release: { readonly [rule: string]: boolean | string }): void =>
  lot.definition.set('release', { ...release });
const failing = (lot: LotFolder): void => lot.external.set({ attribute: 'sterility' }, { text: 'growth' });
const fails = { disposition: 'does not conform', rows: { STE: 'fails' } } as const;
const expected = (state: string, codes: readonly string[] = []): Case['expect'] => ({
  exit: 0,
  subjects: { [RELEASE]: conforms },
  codes,
  states: { [RELEASE]: state },
});

/** What persons sign. Each acts with a key and an account of their own; the analyst is an approver too, under the account that analysed. */
export const SECTION_8: readonly Hazard[] = [
  {
    id: '8-01',
    base: 'viability',
    hazard: 'An approved result is changed afterwards, and the lot is released on what was not approved.',
    control: 'Every file of the result is hashed against what was published before a person signs; verification finds the change.',
    violation: {
      what: 'a line is added to report.html between approval and release',
      change: nothing,
      acts: behind(REVIEW, sign('approved for release'), { do: 'change-file', file: 'report.html' }, sign('released')),
      expect: expected('approved: approved for release', ['audit-log/damaged', 'verify/changed']),
    },
    counterpart: {
      what: 'nothing is changed between approval and release',
      change: nothing,
      acts: behind(REVIEW, sign('approved for release'), sign('released')),
      expect: expected('released'),
    },
  },
  {
    id: '8-02',
    base: 'viability',
    hazard: 'Who analysed a lot approves it, where the method asks for another person.',
    control:
      '`release.approverDiffersFromAnalyst`: neither the account that acts, nor the account or name of the key, is that which analysed.',
    violation: {
      what: 'the approver signs under the account that ran the analysis',
      change: (lot) => rules(lot, { approverDiffersFromAnalyst: true }),
      acts: behind(REVIEW, sign('approved for release', 'analyst')),
      expect: expected('reviewed', ['approver-is-analyst']),
    },
    counterpart: {
      what: 'another approver signs under an account of their own',
      change: (lot) => rules(lot, { approverDiffersFromAnalyst: true }),
      acts: behind(REVIEW, sign('approved for release')),
      expect: expected('approved: approved for release'),
    },
  },
  {
    id: '8-03',
    base: 'viability',
    hazard: 'A lot is approved that was judged by a method which nobody approved.',
    control:
      '`approve` and `release` ask for an approval of exactly the definition, specification and files that made the result, in force when it was made.',
    violation: {
      what: 'nobody approved the method',
      change: nothing,
      acts: [[], [REVIEW, sign('approved for release')]],
      expect: expected('reviewed', ['method-not-approved', 'method/no-approval']),
    },
    counterpart: {
      what: 'the method was approved before the lot was judged',
      change: nothing,
      acts: behind(REVIEW, sign('approved for release')),
      expect: expected('approved: approved for release'),
    },
  },
  {
    id: '8-04',
    base: 'viability',
    hazard: 'A lot is released that does not conform.',
    control: 'What a disposition lets a signature mean is one table: `approved for release` and `released` are of a lot that conforms.',
    violation: {
      what: 'growth in the sterility test; the result is approved as the record of the lot, and then released',
      change: failing,
      acts: behind(REVIEW, sign('approved'), sign('released')),
      expect: { ...expected('approved', ['does-not-conform']), exit: 30, subjects: { [RELEASE]: fails } },
    },
    counterpart: {
      what: 'no growth; the result is approved as the record of the lot, and then released',
      change: nothing,
      acts: behind(REVIEW, sign('approved'), sign('released')),
      expect: expected('released'),
    },
  },
  {
    id: '8-05',
    base: 'viability',
    hazard: 'An exceptional release of an out-of-specification lot for its own patient reads as if the lot conformed.',
    control: 'It is an act with wording of its own, which the method must permit; no other meaning releases such a lot.',
    violation: {
      what: 'growth in the sterility test of an autologous lot; it is released with the wording of a lot that conforms',
      change: (lot) => {
        failing(lot);
        rules(lot, { exceptional: 'autologous' });
      },
      acts: behind(REVIEW, sign('approved'), sign('released')),
      expect: { ...expected('approved', ['does-not-conform']), exit: 30, subjects: { [RELEASE]: fails } },
    },
    counterpart: {
      what: 'the same lot is released exceptionally, in these words',
      change: (lot) => {
        failing(lot);
        rules(lot, { exceptional: 'autologous' });
      },
      acts: behind(REVIEW, sign('approved'), sign('released exceptionally, out of specification')),
      expect: {
        ...expected('released: released exceptionally, out of specification'),
        exit: 30,
        subjects: { [RELEASE]: fails },
      },
    },
  },
  {
    id: '8-06',
    base: 'viability',
    hazard: 'A lot that was released on rapid results stays released when a late one fails.',
    control: 'A later analysis that does not conform opens a released lot again by itself.',
    violation: {
      what: 'sterility comes after the release, with growth',
      first: (lot) => {
        rules(lot, { onRapidResults: true });
        lot.external.set({ attribute: 'sterility' }, { status: 'pending', text: '' });
      },
      change: (lot) => lot.external.set({ attribute: 'sterility' }, { status: 'final', text: 'growth' }),
      acts: [[METHOD], [REVIEW, sign('approved for release'), sign('released on rapid results, others pending')], []],
      expect: { ...expected('re-opened'), exit: 30, subjects: { [RELEASE]: fails }, analyses: 2 },
    },
    counterpart: {
      what: 'sterility comes after the release, without growth',
      first: (lot) => {
        rules(lot, { onRapidResults: true });
        lot.external.set({ attribute: 'sterility' }, { status: 'pending', text: '' });
      },
      change: (lot) => lot.external.set({ attribute: 'sterility' }, { status: 'final', text: 'no growth' }),
      acts: [[METHOD], [REVIEW, sign('approved for release'), sign('released on rapid results, others pending')], []],
      expect: { ...expected('analysed'), analyses: 2 },
    },
  },
];

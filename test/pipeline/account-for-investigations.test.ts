import { describe, expect, it } from 'vitest';
import {
  accountForInvestigations,
  investigatedSubject,
  unmatchedInvestigations,
} from '../../src/pipeline/binding/account-for-investigations.ts';
import type { LotPlan } from '../../src/pipeline/binding/plan-record.ts';
import type { Investigation } from '../../src/specification/investigations.ts';
import type { Subject } from '../../src/subject.ts';
import { said, sentence } from '../said.ts';
import { counted, resultOf } from '../specification/specification-fixtures.ts';

const planOf = (subject: Subject): LotPlan => ({ subject, lot: subject.lot, samples: [], missing: [], assays: [], held: [] });
const release = planOf({ lot: '26-1-11', purpose: 'release', condition: null, timePoint: null });
const pull = planOf({ lot: '26-1-11', purpose: 'stability', condition: '25C/60RH', timePoint: '6 months' });
const investigation = (subject: string, row = 'R1', parts: Partial<Investigation> = {}): Investigation => ({
  subject,
  row,
  occasion: { kind: 'initial', number: 1 },
  reference: 'OOS-7',
  conclusion: null,
  cause: null,
  closedAt: null,
  closedBy: null,
  place: 'investigations.csv:2',
  ...parts,
});

describe('the subject of an investigation', () => {
  it('is the lot and the folder name of the subject', () => {
    expect([release, pull].map(investigatedSubject)).toEqual(['26-1-11/release', '26-1-11/stability.25C%2F60RH.6%20months']);
    const used = accountForInvestigations(
      [release, pull],
      [investigation('26-1-11/release'), investigation('26-1-11/stability.25C%2F60RH.6%20months')],
    );
    expect(used).toEqual({ held: [], unused: [] });
  });

  it('in another spelling holds the lot', () => {
    const { held, unused } = accountForInvestigations([release], [investigation('26_1_11/Release')]);
    expect(unused).toEqual([]);
    expect(held.map(({ lot, reason }) => ({ lot, reason: said([reason])[0] }))).toEqual([
      {
        lot: '26-1-11',
        reason: {
          code: 'held/other-spelling',
          scope: 'attribute',
          message:
            "investigations.csv:2 names the subject '26_1_11/Release', which differs from '26-1-11/release' only in case, Unicode form or separators. Write it as '26-1-11/release', or give it a name of its own.",
        },
      },
    ]);
  });

  it('that is not in the folder is named', () => {
    const { held, unused } = accountForInvestigations([release], [investigation('26-11-1/release')]);
    expect(held).toEqual([]);
    expect(said(unused)).toEqual([
      {
        place: 'investigations.csv:2',
        lot: null,
        code: 'table/unused-row',
        message: expect.stringContaining("Names the subject '26-11-1/release', which has no sample in this folder."),
      },
    ]);
  });
});

describe('the row of an investigation', () => {
  const judged = [resultOf({}, counted(95, 100))];
  const of = (row: string, parts: Partial<Investigation> = {}) =>
    unmatchedInvestigations('26-1-11', [investigation('26-1-11/release', row, parts)], judged);

  it('is one that was judged on the occasion', () => expect(of('R1')).toEqual({ held: [], unused: [] }));

  it('in another spelling holds the lot', () => expect(of('r1').held.map((one) => one.code)).toEqual(['held/other-spelling']));

  it('that is unknown, or was not tested on the occasion, is named', () => {
    expect(said(of('VIA').unused)).toEqual([
      {
        place: 'investigations.csv:2',
        lot: '26-1-11',
        code: 'table/unused-row',
        message: "Names the row 'VIA', which the specification does not judge for this subject.",
      },
    ]);
    expect(of('R1', { occasion: { kind: 'retest', number: 2 } }).unused.map(sentence)).toEqual([
      "Names the occasion 'retest 2' of the row 'R1', which was not tested on it.",
    ]);
  });
});

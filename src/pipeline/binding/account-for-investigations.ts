import type { AttributeResult } from '../../attributes/attribute-result.ts';
import type { Reason } from '../../reason.ts';
import type { Investigation } from '../../specification/investigations.ts';
import { occasionName } from '../../specification/occasion-name.ts';
import { otherSpelling } from '../../spelling.ts';
import { subjectFolderName } from '../../subject.ts';
import { nearestName } from '../nearest-name.ts';
import { unusedRow } from '../notes.ts';
import { joinAccounts, type RowAccount, spelled, type UnusedRow } from './account-for-rows.ts';
import type { LotPlan } from './plan-record.ts';

/** A subject as investigations name it: the lot, `/`, and the subject's folder name. */
export function investigatedSubject({ lot, subject }: Pick<LotPlan, 'lot' | 'subject'>): string {
  return `${lot}/${subjectFolderName(subject)}`;
}

/** Investigations by their subjects: one that is spelled otherwise holds the lot that it means, one of no subject of this folder is named. */
export function accountForInvestigations(plans: readonly LotPlan[], investigations: readonly Investigation[]): RowAccount {
  const subjects = new Map(plans.map((plan) => [investigatedSubject(plan), plan.lot]));
  const known = [...subjects.keys()];
  return joinAccounts(
    investigations.map(({ subject, place }): RowAccount => {
      const meant = otherSpelling(subject, known);
      if (meant !== null) {
        return {
          unused: [],
          held: [{ lot: subjects.get(meant) ?? '', reason: spelled(place, { what: 'subject', name: subject, known: meant }) }],
        };
      }
      if (known.includes(subject)) return { unused: [], held: [] };
      const note = unusedRow('row/unknown-subject', { subject, guess: nearestName(subject, known) });
      return { held: [], unused: [{ place, lot: null, ...note }] };
    }),
  );
}

/** Investigations of one subject by row and occasion: every one must concern a row that was judged on that occasion. */
export function unmatchedInvestigations(
  lot: string,
  investigations: readonly Investigation[],
  attributes: readonly AttributeResult[],
): { readonly held: readonly Reason[]; readonly unused: readonly UnusedRow[] } {
  const judged = attributes.flatMap(({ criterion, occasion }) =>
    criterion === null ? [] : [{ row: criterion.id, occasion: occasionName(occasion) }],
  );
  const rows = [...new Set(judged.map(({ row }) => row))];
  const held: Reason[] = [];
  const unused: UnusedRow[] = [];
  for (const { row, occasion, place } of investigations) {
    const meant = otherSpelling(row, rows);
    if (meant !== null) held.push(spelled(place, { what: 'row', name: row, known: meant }));
    else if (!rows.includes(row)) unused.push({ place, lot, ...unusedRow('row/row-not-judged', { row, guess: nearestName(row, rows) }) });
    else if (!judged.some((one) => one.row === row && one.occasion === occasionName(occasion)))
      unused.push({ place, lot, ...unusedRow('row/occasion-not-tested', { row, occasion: occasionName(occasion) }) });
  }
  return { held, unused };
}

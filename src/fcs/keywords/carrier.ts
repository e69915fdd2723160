import { type NoteForm, statedText } from '../keyword-form.ts';

/** Keywords of FCS 3.1 and those of 3.2 that say the same: which plate or rack, and which place on it. */
const pairs = [
  { older: '$PLATEID', newer: '$CARRIERID' },
  { older: '$WELLID', newer: '$LOCATIONID' },
] as const;

/** The keyword of the other version that says the same; `null` where there is none. */
export function counterpartKeyword(keyword: string): string | null {
  const pair = pairs.find(({ older, newer }) => keyword === older || keyword === newer);
  return pair === undefined ? null : keyword === pair.older ? pair.newer : pair.older;
}

/** The text of a keyword or, where the file does not state it, of its counterpart in the other version; `null` where it states neither. */
export function statedByEither(keywords: ReadonlyMap<string, string>, keyword: string): string | null {
  const counterpart = counterpartKeyword(keyword);
  return statedText(keywords, keyword) ?? (counterpart === null ? null : statedText(keywords, counterpart));
}

/** Where a keyword of FCS 3.2 and the one that it follows name different carriers or places. */
export function noteCarrierConflicts(keywords: ReadonlyMap<string, string>, note: NoteForm): void {
  for (const { older, newer } of pairs) {
    const [value, other] = [statedText(keywords, newer), statedText(keywords, older)];
    if (value === null || other === null || samePlace(value, other)) continue;
    note({ code: 'fcs/carrier-conflict', keyword: newer, value, expected: 'as-stated-by', other: { keywords: [older], value: other } });
  }
}

/** `A1` and `A01` are one well. */
export function samePlace(a: string, b: string): boolean {
  return a === b || withoutZeros(a) === withoutZeros(b);
}

function withoutZeros(place: string): string {
  const match = /^([A-Z]{1,2})0{0,2}(\d{1,2})$/i.exec(place);
  return match === null ? place : `${match[1]}${match[2]}`;
}

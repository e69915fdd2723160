import { statedText } from '../../fcs/keyword-form.ts';
import { counterpartKeyword, samePlace } from '../../fcs/keywords/carrier.ts';

/** What a file says by a keyword. */
export interface KeywordStatement {
  readonly keyword: string;
  readonly value: string;
}

/**
 * What a keyword says, else the keyword of another FCS version that says the same (`$WELLID`, in 3.2 `$LOCATIONID`). Both, the asked one first, where a
 * file states both and they differ.
 */
export function keywordStatements(keywords: ReadonlyMap<string, string>, name: string): readonly KeywordStatement[] {
  const asked = name.toUpperCase();
  const counterpart = counterpartKeyword(asked);
  const [own, other] = [asked, ...(counterpart === null ? [] : [counterpart])].map((keyword) => {
    const value = statedText(keywords, keyword);
    return value === null ? null : { keyword, value };
  });
  if (own === null || own === undefined) return other === null || other === undefined ? [] : [other];
  return other === null || other === undefined || samePlace(own.value, other.value) ? [own] : [own, other];
}

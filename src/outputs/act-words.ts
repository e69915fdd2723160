import { MEANING_TEXTS, type Meaning, type State } from '../persons/steps.ts';
import type { SignatureStanding } from '../persons/subject-acts.ts';

interface Words {
  readonly en: string;
  readonly zh: string;
}

/** What a subject or one of its analyses is, by the acts of persons. */
export const STATE_WORDS = {
  received: { en: 'received', zh: '已接收' },
  parsed: { en: 'parsed', zh: '已解析' },
  analysed: { en: 'analysed', zh: '已分析' },
  reviewed: { en: 'reviewed', zh: '已复核' },
  approved: { en: 'approved', zh: '已批准' },
  rejected: { en: 'rejected', zh: '已拒绝' },
  released: { en: 'released', zh: '已放行' },
  're-opened': { en: 're-opened', zh: '已重新打开' },
  superseded: { en: 'superseded', zh: '已被取代' },
} as const satisfies Readonly<Record<State, Words>>;

/** What a signature means. The English text is what is signed. */
export const MEANING_WORDS = {
  reviewed: { en: 'reviewed', zh: '已复核' },
  approved: { en: 'approved', zh: '已批准' },
  'approved for release': { en: 'approved for release', zh: '批准放行' },
  rejected: { en: 'rejected', zh: '拒绝' },
  released: { en: 'released', zh: '放行' },
  'released on rapid results, others pending': {
    en: 'released on rapid results, others pending',
    zh: '依据快速检验结果放行，其余结果待定',
  },
  'released exceptionally, out of specification': { en: 'released exceptionally, out of specification', zh: '例外放行，不符合质量标准' },
  're-opened': { en: 're-opened', zh: '重新打开' },
} as const satisfies Readonly<Record<Meaning, Words>>;

/** What a right signature is worth now. */
export const STANDING_WORDS = {
  stands: { en: 'valid', zh: '有效' },
  superseded: { en: 'invalid: a later analysis took the place of what was signed', zh: '无效：所签结果已被后来的分析取代' },
  're-opened': { en: 'no longer in force: the lot was re-opened afterwards', zh: '不再有效：此后该批已重新打开' },
  overruled: { en: 'no longer in force: the result was rejected afterwards', zh: '不再有效：此后结果被拒绝' },
} as const satisfies Readonly<Record<SignatureStanding, Words>>;

export const RELEASED_BEFORE: Words = { en: 'an earlier analysis of this lot was released', zh: '该批此前的分析结果已放行' };

/** The meaning that a person names, in either language, with spaces or hyphens; `null` where it is none of the list. */
export function meaningOfText(text: string): Meaning | null {
  const plain = (one: string): string =>
    one
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s,_-]+/gu, ' ')
      .trim();
  const asked = plain(text);
  return MEANING_TEXTS.find((meaning) => [MEANING_WORDS[meaning].en, MEANING_WORDS[meaning].zh].map(plain).includes(asked)) ?? null;
}

import { describe, expect, it } from 'vitest';
import type { MessageFields } from '../../../src/message.ts';
import { MESSAGES, type SentenceLanguage, sentenceOf } from '../../../src/outputs/words/sentence.ts';
import { sampleFields } from './sample-fields.ts';

const codes = MESSAGES.flatMap(({ codes: register, words }) =>
  Object.entries(register).map(([code, { fields }]) => ({ code, words, names: Object.keys(fields), samples: sampleFields(fields) })),
);

/** The sentences of all samples, and which fields were read for them. */
function said({ code, words, samples }: (typeof codes)[number], language: SentenceLanguage) {
  const read = new Set<string>();
  const watched = (fields: MessageFields): MessageFields =>
    new Proxy(fields, {
      get: (target, name) => {
        if (typeof name === 'string') read.add(name);
        return Reflect.get(target, name);
      },
    });
  const sentences = samples.map((fields) => words[language][code]?.(watched(fields), (quoted) => sentenceOf(quoted, language)) ?? '');
  return { sentences, read };
}

describe('the sentences of messages', () => {
  it('are those of many codes, each in one register', () => {
    expect(codes.length).toBeGreaterThan(60);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
  });

  it.each(codes)('say $code in English and in Chinese, from the same fields', (one) => {
    const [english, chinese] = [said(one, 'en'), said(one, 'zh')];
    for (const sentence of [...english.sentences, ...chinese.sentences]) expect(sentence).not.toMatch(/undefined|NaN|\[object|null/);
    for (const sentence of english.sentences) expect(sentence).toMatch(/^[^\p{Script=Han}]+[.?]$/u);
    for (const sentence of chinese.sentences) expect(sentence).toMatch(/\p{Script=Han}.*[。？]$/u);
    expect([...chinese.read].sort()).toEqual([...english.read].sort());
    expect([...english.read].sort()).toEqual([...one.names].sort());
  });
});

import { describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode, InputError } from '../../../src/errors.ts';
import type { MessageFields } from '../../../src/message.ts';
import { MESSAGES, type SentenceLanguage, sentenceOf } from '../../../src/outputs/words/sentence.ts';
import { quotedError } from '../../../src/quoted-error.ts';
import { sampleFields } from './sample-fields.ts';

const codes = MESSAGES.flatMap(({ codes: register, words }) =>
  Object.entries(register).map(([code, { fields }]) => ({ code, words, names: Object.keys(fields), samples: sampleFields(fields) })),
);

/** How the sentences of a code end, in English and in Chinese. */
const ENDINGS = {
  sentence: [/^\P{Script=Han}+[.?]$/u, /\p{Script=Han}.*[。？]$/u],
  any: [/^\P{Script=Han}+$/u, /\p{Script=Han}.*[。？]$/u],
  phrase: [/^\P{Script=Han}*[^.?]$/u, /\p{Script=Han}.*[^。？]$/u],
} as const;

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

  it.each(codes.filter(({ code }) => code !== 'quoted/error'))('say $code in English and in Chinese, from the same fields', (one) => {
    const [english, chinese] = [said(one, 'en'), said(one, 'zh')];
    for (const sentence of [...english.sentences, ...chinese.sentences]) expect(sentence).not.toMatch(/undefined|NaN|\[object|null/);
    // What an instrument wrote ends as the instrument ended it; a difference is a phrase of a list.
    const [en, zh] = ENDINGS[one.code.startsWith('difference/') ? 'phrase' : one.code === 'plate/instrument-warning' ? 'any' : 'sentence'];
    for (const sentence of english.sentences) expect(sentence).toMatch(en);
    for (const sentence of chinese.sentences) expect(sentence).toMatch(zh);
    expect([...chinese.read].sort()).toEqual([...english.read].sort());
    expect([...english.read].sort()).toEqual([...one.names].sort());
  });

  it('say an error that a message quotes by its own sentence, in Chinese by its meaning and its place too', () => {
    const place = { file: 'a.fcs', dataSet: 2, line: 3, column: 4, byte: 5, keyword: '$TOT', well: 'A1', path: 'x.y' };
    const message = { code: 'quoted/error', fields: { error: 'io/failed', place, sentence: 'Reading failed.' } };
    expect(sentenceOf(message, 'en')).toBe('Reading failed.');
    expect(sentenceOf(message, 'zh')).toBe(
      '读取或写入失败（a.fcs，数据集 2，第 3 行第 4 列，字节 5，关键字 $TOT，孔 A1，x.y）。原文：“Reading failed.”。',
    );
    for (const error of Object.keys(ERROR_CODES).filter(isCode)) {
      const nowhere = quotedError(new InputError(error, 'X.'));
      expect(sentenceOf(nowhere, 'zh')).toMatch(/^[^“]*\p{Script=Han}[^“]*。原文：“X\.”。$/u);
    }
  });
});

function isCode(code: string): code is ErrorCode {
  return code in ERROR_CODES;
}

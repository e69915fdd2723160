import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/attributes/attribute-result.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import type { DispositionWord, ReleaseResult } from '../../src/results/release-result.ts';
import { reversalNotes, reversalsOf, reverses } from '../../src/results/reversals.ts';
import { attributeRow, criterion, sampleResult } from '../outputs/sample-result.ts';

function resultOf(proposed: DispositionWord, outcomes: readonly Outcome[] = []): ReleaseResult {
  const attributes = outcomes.map((outcome, index) =>
    attributeRow({
      attribute: 'via',
      title: { en: 'Viability', zh: '活率' },
      section: 'purity',
      criterion: criterion({ en: '≥ 1', zh: '≥ 1' }, { id: 'VIA' }),
      outcome,
      occasion: { kind: index === 0 ? 'initial' : 'retest', number: index + 1, reason: null, reference: null, replaces: null },
    }),
  );
  return { ...sampleResult, attributes, disposition: { ...sampleResult.disposition, proposed } };
}
const series = (...results: readonly ReleaseResult[]) => results.map((result, index) => ({ number: index + 1, schemaVersion: 2, result }));

describe('one outcome takes another back', () => {
  it.each([
    ['conforms', 'does not conform', true],
    ['does not conform', 'conforms', true],
    ['conforms', 'no valid result', true],
    ['no valid result', 'conforms', true],
    ['conforms', 'conforms', false],
    ['does not conform', 'no valid result', false],
    ['no valid result', 'does not conform', false],
    ['meets', 'fails', true],
    ['fails', 'meets', true],
    ['meets', 'no valid result', false],
    ['fails', 'no valid result', false],
    ['meets', 'meets', false],
  ] as const)('%s, then %s: %s', (from, to, taken) => {
    expect(reverses(from, to)).toBe(taken);
  });
});

describe('what an analysis reverses', () => {
  const found = (now: ReleaseResult, ...earlier: readonly ReleaseResult[]) =>
    reversalsOf(now, series(...earlier)).map(({ analysis, row, from, to }) => [analysis, row, from, to]);

  it('nothing, where it is the first', () => {
    expect(found(resultOf('conforms', ['meets']))).toEqual([]);
  });

  it('the disposition and its row, in either direction', () => {
    const [good, bad] = [resultOf('conforms', ['meets']), resultOf('does not conform', ['fails'])];
    expect(found(bad, good)).toEqual([
      [1, null, 'conforms', 'does not conform'],
      [1, 'VIA', 'meets', 'fails'],
    ]);
    expect(found(good, bad)).toEqual([
      [1, null, 'does not conform', 'conforms'],
      [1, 'VIA', 'fails', 'meets'],
    ]);
  });

  it('a row alone', () => {
    expect(found(resultOf('does not conform', ['meets']), resultOf('does not conform', ['fails']))).toEqual([[1, 'VIA', 'fails', 'meets']]);
  });

  it('what decided last, whatever was pending in between', () => {
    expect(found(resultOf('does not conform', ['fails']), resultOf('conforms', ['meets']), resultOf('pending', ['pending']))).toEqual([
      [1, null, 'conforms', 'does not conform'],
      [1, 'VIA', 'meets', 'fails'],
    ]);
  });

  it('not what was reversed before', () => {
    const bad = resultOf('does not conform', ['fails']);
    expect(found(bad, resultOf('conforms', ['meets']), bad)).toEqual([]);
  });

  it('a row by the worst of its tests', () => {
    expect(found(resultOf('does not conform', ['meets', 'fails']), resultOf('pending', ['meets']))).toEqual([[1, 'VIA', 'meets', 'fails']]);
    expect(found(resultOf('no valid result', ['meets', 'no valid result']), resultOf('does not conform', ['fails']))).toEqual([]);
  });

  it('nothing of an outcome that decides nothing', () => {
    for (const undecided of ['pending', 'information'] as const) {
      expect(found(resultOf('does not conform'), resultOf(undecided))).toEqual([]);
      expect(found(resultOf(undecided), resultOf('conforms'))).toEqual([]);
    }
  });

  it('says so, in both languages', () => {
    const earlier = series(resultOf('conforms', ['meets']));
    const notes = reversalNotes(reversalsOf(resultOf('does not conform', ['fails']), earlier), earlier);
    expect(notes.map((note) => sentenceOf(note, 'en'))).toEqual([
      "Analysis 0001 proposed 'conforms', which no longer stands: now 'does not conform'.",
      "Row 'VIA' was 'meets' in analysis 0001, now 'fails'.",
    ]);
    expect(notes.map((note) => sentenceOf(note, 'zh'))).toEqual([
      '第 0001 次分析的建议结论“符合规定”不再有效：现为“不符合规定”。',
      '项目“VIA”在第 0001 次分析中为“符合规定”，现为“不符合规定”。',
    ]);
  });

  it('names an earlier result that this version cannot read: it was not compared', () => {
    const earlier = [
      { number: 1, schemaVersion: 1, result: null },
      { number: 2, schemaVersion: 2, result: resultOf('conforms') },
    ];
    expect(reversalNotes(reversalsOf(resultOf('conforms'), earlier), earlier)).toEqual([
      { code: 'analysis/not-compared', fields: { analysis: 1, schemaVersion: 1 } },
    ]);
  });
});

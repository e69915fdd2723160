import { describe, expect, it } from 'vitest';
import { type IndexedAnalysis, type IndexedSubject, renderIndex } from '../../src/outputs/pages/index-page.ts';

const ANALYSIS: IndexedAnalysis = {
  lot: 'LOT-1',
  use: 'release',
  product: 'DAP',
  specification: 'SPEC-1 4',
  disposition: 'does not conform',
  counts: { fails: 1, noValidResult: 0, pending: 2, meets: 11 },
  generatedAt: '2026-11-21T16:03:10+08:00',
};
const SUBJECT: IndexedSubject = {
  folders: ['lots', 'LOT-1', 'release', '0003'],
  analyses: 3,
  latest: ANALYSIS,
  acts: { state: 'analysed', meaning: null, releasedBefore: false },
};
const page = (subjects: readonly IndexedSubject[], language: 'en' | 'zh' | 'both' = 'en', runs: readonly string[] = []) =>
  renderIndex({ subjects, runs, language });

describe('the index of a store', () => {
  it('has a row a subject: links, disposition, counts, specification, time', () => {
    const html = page([SUBJECT], 'en', ['2026-11-21T08-03-10-000Z']);
    for (const file of ['report.html', 'results.csv', 'result.json']) expect(html).toContain(`href="lots/LOT-1/release/0003/${file}"`);
    expect(html).toContain('href="runs/2026-11-21T08-03-10-000Z/results.csv"');
    const text = html
      .replace(/<style>.*<\/style>/s, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(text).toContain(
      'LOT-1 DAP release 0003 3 published results.csv result.json Does not conform analysed 1 0 2 11 – SPEC-1 4 2026-11-21 16:03 +08:00',
    );
  });

  it('speaks both languages, and one alone', () => {
    expect(page([SUBJECT], 'zh')).toContain('不符合规定');
    expect(page([SUBJECT], 'zh')).not.toContain('Does not conform');
    expect(page([SUBJECT], 'en')).not.toContain('不符合规定');
    for (const word of ['Does not conform', '不符合规定']) expect(page([SUBJECT], 'both')).toContain(word);
  });

  it('shows what persons made of a subject; a release by exception never as a release or as conforming', () => {
    const exceptional = { state: 'released', meaning: 'released exceptionally, out of specification', releasedBefore: false } as const;
    const html = page([{ ...SUBJECT, acts: exceptional }], 'both');
    for (const words of ['released exceptionally, out of specification', '例外放行，不符合质量标准', 'Does not conform', '不符合规定'])
      expect(html).toContain(words);
    expect(html).not.toMatch(/>\s*(released|已放行|Conforms)\s*</);
    const reopened = page([{ ...SUBJECT, acts: { state: 're-opened', meaning: null, releasedBefore: true } }], 'both');
    for (const words of ['re-opened', '已重新打开', 'an earlier analysis of this lot was released', '该批此前的分析结果已放行'])
      expect(reopened).toContain(words);
  });

  it('escapes names, and links to folders whose names hold a percent sign', () => {
    const latest = { ...ANALYSIS, lot: '<b>"&', use: 'stability, 25C/60RH, <6 months', disposition: '<i>' };
    const html = page([{ ...SUBJECT, folders: ['lots', '%3Cb%3E', 'stability.25C%2F60RH', '0001'], latest }]);
    expect(html).toContain('href="lots/%253Cb%253E/stability.25C%252F60RH/0001/report.html"');
    expect(html).not.toMatch(/<b>"|<6 months|<i>/);
    expect(html).toContain('&lt;b&gt;&quot;&amp;');
  });

  it('lists a record that cannot be read as such, with its place', () => {
    const html = page([{ ...SUBJECT, latest: 'Unexpected end of JSON input <' }, SUBJECT]);
    expect(html).toContain('LOT-1/release');
    expect(html).toContain('its record cannot be read: Unexpected end of JSON input &lt;');
    expect(html).toContain('Does not conform');
    expect(page([{ ...SUBJECT, latest: 'x' }], 'zh')).toContain('记录无法读取');
  });

  it('needs no script and loads nothing', () => {
    const html = page([SUBJECT]);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|src=|@import|url\(/);
  });
});

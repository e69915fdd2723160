import { describe, expect, it } from 'vitest';
import type { AttributeResult } from '../../src/attributes/attribute-result.ts';
import { renderReport } from '../../src/outputs/report/report.ts';
import type { Disposition } from '../../src/results/release-result.ts';
import { attributeRow, criterion, criterionOf, sampleInput, sampleResult } from './sample-result.ts';

const none = { fails: 0, noValidResult: 0, pending: 0, meets: 0 };
const counts = { ...none, meets: 20, information: 0, supportive: none, parallel: none, limits: { discard: 0, action: 0 } };

function page(proposed: Disposition['proposed'], parts: Partial<Disposition['counts']>, rows: readonly AttributeResult[] = []) {
  const disposition = { proposed, counts: { ...counts, ...parts }, held: [] };
  const html = renderReport({ ...sampleInput, result: { ...sampleResult, attributes: rows, disposition } });
  return html.slice(html.indexOf('<main>'));
}
const numbers = (html: string) =>
  [...html.matchAll(/<li[^>]*><b>(\d+)<\/b>([^<]*)<span lang="zh">([^<]*)/g)].map((match) => match.slice(1));

const beside = (role: AttributeResult['role']): AttributeResult =>
  attributeRow({ attribute: 'per-dose', title: { en: 'Per dose', zh: '每剂量' }, section: 'impurities', role, outcome: 'fails' });

describe('the head of the report', () => {
  it('counts a supportive failure beside the release rows, in both languages, and says why the lot waits', () => {
    const html = page('pending', { supportive: { ...none, fails: 1 } }, [beside('supportive')]);
    expect(numbers(html)).toEqual([
      ['0', 'no valid result ', '无有效结果'],
      ['0', 'pending ', '待检'],
      ['20', 'meets ', '符合'],
      ['0', 'information ', '参考'],
      ['1', 'supportive fails ', '辅助项不符合'],
    ]);
    expect(html).toContain('Tested against SPEC-DAP-03 revision 4. An investigation is open. A person decides on release.');
    expect(html).toContain('第 4 版检验，调查尚未关闭；是否放行由授权人员决定。');
  });

  it('says nothing of investigations where results are awaited only', () => {
    const html = page('pending', { pending: 1 });
    expect(html).toContain('revision 4. A person decides');
    expect(html).toContain('第 4 版检验，部分项目待检；');
  });

  it('says that a discard limit is crossed, without "0 fails"', () => {
    const html = page('does not conform', { limits: { discard: 1, action: 0 } });
    expect(html).toContain('revision 4. A discard limit is crossed. A person decides');
    expect(html).toContain('超出废弃限，结果不符合规定');
    expect(numbers(html).map(([number, en]) => `${number} ${en}`)).not.toContain('0 fails ');
  });
});

describe('a row that does not release', () => {
  const classOf = (role: AttributeResult['role']) =>
    /<tr class="([^"]+)"><th scope="row"><span class="name">/.exec(page('pending', {}, [beside(role)]))?.[1];
  it.each([
    ['release', 'fails'],
    ['supportive', 'fails aside'],
    ['parallel', 'fails aside'],
    ['information', 'fails aside'],
  ] as const)('%s has the form "%s"', (role, form) => {
    expect(classOf(role)).toBe(form);
  });
});

const atLeast = (printed: string) => criterionOf({ en: `≥ ${printed} %`, zh: '' }, { lower: printed });

describe('limits of a row', () => {
  it('are said where they are crossed or were not judged, in both languages', () => {
    const row = attributeRow({
      attribute: 'a',
      title: { en: 'A', zh: '甲' },
      section: 'purity',
      criterion: criterion({ en: '≥ 90.0 %', zh: '≥ 90.0 %' }, { lower: '90.0' }),
      limits: [
        { kind: 'alert', criterion: atLeast('97.0'), crossed: false },
        { kind: 'action', criterion: atLeast('96.0'), crossed: null },
        { kind: 'discard', criterion: atLeast('95.0'), crossed: true },
      ],
    });
    const html = page('does not conform', { limits: { discard: 1, action: 0 } }, [row]);
    expect(html).toContain('beyond the discard limit · <span lang="zh">超出废弃限</span>: ≥ 95.0 %');
    expect(html).toContain('action limit not judged · <span lang="zh">纠偏限未判定</span>: ≥ 96.0 %');
    expect(html.includes('警戒限')).toBe(false);
  });
});

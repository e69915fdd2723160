import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AttributeResult } from '../../src/attributes/attribute-result.ts';
import { limsOutcomes } from '../../src/lims/outcome-words.ts';
import { renderOutputs } from '../../src/outputs/files/render-outputs.ts';
import { formatManifest } from '../../src/outputs/manifest.ts';
import type { OutputInput } from '../../src/outputs/output.ts';
import { renderPotencyReport } from '../../src/outputs/pages/potency-report.ts';
import { outcomeWords, sectionWords } from '../../src/outputs/record-words.ts';
import { pageColours } from '../../src/outputs/report/page-colours.ts';
import { formatInstant } from '../../src/outputs/report/parts.ts';
import { renderReport } from '../../src/outputs/report/report.ts';
import { cssString } from '../../src/outputs/report/style.ts';
import { reason } from '../../src/potency/reasons.ts';
import { RESULT_COLUMNS } from '../../src/results/result-columns.ts';
import { OUTSIDE_SPECIFICATION, SECTIONS } from '../../src/specification/sections.ts';
import { samplePotency } from './sample-potency.ts';
import { attributeRow, sampleEnvelope, sampleInput, sampleResult } from './sample-result.ts';

const both = renderReport(sampleInput);
const english = renderReport({ ...sampleInput, language: 'en' });
const chinese = renderReport({ ...sampleInput, language: 'zh' });

function rowOf(html: string, attribute: string): string {
  const rows = [...html.matchAll(/<tr class="[^"]*"><th scope="row">(?:(?!<\/tr>).)*/gs)].map(([row]) => row);
  return rows.find((row) => row.includes(attribute)) ?? '';
}

function withRows(attributes: readonly AttributeResult[], input: Partial<OutputInput> = {}): string {
  return renderReport({ ...sampleInput, ...input, result: { ...sampleResult, attributes } });
}

describe('report.html stands alone', () => {
  it('has no script, no link outside, no handler; its policy allows inline style and data pictures only', () => {
    for (const html of [both, english, chinese]) {
      expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
      expect(html).not.toMatch(/<script|<link|<iframe|<object|javascript:|@import|url\(/i);
      expect(html.match(/https?:\/\/[^"]*/g)?.every((address) => address === 'http://www.w3.org/2000/svg')).toBe(true);
      expect(html).not.toMatch(/<[^>]+\son\w+=/i);
    }
  });

  it('stays under 400 kB with eleven density plots', () => expect(Buffer.byteLength(both)).toBeLessThan(400_000));

  it('is one string for one input, in the same bytes', () => expect(renderReport(sampleInput)).toBe(both));

  it('has every id once, and every reference to an id resolves', () => {
    const ids = [...both.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of both.matchAll(/(?:aria-labelledby="|href="#)([^"]+)"/g)) expect(ids).toContain(id);
  });

  it('escapes every name from a file', () => {
    const evil = '"><img src=x onerror=alert(1)>';
    const title = { en: evil, zh: evil };
    const html = renderReport({
      ...sampleInput,
      envelope: { ...sampleEnvelope, reportNumber: evil },
      result: {
        ...sampleResult,
        lot: { ...sampleResult.lot, id: evil, instruments: [evil], product: { id: evil, title } },
        inputs: sampleResult.inputs.map((file) => ({
          ...file,
          file: evil,
          serves: { what: 'control', control: evil, tube: evil } as const,
        })),
        attributes: sampleResult.attributes.map((row) => ({ ...row, title, text: row.text === null ? null : evil })),
        departures: [{ file: evil, code: evil, fields: {}, admitted: false }],
      },
    });
    expect(html).not.toContain('<img');
    expect(html).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
  });

  it('writes the foot of printed pages as a CSS string that nothing leaves', () => {
    expect(cssString('DAP-1 "</style>')).toBe('"DAP-1 \\22 \\3c \\2f style\\3e "');
  });
});

describe('report.html says the verdict', () => {
  it('in words, one sentence, five counts in the order fails, no valid result, pending, meets, information', () => {
    expect(both).toContain('Does not conform <span lang="zh">不符合规定</span>');
    expect(both).toContain('Tested against SPEC-DAP-03 revision 4. A person decides on release.');
    expect(both).toContain('本品按 SPEC-DAP-03 第 4 版检验，结果不符合规定；是否放行由授权人员决定。');
    expect([...both.matchAll(/<li[^>]*><b>(\d+)<\/b>/g)].map((match) => match[1])).toEqual(['1', '1', '1', '11', '1']);
  });

  it('has the sections in the order of the design', () => {
    const ids = ['specification', 'needs-a-look', 'gates', 'controls', 'potency', 'occasions', 'inputs', 'signatures'];
    expect([...both.matchAll(/<section id="([^"]+)"/g)].map((match) => match[1])).toEqual(ids);
  });

  it('prints the SHA-256 of the result in groups of eight', () => {
    expect(both).toContain('<span class="hash">4be10d72 c9a35f86 4be10d72 c9a35f86 4be10d72 c9a35f86 4be10d72 c9a35f86</span>');
  });

  it('says that it is not signed, and by whom once it is', () => {
    expect(both).toContain('Not signed. This report is not a released record.');
    const signature = { role: 'approved', name: 'L. Chen', signedAt: '2026-11-22 09:00 +08:00', meaning: 'approved for release' } as const;
    const signed = renderReport({ ...sampleInput, envelope: { ...sampleEnvelope, signatures: [signature] } });
    expect(signed).not.toContain('Not signed.');
    expect(signed).toContain('<dd>L. Chen</dd>');
  });
});

describe('outcomes', () => {
  const forms = [
    ['meets', 'meets', 'M2.5 7.5l3 3 6-6.5'],
    ['fails', 'fails', 'M3.5 3.5l7 7m0-7l-7 7'],
    ['no valid result', 'invalid', '<circle cx="7" cy="7" r="4.8"'],
    ['pending', 'pending', 'M2.5 7h.01M7 7h.01M11.5 7h.01'],
    ['information', 'information', 'M7 6.5v4.5M7 3.2h.01'],
  ] as const;
  for (const [outcome, form, sign] of forms) {
    it(`${outcome} has its sign, its words in both languages and its form`, () => {
      const html = withRows([attributeRow({ attribute: 'a', title: { en: 'The attribute', zh: '' }, section: 'purity', outcome })]);
      const row = rowOf(html, 'The attribute');
      expect(row).toContain(`<tr class="${form}">`);
      expect(row).toContain(`<span class="mark ${form}">`);
      expect(row).toContain(sign);
      expect(row).toContain(`<span>${outcome} <span lang="zh">${outcomeWords[outcome].zh}</span></span>`);
      expect(row).toContain('aria-hidden="true"');
    });
  }

  it('each form differs from the others without its colour', () => {
    expect(both).toContain('.mark.invalid{border:1.5px solid');
    expect(both).toContain('.mark.pending{border:1.5px dashed');
    expect(both).toContain('.mark.fails{background:');
  });

  it('each has one word in a LIMS', () => {
    expect(limsOutcomes).toEqual({ meets: 'PASS', fails: 'FAIL', 'no valid result': 'INVALID', pending: 'PENDING', information: 'INFO' });
  });

  it('each stands with its word in docs/outputs.md', () => {
    const page = readFileSync(new URL('../../docs/outputs.md', import.meta.url), 'utf8');
    for (const [outcome, word] of Object.entries(limsOutcomes)) {
      expect(page).toContain(`| ${outcome} | ${Object.entries(outcomeWords).find(([each]) => each === outcome)?.[1].zh} | \`${word}\` |`);
    }
    for (const column of RESULT_COLUMNS) expect(page).toContain(`\`${column}\``);
  });
});

describe('results', () => {
  it('say the reported value over its basis', () => {
    expect(rowOf(both, 'OCT3/4+')).toContain(
      '<span class="value">0.0049 %</span><span class="basis">7 of 268,412; 95 % upper limit</span>',
    );
    expect(rowOf(both, 'Dopamine release')).toContain(
      '<span class="value">0.87</span><span class="basis">3 assays, 95 % CI 0.81–0.94</span>',
    );
    expect(rowOf(both, 'Viable cells per vial')).toContain('5.6 × 10<sup>6</sup> cells');
    expect(rowOf(both, 'Endotoxin')).toContain('<span class="value">&lt; 0.05 EU/mL</span>');
  });

  it('that are not reportable say so, the code, then the computed value', () => {
    // 1,342 of 268,412 is 0.49998 %
    const row = rowOf(both, 'Serotonergic');
    expect(row).toContain('not reportable');
    expect(row).toContain('control/missing');
    expect(row).toContain('1,342 of 268,412 = 0.500 %');
    expect(row).not.toContain('class="value"');
  });

  it('of a rare event are made of codes, in the language of the report', () => {
    const cells = (html: string) =>
      [...(/<table class="rare".*?<tbody>(.*?)<\/tbody>/s.exec(html)?.[1] ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(
        ([, cell = '']) => cell.replace(/<[^>]*>/g, ''),
      );
    expect(cells(english)).toEqual(
      [
        ['k of N', '7 of 268,412'],
        // 7 / 268,412 = 0.00002608
        ['estimate', '2.6 × 10−5'],
        ['95 % upper limit, clopper-pearson, one-sided', '4.9 × 10−5'],
        ['criterion', 'upper limit &lt; 0.0010'],
        ['cells per maximum dose, upper limit', 'at most 245'],
        ['events needed to exclude the limit at 95 %', '2,995'],
      ].flat(),
    );
    const chineseCells = cells(chinese);
    expect(chineseCells).toContain('7 / 268,412');
    expect(chineseCells).toContain('至多 245');
    for (const heading of chineseCells.filter((_, at) => at % 2 === 0)) expect(heading).toMatch(/\p{Script=Han}/u);
    expect(english).toContain('1,344 of 268,412 in the gate');
    expect(chinese).toContain('门内 1,344 / 268,412');
  });

  it('of controls stand by name, in rounded figures, with what was asked of them', () => {
    const page = (language: 'en' | 'zh') =>
      renderReport({ ...sampleInput, language })
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ');
    // 0.0050034 is 0.50034 %, with four significant digits 0.5003 %
    for (const text of [
      'FMO of PE',
      'fraction of parent',
      '0.5003 %',
      '≤ 0.6 %',
      '301,744',
      '≥ 100,000',
      'as the sample',
      '1,343 (301,744 events)',
      'percentile 99.5 + 100, ≥ 500 events',
      'missing',
    ])
      expect(page('en')).toContain(text);
    for (const text of [
      'PE 荧光减一对照',
      '占母群比例',
      '与样品相同',
      '1,343（301,744 个事件）',
      '第 99.5 百分位数 + 100，≥ 500 个事件',
      '缺失',
    ])
      expect(page('zh')).toContain(text);
    const [first] = sampleResult.controls;
    if (first === undefined) return expect.fail('the sample has controls');
    const unjudged = renderReport({
      ...sampleInput,
      language: 'en',
      result: { ...sampleResult, controls: [{ ...first, outcome: 'not judged', limits: [], settings: [], thresholds: [] }] },
    });
    const table = unjudged.slice(unjudged.indexOf('Controls of the assay runs'), unjudged.indexOf('Departures of input'));
    expect(table).toContain('not judged');
    expect(table).not.toContain('fails');
  });

  it('that are awaited say until when', () => expect(rowOf(both, 'Sterility')).toContain('due 2026-12-04'));

  it('of a draft method say that they are not for release', () => {
    const method = { ...sampleResult.method, status: 'draft' as const };
    expect(renderReport({ ...sampleInput, result: { ...sampleResult, method } })).toContain('draft method: not for release');
  });
});

describe('a method that is not simply validated', () => {
  const said = (status: 'under-validation' | 'retired' | 'qualified' | 'verified', accepts?: 'qualified') => {
    const specification = { ...sampleResult.specification, ...(accepts === undefined ? {} : { accepts }) };
    const result = { ...sampleResult, method: { ...sampleResult.method, status }, specification };
    return /<p class="draft">(.*?)<\/p>/.exec(renderReport({ ...sampleInput, result }))?.[1] ?? null;
  };

  it.each([
    ['under-validation', undefined, 'method under validation: not for release', '方法尚在验证：不得用于放行'],
    ['retired', undefined, 'retired method: not for release', '方法已停用：不得用于放行'],
    ['qualified', undefined, 'qualified method, not accepted by the specification: not for release', '质量标准不予接受'],
    ['qualified', 'qualified', 'the specification accepts it (early clinical trial)', '质量标准予以接受（早期临床）'],
  ] as const)('%s, accepts %s: the head says so in both languages', (status, accepts, en, zh) => {
    expect(said(status, accepts)).toContain(en);
    expect(said(status, accepts)).toContain(zh);
  });

  it('verified says nothing', () => expect(said('verified')).toBeNull());
});

describe('test occasions and investigations', () => {
  it('counts repeats and retests against what the method allows', () => {
    const occasions = [
      { kind: 'repeat-after-invalid' as const, found: 1, allowed: 2 },
      { kind: 'retest' as const, found: 0, allowed: 0 },
    ];
    const page = renderReport({ ...sampleInput, result: { ...sampleResult, occasions } });
    expect(page).toMatch(/<li>[^/]*repeat after an invalid test.*?: 1 \/ 2<\/li>/s);
  });

  it('shows every investigation with its conclusion, cause and end', () => {
    const investigations = [
      {
        reference: 'OOS-7',
        conclusion: 'laboratory-error' as const,
        cause: 'wrong antibody',
        closedAt: '2026-03-04',
        closedBy: 'qa-2',
        place: 'i.csv:2',
      },
      { reference: 'OOS-8', conclusion: null, cause: null, closedAt: null, closedBy: null, place: 'i.csv:3' },
    ];
    const attributes = sampleResult.attributes.map((row, index) => (index === 0 ? { ...row, investigations } : row));
    const page = renderReport({ ...sampleInput, result: { ...sampleResult, attributes } });
    expect(page).toMatch(
      /OOS-7.*?laboratory error: the occasion is not valid.*?实验室差错：该次检验无效.*?wrong antibody.*?2026-03-04 · qa-2/s,
    );
    expect(page).toMatch(/OOS-8.*?open.*?未结案/s);
    expect(renderReport(sampleInput)).not.toContain('OOS-7');
  });
});

describe('what needs a look', () => {
  it('names fails, no valid result, pending, then notes, each with the next act', () => {
    const table = /<table class="look">.*?<\/table>/s.exec(both)?.[0] ?? '';
    const marks = [...table.matchAll(/class="mark (\w+)/g)].map((match) => match[1]);
    expect(marks).toEqual(['fails', 'invalid', 'pending', 'information']);
    expect(table).toContain('Next: investigate; a retest needs a reason and a reference.');
    expect(table).toContain('The result is due 2026-12-04; a late failure re-opens the lot.');
  });

  it('says so where there is nothing', () => {
    expect(withRows([])).toContain('<p>Nothing. <span lang="zh">无。</span></p>');
  });
});

describe('languages', () => {
  it('an English report holds no Chinese', () => expect(english.replace(/<style>.*?<\/style>/s, '').match(/\p{Script=Han}+/gu)).toBeNull());

  it('a Chinese report puts Chinese first and says our words in Chinese alone', () => {
    expect(chinese).toContain('<html lang="zh-CN"');
    expect(chinese).toContain('<span lang="zh">残留多能干细胞</span><br><span lang="en">OCT3/4+ TRA-2-49/6E+, of viable</span>');
    expect(chinese).toContain('7 / 268,412；95 % 上限');
    expect(chinese).not.toMatch(/Proposed disposition|Acceptance criterion|What needs a look/);
  });

  it('sections are named as the specification names them', () => {
    for (const { id, title } of [...SECTIONS, OUTSIDE_SPECIFICATION]) expect(sectionWords.get(id)).toEqual(title);
  });

  it('dates keep their offset', () => {
    expect(formatInstant('2026-11-18T09:40:00+08:00')).toBe('2026-11-18 09:40 +08:00');
    expect(formatInstant('2026-11-18T09:40:00Z')).toBe('2026-11-18 09:40 +00:00');
    expect(formatInstant('2026-11-18')).toBe('2026-11-18');
  });
});

describe('colours', () => {
  /** Contrast ratio of WCAG 2.1, from relative luminances. */
  function contrast(a: string, b: string): number {
    const luminance = (colour: string): number => {
      const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
        const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
        return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
    };
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  }

  for (const theme of ['light', 'dark'] as const) {
    const colours = pageColours[theme];
    const pairs = [
      ...(['ink', 'secondary', 'tertiary', 'fails', 'invalid', 'meets', 'link'] as const).map((role) => [role, 'paper'] as const),
      ...(['ink', 'secondary', 'meets', 'invalid'] as const).map((role) => [role, 'soft'] as const),
      ...(['ink', 'secondary', 'fails'] as const).map((role) => [role, 'fails-ground'] as const),
      ...(['ink', 'secondary', 'invalid'] as const).map((role) => [role, 'invalid-ground'] as const),
      ['paper', 'fails'] as const,
    ];
    for (const [text, ground] of pairs) {
      it(`${theme}: ${text} on ${ground} is at least 4.5 : 1`, () => {
        expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
      });
    }
  }
});

describe('renderOutputs', () => {
  it('gives the table, the page and the pictures, each path once', () => {
    const paths = renderOutputs(sampleInput).map(({ path }) => path);
    expect(paths.slice(0, 2)).toEqual(['results.csv', 'report.html']);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('a lot without any figure still has a report', () => {
    const html = renderReport({ ...sampleInput, figures: { schemaVersion: 2, samples: [], controls: [], potency: [] } });
    expect([...html.matchAll(/<section id="([^"]+)"/g)].map((match) => match[1])).toEqual([
      'specification',
      'needs-a-look',
      'occasions',
      'inputs',
      'signatures',
    ]);
  });

  it('writes a manifest that sha256sum reads, sorted by path', () => {
    expect(
      formatManifest([
        { path: 'b', sha256: '2' },
        { path: 'a/c', sha256: '1' },
      ]),
    ).toBe('1  a/c\n2  b\n');
  });
});

describe('last 20 lots', () => {
  const lots = Array.from({ length: 24 }, (_, i) => ({ lot: `L${i}`, value: i === 20 ? null : 92 + (i % 5) / 2 }));
  const trend = [{ attribute: 'corin', component: null, lower: 90, upper: null, lots }];

  it('is a column only where earlier lots are given', () => {
    expect(both).not.toContain('Last 20 lots');
    expect(renderReport({ ...sampleInput, trend })).toContain('Last 20 lots <span lang="zh">近 20 批</span>');
  });

  it('shows the last 20 with their gap, and a dash for an attribute without', () => {
    const html = renderReport({ ...sampleInput, trend });
    const row = rowOf(html, 'CORIN+');
    expect(row).toContain('<title id="trend-0">20 lots up to DAP-2026-014</title>');
    const chinese = rowOf(renderReport({ ...sampleInput, trend, language: 'zh' }), 'CORIN+');
    expect(chinese).toContain('<title id="trend-0">截至 DAP-2026-014 的 20 批</title>');
    // one gap makes two pieces
    expect(/<path d="(M[^"]*)" stroke="var\(--tertiary\)"/.exec(row)?.[1]?.match(/M/g)).toHaveLength(2);
    expect(rowOf(html, 'Sterility')).toContain('<span class="quiet">–</span>');
  });

  it('marks a limit far from the data by a triangle', () => {
    const far = renderReport({ ...sampleInput, trend: [{ attribute: 'corin', component: null, lower: 10, upper: null, lots }] });
    expect(rowOf(far, 'CORIN+')).toContain('fill="var(--fails)"/>');
    expect(rowOf(far, 'CORIN+')).not.toContain('stroke-dasharray');
  });
});

describe('renderPotencyReport', () => {
  const page = { title: '<assays>.csv', software: 'cytolot 0', language: 'en', figures: [samplePotency] } as const;

  it('shows curve, residuals, quantiles and parallelism of every assay', () => {
    const html = renderPotencyReport(page);
    expect(html).toContain('<h1>&lt;assays&gt;.csv</h1>');
    expect(html.match(/Residuals against normal quantiles<\/h3>/g)).toHaveLength(3);
    expect(html).toContain('0.85 (0.79–0.91), 95 %');
  });

  it('gives no number for a potency that is not there', () => {
    const assays = samplePotency.assays.map((assay) => ({
      ...assay,
      tests: assay.tests.map((test) => ({
        ...test,
        relativePotency: null,
        reasons: [reason('potency/ec50-outside-doses', 'test-article', { sample: 'T', finding: 'value', ec50: 90, lower: 1, upper: 30 })],
        outcomes: { ...test.outcomes, result: 'not-reportable' as const },
      })),
    }));
    const html = renderPotencyReport({ ...page, figures: [{ ...samplePotency, assays, combined: null, curves: [] }] });
    expect(html).toContain('The EC50 of &#39;T&#39;, 90, lies outside its doses 1 to 30.');
    expect(html).not.toContain('NaN');
  });
});

describe('the title of the page', () => {
  const lot = { ...sampleResult.lot, purpose: 'stability' as const, condition: '25C/60RH', timePoint: '6 months' };
  const titleIn = (language: 'en' | 'zh') =>
    /<title>([^<]*)<\/title>/.exec(renderReport({ ...sampleInput, result: { ...sampleResult, lot }, language }))?.[1];

  it('says for what the lot was tested, in the language of the page', () => {
    expect(titleIn('en')).toMatch(/^DAP-2026-014, stability, 25C\/60RH, 6 months · /);
    expect(titleIn('zh')).toMatch(/^DAP-2026-014，稳定性，25C\/60RH，6 months · /);
  });
});

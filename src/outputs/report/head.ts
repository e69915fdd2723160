import type { Title } from '../../attributes/attribute-result.ts';
import type { DispositionWord } from '../../results/release-result.ts';
import { raised } from '../exponents.ts';
import { joined, type Markup, markup, nothing } from '../markup.ts';
import {
  dispositionClauses,
  dispositionWords,
  methodNoticeWords,
  methodStatusWords,
  occasionWords,
  outcomeWords,
  purposeWords,
  specificationDateWords,
  wordFor,
} from '../record-words.ts';
import { words } from '../words.ts';
import { doseFacts } from './dose-facts.ts';
import { headCounts } from './head-counts.ts';
import { formatInstant, type ReportContext } from './parts.ts';

const FORMS: Readonly<Record<DispositionWord, string>> = {
  conforms: 'meets',
  information: 'information',
  pending: 'invalid',
  'no valid result': 'invalid',
  'does not conform': 'fails',
};

/** Document kind at the left; report, analysis and how many others at the right. */
export function topLine({ envelope, speech }: ReportContext): Markup {
  const { number, of } = envelope.analysis;
  const earlier = envelope.earlierAnalyses.length;
  const zh = speech.language === 'zh';
  const places = String(number).padStart(4, '0');
  const analysis = zh
    ? `报告 ${envelope.reportNumber} · 第 ${places} 次分析，共 ${of} 次`
    : `Report ${envelope.reportNumber} · analysis ${places} of ${of}`;
  const others = earlier === 0 ? '' : zh ? ` · 之前 ${earlier} 次，` : ` · ${earlier === 1 ? 'one' : earlier} earlier, `;
  const why = earlier === 0 ? nothing : markup`<a href="#occasions">${speech.language === 'zh' ? words.why.zh : words.why.en}</a>`;
  return markup`<header class="top"><span>${speech.word(words.releaseResult)}</span><span>${analysis}${others}${why}</span></header>`;
}

export function lotHeading(context: ReportContext): Markup {
  const { result, speech } = context;
  const { lot } = result;
  const { title } = lot.product;
  const zh = speech.language === 'zh';
  const purpose = lot.purpose === 'release' ? '' : speech.text(wordFor(purposeWords, lot.purpose));
  const version = lot.processVersion === null ? '' : zh ? `工艺版本 ${lot.processVersion}` : `process version ${lot.processVersion}`;
  const about = [zh ? title.en : speech.language === 'both' ? title.en : '', version, purpose, lot.condition ?? '', lot.timePoint ?? ''];
  const beside = speech.language === 'en' ? markup` <span class="quiet">${title.en}</span>` : markup` <span lang="zh">${title.zh}</span>`;
  const notice = methodNotice(context);
  const parts = about.filter((part) => part !== '').map(raised);
  return markup`<h1>${lot.id}${beside}</h1><p class="about">${joined(parts, ' · ')}</p>${notice}`;
}

/** Says of which methods nothing is released, or what is released by a method that is only qualified. */
function methodNotice({ result, speech }: ReportContext): Markup {
  const { method, specification, attributes } = result;
  const { status } = method;
  if (
    status === 'draft' ||
    status === 'under-validation' ||
    status === 'retired' ||
    (status === 'qualified' && specification.accepts === undefined)
  )
    return markup`<p class="draft">${speech.word(methodNoticeWords[status])}</p>`;
  const qualified = attributes.filter((row) => row.method.status === 'qualified' && row.role === 'release');
  if (specification.accepts === undefined || (status !== 'qualified' && qualified.length === 0)) return nothing;
  const names = status === 'qualified' ? [`${method.id} ${method.version}`] : [...new Set(qualified.map((row) => row.method.text))];
  return markup`<p class="draft">${names.join(', ')}: ${speech.word(methodNoticeWords.acceptedAsQualified)}</p>`;
}

/** The verdict in a second: ground and words of the outcome, one sentence, the counts. */
export function dispositionBlock(context: ReportContext): Markup {
  const { result, speech } = context;
  const { proposed, counts } = result.disposition;
  const list = headCounts(counts).map(({ number, title, form }) => {
    const loud = form === 'loud' ? markup` class="some-fail"` : form === 'quiet' ? markup` class="aside"` : nothing;
    return markup`<li${loud}><b>${String(number)}</b>${speech.plainWord(title)}</li>`;
  });
  return markup`<div class="disposition ${FORMS[proposed]}"><div><p class="label">${speech.word(words.proposedDisposition)}</p><p class="verdict">${speech.plainWord(dispositionWords[proposed])}</p><p class="sentence">${sentence(result, speech.language)}</p>${reversalLines(context)}</div><ul class="counts">${list}</ul></div>`;
}

function sentence({ specification, disposition, lot }: ReportContext['result'], language: ReportContext['language']): Markup {
  const why = whyWords(disposition);
  const judged = disposition.proposed !== 'information';
  const release = lot.purpose === 'release';
  const en = judged
    ? `Tested against ${specification.id} revision ${specification.revision}. ${why.en}A person decides${release ? ' on release' : ''}.`
    : `No row of ${specification.id} revision ${specification.revision} decides for this purpose: the values are information.`;
  const decides = judged ? `；${release ? '是否放行由授权人员决定' : '最终结论由授权人员作出'}` : '';
  const zh = `本品按 ${specification.id} 第 ${specification.revision} 版检验，${why.zh}${decides}。`;
  const chinese = markup`<span lang="zh">${zh}</span>`;
  return language === 'en' ? markup`${en}` : language === 'zh' ? chinese : markup`${en} ${chinese}`;
}

/** What earlier analyses said that no longer stands, and that the method was not approved. */
function reversalLines({ envelope, speech }: ReportContext): Markup {
  const lines = envelope.reversals.map(({ analysis, title, row, from, to }) => {
    const number = String(analysis).padStart(4, '0');
    const named = (word: string): Title => wordFor(REVERSIBLE, word);
    const name = title ?? { en: row ?? '', zh: '' };
    const en =
      row === null
        ? `Analysis ${number} proposed “${named(from).en}”: that proposal no longer stands.`
        : `${name.en}: ${named(from).en} in analysis ${number}, now ${named(to).en}.`;
    const zh =
      row === null
        ? `第 ${number} 次分析的建议结论“${named(from).zh}”不再有效。`
        : `${name.zh === '' ? name.en : name.zh}：第 ${number} 次分析为${named(from).zh}，现为${named(to).zh}。`;
    return markup`<p class="sentence reversal">${speech.plainWord({ en, zh })}</p>`;
  });
  const unknown = envelope.notes.filter(({ code }) => code === 'analysis/not-compared' || code === 'method/no-approval');
  return markup`${lines}${unknown.map((note) => markup`<p class="sentence reversal">${speech.said(note)}</p>`)}`;
}

const REVERSIBLE: ReadonlyMap<string, Title> = new Map<string, Title>([
  ...Object.entries(dispositionWords),
  ...Object.entries(outcomeWords),
]);

/** What decides where no release row does: a limit, or an open investigation. */
function whyWords({ proposed, counts }: ReportContext['result']['disposition']): Title {
  const clause = dispositionClauses[proposed];
  const waits = proposed === 'pending' && (counts.limits.action > 0 || counts.supportive.fails + counts.parallel.fails > 0);
  if (counts.limits.discard > 0) return { en: 'A discard limit is crossed. ', zh: `超出废弃限，${clause}` };
  if (waits) return { en: 'An investigation is open. ', zh: counts.pending > 0 ? `${clause}，且调查尚未关闭` : '调查尚未关闭' };
  if (proposed === 'does not conform' && counts.fails === 0)
    return { en: 'A row that is not a release row fails the lot. ', zh: `非放行项目不符合规定，${clause}` };
  return { en: '', zh: clause };
}

export function factsList(context: ReportContext): Markup {
  const { result, speech } = context;
  const { lot, method, specification, software } = result;
  const zh = speech.language === 'zh';
  const listed = (values: readonly string[]): Markup => (values.length === 0 ? speech.word(words.notGiven) : markup`${values.join(', ')}`);
  const status = speech.text(methodStatusWords[method.status]);
  const from = inForceText(specification, speech.language);
  const facts: readonly (readonly [keyof typeof words, Markup])[] = [
    ['drawn', lot.drawnAt === null ? speech.word(words.notGiven) : markup`${formatInstant(lot.drawnAt)}`],
    ['acquired', acquired(context)],
    ['method', markup`${method.id} ${method.version}, ${status}`],
    ['specificationFact', markup`${specification.id} ${zh ? `第 ${specification.revision} 版` : `rev. ${specification.revision}`}${from}`],
    ...doseFacts(context),
    ['occasion', speech.word(wordFor(occasionWords, lot.occasion))],
    ['assayRun', listed(lot.assayRuns)],
    ['instruments', listed(lot.instruments)],
    ['software', markup`${software.name} ${software.version}`],
  ];
  const items = facts.map(([label, value]) => markup`<div><dt>${speech.word(words[label])}</dt><dd>${value}</dd></div>`);
  return markup`<dl class="facts">${items}</dl>`;
}

/** From when to when the revision is in force, and by which date of the lot it serves. */
function inForceText({ effectiveFrom, effectiveTo, servesBy }: ReportContext['result']['specification'], language: string): string {
  const zh = language === 'zh';
  const days = zh
    ? `，自 ${effectiveFrom} 起生效${effectiveTo === null ? '' : `，至 ${effectiveTo} 止`}`
    : `, from ${effectiveFrom}${effectiveTo === null ? '' : ` to ${effectiveTo}`}`;
  const rule = wordFor(specificationDateWords, servesBy.rule);
  const day = servesBy.day ?? (zh ? words.notGiven.zh : words.notGiven.en);
  return zh ? `${days}（依据${rule.zh}：${day}）` : `${days} (by ${rule.en}: ${day})`;
}

function acquired({ result, speech }: ReportContext): Markup {
  const { acquiredFrom: from, acquiredTo: to } = result.lot;
  if (from === null) return speech.word(words.notGiven);
  if (to === null || to === from) return markup`${formatInstant(from)}`;
  const [first, last] = [formatInstant(from), formatInstant(to)];
  const offset = / [+-]\d{2}:\d{2}$/.exec(last)?.[0] ?? '';
  const start = offset !== '' && first.endsWith(offset) ? first.slice(0, -offset.length) : first;
  return markup`${start} ${speech.language === 'zh' ? '至' : 'to'} ${last}`;
}

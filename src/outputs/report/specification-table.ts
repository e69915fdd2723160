import type { AttributeResult } from '../../attributes/attribute-result.ts';
import { raised } from '../exponents.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { limitWords, methodStatusWords, sectionWords, wordFor } from '../record-words.ts';
import { criterionTitle } from '../words/titles.ts';
import { words } from '../words.ts';
import { basisText } from './basis-text.ts';
import { formOf, outcomeMark } from './outcome-mark.ts';
import { type ReportContext, section, table } from './parts.ts';
import { basisOf, formatComputed, formatReported } from './reported-value.ts';
import { sparklineOf } from './trend-cell.ts';
import { valueNotes } from './value-notes.ts';

/** The whole specification, section by section in its own order: what was asked, what was found, how it comes out. */
export function specificationSection(context: ReportContext): Markup {
  const { result, speech, trend } = context;
  const columns = [
    [words.attribute, trend === undefined ? 30 : 25],
    [words.methodColumn, trend === undefined ? 17 : 15],
    [words.criterion, trend === undefined ? 19 : 17],
    [words.result, trend === undefined ? 19 : 19],
    [words.outcome, trend === undefined ? 15 : 14],
    ...(trend === undefined ? [] : [[words.lastLots, 10] as const]),
  ] as const;
  const head = columns.map(([title, width]) => markup`<th scope="col" style="width:${width}%">${speech.plainWord(title)}</th>`);
  const groups = groupBySection(result.attributes).map(
    ([name, rows]) =>
      markup`<tbody><tr class="section"><th scope="rowgroup" colspan="${columns.length}">${speech.plainWord(wordFor(sectionWords, name))}</th></tr>${rows.map((row) => attributeRow(row, context))}</tbody>`,
  );
  const content = table({
    name: 'specification',
    caption: speech.short(words.specificationCaption),
    head: markup`${head}`,
    body: markup`${groups}`,
  });
  return section('specification', speech.plainWord(words.specification), content);
}

/** Neighbouring rows of one section; a section that comes back later comes back as its own rows, since the order is the specification's. */
function groupBySection(rows: readonly AttributeResult[]): readonly (readonly [string, readonly AttributeResult[]])[] {
  const groups: [string, AttributeResult[]][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last !== undefined && last[0] === row.section) last[1].push(row);
    else groups.push([row.section, [row]]);
  }
  return groups;
}

function attributeRow(row: AttributeResult, context: ReportContext): Markup {
  const { speech, trend } = context;
  // A row of the specification has a title of its own; only a value that no row asks for needs the name of its part.
  const component = row.component === null || row.criterion !== null ? nothing : markup`<span class="basis">${row.component}</span>`;
  const role =
    row.role === 'supportive' || row.role === 'parallel' ? markup`<span class="basis">${speech.word(words[row.role])}</span>` : nothing;
  const sparkline = trend === undefined ? nothing : markup`<td>${sparklineOf(row, context)}</td>`;
  const aside = row.role === 'release' ? '' : ' aside';
  return markup`<tr class="${formOf(row.outcome)}${aside}"><th scope="row"><span class="name">${speech.name(row.title)}</span>${component}${role}</th><td class="method">${methodText(row, context)}</td><td>${criterionText(row, context)}</td><td>${resultText(row, context)}</td><td>${outcomeMark(row.outcome, speech)}</td>${sparkline}</tr>\n`;
}

function methodText({ method }: AttributeResult, { speech }: ReportContext): Markup {
  const version = method.version === '' ? '' : ` v${method.version.replace(/^v/, '')}`;
  const usual = method.status === 'validated' || method.status === 'verified';
  const status = usual ? nothing : markup`<span class="basis">${speech.word(methodStatusWords[method.status])}</span>`;
  const text = method.text === words.external.en ? speech.word(words.external) : raised(`${method.text}${version}`);
  return markup`${text}${status}`;
}

function criterionText({ criterion, outcome }: AttributeResult, { speech }: ReportContext): Markup {
  if (criterion === null) return speech.word(outcome === 'information' ? words.reportOnly : words.noCriterion);
  const { en, zh } = criterionTitle(criterion);
  if (speech.language === 'zh') return speech.word({ en, zh });
  // Numbers and signs read alike in both languages and stand once.
  const { kind, on, lower, upper } = criterion;
  const once = speech.language === 'both' && kind === 'range' && on === 'estimate' && !lower?.derived && !upper?.derived;
  return once
    ? raised(en)
    : speech.language === 'both' && zh !== '' && zh !== en
      ? markup`${raised(en)} <span class="basis">${speech.inlineName({ en: '', zh })}</span>`
      : speech.inlineName({ en, zh });
}

function resultText(row: AttributeResult, context: ReportContext): Markup {
  const { speech } = context;
  if (row.outcome === 'pending') {
    const due = row.criterion?.due ?? null;
    const when = due === null ? nothing : markup`<span class="basis">${speech.language === 'zh' ? `预计 ${due}` : `due ${due}`}</span>`;
    return markup`<span class="quiet">${speech.word(words.awaited)}</span>${when}`;
  }
  if (row.outcome === 'no valid result') return notReportable(row, context);
  const basis = basisText(basisOf(row), speech, row.unit === 'relative potency' ? 'assays' : '');
  const below = basis === '' ? nothing : markup`<span class="basis">${raised(basis)}</span>`;
  return markup`<span class="value">${valueText(row, context)}</span>${below}${valueNotes(row, context)}${limitLines(row, context)}`;
}

/** Alert, action and discard limits that are crossed or could not be judged. */
function limitLines(row: AttributeResult, { speech }: ReportContext): Markup {
  const lines = row.limits
    .filter((limit) => limit.crossed !== false)
    .map(({ kind, criterion, crossed }) => {
      const form = crossed === true && kind === 'discard' ? markup` failed` : nothing;
      return markup`<span class="basis${form}">${speech.word(limitWords[kind][crossed === true ? 'crossed' : 'open'])}: ${speech.plainWord(criterionTitle(criterion))}</span>`;
    });
  return markup`${lines}`;
}

/** A result in the words of its criterion is said in both languages, as the specification says it. */
function valueText(row: AttributeResult, { speech }: ReportContext): Markup {
  if (row.reportable !== null) return raised(formatReported(row.reportable));
  const wanted = row.criterion?.words ?? null;
  if (wanted !== null && row.text === wanted.en) return speech.plainWord(wanted);
  return raised(row.text ?? formatComputed(row) ?? '–');
}

function notReportable(row: AttributeResult, { speech }: ReportContext): Markup {
  const codes = [...new Set(row.reasons.map((reason) => reason.code))].join(', ');
  const value = formatComputed(row);
  const computed = value === null ? nothing : markup`<span class="basis">${speech.word(words.computed)}: ${raised(value)}</span>`;
  return markup`<span class="quiet">${speech.word(words.notReportable)}</span><span class="basis code">${codes}</span>${computed}`;
}

import type { Title } from '../../attributes/attribute-result.ts';
import type { ControlRecord } from '../../results/control-record.ts';
import { controlKindWords, controlLimitWords, controlOutcomeWords, settingStateWords, settingWords } from '../control-words.ts';
import { raised } from '../exponents.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { wordFor } from '../record-words.ts';
import { decimalOf, formatCount, formatDeclared, formatNumber, machinePlain, shifted } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { headCells, type ReportContext, table } from './parts.ts';

type Limit = ControlRecord['limits'][number];
type Threshold = ControlRecord['thresholds'][number];
type Setting = ControlRecord['settings'][number];

/** One line of a control: what was looked at, what was found, what is asked. */
interface Line {
  readonly what: Markup;
  readonly found: Markup;
  readonly limits: Markup;
  readonly outcome: Limit['outcome'];
}

/** Every control of the assay runs, a line for each limit, setting and threshold; figures are rounded for reading, `result.json` has all digits. */
export function controlsTable({ result, speech }: ReportContext): Markup {
  if (result.controls.length === 0) return nothing;
  const head = headCells(speech, [
    [words.control, 'text'],
    [words.file, 'text'],
    [words.checked, 'text'],
    [words.found, 'text'],
    [words.limits, 'text'],
    [words.outcomeLower, 'text'],
  ]);
  const body = markup`${result.controls.map((control) => controlRows(control, speech))}`;
  return markup`<h3>${speech.plainWord(words.controlsTable)}</h3>${table({ name: 'inputs controls', caption: speech.short(words.controlsTable), head, body })}`;
}

function controlRows(control: ControlRecord, speech: Speech): Markup {
  const lines = [
    ...control.limits.map((limit) => limitLine(limit, speech)),
    ...control.settings.map((setting) => settingLine(setting, speech)),
    ...control.thresholds.map((threshold) => thresholdLine(threshold, speech)),
  ];
  const span = String(Math.max(1, lines.length));
  const codes = control.reasons.map(({ code }) => code).filter((code, index, all) => all.indexOf(code) === index);
  const about = [speech.short(wordFor(controlKindWords, control.kind)), control.panel, control.name];
  const verdict = markup`<span class="basis">${speech.plainWord(controlOutcomeWords[control.outcome])}</span>${codes.map((code) => markup`<span class="basis code">${code}</span>`)}`;
  const control_ = markup`<th scope="rowgroup" rowspan="${span}">${speech.inlineName(control.title)}<span class="basis">${about.join(' · ')}</span>${verdict}</th>`;
  const file = markup`<td rowspan="${span}">${control.file ?? '–'}<span class="basis">${control.assayRun ?? ''}</span></td>`;
  const rows = lines.map(
    (line, index) =>
      markup`<tr>${index === 0 ? markup`${control_}${file}` : nothing}<td>${line.what}</td><td>${line.found}</td><td>${line.limits}</td><td>${speech.plainWord(controlOutcomeWords[line.outcome])}</td></tr>\n`,
  );
  const alone = markup`<tr>${control_}${file}<td>–</td><td>–</td><td>–</td><td>${speech.plainWord(controlOutcomeWords[control.outcome])}</td></tr>\n`;
  return markup`<tbody>${lines.length === 0 ? alone : rows}</tbody>`;
}

function limitLine(limit: Limit, speech: Speech): Line {
  const place = populationName(limit, speech);
  const details = [limit.parameter ?? '', place].filter((part) => part !== '').join(' · ');
  return {
    what: markup`${speech.plainWord(controlLimitWords[limit.name])}${details === '' ? nothing : markup`<span class="basis">${details}</span>`}`,
    found: raised(limit.found === null ? '–' : foundFigure(limit.found, limit.unit)),
    limits: raised(limitsText(limit)),
    outcome: limit.outcome,
  };
}

/** `≥ 1,000`, `≤ 0.5 %`, `≥ 100 · ≤ 900`: signs need no language. */
function limitsText({ lower, upper, unit }: Limit): string {
  const parts = [lower === null ? '' : `≥ ${declaredFigure(lower, unit)}`, upper === null ? '' : `≤ ${declaredFigure(upper, unit)}`];
  return parts.filter((part) => part !== '').join(' · ') || '–';
}

/** What was found, as people read it: counts whole, all else with four significant digits. */
function foundFigure(value: number, unit: Limit['unit']): string {
  if (unit === 'events' || unit === 'iterations') return formatCount(value);
  return unit === 'fraction' ? `${formatNumber(percent(value), 4)} %` : formatNumber(value, 4);
}

function declaredFigure(value: number, unit: Limit['unit']): string {
  return unit === 'fraction' ? `${formatDeclared(percent(value))} %` : formatDeclared(value);
}

function percent(fraction: number): number {
  return Number(machinePlain(shifted(decimalOf(fraction), 2)));
}

function settingLine({ name, outcome }: Setting, speech: Speech): Line {
  return {
    what: speech.plainWord(settingWords[name]),
    found: speech.plainWord(settingStateWords[outcome]),
    limits: speech.plainWord(settingStateWords.meets),
    outcome,
  };
}

function thresholdLine(threshold: Threshold, speech: Speech): Line {
  const { value, events, percentile, offset, minimumEvents } = threshold;
  const zh = speech.language === 'zh';
  const counted = events === null ? '' : zh ? `（${formatCount(events)} 个事件）` : ` (${formatCount(events)} events)`;
  const shift = offset === 0 ? '' : offset < 0 ? ` − ${formatDeclared(-offset)}` : ` + ${formatDeclared(offset)}`;
  const rule = zh
    ? `第 ${formatDeclared(percentile)} 百分位数${shift}，≥ ${formatCount(minimumEvents)} 个事件`
    : `percentile ${formatDeclared(percentile)}${shift}, ≥ ${formatCount(minimumEvents)} events`;
  const details = [threshold.name, threshold.parameter, populationName(threshold, speech)].join(' · ');
  return {
    what: markup`${speech.plainWord(words.threshold)}<span class="basis">${details}</span>`,
    found: raised(value === null ? '–' : `${formatNumber(value, 4)}${counted}`),
    limits: raised(rule),
    outcome: threshold.outcome,
  };
}

function populationName(
  { population, populationTitle }: { readonly population: string | null; readonly populationTitle: Title | null },
  speech: Speech,
): string {
  return populationTitle === null ? (population ?? '') : speech.short(populationTitle);
}

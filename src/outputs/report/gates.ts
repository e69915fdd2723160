import type { FlowPlot, PlotGate, SampleFigures } from '../../results/figures.ts';
import { joined, type Markup, markup, nothing } from '../markup.ts';
import { flowPlot } from '../plots/flow-plot.ts';
import { densityColours, plotColours } from '../plots/palette.ts';
import { formatCount, formatFractionAsPercent, formatPercentOf, formatTablePercent } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { headCells, type ReportContext, section, table } from './parts.ts';

/** Every gate of every sample as a density plot, three across, and the population table below. */
export function gatesSection(context: ReportContext): Markup {
  const { figures, speech } = context;
  if (figures.samples.length === 0) return nothing;
  const samples = figures.samples.map((sample, i) => sampleGates(sample, i, context));
  const note = markup`<p class="note">${speech.plainWord(words.rasterNote)}</p>`;
  return section('gates', speech.plainWord(words.gates), markup`${samples}${note}`);
}

function sampleGates(sample: SampleFigures, index: number, context: ReportContext): Markup {
  const { speech, rasters } = context;
  const lead = markup`<p class="lead">${speech.short(words.sample)} ${sample.sample}, ${sample.file}, ${sample.panel} · ${chain(sample, context)}</p>`;
  const plots = sample.plots.map((plot) => {
    const picture = flowPlot(plot, { id: `gates-${index + 1}-${plot.number}`, speech, rasters });
    return markup`<figure>${picture}${caption(plot, sample, context)}</figure>\n`;
  });
  return markup`${lead}${index === 0 ? key(context) : nothing}<div class="plots">${plots}</div>${populationTable(sample, context)}`;
}

/** `all events → Cells → Singlets → CORIN+ · FOXA2+`: an arrow goes one level down, a dot beside. */
function chain({ populations }: SampleFigures, { speech }: ReportContext): Markup {
  const parts = populations.map((population, i) => {
    const before = populations[i - 1];
    const arrow = before === undefined ? '' : population.depth > before.depth ? ' → ' : ' · ';
    return markup`${arrow}${speech.short(population.title)}`;
  });
  return joined(parts, nothing);
}

/** The key of colours and outline, drawn once above the plots. */
function key({ speech }: ReportContext): Markup {
  const width = 14;
  const steps = densityColours.map((colour, i) => markup`<rect x="${i * width}" width="${width}" height="9" fill="${colour}"/>`);
  const scale = markup`<svg class="plate" width="${width * 12}" height="9" aria-hidden="true">${steps}</svg>`;
  const outline = markup`<svg class="plate" width="26" height="9" aria-hidden="true"><path d="M0 4.5H26" stroke="${plotColours.gate}" stroke-width="1.75"/></svg>`;
  return markup`<div class="key"><span>${speech.word(words.oneEvent)}</span>${scale}<span>${speech.word(words.densest)}</span><span class="apart"></span>${outline}<span>${speech.word(words.gate)}</span></div>`;
}

function caption(plot: FlowPlot, sample: SampleFigures, context: ReportContext): Markup {
  const { speech } = context;
  const gates = plot.gates.map((gate) => gateCaption(gate, plot, sample, context));
  const total = sample.populations.find((population) => population.name === plot.parent)?.count ?? plot.gates[0]?.parentCount ?? 0;
  const outside =
    plot.outside === 0
      ? nothing
      : markup`<span class="line tertiary">${plot.outside * 100000 < total ? '< 0.001' : formatTablePercent(plot.outside, total)} % ${speech.language === 'zh' ? '在视图之外，置于边缘格' : 'outside the view, in the edge bins'}</span>`;
  return markup`<figcaption><span class="disc">${String(plot.number)}</span><b>${speech.inlineName(plot.caption)}</b>${gates}${outside}</figcaption>`;
}

function gateCaption(gate: PlotGate, plot: FlowPlot, sample: SampleFigures, { speech }: ReportContext): Markup {
  const parent = sample.populations.find((population) => population.name === plot.parent && population.depth > 0);
  const zh = speech.language === 'zh';
  const within =
    parent === undefined ? (zh ? ' 个事件' : ' events') : zh ? `（${speech.short(parent.title)}）` : ` in ${speech.short(parent.title)}`;
  const name = plot.gates.length > 1 ? markup`${speech.inlineName(gate.title)}: ` : nothing;
  const threshold = gate.threshold === null ? nothing : markup`<span class="line tertiary">${speech.short(gate.threshold)}</span>`;
  return markup`<span class="line">${name}${speech.share(gate.count, gate.parentCount)}${within}</span>${threshold}`;
}

function populationTable({ populations, sample }: SampleFigures, { speech }: ReportContext): Markup {
  const head = headCells(speech, [
    [words.population, 'text'],
    [words.count, 'number'],
    [words.ofParent, 'number'],
    [words.countingLimits, 'number'],
    [words.ofAll, 'number'],
  ]);
  const rows = populations.map(({ title, depth, count, parentCount, limits, total }) => {
    const decimals = count * 100 < parentCount ? 3 : 2;
    const range = limits === null || depth === 0 ? '–' : range95(limits, decimals, speech.language);
    const ofParent = depth === 0 ? '–' : formatPercentOf(count, parentCount, decimals);
    return markup`<tr><th scope="row" style="padding-left:${depth * 18}px">${speech.inlineName(title)}</th><td class="number">${formatCount(count)}</td><td class="number">${ofParent}</td><td class="number">${range}</td><td class="number">${formatTablePercent(count, total)}</td></tr>\n`;
  });
  const caption = `${speech.short(words.population)}: ${sample}`;
  return table({ name: 'populations', caption, head, body: markup`<tbody>${rows}</tbody>` });
}

function range95([lower, upper]: readonly [number, number], decimals: number, language: ReportContext['language']): string {
  return `${formatFractionAsPercent(lower, decimals)} ${language === 'zh' ? '至' : 'to'} ${formatFractionAsPercent(upper, decimals)}`;
}

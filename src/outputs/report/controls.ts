import type { ControlFigures, FlowPlot } from '../../results/figures.ts';
import { raised } from '../exponents.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { flowPlot } from '../plots/flow-plot.ts';
import { overlayPlot } from '../plots/overlay-plot.ts';
import { words } from '../words.ts';
import { type ReportContext, section } from './parts.ts';
import { inGate, rareEventTable } from './rare-event-table.ts';

/** Control, sample and overlay (or the table of a rare event) in one row: one axis, one threshold. */
export function controlsSection(context: ReportContext): Markup {
  const { figures, speech } = context;
  if (figures.controls.length === 0) return nothing;
  const rows = figures.controls.map((control, i) => controlRow(control, `controls-${i + 1}`, context));
  return section('controls', speech.plainWord(words.controls), markup`${rows}`);
}

function controlRow(row: ControlFigures, id: string, context: ReportContext): Markup {
  const { speech, rasters } = context;
  const plot = (which: FlowPlot, part: string, name: string, note: string): Markup =>
    markup`<figure>${flowPlot(which, { id: `${id}-${part}`, speech, rasters })}<figcaption><b>${name}</b><span class="line">${raised(note)}</span></figcaption></figure>\n`;
  return markup`<h3>${speech.inlineName(row.title)}</h3><div class="plots">${plot(row.control, 'control', speech.short(row.controlName), speech.short(inGate(row.control)))}${plot(row.sample, 'sample', row.sampleName, speech.short(inGate(row.sample)))}${third(row, id, context)}</div>`;
}

/** What the key of an overlay says; the pictures beside it name the sample in full. */
export function overlayNames({ controlName }: ControlFigures, speech: Speech): readonly [string, string] {
  const name = speech.short(controlName);
  return [speech.language === 'both' ? `${name} · ${words.control.zh}` : name, speech.text(words.sample)];
}

function third(row: ControlFigures, id: string, { speech }: ReportContext): Markup {
  const overlay =
    row.overlay === null
      ? nothing
      : markup`<figure>${overlayPlot(row.overlay, { id: `${id}-overlay`, speech, names: overlayNames(row, speech) })}<figcaption><b>${speech.plainWord(words.overlay)}</b><span class="line">${speech.plainWord(words.overlayNote)}</span></figcaption></figure>\n`;
  if (row.table.length === 0) return overlay;
  return markup`${overlay}${rareEventTable(row.table, row.title, speech)}`;
}

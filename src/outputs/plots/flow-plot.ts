import type { FlowPlot } from '../../results/figures.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import type { Rasters } from '../rasters.ts';
import { area, axisTitle, frame, xAxis, yAxis } from './flow-axis.ts';
import { drawLabel, drawOutline, drawPoints, markOutline } from './gate-drawing.ts';
import { Cover } from './label-place.ts';
import { picture } from './svg.ts';

/** Draws one density plot with its gates. `id` must be unique within the page. */
export function flowPlot(plot: FlowPlot, { id, speech, rasters }: { id: string; speech: Speech; rasters: Rasters }): Markup {
  const { twelfths, address } = rasters.of(plot);
  const cover = new Cover(twelfths, plot.bins, area.side);
  for (const gate of plot.gates) markOutline(gate.outline, cover);
  const raster = markup`<image href="${address}" width="${area.side}" height="${area.side}" preserveAspectRatio="none" image-rendering="optimizeSpeed"/>`;
  // a nested svg clips what lies outside the view without needing an id
  const inside = markup`<svg x="${area.left}" y="${area.top}" width="${area.side}" height="${area.side}" viewBox="0 0 ${area.side} ${area.side}">${[
    raster,
    plot.gates.map((gate) => drawOutline(gate.outline)),
    plot.gates.map(drawPoints),
    plot.gates.map((gate) => drawLabel(gate, cover, speech)),
  ]}</svg>`;
  return picture({
    id,
    title: titleSentence(plot, speech),
    width: area.width,
    height: area.height,
    content: [inside, frame(), xAxis(plot.x), yAxis(plot.y)],
  });
}

function titleSentence(plot: FlowPlot, speech: Speech): string {
  const gates = plot.gates.map((gate) => `${speech.text(gate.title)}: ${speech.share(gate.count, gate.parentCount)}`).join('; ');
  const axes =
    speech.language === 'zh'
      ? `${axisTitle(plot.y)} 对 ${axisTitle(plot.x)} 的密度图`
      : `Density of ${axisTitle(plot.y)} against ${axisTitle(plot.x)}`;
  return `${axes}. ${gates}${gates === '' ? '' : '.'}`;
}

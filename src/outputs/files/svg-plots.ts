import { speak } from '../language.ts';
import type { Markup } from '../markup.ts';
import { defineOutput, type OutputFile, type OutputInput } from '../output.ts';
import { assaysPlot } from '../plots/assays-plot.ts';
import { doseResponsePlot } from '../plots/dose-response-plot.ts';
import { flowPlot } from '../plots/flow-plot.ts';
import { overlayPlot } from '../plots/overlay-plot.ts';
import { parallelismPlot } from '../plots/parallelism-plot.ts';
import { svgFile } from '../plots/svg.ts';
import { overlayNames } from '../report/controls.ts';

/** `plots/*.svg`: every picture of the report as a file that stands alone. */
export const svgPlots = defineOutput({
  id: 'plots/*.svg',
  render: (input) => [...flowPlots(input), ...controlPlots(input), ...potencyPlots(input)],
});

/** File names are numbers of ours, never names from a file. */
function file(name: string, svg: Markup): OutputFile {
  return { path: `plots/${name}.svg`, bytes: svgFile(svg) };
}

function flowPlots({ figures, language, rasters }: OutputInput): readonly OutputFile[] {
  const speech = speak(language);
  return figures.samples.flatMap((sample, i) =>
    sample.plots.map((plot) => {
      const id = `gates-${i + 1}-${plot.number}`;
      return file(id, flowPlot(plot, { id, speech, rasters }));
    }),
  );
}

function controlPlots({ figures, language, rasters }: OutputInput): readonly OutputFile[] {
  const speech = speak(language);
  return figures.controls.flatMap((row, i) => {
    const id = `controls-${i + 1}`;
    const pair = [
      file(`${id}-control`, flowPlot(row.control, { id: `${id}-control`, speech, rasters })),
      file(`${id}-sample`, flowPlot(row.sample, { id: `${id}-sample`, speech, rasters })),
    ];
    if (row.overlay === null) return pair;
    return [...pair, file(`${id}-overlay`, overlayPlot(row.overlay, { id: `${id}-overlay`, speech, names: overlayNames(row, speech) }))];
  });
}

function potencyPlots({ figures, language }: OutputInput): readonly OutputFile[] {
  const speech = speak(language);
  return figures.potency.flatMap((potency, i) => {
    const id = `potency-${i + 1}`;
    const assays = potency.assays.flatMap((assay, j) => {
      const test = assay.tests.find((article) => article.name === potency.test);
      if (test === undefined) return [];
      const curves = potency.curves.find((each) => each.assay === assay.name) ?? null;
      const dose = file(`${id}-${j + 1}-dose`, doseResponsePlot({ assay, test, curves }, { id: `${id}-${j + 1}-dose`, speech }));
      const { equivalence } = test.parallelism;
      if (equivalence.length === 0) return [dose];
      return [dose, file(`${id}-${j + 1}-parallelism`, parallelismPlot(equivalence, { id: `${id}-${j + 1}-parallelism`, speech }))];
    });
    return [...assays, file(`${id}-assays`, assaysPlot(potency, { id: `${id}-assays`, speech }))];
  });
}

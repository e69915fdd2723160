import type { AttributeResult } from '../../attributes/attribute-result.ts';
import { fittedCurves } from '../../potency/drawing/fitted-curves.ts';
import type { Figures, PotencyFigures, SampleFigures } from '../../results/figures.ts';
import { occasionKey } from '../binding/plan.ts';
import type { SamplePlan } from '../binding/plan-record.ts';
import { gatedFileKey, tubeRunKey } from '../gating/compute-gating.ts';
import type { AnalysedLot } from '../lot/analyse-lot.ts';
import type { LotMaterial } from '../lot/lot-context.ts';
import { type ControlledSample, rareEventFigures, thresholdFigures } from './control-figures.ts';
import { type FigureSource, sampleFigures } from './flow-figures.ts';
import { rarePopulations } from './plot-plan.ts';

/** Everything that one lot's plots are drawn from. */
export function buildFigures(
  material: LotMaterial,
  judged: { readonly analysed: AnalysedLot; readonly attributes: readonly AttributeResult[] },
): Figures {
  const controlled = material.plan.samples.flatMap((sample) => controlledSample(material, sample, judged.analysed) ?? []);
  return {
    schemaVersion: 2,
    samples: controlled.map(({ sample }): SampleFigures => sampleFigures(sample)),
    controls: onceForEachRun(material, controlled).flatMap((one) => [
      ...thresholdFigures(one),
      ...rareEventFigures(one, judged.attributes),
    ]),
    potency: potencyFigures(material, judged.attributes),
  };
}

function controlledSample(material: LotMaterial, sample: SamplePlan, analysed: AnalysedLot): ControlledSample | null {
  const source = figureSource(material, { sample, name: sampleName(sample) }, sample.binding);
  if (source === null) return null;
  const controls = analysed.controls
    .filter((control) => control.tube === sample.tube && control.assayRun === sample.binding.assayRun)
    .flatMap((control) => {
      const own = control.binding === null ? null : figureSource(material, { sample, name: control.name }, control.binding);
      return own === null ? [] : [[control.name, own] as const];
    });
  return { sample: source, controls: new Map(controls) };
}

function figureSource(
  material: LotMaterial,
  judged: { readonly sample: SamplePlan; readonly name: string },
  binding: SamplePlan['binding'],
): FigureSource | null {
  const { definition, gated } = material;
  const tube = definition.tubes.find((known) => known.id === judged.sample.tube);
  const run = tubeRunKey(judged.sample.tube, judged.sample.binding.assayRun);
  const file = gated.files.get(gatedFileKey(run, binding));
  const result = file?.result ?? null;
  const dataSet = material.dataSetOf(binding.file, binding.dataSet);
  if (tube === undefined || result === null || dataSet === null) return null;
  const rare = rarePopulations(definition);
  return {
    definition,
    tube,
    tubeRun: gated.tubeRuns.get(run) ?? null,
    clusters: file?.clusters ?? new Map(),
    dataSet,
    result,
    rare,
    name: judged.name,
  };
}

function sampleName(sample: SamplePlan): string {
  return [sample.stage, sample.binding.sample, sample.binding.preparation].filter((part) => part !== null && part !== '').join(' · ');
}

/** Controls stand beside the first sample of their tube and assay run; further stages would show the same control again. */
function onceForEachRun(material: LotMaterial, controlled: readonly ControlledSample[]): ControlledSample[] {
  const seen = new Set<string>();
  return controlled.filter(({ sample }) => {
    const run = material.plan.samples.find((one) => one.binding.file === sample.result.file)?.binding.assayRun ?? null;
    const key = tubeRunKey(sample.tube.id, run);
    return seen.has(key) ? false : seen.add(key);
  });
}

function potencyFigures(material: LotMaterial, attributes: readonly AttributeResult[]): PotencyFigures[] {
  return attributes.flatMap((attribute) => {
    const definition = material.definition.attributes.find((known) => known.id === attribute.attribute);
    if (definition?.type !== 'relative-potency') return [];
    const own = material.assays.filter(
      (assay) => assay.id === definition.assay && occasionKey(assay.occasion) === occasionKey(attribute.occasion),
    );
    if (own.length === 0) return [];
    return [
      {
        attribute: attribute.attribute,
        title: attribute.title,
        test: material.plan.lot,
        referenceName: own[0]?.result.reference.name ?? '',
        assays: own.map((assay) => assay.result),
        combined:
          attribute.estimate === null
            ? null
            : { estimate: attribute.estimate, lower: attribute.interval?.lower ?? null, upper: attribute.interval?.upper ?? null },
        limits: { lower: attribute.criterion?.lower?.value ?? null, upper: attribute.criterion?.upper?.value ?? null },
        curves: own.flatMap((assay) => fittedCurves(assay.result, assay.test) ?? []),
      },
    ];
  });
}

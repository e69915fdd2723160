import type { AssayForLot, AttributeContext, CombinedPotency, Formula, TubePopulations } from '../../attributes/attribute-context.ts';
import type { TestOccasion } from '../../attributes/attribute-result.ts';
import { type AttributeDefinition, attributeNeeds } from '../../attributes/types/registry.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { GatedPopulations } from '../../population/population.ts';
import type { Reason } from '../../reason.ts';
import type { Investigation } from '../../specification/investigations.ts';
import type { UnusedRow } from '../binding/account-for-rows.ts';
import type { SecondReadingOf } from '../binding/hold-second-readings.ts';
import { occasionKey } from '../binding/plan.ts';
import type { LotPlan, SamplePlan } from '../binding/plan-record.ts';
import { rowsOfOccasion } from '../binding/table-occasions.ts';
import type { Binding } from '../binding.ts';
import { plannedCounts, plannedReplicates } from '../definition/count-plan.ts';
import type { Definition } from '../definition/definition.ts';
import type { ControlDefinition } from '../definition/tube-definition.ts';
import type { GatedAcquisition, GatedRun } from '../gating/compute-gating.ts';
import { gatedFileKey, tubeRunKey } from '../gating/compute-gating.ts';
import { type CheckedControl, checkControl } from '../gating/control-checks.ts';
import type { CountRow } from '../tables/counts.ts';
import type { ExternalRow } from '../tables/external-results.ts';
import { countRecords } from './count-records.ts';
import { externalOf } from './external-of-attribute.ts';
import { checkReagents, type ReagentTables } from './reagent-checks.ts';

/** Everything about one lot that is known before its attributes are estimated. */
export interface LotMaterial {
  readonly definition: Definition;
  readonly plan: LotPlan;
  readonly gated: GatedRun;
  readonly assays: readonly AssayForLot[];
  /** By assay id and occasion (`occasionKey`). */
  readonly combinations: ReadonlyMap<string, ReadonlyMap<string, CombinedPotency>>;
  readonly external: readonly ExternalRow[];
  readonly counts: readonly CountRow[];
  /** Rows of tables that name the lot and that nothing uses. */
  readonly unusedRows: readonly UnusedRow[];
  readonly reagents: ReagentTables;
  /** Investigations of this subject. */
  readonly investigations: readonly Investigation[];
  readonly formulas: ReadonlyMap<string, Formula>;
  readonly viableCellsPerMaximumDose: number | null;
  readonly dataSetOf: (file: string, number: number) => FcsDataSet | null;
  readonly acquiredAtOf: (binding: Binding) => string | null;
  /** Absent where the run did not ask the second reader. */
  readonly secondReadingOf?: SecondReadingOf;
}

/** A control of one tube and assay run, checked, and the stages of the lot that it serves. */
export interface LotControl {
  readonly tube: string;
  readonly panel: string;
  readonly name: string;
  readonly stages: readonly string[];
  readonly occasions: readonly string[];
  readonly checked: CheckedControl;
  readonly binding: Binding | null;
  readonly gated: GatedAcquisition | null;
  readonly assayRun: string | null;
}

/** Checks every control that serves the lot, once for each tube and assay run. */
export function checkLotControls(material: LotMaterial): readonly LotControl[] {
  const controls = new Map<string, { readonly samples: SamplePlan[]; readonly index: number }>();
  for (const sample of material.plan.samples) {
    for (const [index] of sample.controls.entries()) {
      const key = JSON.stringify([sample.tube, sample.binding.assayRun, index]);
      const entry = controls.get(key) ?? { samples: [], index };
      entry.samples.push(sample);
      controls.set(key, entry);
    }
  }
  return [...controls.values()].flatMap(({ samples, index }) => checkOne(material, samples, index));
}

function checkOne(material: LotMaterial, samples: readonly SamplePlan[], index: number): LotControl[] {
  const [sample] = samples;
  const plan = sample?.controls[index];
  const tube = material.definition.tubes.find((known) => known.id === sample?.tube);
  const definition = tube?.controls[index];
  if (sample === undefined || plan === undefined || tube === undefined || definition === undefined) return [];
  const gated =
    plan.binding === null
      ? null
      : (material.gated.files.get(gatedFileKey(tubeRunKey(tube.id, sample.binding.assayRun), plan.binding)) ?? null);
  const run = material.gated.tubeRuns.get(tubeRunKey(tube.id, sample.binding.assayRun));
  const dataSet = plan.binding === null ? null : material.dataSetOf(plan.binding.file, plan.binding.dataSet);
  const dataSets = samples.flatMap((one) => material.dataSetOf(one.binding.file, one.binding.dataSet) ?? []);
  return [
    {
      tube: tube.id,
      panel: tube.panel,
      name: definition.name,
      stages: [...new Set(samples.map((one) => one.stage))],
      occasions: [...new Set(samples.map((one) => occasionKey(one.occasion)))],
      checked: withReagents(
        material,
        checkControl({
          tube,
          definition,
          plan,
          assayRun: sample.binding.assayRun,
          gated,
          dataSet,
          samples: dataSets,
          learned: run ?? null,
        }),
        { ...definition, binding: plan.binding },
      ),
      binding: plan.binding,
      gated,
      assayRun: sample.binding.assayRun,
    },
  ];
}

/** The context of one attribute on one test occasion: controls count only at its own stage and panels. */
export function attributeContext(
  material: LotMaterial,
  asked: {
    readonly attribute: AttributeDefinition;
    readonly occasion: TestOccasion;
    readonly controls: readonly LotControl[];
    readonly earlier: AttributeContext['earlier'];
  },
): AttributeContext {
  const { attribute, occasion } = asked;
  const key = occasionKey(occasion);
  const panels = new Set(attributeNeeds(attribute).populations.map((need) => need.panel));
  const relevant = asked.controls.filter(
    (control) =>
      control.stages.includes(attribute.stage) && control.occasions.includes(key) && (panels.size === 0 || panels.has(control.panel)),
  );
  return {
    tubes: [...sampleTubes(material, key, attribute), ...controlTubes(material, relevant)],
    assays: material.assays.filter((assay) => occasionKey(assay.occasion) === key),
    combinations: new Map(
      [...material.combinations].flatMap(([id, byOccasion]) =>
        byOccasion.has(key) ? [[id, byOccasion.get(key) as CombinedPotency] as const] : [],
      ),
    ),
    external: externalResults(material, attribute, occasion),
    counts: countRecords(countRows(material, attribute, occasion), (name) =>
      plannedReplicates(plannedCounts(material.definition), attribute.stage, name),
    ),
    dose: material.viableCellsPerMaximumDose === null ? null : { viableCellsPerMaximumDose: material.viableCellsPerMaximumDose },
    controlsValidity: validityOf(relevant),
    earlier: asked.earlier,
    formulas: material.formulas,
    purpose: material.plan.subject.purpose,
    occasion,
  };
}

function sampleTubes(material: LotMaterial, occasion: string, attribute: AttributeDefinition): TubePopulations[] {
  return material.plan.samples
    .filter((sample) => occasionKey(sample.occasion) === occasion)
    .map((sample) => {
      const gated = material.gated.files.get(gatedFileKey(tubeRunKey(sample.tube, sample.binding.assayRun), sample.binding)) ?? null;
      return tubePopulations(material, {
        tube: sample.tube,
        binding: sample.binding,
        gated,
        reasons: [...sample.held, ...sampleReagents(material, sample, attribute)],
        control: null,
        replaces: sample.replaces,
        stage: sample.stage,
      });
    });
}

/** Why the reagents of a sample's tube and assay run may not serve it: those that the tube demands, and those that the attribute does. */
function sampleReagents(material: LotMaterial, { tube, binding }: SamplePlan, attribute: AttributeDefinition): Reason[] {
  const demanded = material.definition.tubes.find((known) => known.id === tube)?.reagents ?? [];
  const demand = {
    kinds: [...new Set([...demanded, ...attribute.reagents])],
    assayRun: binding.assayRun,
    names: [tube, attribute.id],
    served: { what: 'tube', name: tube } as const,
    acquiredAt: material.acquiredAtOf(binding),
  };
  return checkReagents(demand, material.reagents);
}

/** A control whose reagents may not serve is not valid, whatever it shows. A control that is not there needs none. */
function withReagents(
  material: LotMaterial,
  checked: CheckedControl,
  control: Pick<ControlDefinition, 'name' | 'reagents'> & { readonly binding: Binding | null },
): CheckedControl {
  const { name, reagents: kinds, binding } = control;
  if (binding === null) return checked;
  const { assayRun } = binding;
  const demand = { kinds, assayRun, names: [name], served: { what: 'control', name } as const, acquiredAt: material.acquiredAtOf(binding) };
  const reasons = checkReagents(demand, material.reagents);
  if (reasons.length === 0) return checked;
  const { record } = checked;
  const outcome = record.outcome === 'meets' || record.outcome === 'information' ? 'not judged' : record.outcome;
  return { reasons: [...checked.reasons, ...reasons], record: { ...record, outcome, reasons: [...record.reasons, ...reasons] } };
}

function controlTubes(material: LotMaterial, controls: readonly LotControl[]): TubePopulations[] {
  return controls.flatMap((control) =>
    control.binding === null
      ? []
      : [
          tubePopulations(material, {
            tube: control.tube,
            binding: control.binding,
            gated: control.gated,
            reasons: control.checked.reasons,
            control: control.name,
            replaces: null,
            stage: control.stages[0] ?? '',
          }),
        ],
  );
}

interface TubeParts {
  readonly tube: string;
  readonly binding: Binding;
  readonly gated: GatedAcquisition | null;
  readonly reasons: readonly Reason[];
  readonly control: string | null;
  readonly replaces: string | null;
  readonly stage: string;
}

function tubePopulations(material: LotMaterial, parts: TubeParts): TubePopulations {
  const { binding } = parts;
  return {
    panel: material.definition.tubes.find((tube) => tube.id === parts.tube)?.panel ?? '',
    tube: parts.tube,
    role: parts.control === null ? 'sample' : 'control',
    control: parts.control,
    stage: parts.stage,
    sample: binding.sample ?? '',
    preparation: binding.preparation ?? '1',
    assayRun: binding.assayRun,
    file: binding.file,
    replaces: parts.replaces,
    acquiredAt: material.acquiredAtOf(binding),
    result: parts.gated?.result ?? emptyResult(binding),
    reasons: parts.reasons,
  };
}

function emptyResult(binding: Binding): GatedPopulations {
  return { file: binding.file, dataSet: binding.dataSet, eventCount: 0, populations: [], quantiles: [], points: [] };
}

function validityOf(controls: readonly LotControl[]): ReadonlyMap<string, readonly Reason[]> {
  const validity = new Map<string, Reason[]>();
  for (const control of controls) validity.set(control.name, [...(validity.get(control.name) ?? []), ...control.checked.reasons]);
  return validity;
}

/** Results from elsewhere that the attribute reads; a row for another stage is not for it. */
function externalResults(material: LotMaterial, attribute: AttributeDefinition, occasion: TestOccasion): AttributeContext['external'] {
  const own = rowsOfOccasion(material.external, occasion, null).filter((row) => row.stage === null || row.stage === attribute.stage);
  return new Map(
    attributeNeeds(attribute).external.flatMap((name) => {
      const found = externalOf(
        attribute,
        own.filter((row) => row.attribute === name),
      );
      return found === null ? [] : [[name, found] as const];
    }),
  );
}

/** Count rows of the attribute's stage; a count that was not repeated on a later occasion is the initial one's. */
function countRows(material: LotMaterial, attribute: AttributeDefinition, occasion: TestOccasion): CountRow[] {
  const ofStage = material.counts.filter((row) => row.stage === attribute.stage);
  return rowsOfOccasion(ofStage, occasion, { nameOf: (row) => row.name });
}

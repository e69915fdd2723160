import { InputError } from '../../errors.ts';
import { compareCodeUnits } from '../../order.ts';
import { buildLayout } from '../../plates/layout.ts';
import type { PlateReading } from '../../plates/plate-reading.ts';
import { estimateAssay } from '../../potency/estimation/relative-potency.ts';
import type { PotencyMethod } from '../../potency/method.ts';
import { assayFromPlate } from '../../potency/plate/assay-from-plate.ts';
import { type PlateDrift, plateDrift, withDriftChecks } from '../../potency/plate/plate-drift.ts';
import type { PotencyAssay } from '../../potency/potency-assay.ts';
import type { AssayResult } from '../../potency/potency-result.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Reason } from '../../reason.ts';
import type { LotPlan } from '../binding/plan-record.ts';
import { selectPlate, selectRead } from '../binding/select-read.ts';
import type { Binding } from '../binding.ts';
import type { AssayDefinition } from '../definition/assay-definition.ts';
import type { Definition } from '../definition/definition.ts';
import { checkReagents, type ReagentTables } from '../lot/reagent-checks.ts';
import { pipelineReason } from '../reasons.ts';
import { type ExcludablePlate, type ExcludedWell, exclusionsOf } from '../tables/exclusions.ts';
import { checkReferenceStandard, type ReferenceStandard } from '../tables/reference-standards.ts';

/** What assays need from outside: the readings of the plate files. */
export interface AssayTools {
  /** Fits an assay; absent = at once, here. Errors as `estimateAssay`. */
  readonly estimate?: (assay: PotencyAssay, method: PotencyMethod) => Promise<AssayResult>;
  readonly readingOf: (file: string, assay: AssayDefinition) => Promise<PlateReading>;
  readonly exclusions: readonly ExcludedWell[];
  readonly register: readonly ReferenceStandard[];
  /** `null` = reagents are not looked at: nothing is released. */
  readonly reagents: ReagentTables | null;
  readonly acquiredAtOf: (binding: Binding) => string | null;
}

/** One plate's assay, estimated once for all lots that stand on it. */
export interface EstimatedPlate {
  readonly binding: Binding;
  readonly result: AssayResult | null;
  readonly reasons: readonly Reason[];
  /** Wells that were excluded by hand. */
  readonly excluded: readonly ExcludedWell[];
  readonly acquiredAt: string | null;
  /** Of its export, for the command. */
  readonly notes: PlateReading['notes'];
  /** Over the plates of its assay run; `null` where the method asks for none. */
  readonly drift: PlateDrift | null;
}

async function estimateHere(assay: PotencyAssay, method: PotencyMethod): Promise<AssayResult> {
  return estimateAssay(assay, method);
}

/** The plates of one run: each is estimated once, for all lots that stand on it, and forgotten with the last of these. */
export interface PlateEstimates {
  /** The plates of a lot, judged for drift over all plates of their assay runs. */
  readonly ofLot: (plan: Pick<LotPlan, 'assays'>) => Promise<ReadonlyMap<Binding, EstimatedPlate>>;
  /** No lot but these asks for plates any more. */
  readonly keepFor: (lots: readonly Pick<LotPlan, 'assays'>[]) => void;
}

interface PlannedPlate {
  readonly assay: AssayDefinition;
  readonly held: readonly Reason[];
}

/** `lots` gives every lot as it is planned by now: its plates may be held since they were estimated. */
export function openPlateEstimates(
  definition: Definition,
  lots: () => readonly Pick<LotPlan, 'assays'>[],
  tools: AssayTools,
): PlateEstimates {
  const estimates = new Map<Binding, { readonly held: string; readonly plate: Promise<EstimatedPlate> }>();
  const estimateOf = (binding: Binding, planned: PlannedPlate): Promise<EstimatedPlate> => {
    const held = JSON.stringify(planned.held);
    const known = estimates.get(binding);
    if (known?.held === held) return known.plate;
    const plate = estimatePlate(binding, { ...planned, tools });
    estimates.set(binding, { held, plate });
    return plate;
  };
  return {
    ofLot: async (plan) => {
      const runs = new Set([...platesOf(definition, [plan]).keys()].map(runOf));
      const together = [...platesOf(definition, [...lots(), plan])].filter(([binding]) => runs.has(runOf(binding)));
      const estimated = await Promise.all(
        together.map(async ([binding, planned]) => [binding, await estimateOf(binding, planned)] as const),
      );
      return withDrift(definition, new Map(estimated));
    },
    keepFor: (left) => {
      const runs = new Set([...platesOf(definition, left).keys()].map(runOf));
      for (const binding of estimates.keys()) if (!runs.has(runOf(binding))) estimates.delete(binding);
    },
  };
}

const runOf = (binding: Binding): string => JSON.stringify([binding.assay, binding.assayRun]);

/** The plates of lots, once each; of a plate that is planned twice the later plan counts. */
function platesOf(definition: Definition, lots: readonly Pick<LotPlan, 'assays'>[]): ReadonlyMap<Binding, PlannedPlate> {
  const plates = new Map<Binding, PlannedPlate>();
  for (const plan of lots.flatMap((lot) => lot.assays)) {
    const assay = definition.assays.find((known) => known.id === plan.assay);
    if (assay !== undefined) for (const { binding, held } of plan.plates) plates.set(binding, { assay, held });
  }
  return plates;
}

/** Estimates every plate of every assay, once each. Bad files become reasons; other plates go on. */
export async function estimatePlates(
  definition: Definition,
  lots: readonly Pick<LotPlan, 'assays'>[],
  tools: AssayTools,
): Promise<ReadonlyMap<Binding, EstimatedPlate>> {
  const estimated = await Promise.all(
    [...platesOf(definition, lots)].map(
      async ([binding, planned]) => [binding, await estimatePlate(binding, { ...planned, tools })] as const,
    ),
  );
  return withDrift(definition, new Map(estimated));
}

/** Drift between the plates of an assay run is a reason of each of them; plates follow each other as they were acquired. */
function withDrift(definition: Definition, estimated: ReadonlyMap<Binding, EstimatedPlate>): ReadonlyMap<Binding, EstimatedPlate> {
  const runs = new Map<string, EstimatedPlate[]>();
  for (const plate of estimated.values()) {
    const key = runOf(plate.binding);
    runs.set(key, [...(runs.get(key) ?? []), plate]);
  }
  const drifting = new Map<Binding, PlateDrift | null>();
  for (const plates of runs.values()) {
    const assay = definition.assays.find((known) => known.id === plates[0]?.binding.assay);
    const inOrder = [...plates].sort((a, b) => compareCodeUnits(orderOf(a), orderOf(b)));
    const results = inOrder.filter(firstOfPlate).flatMap((plate) => plate.result ?? []);
    const drift = assay === undefined ? null : plateDrift(results, assay.method);
    for (const { binding } of plates) drifting.set(binding, drift);
  }
  return new Map([...estimated].map(([binding, plate]) => [binding, drifted(plate, drifting.get(binding) ?? null)]));
}

/** A plate that several lines bind, for several subjects, was read once. */
function firstOfPlate({ binding }: EstimatedPlate, index: number, all: readonly EstimatedPlate[]): boolean {
  const same = (other: Binding) => other.file === binding.file && other.dataSet === binding.dataSet && other.plate === binding.plate;
  return all.findIndex((one) => same(one.binding)) === index;
}

function drifted(plate: EstimatedPlate, drift: PlateDrift | null): EstimatedPlate {
  if (drift === null) return plate;
  const result = plate.result === null ? null : withDriftChecks(plate.result, drift);
  return { ...plate, result, drift, reasons: [...plate.reasons, ...drift.reasons] };
}

function orderOf({ acquiredAt, binding }: EstimatedPlate): string {
  return JSON.stringify([acquiredAt ?? '', binding.file, binding.plate ?? '']);
}

async function estimatePlate(
  binding: Binding,
  request: { readonly assay: AssayDefinition; readonly held: readonly Reason[]; readonly tools: AssayTools },
): Promise<EstimatedPlate> {
  const { assay, held, tools } = request;
  const reference = referenceName(assay, binding);
  const nothing = { binding, result: null, excluded: [], acquiredAt: tools.acquiredAtOf(binding), notes: [], drift: null };
  if (held.length > 0) return { ...nothing, reasons: held };
  if (reference === null)
    return {
      ...nothing,
      reasons: [pipelineReason('reference/not-bound', 'assay-run', { source: binding.source, file: binding.file })],
    };
  try {
    const reading = await tools.readingOf(binding.file, assay);
    const plate = selectPlate(reading, binding);
    const acquiredAt = tools.acquiredAtOf(binding) ?? plate.readAt ?? null;
    const plateNames = [plate.name, binding.plate, binding.file];
    const excluded = exclusionsOf(tools.exclusions, { file: binding.file, plates: plateNames });
    const finding = checkReferenceStandard(tools.register, reference, acquiredAt, assay.referenceKind ?? null);
    const prepared = assayFromPlate({
      name: assayName(binding),
      responseUnit: assay.responseUnit,
      plate: plate.name,
      read: selectRead(plate, assay, binding),
      layout: buildLayout(assay.layout),
      slots: binding.slots,
      exclusions: excluded.map((one) => ({
        ...one,
        plate: plate.name,
      })),
      method: assay.method,
    });
    return {
      binding,
      drift: null,
      result: await (tools.estimate ?? estimateHere)(prepared, assay.method),
      acquiredAt,
      excluded,
      reasons: [
        ...(finding === null ? [] : [finding]),
        ...excluded.flatMap((one) => one.reasons),
        ...plateReagents(assay, binding, { tools, acquiredAt }),
      ],
      notes: reading.notes,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...nothing, reasons: [pipelineReason('plate/unreadable', 'assay-run', { file: binding.file, error: quotedError(error) })] };
  }
}

function plateReagents(
  assay: AssayDefinition,
  binding: Binding,
  { tools, acquiredAt }: { readonly tools: AssayTools; readonly acquiredAt: string | null },
): Reason[] {
  if (tools.reagents === null) return [];
  const demand = {
    kinds: assay.reagents,
    assayRun: binding.assayRun,
    names: [assay.id],
    served: { what: 'assay', name: assay.id } as const,
    acquiredAt,
  };
  return checkReagents(demand, tools.reagents);
}

/** The plates of lots as exclusions know them. Nothing is estimated: what a plate is called stands in its export. */
export async function excludablePlates(
  definition: Definition,
  lots: readonly Pick<LotPlan, 'assays'>[],
  { readingOf }: Pick<AssayTools, 'readingOf'>,
): Promise<ExcludablePlate[]> {
  return Promise.all(
    [...platesOf(definition, lots)].map(async ([binding, { assay, held }]) => ({
      file: binding.file,
      plates: held.length > 0 ? null : await plateNamesOf(binding, assay, readingOf),
      wells: new Set(buildLayout(assay.layout).wells.map((one) => one.well)),
    })),
  );
}

/** `null` where the export cannot be read. */
async function plateNamesOf(
  binding: Binding,
  assay: AssayDefinition,
  readingOf: AssayTools['readingOf'],
): Promise<readonly (string | null)[] | null> {
  try {
    return [selectPlate(await readingOf(binding.file, assay), binding).name, binding.plate, binding.file];
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** An assay is named by its assay run and plate. */
function assayName(binding: Binding): string {
  return [binding.assayRun, binding.plate ?? binding.file].filter((part) => part !== null).join(' · ');
}

function referenceName(assay: AssayDefinition, binding: Binding): string | null {
  const slot = assay.layout.blocks.find((block) => block.role === 'reference')?.slot;
  return slot === undefined ? null : (binding.slots[slot] ?? null);
}

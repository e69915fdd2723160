import { type AttributeDefinition, attributeNeeds } from '../../attributes/types/registry.ts';
import { InputError } from '../../errors.ts';
import { accountForName, joinAccounts, type RowAccount, spelled } from '../binding/account-for-rows.ts';
import type { LotPlan } from '../binding/plan-record.ts';
import type { Definition } from '../definition/definition.ts';
import type { Reagent, ReagentRow } from '../tables/reagents.ts';
import { otherSpelling } from '../tables/spelling.ts';
import type { ReagentTables } from './reagent-checks.ts';

/** Every kind of reagent that something of the definition demands. */
export function demandedKinds(definition: Definition): string[] {
  const all = [
    ...definition.tubes.flatMap((tube) => [...tube.reagents, ...tube.controls.flatMap((control) => control.reagents)]),
    ...definition.assays.flatMap((assay) => assay.reagents),
    ...definition.attributes.flatMap((attribute) => attribute.reagents),
  ];
  return [...new Set(all)];
}

/** Attributes that are measured in a tube. */
export function tubesOfAttribute(definition: Definition, attribute: AttributeDefinition): readonly string[] {
  const needs = attributeNeeds(attribute).populations;
  return definition.tubes
    .filter((tube) => needs.some((need) => need.panel === tube.panel && (need.tube === null || need.tube === tube.id)))
    .map((tube) => tube.id);
}

/** What demands reagents must be able to find them: a register, a table of what was used, and for an attribute a tube. Throws for the first that cannot. */
export function checkReagentDemands(definition: Definition): void {
  const [kind] = demandedKinds(definition);
  if (kind === undefined) return;
  if (definition.reagents === undefined || definition.inputs.reagents === undefined) {
    const missing = definition.reagents === undefined ? 'a register (reagents)' : 'a table of what was used (inputs.reagents)';
    throw new InputError('definition/bad-reference', `Expected ${missing} where the kind '${kind}' of a reagent is demanded, found none.`);
  }
  const attribute = definition.attributes.find((one) => one.reagents.length > 0 && tubesOfAttribute(definition, one).length === 0);
  if (attribute !== undefined)
    throw new InputError(
      'definition/bad-reference',
      `Expected reagents at an attribute that is measured in a tube; '${attribute.id}' is in none. Give them in its assay (assays: reagents).`,
    );
}

/** A reagent as it stands in the record of a lot. */
export interface UsedReagent {
  readonly row: ReagentRow;
  readonly reagent: Reagent | null;
}

/** The reagents that served a lot: rows of its assay runs and of kinds that are demanded, in the order of the table. */
export function reagentsOfLot(definition: Definition, plan: LotPlan, { register, used }: ReagentTables): UsedReagent[] {
  const kinds = demandedKinds(definition);
  const runs = new Set(runsOf(plan));
  return used
    .filter((row) => runs.has(row.assayRun) && kinds.includes(row.kind))
    .map((row) => ({ row, reagent: register.find((known) => known.kind === row.kind && known.lot === row.lot) ?? null }));
}

function runsOf(plan: LotPlan): string[] {
  const bindings = [
    ...plan.samples.map((one) => one.binding),
    ...plan.assays.flatMap((assay) => assay.plates.map((plate) => plate.binding)),
  ];
  return [...new Set(bindings.flatMap((binding) => binding.assayRun ?? []))];
}

/** Rows of the table of reagents that nothing asks for are named; another spelling of an assay run or a kind holds the lots of that run. */
export function accountForReagents(definition: Definition, plans: readonly LotPlan[], used: readonly ReagentRow[]): RowAccount {
  const kinds = demandedKinds(definition);
  const runs = [...new Set(plans.flatMap(runsOf))];
  const names = [
    ...definition.tubes.flatMap((tube) => [tube.id, ...tube.controls.map((control) => control.name)]),
    ...definition.assays.map((assay) => assay.id),
    ...definition.attributes.map((attribute) => attribute.id),
  ];
  const lotsOf = (run: string) => [...new Set(plans.filter((plan) => runsOf(plan).includes(run)).map((plan) => plan.lot))];
  return joinAccounts(
    used.map((row) => {
      const run = otherSpelling(row.assayRun, runs) ?? row.assayRun;
      const parts = [
        { what: 'assay-run', name: row.assayRun, known: runs, absent: 'no-sample-or-plate' },
        { what: 'reagent-kind', name: row.kind, known: kinds },
        ...(row.serves === null ? [] : [{ what: 'served', name: row.serves, known: names } as const]),
      ] as const;
      const wrong = parts.find(({ name, known }) => !known.includes(name));
      if (wrong === undefined) return { unused: [], held: [] };
      const meant = otherSpelling(wrong.name, wrong.known);
      if (meant === null) return { held: [], unused: [{ place: row.place, lot: null, ...accountForName(wrong) }] };
      return { unused: [], held: lotsOf(run).map((lot) => ({ lot, reason: spelled(row.place, { ...wrong, known: meant }) })) };
    }),
  );
}

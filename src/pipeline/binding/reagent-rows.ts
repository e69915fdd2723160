import { otherSpelling } from '../../spelling.ts';
import type { Definition } from '../definition/definition.ts';
import { demandedKinds } from '../definition/reagent-demands.ts';
import type { ReagentRow } from '../tables/reagents.ts';
import { accountForName, joinAccounts, type RowAccount, spelled } from './account-for-rows.ts';
import type { LotPlan } from './plan-record.ts';

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

export function runsOf(plan: LotPlan): string[] {
  const bindings = [
    ...plan.samples.map((one) => one.binding),
    ...plan.assays.flatMap((assay) => assay.plates.map((plate) => plate.binding)),
  ];
  return [...new Set(bindings.flatMap((binding) => binding.assayRun ?? []))];
}

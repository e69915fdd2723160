import { type KnownNames, openNames, otherSpelling, spellingKey } from '../../spelling.ts';
import type { Binding } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { unusedRow } from '../notes.ts';
import { accountForRow, type HeldLot, joinAccounts, type RowAccount, spelled } from './account-for-rows.ts';
import type { LotPlan } from './plan-record.ts';

/** Accounts for what the sample list and the file-name patterns bind: controls and plates that serve nothing are named, other spellings hold the lots. */
export function accountForBindings(definition: Definition, plans: readonly LotPlan[], bindings: readonly Binding[]): RowAccount {
  const lots = openNames(plans.map((plan) => plan.lot));
  const places = controlPlaces(definition, plans);
  const served = new Set(
    places.flatMap(({ assayRun, tube, control }) => [placeKey(assayRun, tube, control), placeKey(assayRun, null, control)]),
  );
  return joinAccounts([
    { unused: [], held: [...lotsOfPatterns(definition, lots, bindings), ...plans.flatMap(spellingsOfLot)] },
    ...bindings.filter((one) => one.kind === 'control').map((one) => accountForControl({ places, served }, one)),
    ...bindings.filter((one) => one.kind === 'plate').map((one) => accountForPlate(definition, lots, one)),
  ]);
}

/** A lot that only file names spell, near one that the sample list or another file name spells: nobody can say that they are two. Two of the sample list are two. */
function lotsOfPatterns(definition: Definition, lots: KnownNames, bindings: readonly Binding[]): HeldLot[] {
  const list = definition.inputs.sampleList;
  const isListed = (binding: Binding) => list !== undefined && binding.source.startsWith(`${list}:`);
  const listed = new Set(bindings.filter(isListed).flatMap((binding) => [binding.lot ?? [], Object.values(binding.slots)].flat()));
  return lots.all
    .filter((lot) => !listed.has(lot))
    .flatMap((lot) => {
      const near = lots.spelledAs(lot).filter((other) => other !== lot);
      if (near.length === 0) return [];
      const source = bindings.find((binding) => binding.lot === lot)?.source ?? 'A file name';
      return near.flatMap((known) => [known, lot].map((one) => ({ lot: one, reason: spelled(source, { what: 'lot', name: lot, known }) })));
    });
}

/** Two spellings of one sample or preparation at one stage would be two of them. */
function spellingsOfLot(plan: LotPlan): HeldLot[] {
  return (['sample', 'preparation'] as const).flatMap((column) => {
    const seen = new Map<string, Binding>();
    return plan.samples.flatMap(({ binding }) => {
      const name = binding[column];
      if (name === null) return [];
      const key = JSON.stringify([binding.stage, spellingKey(name)]);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, binding);
      const known = first?.[column] ?? name;
      return known === name ? [] : [{ lot: plan.lot, reason: spelled(binding.source, { what: column, name, known }) }];
    });
  });
}

interface ControlPlace {
  readonly lot: string;
  readonly tube: string;
  readonly assayRun: string;
  readonly control: string;
}

/** Where a control of the definition is looked for: every tube and assay run of a sample. */
function controlPlaces(definition: Definition, plans: readonly LotPlan[]): ControlPlace[] {
  return plans.flatMap((plan) =>
    plan.samples.flatMap(({ tube, binding }) => {
      const controls = definition.tubes.find((known) => known.id === tube)?.controls ?? [];
      const { assayRun } = binding;
      return assayRun === null ? [] : controls.map((control) => ({ lot: plan.lot, tube, assayRun, control: control.name }));
    }),
  );
}

const placeKey = (assayRun: string, tube: string | null, control: string): string => JSON.stringify([assayRun, tube, control]);

function accountForControl(
  { places, served }: { readonly places: readonly ControlPlace[]; readonly served: ReadonlySet<string> },
  binding: Binding,
): RowAccount {
  const names = { assayRun: binding.assayRun ?? '', tube: binding.tube, control: binding.control ?? '' };
  if (served.has(placeKey(names.assayRun, names.tube, names.control))) return { unused: [], held: [] };
  const same = (a: string, b: string) => spellingKey(a) === spellingKey(b);
  const meant = places.filter(
    (place) =>
      same(place.assayRun, names.assayRun) && (names.tube === null || same(place.tube, names.tube)) && same(place.control, names.control),
  );
  if (meant.length === 0) {
    const note = unusedRow('row/unused-control', { ...names, file: binding.file });
    return { held: [], unused: [{ place: binding.source, lot: null, ...note }] };
  }
  return { unused: [], held: meant.map((place) => ({ lot: place.lot, reason: controlSpelling(binding, place) })) };
}

function controlSpelling(binding: Binding, place: ControlPlace) {
  const pairs = [
    { what: 'assay-run', name: binding.assayRun ?? '', known: place.assayRun },
    { what: 'tube', name: binding.tube ?? place.tube, known: place.tube },
    { what: 'control', name: binding.control ?? '', known: place.control },
  ] as const;
  const differing = pairs.find(({ name, known }) => name !== known);
  return spelled(binding.source, differing ?? { what: 'control', name: binding.control ?? '', known: place.control });
}

function accountForPlate(definition: Definition, lots: KnownNames, binding: Binding): RowAccount {
  const ids = definition.assays.map((assay) => assay.id);
  const assay = definition.assays.find((known) => known.id === binding.assay);
  // A lot that the slot means in another spelling is held for that alone.
  const named = Object.values(binding.slots).map((name) => lots.otherSpelling(name) ?? name);
  const onPlate = lots.all.filter((lot) => named.includes(lot));
  if (assay === undefined) {
    const name = binding.assay ?? '';
    const known = otherSpelling(name, ids);
    if (known !== null)
      return { unused: [], held: onPlate.map((lot) => ({ lot, reason: spelled(binding.source, { what: 'assay', name, known }) })) };
    const note = unusedRow('row/unused-plate', { assay: name, file: binding.file });
    return { held: [], unused: [{ place: binding.source, lot: onPlate.length === 1 ? (onPlate[0] ?? null) : null, ...note }] };
  }
  const slots = [...new Set(assay.layout.blocks.map((block) => block.slot))];
  return joinAccounts(
    Object.entries(binding.slots).map(([slot, name]) => {
      if (!slots.includes(slot) && lots.has(name))
        return accountForRow(binding.source, name, { lots: lots.all, others: [{ what: 'slot', name: slot, known: slots }] });
      const known = lots.otherSpelling(name);
      return known === null
        ? { unused: [], held: [] }
        : { unused: [], held: [{ lot: known, reason: spelled(binding.source, { what: 'lot', name, known }) }] };
    }),
  );
}

import { canonicalJson } from '../../results/canonical-json.ts';
import type { InputRecord } from '../../results/release-result.ts';
import type { Binding } from '../binding.ts';
import { type ExcludedWell, exclusionsOf } from '../tables/exclusions.ts';
import type { ReferenceStandard } from '../tables/reference-standards.ts';
import { isUnchecked } from '../tables/second-person.ts';
import type { LotMaterial } from './lot-context.ts';
import { reagentsOfLot } from './reagents-of-lot.ts';

/** What is not in a subject's material but serves it from a table. */
export interface SharedTables {
  readonly register: readonly ReferenceStandard[];
  readonly exclusions: readonly ExcludedWell[];
}

/**
 * The rows of each table that served a subject, as canonical JSON without the line that they stand on: a table grows with other lots, and its hash with it.
 * Results that were only announced, and rows that wait for their second person, are left out, for they give way to what arrives.
 */
export function usedRows(
  material: LotMaterial,
  bindings: readonly Binding[],
  { register, exclusions }: SharedTables,
): ReadonlyMap<InputRecord['kind'], readonly string[]> {
  const plates = material.plan.assays.flatMap((assay) => assay.plates.map((plate) => plate.binding));
  const standards = new Set(plates.flatMap((plate) => Object.values(plate.slots)));
  return new Map<InputRecord['kind'], readonly string[]>([
    ['sample-list', rowTexts(bindings)],
    ['external-results', rowTexts(material.external.filter((row) => row.status !== 'pending' && !isUnchecked(row)))],
    ['investigations', rowTexts(material.investigations.filter((one) => one.unproven === undefined))],
    ['reference-standards', rowTexts(register.filter((standard) => standards.has(standard.lot)))],
    ['reagents', rowTexts(reagentsOfLot(material.definition, material.plan, material.reagents).map(({ row }) => row))],
    [
      'reagent-register',
      rowTexts(reagentsOfLot(material.definition, material.plan, material.reagents).flatMap(({ reagent }) => reagent ?? [])),
    ],
    // A plate without a name of its own may have any: a row that names a plate alone may be its.
    ['exclusions', rowTexts(exclusions.filter((one) => !isUnchecked(one) && plates.some((plate) => servesPlate(one, plate))))],
  ]);
}

/** The rows of one table or export of counts that served a subject. */
export function usedCounts({ counts }: Pick<LotMaterial, 'counts'>, file: string): readonly string[] {
  return rowTexts(counts.filter((row) => row.files.includes(file) && !isUnchecked(row)));
}

function servesPlate(one: ExcludedWell, plate: Binding): boolean {
  return exclusionsOf([one], { file: plate.file, plates: plate.plate === null ? [one.plate] : [plate.plate] }).length > 0;
}

/** Where a row stands, and what was found about it: neither is the row. */
const NOT_THE_ROW: ReadonlySet<string> = new Set(['place', 'reasons', 'files']);

function rowTexts(rows: readonly object[]): readonly string[] {
  return rows
    .map((row) => {
      // The source of a binding is its line; that of a result from elsewhere is a document.
      const isBinding = 'slots' in row;
      const kept = Object.entries(row).filter(
        ([key, value]) => value !== null && value !== undefined && !NOT_THE_ROW.has(key) && !(isBinding && key === 'source'),
      );
      return canonicalJson(Object.fromEntries(kept));
    })
    .sort();
}

import type { AttributeResult, TypedRecord, TypedTable } from '../../attributes/attribute-result.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Binding } from '../binding.ts';
import type { EntryPersons } from '../entry-persons.ts';
import type { ExcludedWell } from '../tables/exclusions.ts';
import type { ReferenceStandard } from '../tables/reference-standards.ts';
import type { LotMaterial } from './lot-context.ts';

/** What people typed that a subject may be made of. */
export interface TypedTables {
  readonly register: readonly ReferenceStandard[];
  /** Wells that were excluded by hand from the plates of one file. */
  readonly excludedOf: (file: string) => readonly ExcludedWell[];
}

/** A row that a person typed, with what an attribute names among its sources where it used it. */
interface TypedRow {
  readonly source: string;
  readonly record: TypedRecord;
}

/** Attributes with what people typed of what each value is made of. */
export function withTyped(
  attributes: readonly AttributeResult[],
  material: Pick<LotMaterial, 'definition' | 'plan' | 'external' | 'counts'>,
  tables: TypedTables,
): AttributeResult[] {
  const rows = typedRows(material, tables);
  return attributes.map((attribute) => {
    const typed = rows.filter((row) => attribute.sources.includes(row.source)).map((row) => row.record);
    return typed.length === 0 ? attribute : { ...attribute, typed: inOrder(typed) };
  });
}

function typedRows(
  { definition, plan, external, counts }: Pick<LotMaterial, 'definition' | 'plan' | 'external' | 'counts'>,
  { register, excludedOf }: TypedTables,
): TypedRow[] {
  const { counts: countTable, sampleList } = definition.inputs;
  const plates = plan.assays.flatMap((assay) => assay.plates.map((plate) => plate.binding));
  const bound = [...plan.samples.map((sample) => sample.binding), ...plates];
  const listed = sampleList === undefined ? [] : bound.filter(({ source }) => source.startsWith(`${sampleList}:`));
  const typedCounts = countTable === undefined ? [] : counts.filter((row) => row.files.includes(countTable));
  return [
    ...external.map((row) => typedRow('external-results', { source: row.place, name: row.attribute, row })),
    ...typedCounts.map((row) => typedRow('counts', { source: row.place, name: row.name, row })),
    ...[...new Set(plates.map(({ file }) => file))].flatMap((file) => excludedOf(file).map((one) => excludedRow(file, one))),
    // Lines that bind files, and registers, are shown with their persons where they name any: each binds what its hash identifies.
    ...listed
      .filter(isSigned)
      .map((row) => typedRow('sample-list', { source: row.file, name: row.file, row: { ...row, place: row.source } })),
    ...plates.flatMap((plate) =>
      standardsOf(plate, register)
        .filter(isSigned)
        .map((row) => typedRow('reference-standards', { source: plate.file, name: row.lot, row })),
    ),
  ];
}

function typedRow(
  table: TypedTable,
  {
    source,
    name,
    row,
  }: { readonly source: string; readonly name: string; readonly row: Partial<EntryPersons> & { readonly place: string } },
): TypedRow {
  const { place, enteredBy = null, enteredAt = null, checkedBy = null, checkedAt = null } = row;
  return { source, record: { table, name, place, enteredBy, enteredAt, checkedBy, checkedAt } };
}

function excludedRow(file: string, one: ExcludedWell): TypedRow {
  return typedRow('exclusions', { source: file, name: `${one.plate ?? file} ${one.well}`, row: { ...one, enteredBy: one.by } });
}

function standardsOf(plate: Binding, register: readonly ReferenceStandard[]): ReferenceStandard[] {
  const names = new Set(Object.values(plate.slots));
  return register.filter(({ lot }) => names.has(lot));
}

function isSigned(row: Partial<EntryPersons>): boolean {
  return [row.enteredBy, row.checkedBy].some((name) => (name ?? null) !== null);
}

function inOrder(typed: readonly TypedRecord[]): TypedRecord[] {
  const keyOf = ({ table, place, name }: TypedRecord) => JSON.stringify([table, place, name]);
  const distinct = new Map(typed.map((one) => [keyOf(one), one]));
  return [...distinct].sort(([a], [b]) => compareCodeUnits(a, b)).map(([, one]) => one);
}

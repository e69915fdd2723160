import { InputError } from '../errors.ts';
import type { Layout, LayoutWell, WellExclusion, WellRole } from './layout.ts';
import type { NoteList } from './notes.ts';
import { parseNumber } from './numbers.ts';
import { assumePlateSize } from './plate-size.ts';
import { readWellTable, type WellTable, type WellTableRow } from './well-table.ts';
import { type PlateSize, parseWell, wellName } from './wells.ts';

const ROLES: readonly WellRole[] = ['reference', 'test', 'control', 'blank', 'empty'];

/** Layouts of a CSV file by plate name; `''` where the table has no plate column. */
export type LayoutsByPlate = ReadonlyMap<string, Layout>;

export interface LayoutRequest {
  /** Plate size, where it is known. */
  readonly wells?: PlateSize;
  readonly doseUnit?: string;
  readonly notes: NoteList;
}

/** Reads a layout CSV: plate (optional), well, role, slot, dose or dilution, replicate, group. Errors: plate/bad-layout at file:line. */
export async function readLayoutTable(bytes: Uint8Array, file: string, request: LayoutRequest): Promise<LayoutsByPlate> {
  const headings = {
    required: ['well', 'role', 'slot'],
    optional: ['plate', 'dose', 'dilution', 'replicate', 'group'],
    code: 'plate/bad-layout',
  } as const;
  return layoutFromTable(await readWellTable(bytes, file, { ...headings, notes: request.notes }), request);
}

/** The layouts of a table that is read already. Errors: plate/bad-layout. */
export function layoutFromTable(table: WellTable, request: LayoutRequest): LayoutsByPlate {
  const plates = new Map<string, Map<string, LayoutWell>>();
  for (const row of table.rows) {
    const plate = row.cells.get('plate') ?? '';
    if (row.cells.has('plate') && plate === '') refuseRow(table.file, row, 'a plate name', '');
    const well = toWell(row, table.file);
    const wells = plates.get(plate) ?? new Map<string, LayoutWell>();
    if (wells.has(well.well)) refuseRow(table.file, row, 'every well of a plate once', `${well.well} again`);
    plates.set(plate, wells.set(well.well, well));
  }
  const diluted = table.rows.some((row) => (row.cells.get('dilution') ?? '') !== '');
  return new Map(
    [...plates].map(([plate, wells]) => [plate, toLayout(plate, [...wells.values()], { ...request, file: table.file, diluted })]),
  );
}

function toLayout(
  plate: string,
  wells: readonly LayoutWell[],
  told: LayoutRequest & { readonly file: string; readonly diluted: boolean },
): Layout {
  const names = wells.map((one) => one.well);
  const wellCount = assumePlateSize(names, { plate, declared: told.wells ?? null, file: told.file, notes: told.notes });
  const dosed = wells.some((one) => one.dose !== null && (one.role === 'reference' || one.role === 'test'));
  if (told.doseUnit === undefined && dosed && !told.diluted) {
    throw new InputError('plate/bad-layout', 'Expected the unit of the doses beside the layout table, found none. Declare `doseUnit`.', {
      file: told.file,
    });
  }
  return { wellCount, doseUnit: told.doseUnit ?? '1/dilution', wells };
}

function toWell(row: WellTableRow, file: string): LayoutWell {
  const text = row.cells.get('well') ?? '';
  const position = parseWell(text);
  if (position === null) refuseRow(file, row, 'a well such as A1', text);
  const role = ROLES.find((one) => one === row.cells.get('role'));
  if (role === undefined) refuseRow(file, row, `a role (${ROLES.join(', ')})`, row.cells.get('role') ?? '');
  const slot = row.cells.get('slot') ?? '';
  if (slot === '' && role !== 'empty') refuseRow(file, row, 'a slot such as reference or test-1', '');
  return {
    well: wellName(position),
    role,
    slot,
    dose: doseOf(row, role, file),
    replicate: replicateOf(row, file),
    group: row.cells.get('group') || null,
  };
}

function doseOf(row: WellTableRow, role: WellRole, file: string): number | null {
  const dose = row.cells.get('dose') ?? '';
  const dilution = row.cells.get('dilution') ?? '';
  if (dose !== '' && dilution !== '') refuseRow(file, row, 'a dose or a dilution', 'both');
  if (dose === '' && dilution === '') {
    if (role === 'reference' || role === 'test') refuseRow(file, row, `a dose or a dilution for the role ${role}`, '');
    return null;
  }
  const value = parseNumber(dose === '' ? dilution.replace(/^1:/, '') : dose, '.');
  if (value === null || value < 0) refuseRow(file, row, 'a dose of 0 or more', dose === '' ? dilution : dose);
  if (dose !== '') return value;
  if (value < 1) refuseRow(file, row, 'a dilution of 1 or more (100 for 1:100)', dilution);
  return 1 / value;
}

function replicateOf(row: WellTableRow, file: string): number {
  const text = row.cells.get('replicate') ?? '';
  if (text === '') return 1;
  if (!/^[1-9]\d{0,3}$/.test(text)) refuseRow(file, row, 'a replicate number from 1', text);
  return Number(text);
}

/** Reads the CSV of wells taken out by hand: plate, well, reason, by, none of them empty. Errors: plate/bad-layout at file:line. */
export async function readExclusionTable(
  bytes: Uint8Array,
  file: string,
  request: { readonly notes: NoteList },
): Promise<readonly WellExclusion[]> {
  const headings = { required: ['plate', 'well', 'reason', 'by'], optional: [], code: 'plate/bad-layout' } as const;
  return exclusionsFromTable(await readWellTable(bytes, file, { ...headings, notes: request.notes }));
}

/** The exclusions of a table that is read already. Errors: plate/bad-layout. */
export function exclusionsFromTable(table: WellTable): readonly WellExclusion[] {
  const seen = new Set<string>();
  return table.rows.map((row) => {
    const filled = (name: string): string => row.cells.get(name) || refuseRow(table.file, row, `'${name}' in every exclusion`, '');
    const position = parseWell(filled('well')) ?? refuseRow(table.file, row, 'a well such as A1', filled('well'));
    const exclusion = { plate: filled('plate'), well: wellName(position), reason: filled('reason'), by: filled('by') };
    const key = JSON.stringify([exclusion.plate, exclusion.well]);
    if (seen.has(key)) refuseRow(table.file, row, 'every well excluded once', `${exclusion.well} again`);
    seen.add(key);
    return exclusion;
  });
}

function refuseRow(file: string, row: WellTableRow, expected: string, found: string): never {
  throw new InputError('plate/bad-layout', `Expected ${expected}, found ${found === '' ? 'nothing' : `'${found}'`}.`, {
    file,
    line: row.line,
  });
}

import { InputError } from '../../../errors.ts';
import type { NoteList } from '../../file/notes.ts';
import type { SheetRow } from '../../file/sheet.ts';
import { parseNumber } from '../../numbers.ts';

/** Checks the dose and dose unit columns that stand beside the readings: a dose that is no number would move a curve. Errors: plate/not-a-number. */
export function checkDoses(
  rows: readonly SheetRow[],
  columns: {
    readonly dose: number | null;
    readonly unit: number | null;
    readonly role: number | null;
    readonly file: string;
    readonly notes: NoteList;
  },
): void {
  if (columns.role !== null) refuseNoReference(rows, columns.role, columns.file);
  if (columns.dose !== null) {
    const dosed = rows.filter((row) => !hasNoDose(row, columns));
    noteDoses(
      dosed.map((row) => readDose(row, { column: columns.dose ?? 0, file: columns.file })),
      columns.notes,
    );
  }
  if (columns.unit === null) return;
  const units = new Set(rows.map((row) => row.cells[columns.unit ?? 0]?.trim() ?? ''));
  if (units.size > 1) columns.notes.add('plate/well-data', { question: 'units-differ', units: [...units] });
}

/** A table that says which wells are test articles must say which are the reference standard: a relative potency needs both. */
function refuseNoReference(rows: readonly SheetRow[], column: number, file: string): void {
  const roles = new Set(rows.map((row) => row.cells[column]?.trim().toLowerCase() ?? ''));
  if (!roles.has('test') || [...roles].some((role) => /^(?:reference|standard|ref)\b/.test(role))) return;
  throw new InputError(
    'plate/bad-export',
    "Expected wells with the role 'reference' beside those with the role 'test', found none. Export the reference standard too, or leave the role column out.",
    { file },
  );
}

/** Controls and blanks need no dose. */
function hasNoDose(row: SheetRow, columns: { readonly dose: number | null; readonly role: number | null }): boolean {
  if (columns.role === null || (row.cells[columns.dose ?? 0]?.trim() ?? '') !== '') return false;
  return /control|blank|empty/i.test(row.cells[columns.role] ?? '');
}

function readDose(row: SheetRow, cell: { readonly column: number; readonly file: string }): number {
  const text = row.cells[cell.column]?.trim() ?? '';
  const dose = parseNumber(text, '.');
  if (dose !== null && dose >= 0) return dose;
  throw new InputError('plate/not-a-number', `Expected a dose of 0 or more, found '${text}'.`, {
    file: cell.file,
    line: row.line,
    column: cell.column + 1,
  });
}

function noteDoses(doses: readonly number[], notes: NoteList): void {
  const positive = [...new Set(doses.filter((dose) => dose > 0))].sort((a, b) => a - b);
  if (doses.includes(0)) notes.add('plate/well-data', { question: 'zero-doses' });
  if (positive.length < 2) notes.add('plate/well-data', { question: 'few-doses', count: positive.length });
  // Nobody dilutes over nine decades on one plate: a dose so far from all others was mistyped.
  for (const [i, dose] of positive.entries()) {
    const before = positive[i - 1];
    if (before !== undefined && dose > before * 1e9) notes.add('plate/well-data', { question: 'dose-jump', neighbour: before, dose });
  }
}

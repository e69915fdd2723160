import * as z from 'zod';
import { InputError, InputErrors, type Place } from '../errors.ts';
import type { Member } from '../registry.ts';
import type { CellInput } from './study-columns.ts';
import type { StudyReason } from './study-reasons.ts';

/** A row of a long table: the cells of the columns that the table has, by our names, and where it stands. */
export interface StudyInputRow {
  readonly place: Place;
  readonly cells: Readonly<Record<string, CellInput>>;
}

/** A checked row with the place that an error about it names. */
export type Placed<Row> = Row & { readonly place: Place };

/** Every study says why parts of it have no value, or what a reviewer must know. */
export interface StudyResult {
  readonly reasons: readonly StudyReason[];
}

/** A table for a terminal. */
export interface StudyTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A column of the long table of a study. */
export interface StudyColumn {
  readonly name: string;
  readonly required: boolean;
  readonly unit: string | null;
  readonly meaning: string;
}

/** What a study gives: its complete options, which fix the result, the record, and the record as tables. */
export interface StudyReport {
  readonly study: string;
  readonly options: unknown;
  readonly result: StudyResult;
  readonly tables: readonly StudyTable[];
}

/** A study as a command uses it. */
export interface PotencyStudy extends Member {
  readonly title: string;
  readonly columns: readonly StudyColumn[];
  readonly options: z.ZodObject;
  /** Checks the rows, computes and renders. Errors: potency/bad-data with the place of the row, definition/bad-value. */
  readonly run: (rows: readonly StudyInputRow[], options: unknown) => StudyReport;
}

/** A study as its file writes it. */
export interface StudyDefinition<Row extends z.ZodObject, Options extends z.ZodObject, Result extends StudyResult> {
  readonly id: string;
  readonly title: string;
  readonly row: Row;
  readonly options: Options;
  readonly compute: (rows: readonly Placed<z.output<Row>>[], options: z.output<Options>) => Result;
  readonly render: (result: Result) => readonly StudyTable[];
}

/** More mistakes than this in one table are one mistake: the wrong table. */
const MOST_MISTAKES = 20;

/** Closes a study over its own types, so that a registry can hold studies of different rows and options. */
export function defineStudy<Row extends z.ZodObject, Options extends z.ZodObject, Result extends StudyResult>(
  definition: StudyDefinition<Row, Options, Result>,
): PotencyStudy {
  const { id, title, row, options } = definition;
  return {
    id,
    title,
    columns: Object.entries(row.shape).map(([name, schema]) => columnOf(name, schema)),
    options,
    run: (rows, given) => {
      const settings = options.parse(given);
      const result = definition.compute(checkRows(row, rows), settings);
      refuseNonFinite(result, id);
      return { study: id, options: settings, result, tables: definition.render(result) };
    },
  };
}

function columnOf(name: string, schema: z.core.$ZodType): StudyColumn {
  const meta = z.globalRegistry.get(schema);
  const unit = typeof meta?.unit === 'string' ? meta.unit : null;
  return { name, required: schema._zod.optin !== 'optional', unit, meaning: meta?.description ?? '' };
}

function checkRows<Row extends z.ZodObject>(schema: Row, rows: readonly StudyInputRow[]): readonly Placed<z.output<Row>>[] {
  const mistakes: InputError[] = [];
  const checked = rows.flatMap(({ place, cells }) => {
    const parsed = schema.safeParse(cells);
    if (parsed.success) return [{ ...parsed.data, place }];
    for (const issue of parsed.error.issues) mistakes.push(new InputError('potency/bad-data', issue.message, place));
    return [];
  });
  if (mistakes.length > MOST_MISTAKES) {
    const [first] = mistakes;
    const sentence = `${first?.message ?? ''} There are ${mistakes.length - 1} more mistakes in the table; the columns may be the wrong ones.`;
    throw new InputError('potency/bad-data', sentence, first?.place ?? {});
  }
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return checked;
}

/** JSON would write a number that is none as `null`, which means something else here. */
function refuseNonFinite(value: unknown, path: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`Expected a finite number at ${path}, found ${value}.`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) refuseNonFinite(inner, `${path}.${key}`);
}

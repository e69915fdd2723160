import type * as z from 'zod';
import { InputError } from '../../../errors.ts';
import { lazily } from '../../../lazily.ts';
import type { Member } from '../../../registry.ts';
import type { TextEncoding } from '../../file/decode-text.ts';
import type { ExportSource } from '../../file/export-source.ts';
import type { NoteList } from '../../file/notes.ts';
import type { Sheet } from '../../file/sheet.ts';
import type { Plate } from '../../plate-reading.ts';

/** A layout that no vendor has and that a definition declares, with its options. */
export interface DeclaredFormat extends Member {
  readonly title: string;
  /** What editors show of the key `format`. */
  readonly description: string;
  readonly optionsSchema: () => z.ZodObject;
  /** Whether a sheet holds such a table, told nothing of it. */
  readonly recognises: (sheet: Sheet) => boolean;
  /** Reads an export with options as a definition states them. Errors: definition/bad-value and those of the format. */
  readonly read: (request: DeclaredRequest) => Promise<readonly Plate[]>;
}

export interface DeclaredRequest {
  readonly file: string;
  readonly options: unknown;
  readonly notes: NoteList;
  /** Decodes the export; a text file by the encoding that the options state. */
  readonly open: (encoding: TextEncoding | undefined) => Promise<ExportSource>;
}

interface Definition<Schema extends z.ZodObject> extends Omit<DeclaredFormat, 'optionsSchema' | 'read'> {
  readonly optionsSchema: () => Schema;
  readonly encodingOf: (options: z.output<Schema>) => TextEncoding | undefined;
  readonly decode: (source: ExportSource, options: z.output<Schema>, notes: NoteList) => Promise<readonly Plate[]>;
}

/** A declared format whose options are checked and complete before it sees them. */
export function defineDeclaredFormat<Schema extends z.ZodObject>(format: Definition<Schema>): DeclaredFormat {
  const { id, title, description, recognises } = format;
  const optionsSchema = lazily(format.optionsSchema);
  return {
    id,
    title,
    description,
    optionsSchema,
    recognises,
    read: async ({ file, options, notes, open }) => {
      const checked = parseOptions(optionsSchema(), options, { format: id, file });
      return format.decode(await open(format.encodingOf(checked)), checked, notes);
    },
  };
}

function parseOptions<Schema extends z.ZodObject>(
  schema: Schema,
  options: unknown,
  place: { readonly format: string; readonly file: string },
): z.output<Schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(
    'definition/bad-value',
    `Expected options of the plate format '${place.format}', found: ${issue?.message ?? 'something else'}.`,
    { file: place.file, path: issue?.path.join('.') ?? '' },
  );
}

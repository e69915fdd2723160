import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import { buildLayout, type Layout, layoutSchema } from '../../../plates/layout.ts';
import { plateFormatSchema, plateRequest } from '../../../plates/reading/plate-format-schema.ts';
import type { PlateRequest } from '../../../plates/reading/read-plate.ts';
import { readYaml } from '../../inputs/read-yaml.ts';

/** How an export is to be read, as the command line says. */
export interface ReadOptions {
  readonly format?: string;
  /** Cell of the reading of A1: the export is read as a declared matrix. */
  readonly anchor?: string;
  readonly sheet?: string;
  /** YAML with a definition's `read`, or with its keys. */
  readonly read?: string;
}

/** The request that the options make. Errors: usage/bad-argument, definition/bad-value. */
export function readRequest(options: ReadOptions): PlateRequest {
  const { anchor, sheet, read } = options;
  const format = options.format ?? 'detect';
  if (read !== undefined) {
    if (anchor !== undefined || sheet !== undefined || format !== 'detect')
      throw new InputError(
        'usage/bad-argument',
        'Expected --read alone, found it with --format, --anchor or --sheet. Write these into its file.',
      );
    return plateRequest(checked(readBlockOf(read), basename(read)));
  }
  if (anchor === undefined && sheet === undefined) return { format };
  if (format !== 'detect' && format !== 'matrix' && !(format === 'long-table' && anchor === undefined))
    throw new InputError(
      'usage/bad-argument',
      `Expected --anchor with the format matrix and --sheet with matrix or long-table, found '${format}'.`,
    );
  const declared = format === 'detect' ? 'matrix' : format;
  return plateRequest(
    checked({ format: declared, ...(anchor === undefined ? {} : { anchor }), ...(sheet === undefined ? {} : { sheet }) }, null),
  );
}

/** The block `read` of a file, or the file itself where it has none. */
function readBlockOf(path: string): unknown {
  const document = readYaml(path);
  return typeof document === 'object' && document !== null && 'read' in document ? document.read : document;
}

function checked(value: unknown, file: string | null): Parameters<typeof plateRequest>[0] {
  const result = plateFormatSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(
    'definition/bad-value',
    `Expected how a plate is read, as under \`read\` of a definition, found: ${issue?.message ?? 'something else'}.`,
    {
      ...(file === null ? {} : { file }),
      path: issue?.path.join('.') ?? '',
    },
  );
}

/** The layout of a file, as under `layout` of a definition. Errors: definition/bad-value, plate/bad-layout. */
export function readLayoutFile(path: string): Layout {
  const document = readYaml(path);
  const given = typeof document === 'object' && document !== null && 'layout' in document ? document.layout : document;
  const result = layoutSchema.safeParse(given);
  if (result.success) return buildLayout(result.data, basename(path));
  const [issue] = result.error.issues;
  throw new InputError(
    'definition/bad-value',
    `Expected a layout, as under \`layout\` of a definition, found: ${issue?.message ?? 'something else'}.`,
    {
      file: basename(path),
      path: issue?.path.join('.') ?? '',
    },
  );
}

import { basename } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { InputError } from '../../errors.ts';
import { readText } from '../../runtime/disk/files.ts';

/** A YAML file as plain data. Errors: usage/not-found, io/failed, definition/bad-yaml with its line. */
export function readYaml(path: string): unknown {
  try {
    const read: unknown = parse(readText(path), { maxAliasCount: 100 });
    return read;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line;
    throw new InputError('definition/bad-yaml', `Expected YAML, found: ${error.message.split('\n')[0] ?? ''}`, {
      file: basename(path),
      ...(line === undefined ? {} : { line }),
    });
  }
}

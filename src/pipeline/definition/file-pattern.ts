import { InputError } from '../../errors.ts';
import { BINDING_FIELDS, type BindingField } from '../binding.ts';

type Part = { readonly literal: string } | { readonly field: BindingField };

/** A file-name pattern such as `{lot}_{stage}_{tube}.fcs`: literals and fields; `*` is any text. No regular expression is built from it. */
export interface FilePattern {
  readonly text: string;
  readonly parts: readonly Part[];
}

/** More fields make matching slow and no name clearer. */
const MOST_FIELDS = 8;

/** Parses a pattern. Throws `definition/bad-value` for an unknown field, an open brace, too many fields, or two that touch. */
export function parseFilePattern(text: string): FilePattern {
  const parts: Part[] = [];
  let rest = text;
  while (rest !== '') {
    const next = rest.search(/[{*]/);
    const literal = next === -1 ? rest : rest.slice(0, next);
    if (literal !== '') parts.push({ literal });
    rest = next === -1 ? '' : rest.slice(next);
    if (rest === '') break;
    const end = rest.startsWith('*') ? 0 : rest.indexOf('}');
    const name = rest.startsWith('*') ? 'any' : rest.slice(1, end);
    const field = BINDING_FIELDS.find((known) => known === name);
    if (end === -1 || field === undefined) {
      throw new InputError(
        'definition/bad-value',
        `Expected the fields {${BINDING_FIELDS.join('}, {')}} in the file pattern, found '${rest.slice(0, 40)}'.`,
      );
    }
    const last = parts.at(-1);
    if (last !== undefined && 'field' in last)
      throw new InputError(
        'definition/bad-value',
        `Expected text between the fields of the file pattern '${text}': two that touch cannot be told apart.`,
      );
    parts.push({ field });
    rest = rest.slice(end + 1);
  }
  if (parts.filter((part) => 'field' in part).length > MOST_FIELDS) {
    throw new InputError(
      'definition/bad-value',
      `Expected at most ${MOST_FIELDS} fields and stars in the file pattern, found more in '${text}'.`,
    );
  }
  return { text, parts };
}

/** The fields of a file name (or path, where the pattern has a `/`) that fits; `null` where it does not, or not in one way only. */
export function matchFilePattern(pattern: FilePattern, path: string): ReadonlyMap<BindingField, string> | null {
  const [first, second] = readingsOf(pattern, path);
  return first !== undefined && second === undefined ? first : null;
}

/** More ways to read one name than anybody means. */
const MOST_READINGS = 20;

/** Every way in which a file name fits a pattern: `{lot}_*.fcs` reads `A_B_C.fcs` as the lot `A` and as the lot `A_B`. */
export function readingsOf(pattern: FilePattern, path: string): readonly ReadonlyMap<BindingField, string>[] {
  const subject = pattern.text.includes('/') ? path : path.slice(path.lastIndexOf('/') + 1);
  const found: ReadonlyMap<BindingField, string>[] = [];
  matchParts(pattern.parts, subject, new Map(), found);
  return found;
}

/** Depth-first over the places where each literal occurs. */
function matchParts(
  parts: readonly Part[],
  text: string,
  fields: ReadonlyMap<BindingField, string>,
  found: ReadonlyMap<BindingField, string>[],
): void {
  if (found.length >= MOST_READINGS) return;
  const [part, next, ...rest] = parts;
  if (part === undefined) {
    if (text === '' && !found.some((other) => sameFields(other, fields))) found.push(fields);
    return;
  }
  if ('literal' in part) {
    if (text.startsWith(part.literal)) matchParts(parts.slice(1), text.slice(part.literal.length), fields, found);
    return;
  }
  if (next === undefined) {
    const value = take(part.field, text, fields);
    if (value !== null) matchParts([], '', value, found);
    return;
  }
  if (!('literal' in next)) return;
  for (let at = text.indexOf(next.literal); at !== -1; at = text.indexOf(next.literal, at + 1)) {
    const value = take(part.field, text.slice(0, at), fields);
    if (value !== null) matchParts(rest, text.slice(at + next.literal.length), value, found);
  }
}

function take(field: BindingField, value: string, fields: ReadonlyMap<BindingField, string>): ReadonlyMap<BindingField, string> | null {
  if (field === 'any') return value.includes('/') ? null : fields;
  if (value === '' || value.includes('/')) return null;
  const earlier = fields.get(field);
  if (earlier !== undefined && earlier !== value) return null;
  return new Map(fields).set(field, value);
}

function sameFields(a: ReadonlyMap<BindingField, string>, b: ReadonlyMap<BindingField, string>): boolean {
  return a.size === b.size && [...a].every(([field, value]) => b.get(field) === value);
}

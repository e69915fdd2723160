import { InputError } from '../../errors.ts';
import { BINDING_FIELDS, type BindingField } from '../binding.ts';

type Part<Field extends string> = { readonly literal: string } | { readonly field: Field | 'any' };

/** A file-name pattern such as `{lot}_{stage}_{tube}.fcs`: literals and fields; `*` is any text. No regular expression is built from it. */
export type FilePattern = TextPattern<BindingField>;

/** A pattern of any text, such as the name of a sample, with fields of a list of its own. */
export interface TextPattern<Field extends string> {
  readonly text: string;
  readonly parts: readonly Part<Field>[];
}

/** More fields make matching slow and no name clearer. */
const MOST_FIELDS = 8;

/** Parses a pattern. Throws `definition/bad-value` for an unknown field, an open brace, too many fields, or two that touch. */
export function parseFilePattern(text: string): FilePattern {
  return parsePattern(text, { what: 'file pattern', fields: BINDING_FIELDS });
}

/** As `parseFilePattern`, with other fields; `what` is what errors call the pattern. */
export function parsePattern<Field extends string>(
  text: string,
  { what, fields }: { readonly what: string; readonly fields: readonly (Field | 'any')[] },
): TextPattern<Field> {
  const parts: Part<Field>[] = [];
  let rest = text;
  while (rest !== '') {
    const next = rest.search(/[{*]/);
    const literal = next === -1 ? rest : rest.slice(0, next);
    if (literal !== '') parts.push({ literal });
    rest = next === -1 ? '' : rest.slice(next);
    if (rest === '') break;
    const end = rest.startsWith('*') ? 0 : rest.indexOf('}');
    const name = rest.startsWith('*') ? 'any' : rest.slice(1, end);
    const field = fields.find((known) => known === name);
    if (end === -1 || field === undefined) {
      throw new InputError(
        'definition/bad-value',
        `Expected the fields {${fields.join('}, {')}} in the ${what}, found '${rest.slice(0, 40)}'.`,
      );
    }
    const last = parts.at(-1);
    if (last !== undefined && 'field' in last)
      throw new InputError(
        'definition/bad-value',
        `Expected text between the fields of the ${what} '${text}': two that touch cannot be told apart.`,
      );
    parts.push({ field });
    rest = rest.slice(end + 1);
  }
  if (parts.filter((part) => 'field' in part).length > MOST_FIELDS) {
    throw new InputError(
      'definition/bad-value',
      `Expected at most ${MOST_FIELDS} fields and stars in the ${what}, found more in '${text}'.`,
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
/** Places of a pattern in one name that are looked at: a name of the longest kind takes a few thousand. */
const MOST_STEPS = 50_000;

/**
 * Every way in which a file name fits a pattern: `{lot}_*.fcs` reads `A_B_C.fcs` as the lot `A` and as the lot `A_B`. A name that would take longer than any
 * that people write fits in no way.
 */
export function readingsOf(pattern: FilePattern, path: string): readonly ReadonlyMap<BindingField, string>[] {
  return readingsOfText(pattern, pattern.text.includes('/') ? path : path.slice(path.lastIndexOf('/') + 1));
}

/** Every way in which a text fits a pattern; a field never holds a `/`. */
export function readingsOfText<Field extends string>(
  pattern: TextPattern<Field>,
  subject: string,
): readonly ReadonlyMap<Field | 'any', string>[] {
  const search: Search<Field> = { parts: pattern.parts, text: subject, ends: endsOf(pattern.parts, subject), seen: new Set(), found: [] };
  matchParts(search, { part: 0, at: 0 }, new Map());
  return search.seen.size > MOST_STEPS ? [] : search.found;
}

interface Search<Field extends string> {
  readonly parts: readonly Part<Field>[];
  readonly text: string;
  /** From where on the parts from the index on fit the rest of the text, whatever their fields hold. */
  readonly ends: readonly ReadonlySet<number>[];
  /** What was looked at: part, place, and the fields so far. None is looked at twice, so that stars that can lie in many ways cost no more than one. */
  readonly seen: Set<string>;
  readonly found: ReadonlyMap<Field | 'any', string>[];
}

/** The places from which each part and those behind it fit, worked out from the end: nothing is tried that cannot end well. */
function endsOf(parts: readonly Part<string>[], text: string): readonly ReadonlySet<number>[] {
  const ends: ReadonlySet<number>[] = [new Set([text.length])];
  for (const part of [...parts].reverse()) {
    const behind = ends[0] ?? new Set();
    const places = new Set<number>();
    if ('literal' in part) {
      for (let at = text.indexOf(part.literal); at !== -1; at = text.indexOf(part.literal, at + 1)) {
        if (behind.has(at + part.literal.length)) places.add(at);
      }
    } else {
      const last = Math.max(-1, ...behind);
      for (let at = 0; at <= last; at += 1) places.add(at);
    }
    ends.unshift(places);
  }
  return ends;
}

/** Depth-first over the places where each part can end. */
function matchParts<Field extends string>(
  search: Search<Field>,
  { part: index, at }: { readonly part: number; readonly at: number },
  fields: ReadonlyMap<Field | 'any', string>,
): void {
  const { parts, text, ends, seen, found } = search;
  if (found.length >= MOST_READINGS || seen.size > MOST_STEPS || ends[index]?.has(at) !== true) return;
  const key = JSON.stringify([index, at, [...fields]]);
  if (seen.has(key)) return;
  seen.add(key);
  const part = parts[index];
  if (part === undefined) {
    found.push(fields);
    return;
  }
  if ('literal' in part) {
    if (text.startsWith(part.literal, at)) matchParts(search, { part: index + 1, at: at + part.literal.length }, fields);
    return;
  }
  for (const end of ends[index + 1] ?? []) {
    const value = end < at ? null : take(part.field, text.slice(at, end), fields);
    if (value !== null) matchParts(search, { part: index + 1, at: end }, value);
  }
}

function take<Field extends string>(
  field: Field | 'any',
  value: string,
  fields: ReadonlyMap<Field | 'any', string>,
): ReadonlyMap<Field | 'any', string> | null {
  if (field === 'any') return value.includes('/') ? null : fields;
  if (value === '' || value.includes('/')) return null;
  const earlier = fields.get(field);
  if (earlier !== undefined && earlier !== value) return null;
  return new Map(fields).set(field, value);
}

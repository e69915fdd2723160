import * as z from 'zod';
import { InputError, InputErrors } from '../../errors.ts';
import { nearestName } from '../nearest-name.ts';
import type { YamlDocument } from './yaml-document.ts';

/**
 * Checks a YAML document against a schema and gives the typed value.
 * Throws every mistake at once, each `definition/bad-key` or `definition/bad-value` at its line and column, with a suggestion for a misspelled key.
 */
export function validateYaml<Schema extends z.ZodType>(schema: Schema, document: YamlDocument): z.output<Schema> {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const issues = flatten(result.error.issues);
  const meant = new Set(issues.flatMap((issue) => meantKeys(issue, json, document).map((path) => JSON.stringify(path))));
  const mistakes = issues
    // A required key that is there under a misspelled or an earlier name is one mistake, not two.
    .filter((issue) => !(meant.has(JSON.stringify(issue.path)) && valueAt(document.value, issue.path) === undefined))
    .flatMap((issue) => describe(issue, document, json));
  throw new InputErrors(mistakes.sort((a, b) => placeNumber(a) - placeNumber(b)));
}

/** Places in the order of the text. */
function placeNumber({ place }: InputError): number {
  return (place.line ?? 0) * 1e6 + (place.column ?? 0);
}

/** Unknown keys of one mapping that are named: whoever has more has another kind of file. */
const MOST_KEYS = 100;

function meantKeys(issue: Issue, json: JsonSchema, document: YamlDocument): PropertyKey[][] {
  if (issue.code !== 'unrecognized_keys') return [];
  const known = knownKeys(json, issue.path, document.value);
  return issue.keys.slice(0, MOST_KEYS).flatMap((key) => {
    const guess = currentName(key, { path: issue.path, json, document }) ?? nearestName(key, known);
    return guess === null ? [] : [[...issue.path, guess]];
  });
}

/** What a key is called now that had another name in earlier versions; `null` where it had none. */
function currentName(
  key: string,
  at: { readonly path: readonly PropertyKey[]; readonly json: JsonSchema; readonly document: YamlDocument },
): string | null {
  const properties = schemasAt(at.json, at.path, at.document.value).flatMap((schema) => Object.entries(schema.properties ?? {}));
  return properties.find(([, property]) => property['x-formerly'] === key)?.[0] ?? null;
}

/** The parts of a JSON Schema that suggestions are drawn from. */
interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly const?: unknown;
  /** The name of the property in earlier versions of cytolot. */
  readonly 'x-formerly'?: unknown;
}

type Issue = z.core.$ZodIssue;

/** The issues of a union's nearest branch stand for the union: the one with the fewest issues, the deepest first. */
function flatten(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
    const best = branches[0] ?? [];
    if (depth(best) === 0) return [issue];
    return flatten(best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

function describe(issue: Issue, document: YamlDocument, json: JsonSchema): InputError[] {
  const where = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(json, issue.path, document.value);
    return issue.keys.slice(0, MOST_KEYS).map((key) => {
      const place = document.placeOfKey(issue.path, key);
      const now = currentName(key, { path: issue.path, json, document });
      if (now !== null) return new InputError('definition/bad-key', `The key '${key}' in ${where} is called '${now}': rename it.`, place);
      const guess = nearestName(key, known);
      const hint = guess === null ? `Known keys here: ${known.join(', ')}.` : `Did you mean '${guess}'?`;
      return new InputError('definition/bad-key', `Unknown key '${key}' in ${where}. ${hint}`, place);
    });
  }
  const value = valueAt(document.value, issue.path);
  const { expected, names } = expectation(issue, json, document.value);
  // A message of a schema may say itself what was found.
  const found = expected.includes(', found ') ? '' : value === undefined ? ', found nothing' : `, found ${quote(value)}`;
  const guess = typeof value === 'string' ? nearestName(value, names) : null;
  const hint = guess === null ? '' : ` Did you mean '${guess}'?`;
  return [new InputError('definition/bad-value', `${where}: ${expected}${found}.${hint}`, document.placeOf(issue.path))];
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

/** What an issue says was expected, and the names that would have been right where there is a list of them. */
function expectation(issue: Issue, json: JsonSchema, root: unknown): { readonly expected: string; readonly names: readonly string[] } {
  // A schema that says more than its kind does, such as what an earlier spelling is called now.
  if (issue.message.startsWith('Expected')) return { expected: issue.message.replace(/\.$/, ''), names: [] };
  if (issue.code === 'invalid_type') return { expected: `expected ${TYPES[issue.expected] ?? issue.expected}`, names: [] };
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String));
  if (issue.code !== 'invalid_union') return { expected: issue.message.replace(/\.$/, ''), names: [] };
  const names = constantsAt(json, issue.path, root);
  return names.length > 0 ? oneOf(names) : { expected: 'expected one of the forms that the schema allows', names: [] };
}

function oneOf(names: readonly string[]) {
  return { expected: `expected ${names.length > 1 ? 'one of ' : ''}${names.join(', ')}`, names };
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    root,
  );
}

function quote(input: unknown): string {
  const text = typeof input === 'string' ? `'${input}'` : (JSON.stringify(input) ?? String(input));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the top level';
  return path.map((part, index) => (typeof part === 'number' ? `[${part + 1}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}

function knownKeys(root: JsonSchema, path: readonly PropertyKey[], value: unknown): string[] {
  return [...new Set(schemasAt(root, path, value).flatMap((schema) => Object.keys(schema.properties ?? {})))];
}

/** The names that a union's branches have at a path, such as the types of gates. */
function constantsAt(root: JsonSchema, path: readonly PropertyKey[], value: unknown): string[] {
  const constants = schemasAt(root, path.slice(0, -1), value).map((schema) => schema.properties?.[String(path.at(-1))]?.const);
  return [...new Set(constants.filter((constant) => typeof constant === 'string'))];
}

function schemasAt(root: JsonSchema, path: readonly PropertyKey[], value: unknown): JsonSchema[] {
  let schemas = resolve(root, root, value);
  let current: unknown = value;
  for (const key of path) {
    current = valueAt(current, [key]);
    schemas = schemas.flatMap((schema) => {
      const child =
        typeof key === 'number'
          ? schema.items
          : (schema.properties?.[String(key)] ??
            (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined));
      return child === undefined ? [] : resolve(child, root, current);
    });
  }
  return schemas;
}

/** Follows references and unions; of a union only the branches whose constants fit the value. */
function resolve(schema: JsonSchema, root: JsonSchema, value: unknown): JsonSchema[] {
  if (schema.$ref !== undefined) {
    const target = schema.$ref === '#' ? root : root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target === undefined ? [] : resolve(target, root, value);
  }
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (branches === undefined) return [schema];
  const resolved = branches.flatMap((branch) => resolve(branch, root, value));
  const fitting = resolved.filter((branch) => constantsFit(branch, value));
  return fitting.length > 0 ? fitting : resolved;
}

function constantsFit(schema: JsonSchema, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const entries = Object.entries(schema.properties ?? {}).filter(([, property]) => property.const !== undefined);
  return entries.every(([key, property]) => (value as Record<string, unknown>)[key] === property.const);
}

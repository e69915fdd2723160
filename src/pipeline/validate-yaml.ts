import * as z from 'zod';
import { InputError, InputErrors } from '../errors.ts';
import { nearest } from './nearest-name.ts';
import type { YamlDocument } from './yaml-document.ts';

/**
 * Checks a YAML document against a schema and gives the typed value.
 * Throws every mistake at once, each `definition/bad-key` or `definition/bad-value` at its line and column, with a suggestion for a misspelled key.
 */
export function validateYaml<Schema extends z.ZodType>(schema: Schema, document: YamlDocument): z.output<Schema> {
  const result = schema.safeParse(document.value, { reportInput: true });
  if (result.success) return result.data;
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  throw new InputErrors(flatten(result.error.issues, document).flatMap((issue) => describe(issue, document, json)));
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
}

type Issue = z.core.$ZodIssue;

/** The issues of a union's nearest branch stand for the union: the one with the fewest issues, the deepest first. */
function flatten(issues: readonly Issue[], document: YamlDocument): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
    const best = branches[0] ?? [];
    if (depth(best) === 0) return [issue];
    return flatten(
      best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
      document,
    );
  });
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

function describe(issue: Issue, document: YamlDocument, json: JsonSchema): InputError[] {
  const where = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(json, issue.path, document.value);
    return issue.keys.map((key) => {
      const guess = nearest(key, known);
      const hint = guess === null ? `Known keys here: ${known.join(', ')}.` : `Did you mean '${guess}'?`;
      return new InputError('definition/bad-key', `Unknown key '${key}' in ${where}. ${hint}`, document.placeOfKey(issue.path, key));
    });
  }
  const found = issue.input === undefined ? '' : `, found ${quote(issue.input)}`;
  const message = issue.code === 'invalid_union' ? 'no allowed form fits' : issue.message;
  return [new InputError('definition/bad-value', `${where}: ${message}${found}.`, document.placeOf(issue.path))];
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
  let schemas = resolve(root, root, value);
  let current: unknown = value;
  for (const key of path) {
    current = typeof current === 'object' && current !== null ? (current as Record<PropertyKey, unknown>)[key] : undefined;
    schemas = schemas.flatMap((schema) => {
      const child =
        typeof key === 'number'
          ? schema.items
          : (schema.properties?.[String(key)] ??
            (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined));
      return child === undefined ? [] : resolve(child, root, current);
    });
  }
  return [...new Set(schemas.flatMap((schema) => Object.keys(schema.properties ?? {})))];
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

import { compareCodeUnits } from '../order.ts';
/**
 * A value as canonical JSON (RFC 8785): keys sorted by UTF-16 code unit, no white space, numbers as ECMAScript writes them.
 * Throws where a value has no JSON form (NaN, infinity, undefined, bigint, lone surrogate, anything but plain objects and arrays): a record
 * that holds one is a fault of ours.
 */
export function canonicalJson(value: unknown): string {
  return serialize(value, '$');
}

/** With the u flag a pair is one code point, so this finds only surrogates that stand alone. */
const LONE_SURROGATE = /\p{Surrogate}/u;

function serialize(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return serializeNumber(value, path);
  if (typeof value === 'string') return serializeString(value, path);
  if (Array.isArray(value) && value.length > 0 && areNumbers(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item, index) => serialize(item, `${path}[${index}]`)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) return serializeObject(value, path);
  throw new TypeError(
    `Expected a JSON value at ${path}, found ${typeof value === 'object' ? 'an object that is not plain' : typeof value}.`,
  );
}

/** Finite numbers are written by JSON one by one as all together: the runs of plots are tens of thousands. */
function areNumbers(values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function serializeNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw new TypeError(`Expected a finite number at ${path}, found ${value}.`);
  return JSON.stringify(value);
}

function serializeString(value: string, path: string): string {
  if (LONE_SURROGATE.test(value)) throw new TypeError(`Expected well-formed text at ${path}, found a lone surrogate.`);
  return JSON.stringify(value);
}

function serializeObject(value: object, path: string): string {
  const entries = Object.entries(value).sort(([a], [b]) => compareCodeUnits(a, b));
  return `{${entries.map(([key, item]) => `${serializeString(key, path)}:${serialize(item, `${path}.${key}`)}`).join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * A value as canonical JSON (RFC 8785): keys sorted by UTF-16 code unit, no white space, numbers as ECMAScript writes them.
 * Throws where a value has no JSON form (NaN, infinity, undefined, bigint, lone surrogate, anything but plain objects and arrays): a record
 * that holds one is a fault of ours.
 */
export function canonicalJson(value: unknown): string {
  return serialize(value, { steps: [], keys: new Map() });
}

/** Where the value stands, for the sentence of a fault alone, and keys as they are written: a record repeats some hundred of them thousands of times. */
interface Writing {
  readonly steps: (string | number)[];
  readonly keys: Map<string, string>;
}

function serialize(value: unknown, writing: Writing): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return serializeNumber(value, writing);
  if (typeof value === 'string') return serializeString(value, writing);
  if (Array.isArray(value)) return serializeArray(value, writing);
  if (typeof value === 'object' && isPlain(value)) return serializeObject(value, writing);
  throw new TypeError(
    `Expected a JSON value at ${placeOf(writing)}, found ${typeof value === 'object' ? 'an object that is not plain' : typeof value}.`,
  );
}

/** `String` writes a number as JSON does (ECMA-262, SerializeJSONProperty), minus zero as 0. */
function serializeNumber(value: number, writing: Writing): string {
  if (!Number.isFinite(value)) throw new TypeError(`Expected a finite number at ${placeOf(writing)}, found ${value}.`);
  return String(value);
}

/** Half of a pair, or a pair: seldom, and found sooner than which of them. */
const SURROGATE = /[\ud800-\udfff]/;
/** With the u flag a pair is one code point, so this finds only surrogates that stand alone. */
const LONE_SURROGATE = /\p{Surrogate}/u;

function serializeString(value: string, writing: Writing): string {
  if (SURROGATE.test(value) && LONE_SURROGATE.test(value))
    throw new TypeError(`Expected well-formed text at ${placeOf(writing)}, found a lone surrogate.`);
  return JSON.stringify(value);
}

function serializeArray(values: readonly unknown[], writing: Writing): string {
  if (values.length > 0 && areNumbers(values)) return JSON.stringify(values);
  let text = '[';
  for (let i = 0; i < values.length; i++) {
    writing.steps.push(i);
    text += i === 0 ? serialize(values[i], writing) : `,${serialize(values[i], writing)}`;
    writing.steps.pop();
  }
  return `${text}]`;
}

/** Finite numbers are written by JSON one by one as all together: the runs of plots are tens of thousands. */
function areNumbers(values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function serializeObject(value: object, writing: Writing): string {
  const members = new Map(Object.entries(value));
  // Without an order of its own, texts are compared by code units (ECMA-262, SortCompare).
  const names = [...members.keys()].sort();
  let text = '';
  for (const name of names) {
    const key = keyOf(name, writing);
    writing.steps.push(name);
    text += `${text === '' ? '' : ','}${key}:${serialize(members.get(name), writing)}`;
    writing.steps.pop();
  }
  return `{${text}}`;
}

function keyOf(name: string, writing: Writing): string {
  const known = writing.keys.get(name);
  if (known !== undefined) return known;
  const key = serializeString(name, writing);
  writing.keys.set(name, key);
  return key;
}

function placeOf({ steps }: Writing): string {
  return `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

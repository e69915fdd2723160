import type { FieldKind, FieldKinds, FieldValue, MessageFields } from '../../../src/message.ts';

/** Values of a kind, enough that every word of a `oneOf` and every `null` occurs. */
function samplesOf(kind: FieldKind): readonly FieldValue[] {
  if (typeof kind === 'string') return [SAMPLES[kind]];
  if ('oneOf' in kind) return kind.oneOf;
  if ('orNull' in kind) return [...samplesOf(kind.orNull), null];
  if ('list' in kind) {
    const items = samplesOf(kind.list);
    return items.length === 1 ? [items, [...items, ...items]] : items.map((item) => [item]);
  }
  return sampleFields(kind.record);
}

const SAMPLES = {
  integer: 7,
  number: 0.25,
  fraction: 0.125,
  boolean: true,
  text: 'Alexa 488-A',
  name: 'CD34',
  file: 'sample-01.fcs',
  day: '2026-03-31',
  instant: '2026-03-31T08:30:00Z',
  message: { code: 'fcs/no-events', fields: {} },
} as const satisfies Readonly<Record<Extract<FieldKind, string>, FieldValue>>;

/** Fields of the kinds, each value of each field at least once; every two values of two fields meet. */
export function sampleFields(kinds: FieldKinds): readonly MessageFields[] {
  const names = Object.keys(kinds);
  const values = names.map((name) => samplesOf(kinds[name] ?? 'text'));
  const sizes = values.map((of) => of.length);
  const product = sizes.reduce((all, size) => all * size, 1);
  const count = product <= MOST ? product : MOST;
  return Array.from({ length: count }, (_, at) => {
    let rest = product <= MOST ? at : Math.floor((at * product) / MOST);
    return Object.fromEntries(
      names.map((name, field) => {
        const size = sizes[field] ?? 1;
        const own = rest % size;
        rest = Math.floor(rest / size);
        return [name, values[field]?.[own] ?? null];
      }),
    );
  });
}

/** More than any register of today needs for all its combinations. */
const MOST = 4096;

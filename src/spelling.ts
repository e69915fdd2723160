/** Signs that people write between the parts of a name: white space, dashes, underscores, slashes, full stops, middle dots, colons. */
const SEPARATOR = /[\p{Zs}\p{Pd}\p{Pc}\t./\\:−⁄·・‧。]/gu;

/** Signs without a shape, such as a soft hyphen, a zero-width space or a byte order mark. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * What is left of a name where case, Unicode form (NFKC: full width, ligatures, composed letters) and the kind of separators do not count. Separators
 * become one sign each and are never removed: `26-1-11` and `26-11-1` stay two names, `26_1_11` and `26.1.11` are one.
 */
export function spellingKey(name: string): string {
  // Lower, upper, lower: capital sharp s has a small letter, and that alone has two capitals. Which small sigma stands is a matter of what stands beside it.
  const cased = name.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().toUpperCase().toLowerCase();
  return cased.replaceAll('ς', 'σ').normalize('NFKC').replace(SEPARATOR, '-');
}

/** The known name that is meant by another spelling; `null` where the name itself is known, or none is near. The first in the order of `known`. */
export function otherSpelling(name: string, known: readonly string[]): string | null {
  if (known.includes(name)) return null;
  const key = spellingKey(name);
  return known.find((one) => spellingKey(one) === key) ?? null;
}

/** Names that many others are compared with: each is folded once. */
export interface KnownNames {
  /** Each once, in the order given. */
  readonly all: readonly string[];
  readonly has: (name: string) => boolean;
  /** Those that are the name or another spelling of it. */
  readonly spelledAs: (name: string) => readonly string[];
  /** As `otherSpelling`. */
  readonly otherSpelling: (name: string) => string | null;
}

export function openNames(names: readonly string[]): KnownNames {
  const known = new Set(names);
  const byKey = new Map<string, string[]>();
  for (const name of known) {
    const key = spellingKey(name);
    byKey.set(key, [...(byKey.get(key) ?? []), name]);
  }
  const spelledAs = (name: string) => byKey.get(spellingKey(name)) ?? [];
  return {
    all: [...known],
    has: (name) => known.has(name),
    spelledAs,
    otherSpelling: (name) => (known.has(name) ? null : (spelledAs(name)[0] ?? null)),
  };
}

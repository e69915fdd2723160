import { InputError } from '../../../errors.ts';

/** Options of `cytolot potency` that mean nothing without another one. */
const NEEDS = [
  ['minimum', 'combine'],
  ['homogeneity', 'combine'],
  ['gcv-limit', 'combine'],
  ['slots', 'layout'],
  ['format', 'layout'],
  ['label', 'layout'],
  ['spot', 'layout'],
  ['assay', 'pipeline'],
  ['points', 'json'],
  ['language', 'html'],
  ['force', 'html'],
] as const;

/** What a layout says itself. */
const OF_TABLES = ['reference', 'columns', 'doses', 'dose-scale', 'decimal'] as const;

/** What a definition says itself. */
const OF_DEFINITION = [
  ...OF_TABLES,
  'method',
  'model',
  'layout',
  'slots',
  'weights',
  'transform',
  'interval',
  'level',
  'fit',
  'orientation',
  'fixed',
  'shared',
  'design',
  'heterogeneity',
  'outliers',
  'assigned',
  'unit',
  'combine',
] as const;

/** What has a meaning beside potencies that were computed elsewhere; nothing of what computes them has. */
const OF_GIVEN: readonly string[] = [
  'combine',
  'minimum',
  'homogeneity',
  'gcv-limit',
  'columns',
  'decimal',
  'method',
  'model',
  'level',
  'html',
  'force',
  'language',
  'json',
];

/** The options that were given, as they are written. */
export function optionNames(options: object): ReadonlySet<string> {
  return new Set(
    Object.entries(options).flatMap(([key, value]) =>
      value === undefined ? [] : [key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)],
    ),
  );
}

/** A table of potencies can only be combined. Errors: usage/bad-argument. */
export function checkWithGiven(given: ReadonlySet<string>): void {
  if (!given.has('combine')) {
    const sentence =
      'Expected --combine with a table of potencies that were computed elsewhere, found none: nothing else can be done with it.';
    throw new InputError('usage/bad-argument', sentence);
  }
  const idle = [...given].find((name) => !OF_GIVEN.includes(name));
  if (idle === undefined) return;
  throw new InputError(
    'usage/bad-argument',
    `Expected a table of potencies without --${idle}: they were computed elsewhere, and it would change nothing. Leave it out.`,
  );
}

/** Nobody finds out that an option was passed over: it is refused. Errors: usage/bad-argument. */
export function checkTogether(given: ReadonlySet<string>): void {
  const mixed = given.has('pipeline') ? OF_DEFINITION.find((name) => given.has(name)) : undefined;
  if (mixed !== undefined) {
    throw new InputError('usage/bad-argument', `Expected --pipeline without --${mixed}: the definition says it. Leave one of them out.`);
  }
  const doubled = given.has('layout') ? OF_TABLES.find((name) => given.has(name)) : undefined;
  if (doubled !== undefined) {
    throw new InputError('usage/bad-argument', `Expected --layout without --${doubled}: the layout says it. Leave one of them out.`);
  }
  const alone = NEEDS.find(([name, other]) => given.has(name) && !given.has(other));
  if (alone !== undefined) throw new InputError('usage/bad-argument', `Expected --${alone[1]} with --${alone[0]}, found none.`);
}

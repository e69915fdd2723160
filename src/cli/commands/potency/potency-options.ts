import { InputError } from '../../../errors.ts';

/** Options of `cytolot potency` that mean nothing without another one. */
const NEEDS = [
  ['minimum', 'combine'],
  ['homogeneity', 'combine'],
  ['gcv-limit', 'combine'],
  ['slots', 'layout'],
  ['format', 'layout'],
  ['label', 'layout'],
  ['assay', 'pipeline'],
] as const;

/** What a layout says itself. */
const OF_TABLES = ['columns', 'doses', 'dose-scale', 'decimal'] as const;

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

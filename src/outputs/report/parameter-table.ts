import { exp } from '../../numerics/elementary.ts';
import type { FitSummary, TestArticleResult } from '../../potency/potency-result.ts';
import type { Speech } from '../language.ts';
import type { Markup } from '../markup.ts';
import { potencyTerms } from '../words/potency-terms.ts';
import { words } from '../words.ts';
import { type Cell, figure, plainTable } from './plain-table.ts';

type Side = 'reference' | 'test' | null;

/** A value with its standard error. */
interface Estimated {
  readonly value: number;
  readonly error: number | null;
}

/** A parameter of one sample, or of all: by fit, what it has under its own name, or under that which all samples share. */
interface Row {
  readonly name: string;
  readonly side: Side;
  readonly constrained: Estimated | null;
  readonly free: Estimated | null;
}

const COLUMNS = [
  [words.parameter, 'text'],
  [words.ofSample, 'text'],
  [words.constrainedFit, 'number'],
  [words.standardError, 'number'],
  [words.freeFit, 'number'],
  [words.standardError, 'number'],
] as const;

/** Logarithms whose own quantity stands below them, with its standard error to first order. */
const LOGARITHMS: ReadonlyMap<string, string> = new Map([
  ['lnEc50', 'ec50'],
  ['lnEd50', 'ed50'],
  ['lnRelativePotency', 'relativePotency'],
]);

/** Parameters with standard errors of the constrained and the free fit, sample beside sample; what both samples share spans their rows. */
export function parameterTable({ constrained, free }: Pick<TestArticleResult, 'constrained' | 'free'>, speech: Speech): Markup {
  const names = namesOf([constrained, free]);
  const rows = names.flatMap((name) => {
    const own = rowsOf(name, constrained, free);
    const derived = LOGARITHMS.get(name);
    return [
      cellsOf(own, speech),
      ...(derived === undefined
        ? []
        : [
            cellsOf(
              own.map((row) => raisedRow(row, derived)),
              speech,
            ),
          ]),
    ].flat();
  });
  return plainTable({ caption: words.parameters, columns: COLUMNS, rows }, speech);
}

/** Of one preparation alone. */
export function ownParameterTable(fit: FitSummary | null, speech: Speech): Markup {
  const rows = namesOf([fit]).flatMap((name) => {
    const own: Row = { name, side: null, constrained: null, free: estimated(fit, name) };
    const derived = LOGARITHMS.get(name);
    return [own, ...(derived === undefined ? [] : [raisedRow(own, derived)])].map((row) => [
      speech.plainWord(potencyTerms.parameter(row.name)),
      ...pairOf(row.free),
    ]);
  });
  const columns = [[words.parameter, 'text'] as const, [words.value, 'number'] as const, [words.standardError, 'number'] as const];
  return plainTable({ caption: words.parameters, columns, rows }, speech);
}

/** Names without whose they are, in the order in which the fits first have them. */
function namesOf(fits: readonly (FitSummary | null)[]): readonly string[] {
  const keys = fits.flatMap((fit) => Object.keys(fit?.parameters ?? {}));
  return [...new Set(keys.map((key) => key.replace(/_(reference|test)$/, '')))];
}

function rowsOf(name: string, constrained: FitSummary | null, free: FitSummary | null): readonly Row[] {
  const has = (key: string): boolean => [constrained, free].some((fit) => fit !== null && Object.hasOwn(fit.parameters, key));
  const sides: readonly Side[] = has(`${name}_reference`) || has(`${name}_test`) ? ['reference', 'test'] : [null];
  const of = (fit: FitSummary | null, side: Side): Estimated | null =>
    (side === null ? null : estimated(fit, `${name}_${side}`)) ?? estimated(fit, name);
  return sides.map((side) => ({ name, side, constrained: of(constrained, side), free: of(free, side) }));
}

function estimated(fit: FitSummary | null, key: string): Estimated | null {
  const value = fit?.parameters[key];
  return value === undefined ? null : { value, error: fit?.standardErrors[key] ?? null };
}

function raisedRow({ side, constrained, free }: Row, name: string): Row {
  const raise = (one: Estimated | null): Estimated | null => {
    if (one === null) return null;
    const value = exp(one.value);
    return { value, error: one.error === null ? null : value * one.error };
  };
  return { name, side, constrained: raise(constrained), free: raise(free) };
}

/** The rows of one parameter, under one heading; a value that both samples share stands once. */
function cellsOf(rows: readonly Row[], speech: Speech): readonly (readonly Cell[])[] {
  const count = rows.length;
  const once = (of: 'constrained' | 'free'): boolean => count > 1 && rows.every((row) => same(row[of], rows[0]?.[of] ?? null));
  return rows.map((row, i) => {
    const values = (['constrained', 'free'] as const).flatMap((of): readonly Cell[] => {
      const pair = pairOf(row[of]);
      if (!once(of)) return pair;
      return i === 0 ? pair.map((content) => ({ content, rows: count })) : [null, null];
    });
    const name = i === 0 ? { content: speech.plainWord(potencyTerms.parameter(row.name)), rows: count } : null;
    return [name, sideText(row.side, speech), ...values];
  });
}

function same(one: Estimated | null, other: Estimated | null): boolean {
  return one?.value === other?.value && one?.error === other?.error;
}

function pairOf(one: Estimated | null): readonly [Markup | string, Markup | string] {
  return [figure(one?.value, 5), figure(one?.error, 3)];
}

function sideText(side: Side, speech: Speech): Markup | string {
  if (side === null) return '';
  return speech.plainWord(side === 'reference' ? words.reference : words.testArticle);
}

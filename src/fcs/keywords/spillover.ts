import { excerpt } from '../../excerpt.ts';
import type { DepartureFields } from '../departures.ts';
import type { FcsParameter, Spillover } from '../fcs-file.ts';
import { parseCount, parseDecimal, trimValue } from '../number-text.ts';
import type { Reading } from '../reading.ts';
import { conditionNumber } from './condition-number.ts';

/** In order of trust: the standard's keyword (FCS 3.1), then what instruments wrote before and beside it. */
const spilloverKeywords: readonly string[] = ['$SPILLOVER', 'SPILLOVER', 'SPILL', '$SPILL'];

interface SpilloverInput {
  readonly reading: Reading;
  readonly parameters: readonly FcsParameter[];
  readonly keyword: string;
}

/** Why a spillover cannot be read. */
type UnreadableSpillover = Pick<DepartureFields<'fcs/spillover-unreadable'>, 'fault'> & {
  readonly found?: string;
  readonly count?: number;
  readonly expected?: number;
};

/** The spillover matrix of a data set, or `null`. It is optional: one that cannot be read is noted and never stops the read. */
export function readSpillover(
  reading: Reading,
  keywords: ReadonlyMap<string, string>,
  parameters: readonly FcsParameter[],
): Spillover | null {
  let chosen: Spillover | null = null;
  for (const keyword of spilloverKeywords) {
    const value = keywords.get(keyword);
    if (value === undefined || trimValue(value) === '') continue;
    const spillover = parseSpillover({ reading, parameters, keyword }, value);
    if ('fault' in spillover) {
      const { fault, found, count = null, expected = null } = spillover;
      const of = { keyword, value: excerpt(value), fault, found: found === undefined ? null : excerpt(found), count, expected };
      reading.note('fcs/spillover-unreadable', of, { keyword });
    } else if (chosen === null) {
      chosen = spillover;
      noteSingular({ reading, parameters, keyword }, spillover);
    } else if (!isSameSpillover(chosen, spillover)) {
      reading.note('fcs/spillover-conflict', { used: chosen.keyword, other: keyword }, { keyword });
    }
  }
  return chosen;
}

/** The digits that instruments print of a coefficient: one matrix written twice differs by no more. */
const SAME_COEFFICIENT = 1e-6;

/** Whether two spillovers say the same of the same parameters, in whatever order they name them. */
function isSameSpillover(a: Spillover, b: Spillover): boolean {
  const placeInB = new Map(b.parameters.map((name, index) => [name, index]));
  const places = a.parameters.map((name) => placeInB.get(name) ?? -1);
  if (a.parameters.length !== b.parameters.length || places.includes(-1)) return false;
  return a.matrix.every((row, i) =>
    row.every((value, j) => Math.abs(value - (b.matrix[places[i]!]?.[places[j]!] ?? Number.NaN)) <= SAME_COEFFICIENT),
  );
}

function parseSpillover(input: SpilloverInput, value: string): Spillover | UnreadableSpillover {
  const tokens = value.split(',').map(trimValue);
  const count = parseCount(tokens[0] ?? '');
  if (count === null) return { fault: 'count-not-whole', found: tokens[0] ?? '' };
  if (count === 0) return { fault: 'count-zero' };
  if (count > input.parameters.length) return { fault: 'more-than-parameters', count, expected: input.parameters.length };
  if (count > mostParameters) return { fault: 'too-many-parameters', expected: mostParameters };
  const names = resolveNames(input, tokens.slice(1, 1 + count));
  if ('fault' in names) return names;
  const numbers = parseNumbers(input, tokens.slice(1 + count), count * count);
  if ('fault' in numbers) return numbers;
  const matrix = Array.from({ length: count }, (_, row) => numbers.values.slice(row * count, (row + 1) * count));
  return { keyword: input.keyword, parameters: names.names, matrix };
}

function resolveNames(input: SpilloverInput, tokens: readonly string[]): { readonly names: readonly string[] } | UnreadableSpillover {
  const names: string[] = [];
  for (const token of tokens) {
    const name = resolveName(input, token);
    if (name === null) return { fault: 'not-a-parameter', found: token };
    if (names.includes(name)) return { fault: 'named-twice', found: token };
    names.push(name);
  }
  return { names };
}

/** A name as `$PnN` has it; else with other case or blanks; else the number of a parameter (Navios, Accuri). */
function resolveName({ reading, parameters, keyword }: SpilloverInput, token: string): string | null {
  if (parameters.some(({ name }) => name === token)) return token;
  const note = (code: 'fcs/spillover-name' | 'fcs/spillover-by-number', name: string): string => {
    reading.note(code, { keyword, found: excerpt(token), parameter: excerpt(name) }, { keyword });
    return name;
  };
  const alike = parameters.filter(({ name }) => comparable(name) === comparable(token));
  if (alike.length === 1) return note('fcs/spillover-name', alike[0]!.name);
  const byNumber = parameters[(parseCount(token) ?? 0) - 1];
  return byNumber === undefined ? null : note('fcs/spillover-by-number', byNumber.name);
}

function comparable(name: string): string {
  return name.toUpperCase().split(' ').join('');
}

function parseNumbers(
  { reading, keyword }: SpilloverInput,
  tokens: readonly string[],
  wanted: number,
): { readonly values: readonly number[] } | UnreadableSpillover {
  const values = tokens.map(parseDecimal);
  if (tokens.length === 2 * wanted && tokens.every((token, index) => isHalfNumber(token, index))) {
    reading.note('fcs/spillover-decimal-comma', { keyword, example: excerpt(tokens.slice(0, 2).join(',')) }, { keyword });
    return { values: Array.from({ length: wanted }, (_, index) => Number(`${tokens[2 * index]}.${tokens[2 * index + 1]}`)) };
  }
  if (tokens.length !== wanted) return { fault: 'number-count', count: tokens.length, expected: wanted };
  const bad = values.indexOf(null);
  if (bad >= 0) return { fault: 'not-a-number', found: tokens[bad] ?? '' };
  return { values: values.filter((one) => one !== null) };
}

/** Whole digits before the comma, digits behind it: `0,013` cut in two. */
function isHalfNumber(token: string, index: number): boolean {
  return token.length <= 40 && (index % 2 === 0 ? /^-?\d+$/ : /^\d+$/).test(token);
}

function noteSingular({ reading, keyword }: SpilloverInput, { matrix, parameters }: Spillover): void {
  const off = parameters.filter((_, index) => matrix[index]![index] !== 1);
  if (off.length > 0) reading.note('fcs/spillover-diagonal', { keyword, parameters: off.slice(0, 20) }, { keyword });
  const condition = conditionNumber(matrix);
  if (condition <= worstCondition) return;
  reading.note('fcs/spillover-singular', { keyword, conditionNumber: Number.isFinite(condition) ? condition : null }, { keyword });
}

/** Several times the detectors of any cytometer. Finding names takes count x parameters steps, the inverse count³. */
const mostParameters = 256;

/** Matrices of real panels stay below 1,000; beyond this an inverse keeps fewer digits than float32 values have. */
const worstCondition = 1e7;

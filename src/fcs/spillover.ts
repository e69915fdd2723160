import type { DepartureCode } from './departures.ts';
import type { FcsParameter, Spillover } from './fcs-file.ts';
import { parseCount, parseDecimal, quote, trimValue } from './number-text.ts';
import type { Reading } from './reading.ts';

/** In order of trust: the standard's keyword (FCS 3.1), then what instruments wrote before and beside it. */
const spilloverKeywords: readonly string[] = ['$SPILLOVER', 'SPILLOVER', 'SPILL', '$SPILL'];

interface SpilloverInput {
  readonly reading: Reading;
  readonly parameters: readonly FcsParameter[];
  readonly keyword: string;
}

/** A reason why a spillover cannot be read. */
interface Fault {
  readonly fault: string;
}

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
      const message = `Expected a count, the names of parameters, and count x count numbers in ${keyword}, found ${quote(value)}: ${spillover.fault}.`;
      reading.note('fcs/spillover-unreadable', message, { keyword });
    } else if (chosen === null) {
      chosen = spillover;
      noteSingular({ reading, parameters, keyword }, spillover);
    } else if (JSON.stringify([chosen.parameters, chosen.matrix]) !== JSON.stringify([spillover.parameters, spillover.matrix])) {
      reading.note('fcs/spillover-conflict', `${chosen.keyword} and ${keyword} give different matrices; ${chosen.keyword} is used.`, {
        keyword,
      });
    }
  }
  return chosen;
}

function parseSpillover(input: SpilloverInput, value: string): Spillover | Fault {
  const tokens = value.split(',').map(trimValue);
  const count = parseCount(tokens[0] ?? '');
  if (count === null) return { fault: `the count ${quote(tokens[0] ?? '')} is not a whole number` };
  if (count === 0) return { fault: 'the count is 0' };
  if (count > input.parameters.length) return { fault: `${count} parameters in a file of ${input.parameters.length}` };
  const names = resolveNames(input, tokens.slice(1, 1 + count));
  if ('fault' in names) return names;
  const numbers = parseNumbers(input, tokens.slice(1 + count), count * count);
  if ('fault' in numbers) return numbers;
  const matrix = Array.from({ length: count }, (_, row) => numbers.values.slice(row * count, (row + 1) * count));
  return { keyword: input.keyword, parameters: names.names, matrix };
}

function resolveNames(input: SpilloverInput, tokens: readonly string[]): { readonly names: readonly string[] } | Fault {
  const names: string[] = [];
  for (const token of tokens) {
    const name = resolveName(input, token);
    if (name === null) return { fault: `${quote(token)} is no parameter of the file` };
    if (names.includes(name)) return { fault: `${quote(token)} appears twice` };
    names.push(name);
  }
  return { names };
}

/** A name as `$PnN` has it; else with other case or blanks; else the number of a parameter (Navios, Accuri). */
function resolveName({ reading, parameters, keyword }: SpilloverInput, token: string): string | null {
  if (parameters.some(({ name }) => name === token)) return token;
  const note = (code: DepartureCode, name: string): string => {
    reading.note(code, `${keyword} names ${quote(token)}, taken as parameter ${quote(name)}.`, { keyword });
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
): { readonly values: readonly number[] } | Fault {
  const values = tokens.map(parseDecimal);
  if (tokens.length === 2 * wanted && tokens.every((token, index) => isHalfNumber(token, index))) {
    reading.note(
      'fcs/spillover-decimal-comma',
      `${keyword} is written with decimal commas, such as ${quote(tokens.slice(0, 2).join(','))}.`,
      { keyword },
    );
    return { values: Array.from({ length: wanted }, (_, index) => Number(`${tokens[2 * index]}.${tokens[2 * index + 1]}`)) };
  }
  if (tokens.length !== wanted) return { fault: `${tokens.length} numbers instead of ${wanted}` };
  const bad = values.indexOf(null);
  if (bad >= 0) return { fault: `${quote(tokens[bad] ?? '')} is not a number` };
  return { values: values.filter((one) => one !== null) };
}

/** Whole digits before the comma, digits behind it: `0,013` cut in two. */
function isHalfNumber(token: string, index: number): boolean {
  return token.length <= 40 && (index % 2 === 0 ? /^-?\d+$/ : /^\d+$/).test(token);
}

function noteSingular({ reading, keyword }: SpilloverInput, { matrix }: Spillover): void {
  if (rank(matrix) < matrix.length) {
    reading.note('fcs/spillover-singular', `The ${matrix.length} x ${matrix.length} matrix in ${keyword} cannot be inverted.`, { keyword });
  }
}

/** Rank by elimination with row pivots; a pivot below 1e-12 of the largest entry counts as zero. */
function rank(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  const smallest = 1e-12 * Math.max(...rows.map((row) => Math.max(...row.map(Math.abs))));
  let found = 0;
  for (let column = 0; column < rows.length; column++) {
    let pivot = found;
    for (let row = found; row < rows.length; row++) if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    const top = rows[pivot];
    if (top === undefined || !(Math.abs(top[column]!) > smallest)) continue;
    [rows[pivot], rows[found]] = [rows[found]!, top];
    for (let row = found + 1; row < rows.length; row++) eliminate(rows[row]!, top, column);
    found++;
  }
  return found;
}

function eliminate(row: number[], top: readonly number[], column: number): void {
  const factor = row[column]! / top[column]!;
  for (let index = column; index < row.length; index++) row[index]! -= factor * top[index]!;
}

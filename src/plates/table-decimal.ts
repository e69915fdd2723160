import { InputError } from '../errors.ts';
import { type DecimalSign, proofOf } from './numbers.ts';

/**
 * The decimal sign of a table that one software wrote: what one of its cells proves holds for all of them. A point where nothing proves a comma, unless
 * `doubtful` cells such as `274.000`, which may be 274 or 274 thousand, are refused without proof. Errors: plate/bad-export.
 */
export function decimalOfTable(
  cells: Iterable<string>,
  request: { readonly file: string; readonly line: number; readonly doubtful: 'point' | 'refused' },
): DecimalSign {
  const first = new Map<ReturnType<typeof proofOf>, string>();
  for (const cell of cells) {
    const proof = proofOf(cell.trim());
    if (!first.has(proof)) first.set(proof, cell.trim());
  }
  const [comma, point, doubt] = [first.get('comma'), first.get('point'), first.get('doubt')];
  const place = { file: request.file, line: request.line };
  if (comma !== undefined && point !== undefined)
    throw new InputError(
      'plate/bad-export',
      `Expected one decimal sign in the table below this line, found '${comma}' and '${point}'. Export it again, unedited.`,
      place,
    );
  if (comma !== undefined) return ',';
  if (point === undefined && doubt !== undefined && request.doubtful === 'refused')
    throw new InputError(
      'plate/bad-export',
      `Expected a number that shows the decimal sign in the table below this line, found none beside '${doubt}', which could be two numbers. Export it without thousands signs.`,
      place,
    );
  return '.';
}

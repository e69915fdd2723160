import { ALL_EVENTS } from '../../../population/population.ts';
import { shownOrDash } from '../../../shown-number.ts';
import type { GatedFileShown } from './gate-record.ts';

/** Gated populations as an indented table for a person. */
export function gateText({ file, eventCount, populations }: GatedFileShown): string {
  const stored = populations.some(({ storedCount }) => storedCount !== undefined);
  const rows = [
    ['population', 'count', '% of parent', '% of all', ...(stored ? ['stored', ''] : [])],
    [ALL_EVENTS, String(eventCount), '', '', ...(stored ? ['', ''] : [])],
    ...populations.map(({ path, count, frequencyOfParent, frequencyOfTotal, storedCount, differsFromStored }) => [
      `${'  '.repeat(path.length)}${path[path.length - 1] ?? ''}`,
      String(count),
      percent(frequencyOfParent),
      percent(frequencyOfTotal),
      ...(stored ? [storedCount === undefined ? '' : String(storedCount), differsFromStored === true ? '> 1 %' : ''] : []),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  );
  return [file, '', ...lines.map((line) => line.trimEnd()), ''].join('\n');
}

/** For reading only: `--json` has every digit. */
function percent(fraction: number | null): string {
  return shownOrDash(fraction === null ? null : fraction * 100, 4);
}

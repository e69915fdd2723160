import type { CountRecord } from '../../attributes/attribute-context.ts';
import { isAwaited } from '../../attributes/reasons.ts';
import type { Reason } from '../../reason.ts';
import { spellingKey } from '../../spelling.ts';
import { pipelineReason } from '../reasons.ts';
import type { CountRow } from '../tables/counts.ts';

/**
 * The values of counts, by name, from rows of one subject, stage and test occasion: one a preparation, in the order of the table. Rows of one preparation
 * are its replicates where the method plans them and they carry 1…n; else they hold the count, and nothing is averaged.
 */
export function countRecords(
  rows: readonly CountRow[],
  replicatesOf: (name: string) => number,
): ReadonlyMap<string, readonly CountRecord[]> {
  return new Map([...grouped(rows, (row) => row.name)].map(([name, own]) => [name, recordsOf(own, { name, planned: replicatesOf(name) })]));
}

interface CountName {
  readonly name: string;
  readonly planned: number;
}

function recordsOf(rows: readonly CountRow[], count: CountName): CountRecord[] {
  // A row that does not count for a reason of its own says so by itself, whatever stands beside it.
  const [own, apart] = [rows.filter((row) => row.reasons.length === 0), rows.filter((row) => row.reasons.length > 0)];
  const unclear = [...spellingReasons(own), ...unstatedSample(own)];
  // What waits for a second person may be what is missing among the others: it says so by itself.
  const waits = apart.some((row) => row.reasons.every(isAwaited));
  const [onlySample] = [...new Set(own.flatMap((row) => row.sample ?? []))];
  const preparations = [...grouped(own, (row) => JSON.stringify([row.sample ?? onlySample ?? null, preparationOf(row)])).values()];
  return [
    ...preparations.map((group) => recordOf(group, [...unclear, ...(waits ? [] : replicateReasons(group, count))])),
    ...apart.map((row) => recordOf([row], row.reasons)),
  ];
}

function preparationOf(row: CountRow): string {
  return row.preparation ?? '1';
}

function recordOf(group: readonly CountRow[], reasons: readonly Reason[]): CountRecord {
  const [first] = group;
  const places = group.map((row) => row.place);
  const dates = group.flatMap((row) => row.testedAt ?? []).sort();
  return {
    preparation: first === undefined ? '' : preparationOf(first),
    value: group.reduce((sum, row) => sum + row.value, 0) / group.length,
    unit: first?.unit ?? '',
    acquiredAt: dates[0] ?? null,
    replicates: group.map((row) => row.value),
    source: places.join(', '),
    sources: places,
    reasons,
  };
}

/** Why the rows of one preparation are not its planned replicates. */
function replicateReasons(group: readonly CountRow[], { name, planned }: CountName): Reason[] {
  const found = group.map((row) => row.replicate);
  const rows = group.map(({ place, replicate }) => ({ place, replicate }));
  const of = { count: name, preparation: group[0] === undefined ? '' : preparationOf(group[0]), rows };
  if (planned === 1) {
    if (group.length === 1 && (found[0] === null || found[0] === 1)) return [];
    return [pipelineReason(group.length > 1 ? 'held/double-count' : 'held/replicate-not-planned', 'attribute', of)];
  }
  if (new Set(group.map((row) => row.unit)).size > 1)
    return [pipelineReason('held/replicate-units', 'attribute', { ...of, units: group.map((row) => row.unit) })];
  const expected = Array.from({ length: planned }, (_, index) => index + 1);
  const numbers = found.filter((number) => number !== null).sort((a, b) => a - b);
  if (found.length === planned && expected.every((number, index) => numbers[index] === number)) return [];
  return [pipelineReason('held/count-replicates', 'attribute', { ...of, planned })];
}

/** A row without a sample belongs to the only one that others name; to one of several, nobody can say to which. */
function unstatedSample(rows: readonly CountRow[]): Reason[] {
  const samples = [...new Set(rows.flatMap((row) => row.sample ?? []))];
  const unstated = rows.filter((row) => row.sample === null);
  if (samples.length < 2 || unstated.length === 0) return [];
  const places = unstated.map((row) => row.place);
  return [pipelineReason('held/sample-not-stated', 'attribute', { count: unstated[0]?.name ?? '', places, samples })];
}

/** Two spellings of one sample or preparation would count as two of them. */
function spellingReasons(rows: readonly CountRow[]): Reason[] {
  return (['sample', 'preparation'] as const).flatMap((column) => {
    const names = [...new Set(rows.flatMap((row) => row[column] ?? []))];
    return [...grouped(names, spellingKey).values()]
      .filter((spellings) => spellings.length > 1)
      .map((spellings) => {
        const places = rows.filter((row) => spellings.includes(row[column] ?? '')).map((row) => row.place);
        return pipelineReason('held/two-spellings', 'attribute', { what: column, spellings, places });
      });
  });
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

import { compareCodeUnits } from '../order.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReleaseResult } from './release-result.ts';
import type { ReplayedRow, ReplayedValue, ReplayNote } from './replay-notes.ts';

/**
 * In what a result that was computed again differs from the stored one: identities first, then disposition, outcomes, values, and what else of its bytes. Nothing = the
 * same bytes.
 */
export function compareReplay(stored: ReleaseResult, now: ReleaseResult): readonly ReplayNote[] {
  const others = identities(stored, now);
  const asked = new Set(others.flatMap((note) => (note.code === 'replay/document' ? [note.fields.what] : [])));
  const found = [...others, ...dispositionNotes(stored, now), ...pairRows(stored, now).flatMap((pair) => rowNotes(pair, asked))];
  const members = otherMembers(stored, now, new Set(found.flatMap(membersSaid)));
  return members.length === 0 ? found : [...found, { code: 'replay/findings', fields: { members } }];
}

function identities(stored: ReleaseResult, now: ReleaseResult): ReplayNote[] {
  const [before, after] = [stored.software.version, now.software.version];
  const documents = ({ method, specification }: ReleaseResult) =>
    [
      { what: 'method', id: method.id, version: method.version, sha256: method.sha256 },
      { what: 'specification', id: specification.id, version: specification.revision, sha256: specification.sha256 },
    ] as const;
  const others = documents(now);
  return [
    ...(before === after ? [] : [{ code: 'replay/software' as const, fields: { before, now: after } }]),
    ...documents(stored).flatMap(({ what, ...old }): ReplayNote[] => {
      const other = others.find((one) => one.what === what);
      if (other === undefined || other.sha256 === old.sha256) return [];
      const { id, version, sha256 } = other;
      return [{ code: 'replay/document', fields: { what, before: old, now: { id, version, sha256 } } }];
    }),
  ];
}

function dispositionNotes(stored: ReleaseResult, now: ReleaseResult): ReplayNote[] {
  const [before, after] = [stored.disposition.proposed, now.disposition.proposed];
  return before === after ? [] : [{ code: 'replay/disposition', fields: { before, now: after } }];
}

type Row = ReleaseResult['attributes'][number];

interface Pair {
  readonly before: Row | null;
  readonly now: Row | null;
}

/** Rows of the same criterion, attribute, component and occasion; in the order of the stored result, then those that are new. */
function pairRows(stored: ReleaseResult, now: ReleaseResult): readonly Pair[] {
  const left = new Map(now.attributes.map((row) => [rowKey(row), row]));
  const pairs = stored.attributes.map((before) => {
    const other = left.get(rowKey(before)) ?? null;
    left.delete(rowKey(before));
    return { before, now: other };
  });
  return [...pairs, ...[...left.values()].map((row) => ({ before: null, now: row }))];
}

function rowKey(row: Row): string {
  const { kind, number } = row.occasion;
  return JSON.stringify([row.criterion?.id ?? null, row.attribute, row.component, kind, number]);
}

type Document = 'method' | 'specification';

function rowNotes({ before, now }: Pair, asked: ReadonlySet<Document>): ReplayNote[] {
  if (before === null || now === null) {
    const row = before ?? now;
    return row === null ? [] : [{ code: before === null ? 'replay/row-new' : 'replay/row-gone', fields: { row: rowOf(row) } }];
  }
  const [value, other] = [shownValue(before), shownValue(now)];
  const notes: ReplayNote[] = [
    ...(before.outcome === now.outcome
      ? []
      : [{ code: 'replay/outcome' as const, fields: { row: rowOf(before), before: before.outcome, now: now.outcome } }]),
    ...(canonicalJson(value) === canonicalJson(other)
      ? []
      : [{ code: 'replay/value' as const, fields: { row: rowOf(before), before: value, now: other } }]),
  ];
  if (notes.length > 0 || restOf(before, asked) === restOf(now, asked)) return notes;
  return [{ code: 'replay/row-findings', fields: { row: rowOf(before) } }];
}

/** A row without what another method or specification says of it, since that was asked for. */
function restOf(row: Row, asked: ReadonlySet<Document>): string {
  const { criterion, method, ...rest } = row;
  return canonicalJson({ ...rest, criterion: asked.has('specification') ? null : criterion, method: asked.has('method') ? null : method });
}

function rowOf({ criterion, attribute, component, occasion }: Row): ReplayedRow {
  return { id: criterion?.id ?? null, attribute, component, occasion: occasion.number };
}

function shownValue({ estimate, interval, operator = '', text, unit, k, N }: Row): ReplayedValue {
  return { estimate, lower: interval?.lower ?? null, upper: interval?.upper ?? null, operator, text, unit, k, N };
}

/** Members of the result that a note speaks of: where their bytes differ, that is said already. */
function membersSaid(note: ReplayNote): readonly (keyof ReleaseResult)[] {
  if (note.code === 'replay/software') return ['software'];
  if (note.code === 'replay/document') return [note.fields.what, 'attributes'];
  return note.code === 'replay/disposition' ? ['disposition'] : ['attributes', 'disposition'];
}

function otherMembers(stored: ReleaseResult, now: ReleaseResult, said: ReadonlySet<string>): string[] {
  const [before, after] = [new Map(Object.entries(stored)), new Map(Object.entries(now))];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(compareCodeUnits);
  const text = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));
  return names.filter((name) => !said.has(name) && text(before.get(name)) !== text(after.get(name)));
}

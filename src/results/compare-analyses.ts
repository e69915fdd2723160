import { messageKey } from '../message.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Difference, DifferingRow, DifferingUse, DifferingValue } from './differences.ts';
import type { InputRecord, ReleaseResult } from './release-result.ts';

/**
 * How an analysis stands to an earlier one of its subject.
 * `same`: the same inputs, method, specification and version gave the same result. `extended`: only what was not there before came in addition.
 * `changed`: something that was judged already differs, a message each.
 */
export type AnalysisComparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'extended' }
  | { readonly kind: 'changed'; readonly differences: readonly Difference[] };

/** Compares an analysis with an earlier one. What was pending then may have become anything; what was judged then may not differ. */
export function compareAnalyses(earlier: ReleaseResult, now: ReleaseResult): AnalysisComparison {
  const differences = [...methodDifferences(earlier, now), ...inputDifferences(earlier.inputs, now.inputs)];
  if (differences.length > 0) return { kind: 'changed', differences };
  const values = valueDifferences(earlier, now);
  if (values.length > 0) return { kind: 'changed', differences: values };
  const more = hasMore(earlier.inputs, now.inputs);
  const unused = unusedText(earlier) !== unusedText(now);
  if (!more && !unused && essence(earlier, none) === essence(now, none)) return { kind: 'same' };
  const pending = new Set(earlier.attributes.filter((row) => row.outcome === 'pending').map(rowKey));
  if (more || essence(earlier, pending) === essence(now, pending)) return { kind: 'extended' };
  return { kind: 'changed', differences: outcomeDifferences(earlier, now) };
}

const none: ReadonlySet<string> = new Set();

function methodDifferences(earlier: ReleaseResult, now: ReleaseResult): Difference[] {
  const documents = ({ method, specification }: ReleaseResult) =>
    [
      { what: 'method', id: method.id, version: method.version, sha256: method.sha256 },
      { what: 'specification', id: specification.id, version: specification.revision, sha256: specification.sha256 },
    ] as const;
  const [before, after] = [earlier.software.version, now.software.version];
  const versions: Difference[] = before === after ? [] : [{ code: 'difference/software', fields: { before, now: after } }];
  const changed = documents(earlier).flatMap(({ what, ...old }): Difference[] => {
    const same = documents(now).find((one) => one.what === what);
    if (same === undefined || same.sha256 === old.sha256) return [];
    const { id, version, sha256 } = same;
    return [{ code: 'difference/document', fields: { what, before: old, now: { id, version, sha256 } } }];
  });
  return [...versions, ...changed];
}

function inputDifferences(earlier: readonly InputRecord[], now: readonly InputRecord[]): Difference[] {
  return earlier.flatMap((input): Difference[] => {
    const same = now.find((one) => inputKey(one) === inputKey(input));
    const { file } = input;
    if (input.rows !== undefined) {
      const gone = withoutOnes(input.rows, same?.rows ?? []);
      return gone.map((row) => ({ code: 'difference/table-row', fields: { file, row } }));
    }
    if (same === undefined) return [{ code: 'difference/input-gone', fields: { file, serves: useOf(input) } }];
    // Bytes without a hash were held, not judged.
    if (input.sha256 !== undefined && same.sha256 !== input.sha256)
      return [{ code: 'difference/content', fields: { file, before: input.sha256, now: same.sha256 ?? null } }];
    return (['acquiredAt', 'instrument'] as const)
      .filter((field) => same[field] !== input[field])
      .map((field) => ({ code: 'difference/stated', fields: { file, field, before: input[field], now: same[field] } }));
  });
}

function useOf({ serves }: InputRecord): DifferingUse {
  return { stage: null, tube: null, preparation: null, control: null, assay: null, plate: null, ...serves };
}

/** A table is one input whatever it serves; a file of data is one for each thing that it serves. */
function inputKey(input: InputRecord): string {
  return canonicalJson(input.rows === undefined ? [input.kind, input.file, input.serves, input.assayRun] : [input.kind, input.file]);
}

/** Items of the first list that the second has not as often. */
function withoutOnes(list: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return list.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Values that were judged, or reported as valid information, and are others now. */
function valueDifferences(earlier: ReleaseResult, now: ReleaseResult): Difference[] {
  const judged = earlier.attributes.filter((row) => row.status === 'computed' && row.reasons.length === 0 && row.outcome !== 'pending');
  return judged.flatMap((row): Difference[] => {
    const same = now.attributes.find((one) => rowKey(one) === rowKey(row));
    const [before, after] = [shownValue(row), same === undefined ? null : shownValue(same)];
    if (after !== null && canonicalJson(before) === canonicalJson(after)) return [];
    return [{ code: 'difference/value', fields: { row: rowOf(row), before, now: after } }];
  });
}

type Row = ReleaseResult['attributes'][number];

function rowKey(row: Row): string {
  const { kind, number } = row.occasion;
  return JSON.stringify([row.criterion?.id ?? null, row.attribute, row.component, kind, number]);
}

function rowOf({ criterion, attribute, component }: Row): DifferingRow {
  return { id: criterion?.id ?? null, attribute, component };
}

function shownValue({ estimate, operator = '', text, unit, k, N }: Row): DifferingValue {
  // Where a result is in words, a number beside it is not what was judged.
  return text === null ? { estimate, operator, text, unit, k, N } : { estimate: null, operator: '', text, unit: '', k, N };
}

/** Whether there is an input, a row or a second reading that there was not. */
function hasMore(earlier: readonly InputRecord[], now: readonly InputRecord[]): boolean {
  return now.some((input) => {
    const before = earlier.find((one) => inputKey(one) === inputKey(input));
    if (input.rows !== undefined) return withoutOnes(input.rows, before?.rows ?? []).length > 0;
    const given = (key: 'sha256' | 'secondReader'): boolean => before?.[key] === undefined && input[key] !== undefined;
    return before === undefined || given('sha256') || given('secondReader');
  });
}

/**
 * A result without what may differ between two analyses of the same things: bytes of tables of which the same rows were used, second readings that were
 * only asked of one, lines of tables, and sentences, since they name lines.
 */
function essence(result: ReleaseResult, without: ReadonlySet<string>): string {
  const codes = (list: readonly { readonly code: string }[]): string[] => list.map((one) => one.code).sort();
  return canonicalJson({
    ...result,
    lot: { ...result.lot, unusedRows: null },
    inputs: result.inputs.filter((input) => input.rows === undefined).map((input) => ({ ...input, secondReader: null })),
    tables: result.inputs.flatMap(({ kind, file, rows = [] }) => (rows.length === 0 ? [] : [{ kind, file, rows: [...rows].sort() }])),
    controls: result.controls.map((control) => ({ ...control, reasons: codes(control.reasons) })),
    attributes: result.attributes
      .filter((row) => !without.has(rowKey(row)))
      .map((row) => ({
        ...row,
        sources: row.sources.map((source) => source.replace(/:\d+$/, '')),
        reasons: codes(row.reasons),
        notes: codes(row.notes),
        investigations: (row.investigations ?? []).map((one) => ({ ...one, place: null })),
        typed: (row.typed ?? []).map((one) => ({ ...one, place: null })),
      })),
    disposition: without.size > 0 ? null : { ...result.disposition, held: codes(result.disposition.held) },
  });
}

/** Rows that serve nothing were not judged: another one is news, another line is not. */
function unusedText({ lot }: ReleaseResult): string {
  return canonicalJson(lot.unusedRows.map(messageKey).sort());
}

function outcomeDifferences(earlier: ReleaseResult, now: ReleaseResult): Difference[] {
  const rows = earlier.attributes.flatMap((row): Difference[] => {
    const same = now.attributes.find((one) => rowKey(one) === rowKey(row));
    if (same === undefined || same.outcome === row.outcome) return [];
    return [{ code: 'difference/outcome', fields: { row: rowOf(row), before: row.outcome, now: same.outcome } }];
  });
  if (rows.length > 0) return rows;
  const codes = now.disposition.held.map((one) => one.code);
  return codes.length > 0 ? [{ code: 'difference/held', fields: { codes } }] : [{ code: 'difference/findings', fields: {} }];
}

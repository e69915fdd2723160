import { messageKey } from '../message.ts';
import { canonicalJson } from './canonical-json.ts';
import type { InputRecord, ReleaseResult } from './release-result.ts';

/**
 * How an analysis stands to an earlier one of its subject.
 * `same`: the same inputs, method, specification and version gave the same result. `extended`: only what was not there before came in addition.
 * `changed`: something that was judged already differs, a phrase each.
 */
export type AnalysisComparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'extended' }
  | { readonly kind: 'changed'; readonly differences: readonly string[] };

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
  return { kind: 'changed', differences: [outcomeDifference(earlier, now)] };
}

const none: ReadonlySet<string> = new Set();

function methodDifferences(earlier: ReleaseResult, now: ReleaseResult): string[] {
  const { software: before, method: oldMethod, specification: oldSpecification } = earlier;
  const { software, method, specification } = now;
  const hashed = (name: string, sha256: string): string => `${name} (${sha256.slice(0, 8)})`;
  const versions = before.version === software.version ? [] : [`software ${before.version}, now ${software.version}`];
  const definition =
    oldMethod.sha256 === method.sha256
      ? []
      : [
          `method ${hashed(`${oldMethod.id} ${oldMethod.version}`, oldMethod.sha256)}, now ${hashed(`${method.id} ${method.version}`, method.sha256)}`,
        ];
  const limits =
    oldSpecification.sha256 === specification.sha256
      ? []
      : [
          `specification ${hashed(`${oldSpecification.id} ${oldSpecification.revision}`, oldSpecification.sha256)}, now ${hashed(`${specification.id} ${specification.revision}`, specification.sha256)}`,
        ];
  return [...versions, ...definition, ...limits];
}

function inputDifferences(earlier: readonly InputRecord[], now: readonly InputRecord[]): string[] {
  return earlier.flatMap((input) => {
    const same = now.find((one) => inputKey(one) === inputKey(input));
    if (input.rows !== undefined) {
      const gone = withoutOnes(input.rows, same?.rows ?? []);
      return gone.map((row) => `a row of '${input.file}' that was used is changed or gone: ${row}`);
    }
    if (same === undefined) return [`input '${input.file}' (${input.serves}) is gone`];
    // Bytes without a hash were held, not judged.
    if (input.sha256 !== undefined && same.sha256 !== input.sha256)
      return [`input '${input.file}' has other content (${input.sha256.slice(0, 8)}, now ${same.sha256?.slice(0, 8) ?? 'without a hash'})`];
    return (['acquiredAt', 'instrument'] as const)
      .filter((key) => same[key] !== input[key])
      .map((key) => `input '${input.file}': ${key} ${input[key] ?? 'not given'}, now ${same[key] ?? 'not given'}`);
  });
}

/** A table is one input whatever it serves; a file of data is one for each thing that it serves. */
function inputKey(input: InputRecord): string {
  return JSON.stringify(input.rows === undefined ? [input.kind, input.file, input.serves, input.assayRun] : [input.kind, input.file]);
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
function valueDifferences(earlier: ReleaseResult, now: ReleaseResult): string[] {
  const judged = earlier.attributes.filter((row) => row.status === 'computed' && row.reasons.length === 0 && row.outcome !== 'pending');
  return judged.flatMap((row) => {
    const same = now.attributes.find((one) => rowKey(one) === rowKey(row));
    const before = valueText(row);
    if (same === undefined) return [`${rowName(row)} was ${before}, now there is no such row`];
    return valueText(same) === before ? [] : [`${rowName(row)} was ${before}, now ${valueText(same)}`];
  });
}

type Row = ReleaseResult['attributes'][number];

function rowKey(row: Row): string {
  const { kind, number } = row.occasion;
  return JSON.stringify([row.criterion?.id ?? null, row.attribute, row.component, kind, number]);
}

function rowName(row: Row): string {
  return `row '${row.criterion?.id ?? (row.component === null ? row.attribute : `${row.attribute}/${row.component}`)}'`;
}

function valueText({ estimate, operator, text, unit, k, N }: Row): string {
  const value = text === null ? `${operator ?? ''}${estimate ?? 'no value'} ${unit}`.trim() : `'${text}'`;
  return k === null || N === null ? value : `${value} (${k} of ${N})`;
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
      })),
    disposition: without.size > 0 ? null : { ...result.disposition, held: codes(result.disposition.held) },
  });
}

/** Rows that serve nothing were not judged: another one is news, another line is not. */
function unusedText({ lot }: ReleaseResult): string {
  return canonicalJson(lot.unusedRows.map(messageKey).sort());
}

function outcomeDifference(earlier: ReleaseResult, now: ReleaseResult): string {
  const rows = earlier.attributes.flatMap((row) => {
    const same = now.attributes.find((one) => rowKey(one) === rowKey(row));
    return same === undefined || same.outcome === row.outcome ? [] : [`${rowName(row)} was '${row.outcome}', now '${same.outcome}'`];
  });
  const held = now.disposition.held.map((one) => one.code).join(', ');
  const what = rows.length > 0 ? rows.join('; ') : held === '' ? 'its reasons, notes or controls' : `held now: ${held}`;
  return `the result, although no input of its own does: ${what}`;
}

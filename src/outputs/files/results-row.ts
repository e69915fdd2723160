import type { AttributeResult } from '../../attributes/attribute-result.ts';
import { listedCell } from '../../results/listed-cell.ts';
import type { ResultColumn, ResultRow } from '../../results/result-columns.ts';
import type { Envelope, OutputInput } from '../output.ts';
import { limitForMachine } from '../report/reported-value.ts';
import { criterionInEnglish } from '../words/en/criterion.ts';
import { decimalOf, machinePlain } from '../words/forms/decimals.ts';
import { intervalMethodText } from '../words/interval-method.ts';

/** What a row is made of, beside the attribute's own result. */
export interface RowInput extends Pick<OutputInput, 'result'> {
  readonly envelope: Pick<Envelope, 'reportNumber' | 'analysis' | 'resultSha256'>;
}

/** One row of `results.csv`. */
export function resultRow(row: AttributeResult, input: RowInput): ResultRow {
  const { result, envelope } = input;
  const { lot, method, specification } = result;
  return {
    lot: lot.id,
    analysis: String(envelope.analysis.number).padStart(4, '0'),
    analysis_id: envelope.reportNumber,
    attribute: row.component === null ? row.attribute : `${row.attribute}/${row.component}`,
    row: rowId(row),
    title: row.title.en,
    section: row.section,
    role: row.role,
    product: lot.product.id,
    purpose: lot.purpose,
    condition: lot.condition ?? '',
    time_point: lot.timePoint ?? '',
    stage: row.stage,
    ...originColumns(row, input),
    ...valueColumns(row),
    ...criterionColumns(row),
    outcome: row.outcome,
    flags: codesOf(row).join(';'),
    method: method.id,
    method_version: method.version,
    method_status: lesserStatus(method.status, row.method.status),
    specification_id: specification.id,
    specification_version: `${specification.id} ${specification.revision}`,
    disposition: result.disposition.proposed,
    result_sha256: envelope.resultSha256,
  };
}

/** Before the attribute of a row that the specification does not have; no row of a specification begins with it. */
const OUTSIDE = 'not-in-specification/';

/** The id of the specification's row; outside the specification, the attribute behind a beginning that no row may have. */
function rowId(row: AttributeResult): string {
  if (row.criterion !== null) return row.criterion.id;
  return `${OUTSIDE}${row.attribute}${row.component === null ? '' : `/${row.component}`}`;
}

type OriginColumn =
  | 'sample'
  | 'acquired_at'
  | 'tested_at'
  | 'occasion'
  | 'occasion_reference'
  | 'replaces'
  | 'investigation'
  | 'entered_by'
  | 'checked_by';

/** Where the value comes from: its own samples and dates, not its controls'. */
function originColumns(row: AttributeResult, { result }: Pick<RowInput, 'result'>): Pick<ResultRow, OriginColumn> {
  const inputs = result.inputs.filter((input) => row.sources.includes(input.file) && (input.kind === 'fcs' || input.kind === 'plate'));
  const samples = inputs.flatMap((input) => input.sample ?? []);
  const own = row.acquiredAt ?? '';
  return {
    sample: listedCell([...new Set(samples)]),
    acquired_at: inputs.length === 0 ? '' : own,
    tested_at: own,
    occasion: `${row.occasion.kind} ${row.occasion.number}`,
    occasion_reference: row.occasion.reference ?? '',
    replaces: row.occasion.replaces ?? '',
    investigation: listedCell([...new Set((row.investigations ?? []).map(({ reference }) => reference))]),
    entered_by: namesOf(row.typed, 'enteredBy'),
    checked_by: namesOf(row.typed, 'checkedBy'),
  };
}

/** Everybody who typed, or checked, something that the value is made of. */
function namesOf(typed: AttributeResult['typed'], who: 'enteredBy' | 'checkedBy'): string {
  return listedCell([...new Set((typed ?? []).flatMap((one) => one[who] ?? []))]);
}

const VALUE_COLUMNS = [
  'operator',
  'reported_value',
  'unit',
  'lower',
  'upper',
  'value_kind',
  'unrounded',
  'k',
  'n',
  'replicates',
  'interval_level',
  'interval_sides',
  'interval_method',
] as const satisfies readonly ResultColumn[];

type Value = Pick<ResultRow, (typeof VALUE_COLUMNS)[number]>;

const NO_VALUE: Value = {
  operator: '',
  reported_value: '',
  unit: '',
  lower: '',
  upper: '',
  value_kind: '',
  unrounded: '',
  k: '',
  n: '',
  replicates: '',
  interval_level: '',
  interval_sides: '',
  interval_method: '',
};

/** A value that is not reportable stays out of every column that could be taken for it: a LIMS would take it for a result. */
function valueColumns(row: AttributeResult): Value {
  if (row.outcome === 'no valid result' || row.outcome === 'pending') return NO_VALUE;
  const { reportable, interval, text, unroundedValue } = row;
  const isText = reportable === null && text !== null;
  const isNumber = !isText && (reportable !== null || interval !== null || unroundedValue !== null);
  return {
    operator: reportable?.operator ?? '',
    reported_value: reportable?.value ?? text ?? '',
    unit: isNumber ? (reportable?.unit ?? row.unit) : '',
    lower: limitForMachine(row, interval?.lower ?? null),
    upper: limitForMachine(row, interval?.upper ?? null),
    value_kind: isText ? 'text' : isNumber ? row.decidedOn : '',
    unrounded: isNumber ? numberOrNothing(unroundedValue) : '',
    k: numberOrNothing(row.k),
    n: numberOrNothing(row.N),
    replicates: row.replicates.length === 0 ? '' : String(row.replicates.length),
    interval_level: numberOrNothing(interval?.level ?? null),
    interval_sides: interval?.sides ?? '',
    interval_method: interval === null ? '' : intervalMethodText(interval, 'en'),
  };
}

/** Plain decimal digits, never an exponent. */
function numberOrNothing(value: number | null): string {
  return value === null ? '' : machinePlain(decimalOf(value));
}

type CriterionColumn = 'criterion' | 'criterion_lower' | 'criterion_lower_closed' | 'criterion_upper' | 'criterion_upper_closed';

function criterionColumns({ criterion }: AttributeResult): Pick<ResultRow, CriterionColumn> {
  const { lower = null, upper = null } = criterion ?? {};
  return {
    criterion: criterion === null ? '' : criterionInEnglish(criterion),
    criterion_lower: lower?.printed ?? '',
    criterion_lower_closed: lower === null ? '' : String(lower.closed),
    criterion_upper: upper?.printed ?? '',
    criterion_upper_closed: upper === null ? '' : String(upper.closed),
  };
}

type Status = AttributeResult['method']['status'];

const RANKS: Readonly<Record<Status, number>> = {
  draft: 0,
  'under-validation': 0,
  retired: 0,
  qualified: 1,
  validated: 2,
  verified: 2,
};

/** Of the definition's status and the attribute's own, the one that allows less; the attribute's where they allow the same. */
export function lesserStatus(definition: Status, attribute: Status): Status {
  return RANKS[definition] < RANKS[attribute] ? definition : attribute;
}

function codesOf(row: AttributeResult): readonly string[] {
  const crossed = row.limits.filter((limit) => limit.crossed).map((limit) => `limit/${limit.kind}`);
  const occasion = row.occasion.kind === 'initial' ? [] : [`occasion/${row.occasion.kind}`];
  return [...new Set([...row.reasons.map(({ code }) => code), ...row.notes.map(({ code }) => code), ...crossed, ...occasion])];
}

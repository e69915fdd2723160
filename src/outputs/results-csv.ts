import { format } from 'fast-csv';
import type { Output, OutputInput } from './output.ts';
import type { AttributeRow } from './records.ts';
import { limitForMachine } from './report/reported-value.ts';

/** The columns that LIMS read; names and order are a contract. */
export const RESULT_COLUMNS = [
  'lot',
  'analysis',
  'attribute',
  'section',
  'sample',
  'role',
  'operator',
  'reported_value',
  'unit',
  'lower',
  'upper',
  'criterion',
  'outcome',
  'flags',
  'method',
  'method_version',
  'specification_version',
  'acquired_at',
  'result_sha256',
] as const;

type Row = Readonly<Record<(typeof RESULT_COLUMNS)[number], string>>;

/** `results.csv`: one row an attribute, UTF-8 without a byte order mark, CRLF, quoted where needed (RFC 4180). */
export const resultsCsv: Output = {
  name: 'results.csv',
  render: (input) => [{ path: 'results.csv', bytes: formatRows(input.result.attributes.map((row) => resultRow(row, input))) }],
};

/** A value that is not reportable stays out of its column: a LIMS would take it for a result. */
function resultRow(row: AttributeRow, { result, figures, envelope }: OutputInput): Row {
  const reportable = row.outcome === 'no valid result' || row.outcome === 'pending' ? null : row.reportable;
  const shown = row.outcome === 'no valid result' || row.outcome === 'pending' ? null : row;
  const samples = figures.samples.filter((sample) => row.sources.includes(sample.file)).map((sample) => sample.sample);
  const acquired = result.inputs.filter((input) => row.sources.includes(input.file)).flatMap((input) => input.acquiredAt ?? []);
  return {
    lot: result.lot.id,
    analysis: String(envelope.analysis.number).padStart(4, '0'),
    attribute: row.component === null ? row.attribute : `${row.attribute}/${row.component}`,
    section: row.section,
    sample: [...new Set(samples)].join(';'),
    role: row.role,
    operator: reportable?.operator ?? '',
    reported_value: reportable?.value ?? shown?.text ?? '',
    unit: reportable?.unit ?? (shown !== null && shown.interval !== null ? shown.unit : ''),
    lower: shown === null ? '' : limitForMachine(shown, shown.interval?.lower ?? null),
    upper: shown === null ? '' : limitForMachine(shown, shown.interval?.upper ?? null),
    criterion: row.criterion?.text.en ?? '',
    outcome: row.outcome,
    flags: codesOf(row).join(';'),
    method: result.method.id,
    method_version: result.method.version,
    specification_version: `${result.specification.id} ${result.specification.revision}`,
    acquired_at: [...acquired].sort().at(-1) ?? result.lot.acquiredTo ?? result.lot.acquiredFrom ?? '',
    result_sha256: envelope.resultSha256,
  };
}

function codesOf(row: AttributeRow): readonly string[] {
  const crossed = row.limits.filter((limit) => limit.crossed).map((limit) => `limit/${limit.kind}`);
  const occasion = row.occasion.kind === 'initial' ? [] : [`occasion/${row.occasion.kind}`];
  return [...new Set([...row.reasons.map(({ code }) => code), ...row.flags.map(({ code }) => code), ...crossed, ...occasion])];
}

/** fast-csv writes synchronously: what went in is there to be read. */
function formatRows(rows: readonly Row[]): string {
  const stream = format({ headers: false, rowDelimiter: '\r\n' }).setEncoding('utf8');
  let text = '';
  for (const cells of [RESULT_COLUMNS, ...rows.map((row) => RESULT_COLUMNS.map((column) => withoutFormula(row[column])))]) {
    stream.write(cells);
    for (let part: string | null = stream.read(); part !== null; part = stream.read()) text += part;
  }
  return `${text}\r\n`;
}

const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A cell that a spreadsheet would run gets an apostrophe before it; plain numbers keep their sign (OWASP, CSV injection). */
export function withoutFormula(cell: string): string {
  const clean = cell.replaceAll('\0', '');
  return /^\s*[=+\-@\t\r＝＋－＠]/.test(clean) && !NUMBER.test(clean) ? `'${clean}` : clean;
}

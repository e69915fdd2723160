import * as z from 'zod';
import { withoutFormula } from '../../csv-cell.ts';
import { hasControlCharacter } from '../control-characters.ts';
import type { Dispatch } from '../dispatch.ts';
import { DROP_SETTINGS, dropTarget, singleFile } from '../drop.ts';
import { type Loss, limsNote } from '../lims-notes.ts';
import { type ReportedResult, reportedResult } from '../reported-result.ts';
import { defineTarget, type Prepared } from '../target.ts';

const keyword = z
  .string()
  // `end`, in any case, ends the line of keywords.
  .regex(/^(?![Ee][Nn][Dd]$)[A-Za-z0-9_][A-Za-z0-9_.+-]*$/, {
    message: "Expected a keyword of letters, digits and _ - + ., with none of the last three first, other than 'end'",
  });

/**
 * The two-dimensional CSV of SENAITE (`two_dimension.py`): `,KW1,KW2,end`, a row a sample, `end,,,`. Its importer splits at bare commas, drops the last cell of each row, makes 0 of negative numbers,
 * of `ND` and of what begins with `--`, and takes nothing but numbers: what it would corrupt is refused, and nothing of the sending is written.
 */
export const senaiteCsv = defineTarget({
  id: 'senaite-csv',
  settings: {
    ...DROP_SETTINGS,
    keywords: z
      .record(z.string(), keyword)
      .describe("Id of the specification's row: keyword of the analysis service. A result that is not among them is refused."),
  },
  open: ({ folder, retry, keywords }) =>
    dropTarget({ folder, retry, prepare: (dispatch) => twoDimensional(dispatch, keywords), files: singleFile('csv') }),
});

type Keywords = Readonly<Record<string, string>>;

export function twoDimensional(dispatch: Dispatch, keywords: Keywords): Prepared {
  if (dispatch.kind === 'reopened') return refused({ row: '', field: 'kind', value: dispatch.kind, loss: 'reopened' });
  // The importer passes over an analysis that has a result: the earlier one would stay.
  if (dispatch.replaces !== null) return refused({ row: '', field: 'revision', value: String(dispatch.revision), loss: 'correction' });
  // What has no value is not reported: an empty cell is skipped by the importer too.
  const results = dispatch.rows.map(reportedResult).filter(({ value }) => value !== '');
  const samples = new Map<string, Map<string, string>>();
  const columns: string[] = [];
  for (const result of results) {
    const loss = lossOf(result, keywords);
    if (loss !== null) return refused(loss);
    const [sample = ''] = result.samples;
    const keyword = keywords[result.row] ?? '';
    if (!columns.includes(keyword)) columns.push(keyword);
    const cells = samples.get(sample) ?? new Map<string, string>();
    if (cells.has(keyword)) return refused({ row: result.row, field: 'row', value: keyword, loss: 'twice' });
    samples.set(sample, cells.set(keyword, result.value));
  }
  const lines = [
    ['', ...columns, 'end'],
    ...[...samples].map(([sample, cells]) => [sample, ...columns.map((keyword) => cells.get(keyword) ?? ''), '']),
  ];
  return { kind: 'message', text: `${lines.map((cells) => `${cells.join(',')}\n`).join('')}end${','.repeat(columns.length + 1)}\n` };
}

interface FoundLoss {
  readonly row: string;
  readonly field: string;
  readonly value: string;
  readonly loss: Loss;
}

function refused(loss: FoundLoss): Prepared {
  return { kind: 'refused', reason: limsNote('lims/not-representable', loss) };
}

function lossOf({ row, samples, value, operator }: ReportedResult, keywords: Keywords): FoundLoss | null {
  const [sample, ...others] = samples;
  if (!Object.hasOwn(keywords, row)) return { row, field: 'row', value: row, loss: 'no-column' };
  if (sample === undefined || others.length > 0) return { row, field: 'samples', value: samples.join(';'), loss: 'no-sample' };
  if (hasControlCharacter(sample)) return { row, field: 'samples', value: '', loss: 'control-character' };
  if (/[,"]/.test(sample) || sample === 'end') return { row, field: 'samples', value: sample, loss: 'separator' };
  if (withoutFormula(sample) !== sample) return { row, field: 'samples', value: sample, loss: 'formula' };
  if (operator !== '') return { row, field: 'operator', value: operator, loss: 'operator' };
  if (value.startsWith('-')) return { row, field: 'value', value, loss: 'negative' };
  return /^\d+(\.\d+)?$/.test(value) ? null : { row, field: 'value', value, loss: 'words' };
}

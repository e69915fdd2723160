import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import { validateYaml } from '../../../pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../../pipeline/definition/yaml-document.ts';
import { nearestName } from '../../../pipeline/nearest-name.ts';
import { readBytes, readText } from '../../../runtime/disk/files.ts';
import { POTENCY_STUDIES } from '../../../studies/registry.ts';
import type { PotencyStudy, StudyReport } from '../../../studies/study.ts';
import { readStudyTable } from '../../../studies/study-table.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';
import { sentenceWithCode, withReasonTexts } from '../../terminal/with-text.ts';

interface Options {
  readonly options?: string;
  readonly columns?: string;
  readonly json?: boolean;
}

/** `cytolot potency-study KIND TABLE.csv`: a computation over many assays, or beside relative potency. Reasons also go to stderr as warnings. */
export async function potencyStudy(kind: string, file: string, options: Options): Promise<number> {
  const study = studyOf(kind);
  const settings = optionsOf(study, options.options);
  const name = basename(file);
  const { rows, notes } = await readStudyTable(study, readBytes(file), { file: name, columns: options.columns });
  for (const note of notes) terminal.line(`warning: ${name}: ${sentenceWithCode(note)}`);
  const report = study.run(rows, settings);
  for (const reason of report.result.reasons) terminal.line(`warning: ${name}: ${sentenceWithCode(reason)}`);
  if (options.json === true) terminal.json(recordOf(report));
  else terminal.out(toText(report));
  return 0;
}

function studyOf(kind: string): PotencyStudy {
  const found = POTENCY_STUDIES.find(kind);
  if (found !== undefined) return found;
  const known = POTENCY_STUDIES.ids;
  const guess = nearestName(kind, known);
  const hint = guess === null ? '' : ` Did you mean '${guess}'?`;
  throw new InputError('usage/bad-argument', `Expected a study of ${known.join(', ')}, found '${kind}'.${hint}`);
}

/** The options of the study from YAML, every mistake at its line; without a file, its defaults. */
function optionsOf(study: PotencyStudy, path: string | undefined): unknown {
  const document = parseYamlDocument(path === undefined ? '{}' : readText(path), path === undefined ? '--options' : basename(path));
  // An empty file is no mistake: it asks for the defaults.
  const given = document.value === null ? { ...document, value: {} } : document;
  validateYaml(study.options, given);
  return given.value;
}

function recordOf({ study, options, result }: StudyReport): unknown {
  return { study, options, ...withReasonTexts(result) };
}

function toText({ tables }: StudyReport): string {
  const parts = tables.map(({ title, head, rows }) => [title, textTable(head, rows)].join('\n'));
  return `${parts.join('\n')}`;
}

import { InputError } from '../../../errors.ts';
import type { DispositionWord } from '../../../results/release-result.ts';
import type { RunOutcome } from '../../../runtime/job/run-job.ts';
import type { RunLot } from '../../../runtime/job/run-record.ts';
import { warningLines } from '../../../runtime/job/warning.ts';
import { run as runFolder, type SignedRun } from '../../../runtime/run/run.ts';
import { subjectTitle, subjectUse } from '../../../subject.ts';
import { type ActorOption, actingSurroundings } from '../../inputs/acting-surroundings.ts';
import { jobsOf, languageOf, taskSecondsOf } from '../../inputs/job-options.ts';
import { keepHeapsTight } from '../../inputs/tight-heaps.ts';
import { errorLine, exitCodeOf } from '../../terminal/report-error.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';
import { withText } from '../../terminal/with-text.ts';

interface Options extends ActorOption {
  readonly pipeline: string;
  readonly specification?: string;
  readonly out: string;
  readonly lot?: string;
  readonly jobs?: string;
  readonly taskSeconds?: string;
  readonly language: string;
  readonly log?: string;
  readonly logKey?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly secondReader?: true;
  readonly keepInputs?: true;
  readonly reason?: string;
}

const EXIT_CODES: Readonly<Record<DispositionWord, number>> = {
  conforms: 0,
  information: 0,
  pending: 10,
  'no valid result': 20,
  'does not conform': 30,
};

/** Of a subject that was not published, since its analysis needs a reason. */
const NEEDS_REASON = 64;

/** `cytolot run`: analyses every lot of a folder; the exit code is that of the worst disposition. */
export async function runCommand(folder: string, options: Options): Promise<number> {
  const request = {
    folder,
    pipeline: options.pipeline,
    specification: options.specification ?? null,
    out: options.out,
    lot: options.lot ?? null,
    jobs: jobsOf(options.jobs),
    ...(options.taskSeconds === undefined ? {} : { taskSeconds: taskSecondsOf(options.taskSeconds) }),
    language: languageOf(options.language),
    ...(options.log === undefined ? {} : { log: options.log }),
    ...(options.logKey === undefined ? {} : { logKey: options.logKey }),
    ...(options.secondReader === true ? { secondReader: 'asked' as const } : {}),
    ...(options.keepInputs === true ? { keepInputs: 'asked' as const } : {}),
    ...(options.reason === undefined ? {} : { reason: reasonOf(options.reason) }),
    progress: options.quiet === true || options.json === true ? ('quiet' as const) : ('shown' as const),
  };
  keepHeapsTight();
  const outcome = await runFolder(request, actingSurroundings(options));
  for (const line of warningLines(outcome.warnings)) terminal.line(`warning: ${line}`);
  if (options.json === true) terminal.json(withSentences(outcome));
  else {
    const rows = outcome.lots.map((lot) => [lot.lot, subjectUse(lot), lot.disposition, analysisText(lot), `${lot.folder}/report.html`]);
    terminal.out(textTable(['lot', 'subject', 'proposed disposition', 'analysis', 'report'], rows));
  }
  for (const lot of outcome.failed) terminal.line(`error: lot ${subjectTitle(lot)}: ${errorLine(lot)}`);
  for (const { message } of outcome.refused) terminal.line(`error: ${message} [usage/reason-needed]`);
  return worstOf(outcome);
}

/** Every message as data, with its sentence beside it. */
function withSentences({ warnings, lots, refused, ...outcome }: SignedRun) {
  return {
    ...outcome,
    lots: lots.map((lot) => ({ ...lot, notes: lot.notes.map(withText) })),
    refused: refused.map((one) => ({ ...one, differences: one.differences.map(withText) })),
    warnings: warnings.map(withText),
  };
}

/** The number of the analysis, and what it is to the ones before it. */
function analysisText({ analysis, state, notes }: RunLot): string {
  return [
    String(analysis).padStart(4, '0'),
    ...(state === 'unchanged' ? ['unchanged'] : []),
    ...new Set(notes.map(({ code }) => code)),
  ].join(', ');
}

/** The highest code: that of a disposition, of a subject that needs a reason, or of one that failed. */
function worstOf({ lots, refused, failed }: Pick<RunOutcome, 'lots' | 'refused' | 'failed'>): number {
  return Math.max(
    ...lots.map((lot) => EXIT_CODES[lot.disposition]),
    ...refused.map(() => NEEDS_REASON),
    ...failed.map(({ code }) => exitCodeOf(code)),
  );
}

function reasonOf(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new InputError('usage/bad-argument', 'Expected why the lots are analysed again after --reason, found nothing.');
}

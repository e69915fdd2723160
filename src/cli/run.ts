import { InputError } from '../errors.ts';
import type { ReportLanguage } from '../outputs/output.ts';
import type { DispositionWord } from '../results/release-result.ts';
import { run as runFolder } from '../runtime/run.ts';
import { subjectUse } from '../subject.ts';
import { printable } from './report-error.ts';
import { terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

interface Options {
  readonly pipeline: string;
  readonly specification?: string;
  readonly out: string;
  readonly lot?: string;
  readonly jobs?: string;
  readonly language: string;
  readonly log?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly secondReader?: true;
}

const EXIT_CODES: Readonly<Record<DispositionWord, number>> = {
  conforms: 0,
  information: 0,
  pending: 10,
  'no valid result': 20,
  'does not conform': 30,
};

/** `cytolot run`: analyses every lot of a folder; the exit code is that of the worst disposition. */
export async function run(folder: string, options: Options): Promise<number> {
  const outcome = await runFolder({
    folder,
    pipeline: options.pipeline,
    specification: options.specification ?? null,
    out: options.out,
    lot: options.lot ?? null,
    jobs: jobsOf(options.jobs),
    language: languageOf(options.language),
    ...(options.log === undefined ? {} : { log: options.log }),
    ...(options.secondReader === true ? { secondReader: 'asked' as const } : {}),
    progress: options.quiet === true || options.json === true ? 'quiet' : 'shown',
  });
  for (const warning of outcome.warnings) terminal.err(`warning: ${printable(warning)}\n`);
  if (options.json === true) terminal.out(`${JSON.stringify(outcome, null, 2)}\n`);
  else {
    const rows = outcome.lots.map((lot) => [lot.lot, subjectUse(lot), lot.disposition, `${lot.folder}/report.html`]);
    terminal.out(printable(textTable(['lot', 'subject', 'proposed disposition', 'report'], rows)));
  }
  return Math.max(...outcome.lots.map((lot) => EXIT_CODES[lot.disposition]));
}

function jobsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 256)
    throw new InputError('usage/bad-argument', `Expected a whole number of threads from 1 to 256 after --jobs, found '${text}'.`);
  return jobs;
}

function languageOf(text: string): ReportLanguage {
  if (text === 'en' || text === 'zh' || text === 'both') return text;
  throw new InputError('usage/bad-argument', `Expected --language en, zh or both; found '${text}'.`);
}

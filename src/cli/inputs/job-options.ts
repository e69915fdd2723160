import { InputError } from '../../errors.ts';
import type { ReportLanguage } from '../../outputs/output.ts';

/** `--jobs`; `null` = one thread a processor. Codes: usage/bad-argument. */
export function jobsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 256)
    throw new InputError('usage/bad-argument', `Expected a whole number of threads from 1 to 256 after --jobs, found '${text}'.`);
  return jobs;
}

/** `--language` of a report. Codes: usage/bad-argument. */
export function languageOf(text: string): ReportLanguage {
  if (text === 'en' || text === 'zh' || text === 'both') return text;
  throw new InputError('usage/bad-argument', `Expected --language en, zh or both; found '${text}'.`);
}

/** Seconds of a task after --task-seconds. Throws `usage/bad-argument`. */
export function taskSecondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 1 || seconds > 86_400)
    throw new InputError('usage/bad-argument', `Expected a number of seconds from 1 to 86400 after --task-seconds, found '${text}'.`);
  return seconds;
}

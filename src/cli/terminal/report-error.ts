import { type ErrorCode, formatPlace, InputError, InputErrors } from '../../errors.ts';
import { terminal } from './terminal.ts';

/** Prints an error as one paragraph to stderr and gives the exit code that belongs to it (64 to 78; 70 = our own fault). */
export function reportError(error: unknown): number {
  if (error instanceof InputErrors) return Math.max(65, ...error.errors.map(reportError));
  if (error instanceof InputError) {
    terminal.line(`error: ${errorLine(error)}`);
    return exitCodeOf(error.code);
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.line(`error: a fault of cytolot itself, please report it: ${message} [internal/fault]`);
  return 70;
}

/** Place, sentence and code in one line. */
export function errorLine({ place, message, code }: Pick<InputError, 'place' | 'message' | 'code'>): string {
  const where = formatPlace(place);
  return `${where === '' ? message : `${where}: ${message}`} [${code}]`;
}

export function exitCodeOf(code: ErrorCode): number {
  if (code === 'usage/misplaced' || code === 'usage/key-needed' || code === 'usage/no-terminal') return 64;
  if (code === 'usage/not-found') return 66;
  if (code === 'queue/unreachable') return 69;
  if (code === 'audit-log/not-signed') return 72;
  if (code === 'usage/cannot-create') return 73;
  if (code === 'io/failed' || code === 'io/changed') return 74;
  if (code === 'usage/in-use') return 75;
  if (code === 'audit-log/damaged') return 76;
  if (code === 'usage/not-permitted' || code === 'queue/not-permitted') return 77;
  if (code === 'queue/not-fit') return 78;
  if (code === 'internal/fault' || code === 'internal/thread-ended') return 70;
  return 65;
}

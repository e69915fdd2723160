import { destination, pino } from 'pino';
import { InputError } from '../errors.ts';
import { version } from '../version.ts';

/** The operational log of a run: what happened when, for the operator. Not the record of a result, which stands in its folder. */
export interface OperationalLog {
  readonly info: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly error: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
}

const SILENT: OperationalLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Opens a log of JSON lines, appended; `null` logs nothing. Every line is written before the call returns: a worker transport of pino loses what
 * is under way when the process is killed. Throws `usage/cannot-create`.
 */
export function openLog(path: string | null): OperationalLog {
  if (path === null) return SILENT;
  try {
    const logger = pino(
      { base: { cytolot: version, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
      destination({ dest: path, sync: true, append: true, mkdir: true }),
    );
    return {
      info: (event, fields = {}) => logger.info(fields, event),
      warn: (event, fields = {}) => logger.warn(fields, event),
      error: (event, fields = {}) => logger.error(fields, event),
    };
  } catch (error) {
    throw new InputError(
      'usage/cannot-create',
      `Expected to append to the log, found: ${error instanceof Error ? error.message : String(error)}. Check the path given with --log.`,
      { file: path },
    );
  }
}

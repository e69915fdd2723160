import { dirname } from 'node:path';
import { pino } from 'pino';
import { InputError } from '../errors.ts';
import { version } from '../version.ts';
import { makeFolders } from './disk/disk.ts';
import type { Surroundings } from './disk/surroundings.ts';

/** The operational log of a run: what happened when, for the operator. Not the record of a result, which stands in its folder. */
export interface OperationalLog {
  readonly info: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly error: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly close: () => void;
}

const SILENT: OperationalLog = { info: () => undefined, warn: () => undefined, error: () => undefined, close: () => undefined };

/**
 * Opens a log of JSON lines, appended; `null` logs nothing. Every line is written before the call returns: a worker transport of pino loses what
 * is under way when the process is killed. Throws `usage/cannot-create`.
 */
export function openLog(
  path: string | null,
  { disk, clock, processes }: Pick<Surroundings, 'disk' | 'clock' | 'processes'>,
): OperationalLog {
  if (path === null) return SILENT;
  try {
    makeFolders(disk, dirname(path));
    const file = disk.open(path, 'appending');
    const logger = pino(
      {
        base: { cytolot: version, pid: processes.self.pid },
        timestamp: () => `,"time":"${clock.now().toISOString()}"`,
      },
      { write: (line: string) => file.write(Buffer.from(line)) },
    );
    return {
      info: (event, fields = {}) => logger.info(fields, event),
      warn: (event, fields = {}) => logger.warn(fields, event),
      error: (event, fields = {}) => logger.error(fields, event),
      close: () => file.close(),
    };
  } catch (error) {
    throw new InputError(
      'usage/cannot-create',
      `Expected to append to the log, found: ${error instanceof Error ? error.message : String(error)}. Check the path given with --log.`,
      { file: path },
    );
  }
}

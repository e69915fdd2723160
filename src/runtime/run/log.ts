import { dirname } from 'node:path';
import { pino } from 'pino';
import { InputError } from '../../errors.ts';
import { printableJson } from '../../printable.ts';
import { version } from '../../version.ts';
import { type Disk, makeFolders } from '../disk/disk.ts';
import { isPartOf } from '../disk/output-file.ts';
import type { Surroundings } from '../disk/surroundings.ts';

/** The operational log of a run: what happened when, for the operator. Not the record of a result, which stands in its folder. */
export interface OperationalLog {
  readonly info: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly error: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly close: () => void;
}

const SILENT: OperationalLog = { info: () => undefined, warn: () => undefined, error: () => undefined, close: () => undefined };

/** Where a log is appended to, and the files and folders that the run reads. */
export interface LogTarget {
  readonly path: string;
  readonly inputs: readonly string[];
}

/**
 * Opens a log of JSON lines, appended; `null` logs nothing. Every line is written before the call returns: a worker transport of pino loses what
 * is under way when the process is killed. Throws `usage/cannot-create`, also where the file is no log of ours or belongs to what the run reads.
 */
export function openLog(
  target: LogTarget | null,
  { disk, clock, processes }: Pick<Surroundings, 'disk' | 'clock' | 'processes'>,
): OperationalLog {
  if (target === null) return SILENT;
  const { path } = target;
  try {
    refuseOther(target, disk);
    makeFolders(disk, dirname(path));
    const file = disk.open(path, 'appending');
    const logger = pino(
      {
        base: { cytolot: version, pid: processes.self.pid },
        timestamp: () => `,"time":"${clock.now().toISOString()}"`,
      },
      { write: (line: string) => file.write(Buffer.from(printableJson(line))) },
    );
    return {
      info: (event, fields = {}) => logger.info(fields, event),
      warn: (event, fields = {}) => logger.warn(fields, event),
      error: (event, fields = {}) => logger.error(fields, event),
      close: () => file.close(),
    };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      'usage/cannot-create',
      `Expected to append to the log, found: ${error instanceof Error ? error.message : String(error)}. Check the path given with --log.`,
      { file: path },
    );
  }
}

/** How every line of pino begins. */
const BEGINNING = '{"level":';

function refuseOther({ path, inputs }: LogTarget, disk: Disk): void {
  const refused = (found: string) =>
    new InputError('usage/cannot-create', `Expected a log of its own to append to, found ${found}. Name another file after --log.`, {
      file: path,
    });
  if (inputs.some((input) => isPartOf(path, input, disk))) throw refused('a file that the run reads, or one in the folder that it reads');
  const state = disk.stateOf(path);
  if (state?.kind !== 'file' || state.size === 0) return;
  const head = new Uint8Array(BEGINNING.length);
  const file = disk.open(path, 'reading');
  try {
    file.read(head, { offset: 0, at: 0 });
  } finally {
    file.close();
  }
  if (new TextDecoder('latin1').decode(head) !== BEGINNING) throw refused('a file of another kind');
}

import { InputError } from '../../errors.ts';
import { type QueueSettings, queueSettings } from '../../runtime/queue/queue-place.ts';

export interface QueueOptions {
  readonly queue?: string;
  readonly queuePasswordFile?: string;
  readonly queueCa?: string;
}

/** `--queue` and what belongs to it; `null` = there is none. Throws `usage/bad-argument`. */
export function queueOf({ queue, queuePasswordFile, queueCa }: QueueOptions): QueueSettings | null {
  if (queue !== undefined) return queueSettings(queue, { passwordFile: queuePasswordFile, caFile: queueCa });
  if (queuePasswordFile === undefined && queueCa === undefined) return null;
  throw new InputError('usage/bad-argument', 'Expected --queue with the address of a queue, since a file for it was given, found none.');
}

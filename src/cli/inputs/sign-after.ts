import { InputError } from '../../errors.ts';
import type { WrittenCheckpoint } from '../../runtime/audit-log/write-checkpoint.ts';

/**
 * Signs the log behind an entry that stands whether or not that succeeds; `null` = there is no key. Throws `audit-log/not-signed`, and `audit-log/damaged` where the log
 * is not what was signed before.
 */
export async function signAfter(sign: (() => Promise<WrittenCheckpoint>) | null, index: number): Promise<WrittenCheckpoint | null> {
  if (sign === null) return null;
  try {
    return await sign();
  } catch (error) {
    const isDamaged = error instanceof InputError && error.code === 'audit-log/damaged';
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    throw new InputError(
      isDamaged ? 'audit-log/damaged' : 'audit-log/not-signed',
      `The step stands (entry ${index}); only the checkpoint is missing: ${why}. Do not repeat the step: the next command or run with --log-key writes the checkpoint.`,
      error instanceof InputError ? error.place : {},
      { cause: error },
    );
  }
}

import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../errors.ts';
import { DISPOSITION_WORDS } from '../../results/release-result.ts';
import { type Disk, messageOf } from '../disk/disk.ts';

const schema = z.object({
  resultSha256: z.string().regex(/^[0-9a-f]{64}$/),
  disposition: z.enum(DISPOSITION_WORDS),
  reason: z.string().nullable(),
  /** Absent = of an older version. */
  job: z.string().optional(),
  /** Hash of the listing of what it was computed from; absent or `null` = it was not kept. */
  inputs: z.string().nullish(),
});

/** What a result folder's `record.json` says of its result. Throws `io/failed` where it cannot be read. */
export function readPublished(disk: Disk, folder: string): Readonly<z.infer<typeof schema>> {
  const path = join(folder, 'record.json');
  try {
    return schema.parse(JSON.parse(disk.readText(path)));
  } catch (error) {
    throw new InputError(
      'io/failed',
      `Expected the record of an analysis, found: ${messageOf(error)}. A published result must stay readable.`,
      {
        file: path,
      },
    );
  }
}

import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { releaseResultSchema } from '../../results/release-result-schema.ts';
import type { EarlierResult } from '../../results/reversals.ts';
import type { Disk } from '../disk/disk.ts';
import { analysisName } from './analysis-number.ts';

/** The results of published analyses in a subject's folder. Throws `io/failed` where one cannot be read: it must not be passed over. */
export function readEarlierResults(disk: Disk, folder: string, numbers: readonly number[]): readonly EarlierResult[] {
  return numbers.map((number) => {
    const path = join(folder, analysisName(number), 'result.json');
    try {
      // A result of another version has another layout: it stands, but is not compared value by value.
      const read: unknown = JSON.parse(disk.readText(path));
      const parsed = releaseResultSchema.safeParse(read);
      return { number, schemaVersion: schemaVersionOf(read), result: parsed.success ? parsed.data : null };
    } catch (error) {
      throw new InputError(
        'io/failed',
        `Expected the result of analysis ${analysisName(number)}, found: ${error instanceof Error ? error.message : String(error)}. A published result must stay readable.`,
        { file: path },
      );
    }
  });
}

function schemaVersionOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return null;
  return typeof value.schemaVersion === 'number' && Number.isInteger(value.schemaVersion) ? value.schemaVersion : null;
}

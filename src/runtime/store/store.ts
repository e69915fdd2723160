import { dirname, join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../errors.ts';
import { lotFolderName, type Subject, subjectFolderName } from '../../subject.ts';
import type { Disk } from '../disk/disk.ts';
import { analysisName, type ClaimedAnalysis } from './analysis-number.ts';

/**
 * Looks whether results can be written below `outFolder`, before hours are spent on them. Creates nothing. Throws `usage/cannot-create`.
 */
export function refuseUnwritable(disk: Disk, outFolder: string): void {
  const above = nearestThatExists(disk, outFolder);
  const refuse = (found: string): never => {
    throw new InputError(
      'usage/cannot-create',
      `Expected a folder in which results can be written, found ${found}. Give another folder after --out, or have its rights changed.`,
      { file: outFolder },
    );
  };
  if (disk.kindOf(above) !== 'folder') refuse(`that '${above}' is a file`);
  try {
    disk.refuseUnwritable(above);
  } catch {
    refuse(`no permission to write in '${above}'`);
  }
  refuseOldLayout(disk, outFolder);
}

/** Stores once held a lot's analyses beside each other, without the subjects between: two layouts in one store would number them twice. */
function refuseOldLayout(disk: Disk, outFolder: string): void {
  const lots = join(outFolder, 'lots');
  for (const lot of namesIn(disk, lots)) {
    const analysis = namesIn(disk, join(lots, lot)).find((name) => /^\.?\d{4,9}(\.partial)?$/.test(name));
    if (analysis === undefined) continue;
    throw new InputError(
      'usage/cannot-create',
      `Expected a store with a folder for each subject (lots/<lot>/<subject>/0001), found '${join('lots', lot, analysis)}' of the older layout; give another folder after --out and keep this one as it is, or move its 'lots' folder away first.`,
      { file: outFolder },
    );
  }
}

/** Names in a folder, in order; none where it is not there, is a file or may not be read. */
function namesIn(disk: Disk, folder: string): readonly string[] {
  try {
    return disk.names(folder);
  } catch {
    return [];
  }
}

/** A path, or the nearest one above it that is there. */
export function nearestThatExists(disk: Disk, path: string): string {
  return disk.kindOf(path) !== 'nothing' || dirname(path) === path ? path : nearestThatExists(disk, dirname(path));
}

/** The folder in which the analyses of a subject lie. */
export function subjectFolder(root: string, subject: Subject): string {
  return join(root, 'lots', lotFolderName(subject.lot), subjectFolderName(subject));
}

/** What an earlier analysis of a subject said of itself in its `record.json`. */
export interface EarlierRecord {
  readonly number: number;
  readonly generatedAt: string;
  readonly reason: string | null;
  readonly disposition: string | null;
  readonly resultSha256: string;
}

/** Versions wrote ever more of it: what one did not write is empty. */
const earlierRecord = z.object({
  generatedAt: z.string().default(''),
  reason: z.string().nullable().default(null),
  disposition: z.string().nullable().default(null),
  resultSha256: z.string().default(''),
});

/** The earlier analyses of a claimed one, oldest first. Throws `io/failed` where a published record cannot be read: it must not be passed over. */
export function readEarlierAnalyses(disk: Disk, claim: ClaimedAnalysis): readonly EarlierRecord[] {
  return claim.earlier.map((number) => {
    const path = join(dirname(claim.folder), analysisName(number), 'record.json');
    try {
      return { number, ...earlierRecord.parse(JSON.parse(disk.readText(path))) };
    } catch (error) {
      throw new InputError(
        'io/failed',
        `Expected the record of analysis ${number}, found: ${error instanceof Error ? error.message : String(error)}. A published result must stay readable.`,
        { file: path },
      );
    }
  });
}

import { join } from 'node:path';
import type { AuditEntry } from '../../audit-log/audit-entry.ts';
import { listedRecord } from '../../audit-log/listed-record.ts';
import { InputError } from '../../errors.ts';
import { limsNote } from '../../lims/lims-notes.ts';
import { parseManifest } from '../../outputs/manifest.ts';
import { sentenceOf } from '../../outputs/words/sentence.ts';
import { subjectOfFolder } from '../../persons/published-result.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { parseReleaseResult } from '../../results/release-result-schema.ts';
import { wholeFile } from '../audit-log/whole-file.ts';
import { messageOf } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import { analysisName, publishedIn } from '../store/analysis-number.ts';

/** The results of a store, as its log lists them. */
export interface ListedResults {
  /** Subject folders (`lots/<lot>/<subject>`) with their analyses in order, by the log. */
  readonly subjects: ReadonlyMap<string, readonly string[]>;
  /** Throws where the analyses of a subject that lie on the disk are not those that the log lists: `audit-log/damaged`, `io/failed`; `io/changed` where one is being published. */
  readonly assertAsListed: (subject: string) => void;
  /** SHA-256 of the `result.json` of an analysis, by its manifest as the log lists it. Throws `audit-log/damaged`. */
  readonly resultSha256: (folder: string) => string;
  /** UTC; when the entry of the analysis was written. */
  readonly publishedAt: (folder: string) => string;
  /** The result whose bytes have that hash. Throws `audit-log/damaged`, `io/failed`. */
  readonly read: (folder: string) => ReleaseResult;
}

type Place = Pick<Shelf, 'root' | 'disk'>;

/** Looks through a store. What is sent is what the log lists: nothing else that lies there is a result. */
export function listResults(place: Place, entries: readonly AuditEntry[]): ListedResults {
  const listed = listedRecord(entries).results;
  const subjects = subjectsOf([...listed.keys()]);
  const resultSha256 = (folder: string): string => {
    const manifests = listed.get(folder);
    if (manifests === undefined) throw notListed(folder, 'no entry of it');
    const bytes = wholeFile(place.disk, join(place.root, folder, 'manifest.sha256'));
    if (sha256Of(bytes) !== manifests.at(-1)?.manifestSha256) throw notListed(folder, 'another manifest');
    const found = parseManifest(Buffer.from(bytes).toString('utf8'))?.find(({ path }) => path === 'result.json');
    return found?.sha256 ?? refuse(folder, 'a manifest without result.json');
  };
  return {
    subjects,
    assertAsListed: (subject) => assertAsListed(place, subject, subjects.get(subject) ?? []),
    resultSha256,
    publishedAt: (folder) => entries[listed.get(folder)?.at(-1)?.index ?? 0]?.timeUtc ?? '',
    read: (folder) => {
      const expected = resultSha256(folder);
      const path = join(place.root, folder, 'result.json');
      const bytes = wholeFile(place.disk, path);
      if (sha256Of(bytes) !== expected) throw notListed(folder, 'other bytes of result.json');
      try {
        return parseReleaseResult(JSON.parse(Buffer.from(bytes).toString('utf8')));
      } catch (error) {
        throw new InputError(
          'io/failed',
          `Expected a result of this version, found: ${messageOf(error)}.`,
          { file: path },
          { cause: error },
        );
      }
    },
  };
}

/** By the log alone: what lies there and is not listed is no result, and what is listed and lies there no longer was one. */
function subjectsOf(listed: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const subjects = new Map<string, string[]>();
  for (const folder of listed) {
    if (!isAnalysis(folder)) continue;
    const subject = subjectOfFolder(folder);
    subjects.set(subject, [...(subjects.get(subject) ?? []), folder]);
  }
  for (const folders of subjects.values()) folders.sort((a, b) => numberOf(a) - numberOf(b));
  return subjects;
}

const isAnalysis = (folder: string) => /^lots\/[^/]+\/[^/]+\/\d{4,}$/.test(folder);
const numberOf = (folder: string) => Number(folder.slice(folder.lastIndexOf('/') + 1));

function assertAsListed(place: Place, subject: string, folders: readonly string[]): void {
  const listed = folders.map(numberOf);
  const found = foundIn(place, subject);
  const strange = found.find((number) => !listed.includes(number));
  if (strange !== undefined) refuse(subject, `an analysis ${analysisName(strange)} that no entry lists`);
  const missing = listed.find((number) => !found.includes(number));
  // The log comes first: its folder appears a moment later, out of the draft.
  if (missing !== undefined && place.disk.kindOf(join(place.root, subject, `.${analysisName(missing)}.partial`)) === 'folder')
    throw new InputError(
      'io/changed',
      `Expected the analysis ${analysisName(missing)}, which is being published at this moment: push again.`,
      {
        file: subject,
      },
    );
  if (missing !== undefined) refuse(subject, `no analysis ${analysisName(missing)}, which an entry lists`);
}

function foundIn(place: Place, subject: string): readonly number[] {
  try {
    return publishedIn(place, join(place.root, subject));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw notListed(subject, messageOf(error));
  }
}

function refuse(folder: string, found: string): never {
  throw notListed(folder, found);
}

function notListed(folder: string, found: string): InputError {
  return new InputError('audit-log/damaged', sentenceOf(limsNote('lims/not-listed', { found }), 'en'), { file: folder });
}

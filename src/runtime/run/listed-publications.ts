import { join } from 'node:path';
import { type AdoptedResult, parseBeginning } from '../../audit-log/log-beginning.ts';
import { parseManifest } from '../../outputs/manifest.ts';
import { lotFolderName, type Subject, subjectFolderName } from '../../subject.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import { sha256OfFile, wholeFile } from '../audit-log/whole-file.ts';
import type { Shelf } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import { analysisName } from '../store/analysis-number.ts';
import { readPublished } from '../store/published-record.ts';

/** An analysis that the log lists, and whose files are those that it lists. */
export interface ListedPublication {
  readonly analysis: number;
  /** `lots/<lot>/<subject>/0007`. */
  readonly folder: string;
  readonly disposition: string;
  readonly resultSha256: string;
}

/** What a store holds by its log, whoever published it. */
export interface ListedPublications {
  /** `null` = the log lists no such analysis of the subject, or its files are not there (yet). Throws `audit-log/damaged` where the log cannot be read. */
  readonly of: (subject: Subject, analysis: number) => ListedPublication | null;
  /** The last analysis of a subject that was made of a listing of inputs; `null` = none was. Throws as `of`. */
  readonly madeOf: (subject: Subject, inputs: string) => ListedPublication | null;
}

/** Reads each entry of the log once, however often it is asked. */
export function openListedPublications(shelf: Pick<Shelf, 'root' | 'disk'>): ListedPublications {
  const manifests = new Map<string, Map<number, string>>();
  let next = 0;
  const add = ({ folder, manifestSha256 }: AdoptedResult): void => {
    const place = folder.slice(0, folder.lastIndexOf('/'));
    const known = manifests.get(place) ?? new Map<number, string>();
    manifests.set(place, known.set(Number(folder.slice(place.length + 1)), manifestSha256));
  };
  const grow = (): void => {
    for (const entry of readEntries(shelf, next)) {
      if (entry.index === 0) for (const adopted of parseBeginning(entry)?.adopted ?? []) add(adopted);
      if (entry.action === 'published' && entry.objectSha256 !== null) add({ folder: entry.object, manifestSha256: entry.objectSha256 });
      next = entry.index + 1;
    }
  };
  const listed = (subject: Subject): ReadonlyMap<number, string> => {
    grow();
    return manifests.get(placeOf(subject)) ?? new Map();
  };
  const read = (subject: Subject, analysis: number) => {
    const manifestSha256 = listed(subject).get(analysis);
    return manifestSha256 === undefined ? null : readListed(shelf, placeOf(subject), { analysis, manifestSha256 });
  };
  return {
    of: (subject, analysis) => read(subject, analysis)?.publication ?? null,
    madeOf: (subject, inputs) => {
      const numbers = [...listed(subject).keys()].sort((a, b) => b - a);
      for (const number of numbers) {
        const found = read(subject, number);
        if (found?.inputs === inputs) return found.publication;
      }
      return null;
    },
  };
}

const placeOf = (subject: Subject): string => `lots/${lotFolderName(subject.lot)}/${subjectFolderName(subject)}`;

interface Listed {
  readonly analysis: number;
  readonly manifestSha256: string;
}

/** By the manifest that the log lists: another one, or another record than it lists, is none. */
function readListed(
  { root, disk }: Pick<Shelf, 'root' | 'disk'>,
  place: string,
  { analysis, manifestSha256 }: Listed,
): { readonly publication: ListedPublication; readonly inputs: string | null } | null {
  const folder = `${place}/${analysisName(analysis)}`;
  const manifest = join(root, folder, 'manifest.sha256');
  // The log comes first: its folder appears a moment later, out of the draft.
  if (disk.kindOf(manifest) !== 'file') return null;
  const bytes = wholeFile(disk, manifest);
  if (sha256Of(bytes) !== manifestSha256) return null;
  const files = parseManifest(Buffer.from(bytes).toString('utf8')) ?? [];
  const hashOf = (name: string) => files.find(({ path }) => path === name)?.sha256 ?? null;
  if (hashOf('record.json') !== sha256OfFile(disk, join(root, folder, 'record.json'))) return null;
  const { resultSha256, disposition, inputs } = readPublished(disk, join(root, folder));
  if (hashOf('result.json') !== resultSha256) return null;
  return { publication: { analysis, folder, disposition, resultSha256 }, inputs: inputs ?? null };
}

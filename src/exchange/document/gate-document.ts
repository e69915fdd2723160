import { InputError } from '../../errors.ts';
import type { Gate } from '../../population/gates/registry.ts';
import type { CompensationRequest, SpectrumMatrix } from '../../population/gating-request.ts';
import type { Transform } from '../../population/transforms/registry.ts';
import type { GateNote } from './notes.ts';

/** The gates of a Gating-ML file, or of one sample of a workspace. */
export interface GateSet {
  /** The sample that a workspace names; null where the gates fit any file. */
  readonly sample: string | null;
  /** What tells samples of one name apart in the workspace; null where it has no such thing. */
  readonly id: string | null;
  /** Groups of the workspace that hold the sample. */
  readonly groups: readonly string[];
  /** File names under which the sample may be known. */
  readonly files: readonly string[];
  /** Keywords of the sample's FCS file that the workspace has copied, upper case. */
  readonly keywords: ReadonlyMap<string, string>;
  readonly gates: readonly Gate[];
  readonly transforms: Readonly<Record<string, Transform>>;
  readonly matrices: Readonly<Record<string, SpectrumMatrix>>;
  readonly compensation: CompensationRequest;
  /** The matrix that the gate file states beside the file's own, which is used; its orientation is not known. */
  readonly statedSpillover?: StatedSpillover;
  readonly markers: Readonly<Record<string, readonly string[]>>;
  /** Path of a population whose name is not unique in its tree, by the name that its gate has here. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Counts that the workspace stores, by the gate's name here. */
  readonly storedCounts: ReadonlyMap<string, number>;
  /** What heads a column of membership: in Gating-ML the gate's id, which is unique in the document. */
  readonly heading: 'path' | 'name';
  /** What was left out or read otherwise than it stands. */
  readonly notes: readonly GateNote[];
}

export interface StatedSpillover {
  readonly parameters: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

export interface GateDocument {
  readonly format: string;
  readonly sets: readonly GateSet[];
}

/** The file whose gates are wanted. */
export interface WantedFile {
  readonly file: string;
  /** Its keywords, asked for only where the name fits several samples. */
  readonly keywords?: () => ReadonlyMap<string, string>;
}

/**
 * The set for a file: the only one, the one that is asked for by name or id, or the one whose file names hold it; of several, the one whose
 * copied keywords agree with the file's. Errors: `usage/bad-argument`.
 */
export function chooseSet({ sets }: GateDocument, { file, sample, keywords }: WantedFile & { readonly sample: string | null }): GateSet {
  const byName = sets.filter((set) =>
    sample === null
      ? set.sample === null || set.sample === file || set.files.includes(file)
      : set.sample === sample || set.id === sample || set.files.includes(sample),
  );
  const fitting = byName.length > 1 && keywords !== undefined ? agreeing(byName, keywords()) : byName;
  const [only] = fitting.length === 0 && sample === null && sets.length === 1 ? sets : fitting;
  if (only !== undefined && fitting.length <= 1) return only;
  const known = sets.slice(0, 50).map((set) => `'${set.sample ?? ''}'${set.id === null ? '' : ` (id ${set.id})`}`);
  const sentence = `Expected one sample of ${known.join(', ')} for '${sample ?? file}', found ${fitting.length}. Name it with --sample.`;
  throw new InputError('usage/bad-argument', sentence);
}

/** What instruments write differently into every file. */
const IDENTIFYING: readonly string[] = [
  'GUID',
  '$TOT',
  '$DATE',
  '$BTIM',
  '$ETIM',
  '$BEGINDATETIME',
  '$ENDDATETIME',
  '$SRC',
  '$SMNO',
  '$WELLID',
  '$PLATEID',
  '$PLATENAME',
  '$LOCATIONID',
  '$CARRIERID',
];

function agreeing(sets: readonly GateSet[], keywords: ReadonlyMap<string, string>): readonly GateSet[] {
  return sets.filter((set) =>
    IDENTIFYING.every((keyword) => {
      const [copied, own] = [set.keywords.get(keyword)?.trim(), keywords.get(keyword)?.trim()];
      return copied === undefined || own === undefined || copied === own;
    }),
  );
}

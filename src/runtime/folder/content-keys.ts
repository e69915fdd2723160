import { InputError } from '../../errors.ts';
import type { BoundFile } from '../../pipeline/binding/bound-file.ts';
import type { ContentKey } from '../../pipeline/binding/hold-duplicates.ts';
import { plateContent } from '../../pipeline/binding/plate-content.ts';
import type { Binding } from '../../pipeline/binding.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import type { Disk } from '../disk/disk.ts';
import { readUnchanged, sha256Of, sha256OfSource } from '../disk/files.ts';
import type { Threads } from '../threads/threads.ts';
import { type ExportFile, stampedFile } from './export-file.ts';
import type { FolderContents } from './folder-contents.ts';

export interface ContentTools {
  readonly disk: Disk;
  readonly definition: Definition;
  readonly files: ReadonlyMap<string, ExportFile>;
  readonly contents: FolderContents;
  readonly threads: Threads;
  /** Told of a file whose values or bytes could not be hashed. */
  readonly unhashed: (file: string, error: InputError) => void;
}

/**
 * How the content of every bound file is known. All values of FCS files are hashed only where the first of them agree with another's, which costs a folder
 * without copies next to nothing. A file that cannot be read has no key: its own reason holds it.
 */
export async function contentKeys(bound: readonly BoundFile[], tools: ContentTools): Promise<ReadonlyMap<Binding, readonly ContentKey[]>> {
  const fcs = bound.map((one) => one.binding).filter((binding) => binding.kind !== 'plate');
  const plates = bound.map((one) => one.binding).filter((binding) => binding.kind === 'plate');
  const values = await hashSuspects(fcs, tools);
  const found = await Promise.all(plates.map(async (binding) => [binding, await plateKeys(binding, tools)] as const));
  return new Map([...fcs.map((binding) => [binding, fcsKeys(binding, tools, values)] as const), ...found]);
}

function fcsKeys(binding: Binding, tools: ContentTools, values: ReadonlyMap<string, string>): readonly ContentKey[] {
  const file = tools.files.get(binding.file);
  if (file?.dataSets[binding.dataSet - 1] === undefined) return [];
  const place = dataSetPlace(binding);
  const keys = [placeKey(place)];
  if (file.fingerprints[binding.dataSet - 1] === null) {
    const bytes = hashOf(file, tools);
    return bytes === null ? keys : [...keys, { ...keyOf('bytes', bytes, `data set ${binding.dataSet}`), place }];
  }
  const known = values.get(place);
  return known === undefined ? keys : [...keys, { ...keyOf('values', known, 'fcs'), place }];
}

/** Hash of the values of each data set whose number of events, number of parameters and first values agree with another's, by its place. */
async function hashSuspects(
  bindings: readonly Binding[],
  { files, threads, unhashed }: ContentTools,
): Promise<ReadonlyMap<string, string>> {
  const places = new Map(bindings.map((binding) => [dataSetPlace(binding), binding]));
  const groups = new Map<string, Binding[]>();
  for (const binding of places.values()) {
    const file = files.get(binding.file);
    const dataSet = file?.dataSets[binding.dataSet - 1];
    const fingerprint = file?.fingerprints[binding.dataSet - 1] ?? null;
    if (dataSet === undefined || fingerprint === null) continue;
    const key = JSON.stringify([dataSet.eventCount, dataSet.parameters.length, fingerprint]);
    groups.set(key, [...(groups.get(key) ?? []), binding]);
  }
  const suspects = [...groups.values()].filter((group) => group.length > 1).flat();
  if (suspects.length === 0) return new Map();
  const hashes = await Promise.all(
    suspects.map(async (binding): Promise<[string, string][]> => {
      const file = files.get(binding.file);
      if (file === undefined) return [];
      try {
        const asked = { kind: 'hash-values', file: stampedFile(file), dataSet: binding.dataSet } as const;
        return [[dataSetPlace(binding), (await threads.ask(asked, 'hashed')).sha256]];
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        unhashed(binding.file, error);
        return [];
      }
    }),
  );
  return new Map(hashes.flat());
}

/** Only small files come here: those with too few events. */
function hashOf(file: ExportFile, { disk, unhashed }: ContentTools): string | null {
  try {
    return readUnchanged(disk, stampedFile(file), sha256OfSource);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    unhashed(file.path, error);
    return null;
  }
}

async function plateKeys(binding: Binding, { definition, contents }: ContentTools): Promise<readonly ContentKey[]> {
  const assay = definition.assays.find((known) => known.id === binding.assay);
  if (assay === undefined) return [];
  try {
    const { plate, read, used, values, dated } = plateContent(await contents.readingOf(binding.file, assay), assay, binding);
    const { sha256, bytes } = contents.contentOf(binding.file);
    const decides = values !== null || dated || isWorkbook(bytes) ? 'holds' : 'note';
    const place = JSON.stringify([binding.file, plate]);
    return [
      placeKey(JSON.stringify([place, sha256Of(used)])),
      ...(values === null ? [] : [{ ...keyOf('values', sha256Of(values), 'plate'), place }]),
      { ...keyOf('bytes', sha256, JSON.stringify([plate, read])), place, decides },
    ];
  } catch (error) {
    // What cannot be read serves nothing: the assay itself says why.
    if (error instanceof InputError) return [];
    throw error;
  }
}

function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function placeKey(place: string): ContentKey {
  return { key: JSON.stringify(['place', place]), of: 'place', place, decides: 'holds' };
}

function keyOf(of: 'bytes' | 'values', hash: string, part: string): Omit<ContentKey, 'place'> {
  return { key: JSON.stringify([of, hash, part]), of, decides: 'holds' };
}

function dataSetPlace({ file, dataSet }: Binding): string {
  return JSON.stringify([file, dataSet]);
}

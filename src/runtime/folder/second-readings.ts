import { InputError } from '../../errors.ts';
import type { BoundFile } from '../../pipeline/binding/bound-file.ts';
import type { SecondReadingOf } from '../../pipeline/binding/hold-second-readings.ts';
import { quotedError } from '../../quoted-error.ts';
import type { SecondReaderRecord } from '../../results/release-result.ts';
import type { Threads } from '../threads/threads.ts';
import { isLost } from './changed-files.ts';
import { type ExportFile, stampedFile } from './export-file.ts';

/** Reads every data set that is bound again with the package `fcs`, on threads, which load the package only here. */
export async function readBoundAgain(
  bound: readonly BoundFile[],
  files: ReadonlyMap<string, ExportFile>,
  tools: { readonly threads: Threads; readonly unread: (file: string, error: InputError) => void },
): Promise<SecondReadingOf> {
  const wanted = new Map(
    bound.flatMap(({ binding: { file, dataSet } }) => {
      const known = files.get(file);
      return known?.dataSets[dataSet - 1] === undefined ? [] : [[keyOf({ file, dataSet }), { known, dataSet }] as const];
    }),
  );
  const records = await Promise.all(
    [...wanted].map(async ([key, { known, dataSet }]) => {
      const record = await recordOf(
        async () => (await tools.threads.ask({ kind: 'read-again', file: stampedFile(known), dataSet }, 'read')).record,
        (error) => tools.unread(known.path, error),
      );
      return [key, record] as const;
    }),
  );
  const byKey = new Map(records);
  return (binding) => byKey.get(keyOf(binding)) ?? null;
}

function keyOf({ file, dataSet }: Parameters<SecondReadingOf>[0]): string {
  return JSON.stringify([file, dataSet]);
}

/** A data set whose events we refuse has its own reason wherever it serves: there is nothing to compare with. */
async function recordOf(read: () => Promise<SecondReaderRecord>, unread: (error: InputError) => void): Promise<SecondReaderRecord> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (isLost(error)) unread(error);
    return { outcome: 'outside its range', reader: 'none', eventsCompared: null, detail: quotedError(error) };
  }
}

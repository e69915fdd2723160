import { InputError } from '../../errors.ts';
import { distinctMessages } from '../../message.ts';
import type { CounterAccount } from '../../pipeline/binding/account-for-folder.ts';
import type { CounterFile } from '../../pipeline/binding/bound-file.ts';
import { countsOfExport } from '../../pipeline/counters/counts-of-export.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import { plateRequest } from '../../plates/reading/plate-format-schema.ts';
import { readPlate } from '../../plates/reading/read-plate.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** Reads the exports of cell counters that give counts. One that cannot be read is named: whose counts it holds, nobody can say. */
export async function readCounters(
  definition: Definition,
  { contents, counters }: Pick<PlannedFolder, 'contents' | 'counters'>,
): Promise<CounterAccount> {
  const zone = definition.site.timeZone;
  const read = await Promise.all(counters.map((counter) => readCounter(counter, contents, zone)));
  return {
    rows: read.flatMap(({ rows }) => rows),
    held: read.flatMap(({ held }) => held),
    unused: read.flatMap(({ unused }) => unused),
    unreadable: read.flatMap(({ unreadable }) => unreadable),
    notes: read.flatMap(({ notes }) => notes),
  };
}

async function readCounter(
  { file, rule, fields, error }: CounterFile,
  contents: PlannedFolder['contents'],
  zone: string,
): Promise<CounterAccount> {
  const nothing = { rows: [], held: [], unused: [], unreadable: [], notes: [] };
  try {
    if (error !== null) throw error;
    const reading = await readPlate(contents.contentOf(file).bytes, file, plateRequest(rule.read));
    const notes = distinctMessages(reading.notes).map(({ code, fields }) => ({ code, fields, place: file }));
    return { ...nothing, ...countsOfExport({ file, rule, fields, reading }, zone), notes };
  } catch (failure) {
    if (!(failure instanceof InputError)) throw failure;
    return { ...nothing, unreadable: [{ file, error: failure }] };
  }
}

import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import { hasNumbers } from '../../../plates/check-reading.ts';
import type { Layout, LayoutWell } from '../../../plates/layout.ts';
import type { Plate, PlateReading } from '../../../plates/plate-reading.ts';
import { readPlate as readExport } from '../../../plates/reading/read-plate.ts';
import { readBytes } from '../../../runtime/disk/files.ts';
import { terminal } from '../../terminal/terminal.ts';
import { sentenceWithCode, withText } from '../../terminal/with-text.ts';
import { type ReadOptions, readLayoutFile, readRequest } from './read-request.ts';

interface Options extends ReadOptions {
  /** YAML with the keys of a definition's layout: what stands in the wells. */
  readonly layout?: string;
  readonly json?: boolean;
}

/**
 * `cytolot read-plate FILE [--format F | --anchor CELL --sheet NAME | --read FILE] [--layout FILE] [--json]`: what is in a plate-reader export. Notes also go to
 * stderr as warnings. An export without any number is shown, and refused. Errors: plate/no-results and those of the formats.
 */
export async function readPlateCommand(file: string, options: Options): Promise<number> {
  const reading = await readExport(bytesOf(file), basename(file), readRequest(options));
  const layout = options.layout === undefined ? null : layoutOver(readLayoutFile(options.layout), reading);
  for (const note of reading.notes) terminal.line(`warning: ${basename(file)}: ${sentenceWithCode(note)}`);
  if (options.json === true)
    terminal.json({ ...reading, notes: reading.notes.map(withText), ...(layout === null ? {} : { layout }) }, 'one line');
  else terminal.out(formatReading(reading) + (layout === null ? '' : formatLayout(layout)));
  refuseWithoutNumbers(reading, file);
  return 0;
}

/** What stands in a well, and whether every measured read of every plate has a number there. */
interface WellOfLayout extends LayoutWell {
  readonly read: 'number' | 'marker' | 'nothing';
}

function layoutOver({ wells }: Layout, { plates }: PlateReading): readonly WellOfLayout[] {
  const reads = plates.flatMap((plate) => plate.reads.filter(({ calculated }) => !calculated));
  return wells.map((one) => {
    const own = reads.map(({ values, series, nonNumeric }) =>
      one.well in values || series?.[one.well] !== undefined ? 'number' : one.well in nonNumeric ? 'marker' : 'nothing',
    );
    const worst = (['nothing', 'marker'] as const).find((kind) => own.includes(kind));
    return { ...one, read: reads.length === 0 ? 'nothing' : (worst ?? 'number') };
  });
}

function formatLayout(wells: readonly WellOfLayout[]): string {
  const slots = new Map<string, WellOfLayout[]>();
  for (const one of wells) slots.set(one.slot, [...(slots.get(one.slot) ?? []), one]);
  const lines = [...slots].map(([slot, own]) => {
    const without = own.filter(({ read }) => read !== 'number').map(({ well }) => well);
    return `layout: '${slot}', ${own.length} wells${without.length === 0 ? '' : `, no number in ${without.join(', ')}`}`;
  });
  return `${lines.join('\n')}\n`;
}

function refuseWithoutNumbers({ format, plates }: PlateReading, file: string): void {
  if (plates.some(({ reads }) => reads.some(hasNumbers))) return;
  throw new InputError('plate/no-results', `Expected a number in this export of the format '${format}', found markers only.`, {
    file: basename(file),
  });
}

function bytesOf(file: string): Uint8Array {
  try {
    return readBytes(file);
  } catch (error) {
    if (error instanceof InputError && error.code === 'usage/not-found') {
      throw new InputError('usage/not-found', 'Expected a plate-reader export, found no such file.', { file });
    }
    throw error;
  }
}

function formatReading(reading: PlateReading): string {
  const lines = [`format: ${reading.format}`];
  for (const plate of reading.plates) lines.push(...formatPlate(plate));
  return `${lines.join('\n')}\n`;
}

function formatPlate(plate: Plate): string[] {
  const lines = [`plate '${plate.name}', ${plate.wellCount} wells${plate.readAt == null ? '' : `, read at ${plate.readAt}`}`];
  for (const read of plate.reads) {
    const numbers = Object.keys(read.values).length;
    const markers = Object.keys(read.nonNumeric).length;
    const wavelengths = read.wavelengthsNm.length === 0 ? '' : ` ${read.wavelengthsNm.join('/')} nm`;
    const cycles =
      read.timesSeconds === undefined ? '' : `, ${read.timesSeconds.length} cycles in ${Object.keys(read.series ?? {}).length} wells`;
    const kind = read.calculated ? 'calculated' : 'measured';
    lines.push(
      `  ${kind}: '${read.label}', ${read.mode}${wavelengths}${read.unit === null ? '' : `, ${read.unit}`}: ${numbers} numbers, ${markers} markers${cycles}`,
    );
  }
  return lines;
}

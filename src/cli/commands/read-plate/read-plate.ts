import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import type { Plate, PlateReading } from '../../../plates/plate-reading.ts';
import { readPlate as readExport } from '../../../plates/read-plate.ts';
import { readBytes } from '../../../runtime/disk/files.ts';
import { terminal } from '../../terminal/terminal.ts';
import { sentenceWithCode, withText } from '../../terminal/with-text.ts';

interface Options {
  readonly format?: string;
  readonly json?: boolean;
}

/** `cytolot read-plate FILE [--format F] [--json]`: what is in a plate-reader export. Notes also go to stderr as warnings. */
export async function readPlateCommand(file: string, options: Options): Promise<number> {
  const reading = await readExport(bytesOf(file), basename(file), { format: options.format ?? 'detect' });
  for (const note of reading.notes) terminal.err(`warning: ${basename(file)}: ${sentenceWithCode(note)}\n`);
  if (options.json === true) terminal.json({ ...reading, notes: reading.notes.map(withText) }, 'one line');
  else terminal.out(formatReading(reading));
  return 0;
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

import { InputError } from '../../../errors.ts';
import type { TextSource } from '../../file/export-source.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type SheetRow } from '../../file/sheet.ts';
import { refuseOpenQuotes, splitTabbed } from '../../file/split-tabbed.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { groupReads, readGroup, type SoftMaxGroup } from './softmax-group.ts';
import { readPlateBlock } from './softmax-plate.ts';
import { compareStatistics } from './softmax-statistics.ts';

/** SoftMax Pro 5 to 7, text: blocks from `Plate:`, `Group:` or `Note:` to `~End`. */
export const softMaxPro = definePlateFormat({
  id: 'softmax-pro',
  title: 'Molecular Devices SoftMax Pro, text export',
  container: 'text',
  recognises: (source) => source.kind === 'text' && /^"?##BLOCKS=\s*\d+/.test(source.text),
  marks: /^##BLOCKS=|^~End\b|^Original Filename:.*Date Last Saved/m,
  silent: /^(?:##BLOCKS=|~End$|Original Filename|Date Last Saved|Copyright)/,
  decode: async (source, notes) => (source.kind === 'text' ? decodeSoftMax(source, notes) : []),
});

const FOOTER = /^(?:Original Filename|Date Last Saved|Copyright)/;

interface Block {
  readonly kind: string;
  readonly rows: readonly SheetRow[];
}

async function decodeSoftMax(source: TextSource, notes: NoteList): Promise<readonly Plate[]> {
  const sheet = notes.ledger.open(await splitTabbed(source.text, source.fileName, { openQuotes: 'kept' }));
  const blocks = splitBlocks(sheet.rows, source.fileName, notes);
  for (const row of blocks.flatMap((block) => (block.kind === 'Plate' ? block.rows : []))) refuseOpenQuotes(row, source.fileName);
  // Every line of a block is read, refused where it stands, or named with its block.
  for (const block of blocks) notes.ledger.takeAll(block.rows);
  const plates = blocks
    .filter((block) => block.kind === 'Plate')
    .map((block) => readPlateBlock(block.rows, { file: source.fileName, notes }));
  if (plates.length === 0)
    throw new InputError('plate/no-results', 'Expected a Plate block, found none. Export the plate sections too.', {
      file: source.fileName,
    });
  const groups = blocks
    .filter((block) => block.kind === 'Group')
    .map((block) => readGroup(block.rows, { plates, file: source.fileName, notes }));
  for (const group of groups) compareStatistics(group, { plates, notes });
  const masked = maskedWells(groups, notes);
  return plates.map((plate) => ({
    ...plate,
    reads: [...markMasked(plate.reads, masked.get(plate.name)), ...groupsOf(groups, plate.name, notes)],
  }));
}

/** The blocks in their order; as many as `##BLOCKS=` announces, or the file is cut off. */
function splitBlocks(rows: readonly SheetRow[], file: string, notes: NoteList): Block[] {
  const first = rows[0];
  if (first !== undefined) refuseOpenQuotes(first, file);
  const announced = Number(/##BLOCKS=\s*(\d+)/.exec(cellText(first, 0))?.[1] ?? 0);
  const blocks: { kind: Block['kind']; rows: SheetRow[]; ended: boolean }[] = [];
  let footer = false;
  for (const row of rows.slice(1)) {
    const open = blocks.at(-1);
    const kind = /^([A-Z][\w ]*):/.exec(cellText(row, 0))?.[1];
    if (open !== undefined && !open.ended && cellText(row, 0) === '~End') open.ended = true;
    else if (kind !== undefined && (open === undefined || open.ended) && !FOOTER.test(cellText(row, 0)))
      blocks.push({ kind, rows: [row], ended: false });
    else if (open !== undefined && !open.ended) {
      // A block within a block: the end of the one before was lost, or its heading stands twice.
      if (/^(?:Plate|Group|Note):/.test(cellText(row, 0))) refuseStray(row, file);
      open.rows.push(row);
    } else if (FOOTER.test(cellText(row, 0))) footer = true;
    // Behind the footer a workflow writes its steps and signatures.
    else if (!isBlankRow(row) && !footer) refuseStray(row, file);
  }
  const unended = blocks.find((block) => !block.ended);
  // Some versions count the plates alone.
  const plates = blocks.filter(({ kind }) => kind === 'Plate').length;
  if (blocks.length !== announced && plates === announced && plates > 0)
    notes.add('plate/settings-contradict', { setting: 'blocks', stated: announced, found: blocks.length });
  else if (blocks.length !== announced || (unended !== undefined && unended !== blocks.at(-1))) {
    throw new InputError(
      'plate/bad-export',
      `Expected ${announced} blocks as the first line says, found ${blocks.length}: the file is cut off or was edited. Export it again.`,
      { file, line: rows.at(-1)?.line ?? 1 },
    );
  }
  if (unended !== undefined) notes.add('plate/export-incomplete', { absent: 'end-of-block', block: unended.kind });
  for (const { kind, rows: body } of blocks) {
    if (!/^(?:Plate|Group|Note)$/.test(kind)) notes.add('plate/not-read', { part: 'block', name: kind, line: body[0]?.line ?? 1 });
  }
  return blocks;
}

function refuseStray(row: SheetRow, file: string): never {
  throw new InputError(
    'plate/bad-export',
    `Expected a block (Plate:, Group: or Note:) or the footer, found '${cellText(row, 0).slice(0, 40)}'.`,
    { file, line: row.line },
  );
}

function groupsOf(groups: readonly SoftMaxGroup[], plate: string, notes: NoteList): PlateRead[] {
  return groups.flatMap((group) => groupReads(group, plate, notes));
}

/** A masked well keeps its raw value in the plate block: only the group table says so. Plate name → wells. */
function maskedWells(groups: readonly SoftMaxGroup[], notes: NoteList): ReadonlyMap<string, readonly string[]> {
  const masked = new Map<string, string[]>();
  for (const group of groups) {
    for (const row of group.rows) {
      if (!isMasked(row.cells, group.valueColumn)) continue;
      notes.add('plate/masked', { plate: row.plate, well: row.well, group: group.name });
      const wells = masked.get(row.plate) ?? [];
      if (!wells.includes(row.well)) wells.push(row.well);
      masked.set(row.plate, wells);
    }
  }
  return masked;
}

/** Where no column is proven to hold the wells' values (each of them is masked, for example), the word in any column tells. */
function isMasked(cells: readonly string[], valueColumn: number | null): boolean {
  const own = valueColumn === null ? cells : cells.slice(valueColumn, valueColumn + 1);
  return own.some((cell) => /^masked$/i.test(cell));
}

function markMasked(reads: readonly PlateRead[], wells: readonly string[] | undefined): PlateRead[] {
  return reads.map((read) => (wells === undefined ? read : { ...read, masked: wells }));
}

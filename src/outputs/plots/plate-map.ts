import type { AssayResult } from '../../potency/potency-result.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { words } from '../words.ts';
import { plotColours } from './palette.ts';
import { picture, text, textWidth } from './svg.ts';

type PlateResult = NonNullable<AssayResult['plates']>[number];

const WIDTH = 430;
const LEFT = 26;
const RIGHT = 56;
const TOP = 20;

/** The residual, as a fraction of the response range, that is drawn in full colour. */
const FULL = 0.1;

/** Size of the text of a picture in print. */
const PRINTED = 13;

/** Residuals of a plate as a map, blue below and orange above the curve, with the row and column effects of the median polish in percent beside it. */
export function plateMap(plate: PlateResult, { id, speech }: { id: string; speech: Speech }): Markup {
  const [rows, columns] = [plate.rows.length, plate.columns.length];
  const cell = (WIDTH - LEFT - RIGHT) / columns;
  const place = (row: number, column: number): readonly [number, number] => [LEFT + column * cell, TOP + row * cell];
  const wells = plate.residuals.map(({ row, column, value }) => {
    const [x, y] = place(row, column);
    return markup`<rect x="${x}" y="${y}" width="${cell - 1}" height="${cell - 1}" fill="${value < 0 ? plotColours.reference : plotColours.test}" fill-opacity="${opacity(value)}"/>`;
  });
  const bottom = TOP + rows * cell;
  const frame = markup`<rect x="${LEFT}" y="${TOP}" width="${columns * cell - 1}" height="${rows * cell - 1}" fill="none" stroke="${plotColours.axis}"/>`;
  const small = rows > 8 ? 7 : 10;
  const label = { size: small, fill: plotColours.secondary } as const;
  const rowNames = plate.rows.map((effect, row) => [
    text(LEFT - 6, TOP + (row + 0.5) * cell + 3.5, rowName(row), { ...label, anchor: 'end' }),
    effect === null ? nothing : text(LEFT + columns * cell + 5, TOP + (row + 0.5) * cell + 3.5, percent(effect), label),
  ]);
  const columnNames = plate.columns.map((effect, column) => [
    columns > 12 && column % 4 !== 0
      ? nothing
      : text(LEFT + (column + 0.5) * cell, TOP - 6, String(column + 1), { ...label, anchor: 'middle' }),
    effect === null || columns > 12
      ? nothing
      : text(LEFT + (column + 0.5) * cell, bottom + 12, percent(effect), { ...label, size: 9, anchor: 'middle' }),
  ]);
  const edge = plate.edge === null ? [] : [`${speech.short(words.edgeEffect)} ${percent(plate.edge)} %`];
  const lines = [...wrapped(speech.short(words.plateMapNote)), ...edge];
  const notes = lines.map((note, i) => text(LEFT, bottom + 30 + 15 * i, note, { size: 11, fill: plotColours.secondary }));
  const title = `${speech.text(words.plateMap)} ${plate.name ?? ''}: ${plate.residuals.length} ${speech.short(words.wells)}.`;
  return picture({
    id,
    title,
    width: WIDTH,
    height: bottom + 24 + 15 * lines.length,
    content: [frame, wells, rowNames, columnNames, notes],
  });
}

/** A note in as many lines as the width of the picture needs; clauses stay whole. */
function wrapped(note: string): readonly string[] {
  const lines: string[] = [];
  for (const clause of note.split(/(?<=[;；]) */)) {
    const last = lines.at(-1);
    const longer = last === undefined ? clause : `${last} ${clause}`;
    if (last !== undefined && textWidth(longer, PRINTED) <= WIDTH - LEFT) lines[lines.length - 1] = longer;
    else lines.push(clause);
  }
  return lines;
}

function opacity(value: number): number {
  return Math.trunc(100 * Math.min(1, Math.abs(value) / FULL)) / 100;
}

/** Percent of the response range with its sign; a zero effect is 0. */
function percent(effect: number): string {
  const tenths = Math.trunc(effect * 1000 + (effect < 0 ? -0.5 : 0.5)) / 10;
  return tenths === 0 ? '0' : `${tenths < 0 ? '−' : '+'}${Math.abs(tenths)}`;
}

function rowName(row: number): string {
  return row < 26 ? String.fromCharCode(65 + row) : `A${String.fromCharCode(39 + row)}`;
}

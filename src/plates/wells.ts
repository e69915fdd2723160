/** Rows and columns of the plates there are, by number of wells. */
export const PLATE_SIZES = [6, 12, 24, 48, 96, 384, 1536] as const;
export type PlateSize = (typeof PLATE_SIZES)[number];

const GEOMETRY: Readonly<Record<PlateSize, { readonly rows: number; readonly columns: number }>> = {
  6: { rows: 2, columns: 3 },
  12: { rows: 3, columns: 4 },
  24: { rows: 4, columns: 6 },
  48: { rows: 6, columns: 8 },
  96: { rows: 8, columns: 12 },
  384: { rows: 16, columns: 24 },
  1536: { rows: 32, columns: 48 },
};

export interface WellPosition {
  /** Counts from 0. */
  readonly row: number;
  /** Counts from 0. */
  readonly column: number;
}

export function plateGeometry(size: PlateSize): { readonly rows: number; readonly columns: number } {
  return GEOMETRY[size];
}

export function toPlateSize(wellCount: number): PlateSize | null {
  return PLATE_SIZES.find((size) => size === wellCount) ?? null;
}

/** The smallest plate with at least so many rows and columns; `null` where none is large enough. */
export function smallestPlate(rows: number, columns: number): PlateSize | null {
  return PLATE_SIZES.find((size) => GEOMETRY[size].rows >= rows && GEOMETRY[size].columns >= columns) ?? null;
}

/** The row letters of index 0…31: A…Z, AA…AF. */
export function rowLabel(row: number): string {
  return row < 26 ? String.fromCharCode(65 + row) : `A${String.fromCharCode(65 + row - 26)}`;
}

/** Index of row letters, `null` where they are none. Rows 27 to 32 are AA…AF, or a…f as some readers write them. */
export function parseRowLabel(label: string): number | null {
  if (/^[A-Z]$/.test(label)) return label.charCodeAt(0) - 65;
  if (/^A[A-F]$/.test(label)) return 26 + label.charCodeAt(1) - 65;
  if (/^[a-f]$/.test(label)) return 26 + label.charCodeAt(0) - 97;
  return null;
}

export function wellName(position: WellPosition): string {
  return `${rowLabel(position.row)}${position.column + 1}`;
}

/** `A1`, `A01` or `AF48` → position; `null` where the text is no well of any plate. */
export function parseWell(text: string): WellPosition | null {
  const match = /^([A-Z]|A[A-F])0{0,2}([1-9]\d?)$/.exec(text);
  if (match === null) return null;
  const row = parseRowLabel(match[1] ?? '');
  const column = Number(match[2]) - 1;
  return row === null || column >= GEOMETRY[1536].columns ? null : { row, column };
}

export function isOnPlate(position: WellPosition, size: PlateSize): boolean {
  return position.row < GEOMETRY[size].rows && position.column < GEOMETRY[size].columns;
}

/** Wells of a plate, row by row. */
export function wellsOf(size: PlateSize): string[] {
  const names: string[] = [];
  for (let row = 0; row < GEOMETRY[size].rows; row++) {
    for (let column = 0; column < GEOMETRY[size].columns; column++) names.push(wellName({ row, column }));
  }
  return names;
}

import type { Sheet } from './sheet.ts';

/** The bytes of an export, decoded but not yet understood. */
export type ExportSource = TextSource | WorkbookSource;

export interface TextSource {
  readonly kind: 'text';
  readonly fileName: string;
  /** Decoded, line ends `\n`. */
  readonly text: string;
}

export interface WorkbookSource {
  readonly kind: 'workbook';
  readonly fileName: string;
  readonly sheets: readonly Sheet[];
}

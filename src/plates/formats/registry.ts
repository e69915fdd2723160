import type { PlateFormat } from '../plate-format.ts';
import { bmgMars } from './bmg-mars.ts';
import { bmgSmartControl } from './bmg-smart-control.ts';
import { enVision } from './envision.ts';
import { gen5Text, gen5Workbook } from './gen5.ts';
import { gloMax } from './glomax.ts';
import { kaleido } from './kaleido.ts';
import { luminexIntelliflex } from './luminex-intelliflex.ts';
import { luminexXponent } from './luminex-xponent.ts';
import { lunatic } from './lunatic.ts';
import { msdMethodicalMind } from './msd-methodical-mind.ts';
import { msdWorkbench } from './msd-workbench.ts';
import { nucleoView } from './nucleo-view.ts';
import { skanIt } from './skanit.ts';
import { softMaxPro } from './softmax.ts';
import { tecanMagellan } from './tecan-magellan.ts';
import { tecanSpark } from './tecan-spark.ts';
import { viCellBlu } from './vi-cell-blu.ts';

/** Every vendor format. Adding one is its file, its line here, a fixture in `test/plates/fixtures` and a line in `docs/plate-formats.md`. */
export const PLATE_FORMATS: readonly PlateFormat[] = [
  softMaxPro,
  gen5Text,
  gen5Workbook,
  bmgMars,
  bmgSmartControl,
  skanIt,
  enVision,
  kaleido,
  tecanSpark,
  tecanMagellan,
  gloMax,
  msdMethodicalMind,
  msdWorkbench,
  luminexXponent,
  luminexIntelliflex,
  lunatic,
  viCellBlu,
  nucleoView,
];

/** The formats that the definition declares; in detection they are looked at only where no vendor's format recognises the file. */
export const DECLARED_FORMATS = {
  matrix: { title: 'Declared matrix: plate rows and columns in a text file or workbook' },
  'long-table': { title: 'Declared long table: one well a line, in a text file or workbook' },
} as const;

export type DeclaredFormatName = keyof typeof DECLARED_FORMATS;

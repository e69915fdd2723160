import { registryOf } from '../../registry.ts';
import { gen5Text, gen5Workbook } from './agilent/gen5.ts';
import { kc4 } from './agilent/kc4.ts';
import { viCellBlu } from './beckman/vi-cell-blu.ts';
import { viCellXr } from './beckman/vi-cell-xr.ts';
import { bioPlex } from './bio-rad/bio-plex.ts';
import { bmgMars } from './bmg/bmg-mars.ts';
import { bmgSmartControl } from './bmg/bmg-smart-control.ts';
import { byonoy } from './byonoy/absorbance-96.ts';
import { ncView } from './chemometec/nc-view.ts';
import { nucleoView } from './chemometec/nucleo-view.ts';
import { longTable } from './declared/long-table-declared.ts';
import { matrix } from './declared/matrix-declared.ts';
import { aidElispot, ctlImmunoSpot } from './elispot/spot-counts.ts';
import { luminexIntelliflex } from './luminex/luminex-intelliflex.ts';
import { luminexXponent } from './luminex/luminex-xponent.ts';
import { mabtechApex } from './mabtech/apex.ts';
import { softMaxPro } from './molecular-devices/softmax.ts';
import { msdMethodicalMind } from './msd/msd-methodical-mind.ts';
import { msdWorkbench } from './msd/msd-workbench.ts';
import { gloMax } from './promega/glomax.ts';
import { cellaca } from './revvity/cellaca.ts';
import { enVision } from './revvity/envision.ts';
import { kaleido } from './revvity/kaleido.ts';
import { victorList } from './revvity/victor-list.ts';
import { cedexHiRes } from './roche/cedex-hires.ts';
import { tecanMagellan } from './tecan/tecan-magellan.ts';
import { tecanSpark } from './tecan/tecan-spark.ts';
import { skanIt } from './thermo/skanit.ts';
import { lunatic } from './unchained-labs/lunatic.ts';

/** Every vendor format. Adding one is its file, its line here, a fixture in `test/plates/fixtures` and a line in `docs/plate-formats.md`. */
export const PLATE_FORMATS = registryOf(
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
  viCellXr,
  ncView,
  cedexHiRes,
  kc4,
  byonoy,
  aidElispot,
  ctlImmunoSpot,
  bioPlex,
  mabtechApex,
  cellaca,
  victorList,
);

/** The formats that the definition declares; in detection they are looked at only where no vendor's format recognises the file. One file and one line here add another. */
export const DECLARED_FORMATS = registryOf(matrix, longTable);

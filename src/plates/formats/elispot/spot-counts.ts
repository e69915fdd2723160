import { parseExportDateTime } from '../../dates.ts';
import { linesOf } from '../../file/head-of.ts';
import type { PlateFormat } from '../../plate-format.ts';
import { type BlockKind, besideKey, defineTitledBlocks } from '../tables/titled-blocks.ts';

/** Titles of blocks: what was counted, what was computed of it, and what was put in. */
function spotBlock(title: string): BlockKind {
  if (/layout|template|plate map|comment/i.test(title)) return 'layout';
  // What was put in also stands in the titles of counts: `Spots Number CEF antigen`, `Spot count stimulated`.
  const ofSpots = /spot|SFU|SFC|(?<!cells? )counts?\b/i.test(title);
  if (!ofSpots && /sample|antigen|stimul|dilution|cells per well/i.test(title)) return 'layout';
  const counted =
    /spot|count|SFU|SFC|number/i.test(title) && !/size|area|volume|intensity|mean|average|normali[sz]ed|per |%|diameter|SD\b/i.test(title);
  return {
    label: title.replace(/:$/, '') || 'Spots',
    mode: 'count',
    wavelengthsNm: [],
    unit: counted ? 'spots' : null,
    calculated: !counted,
  };
}

const silent =
  /^(?:Software|Version|Analy[sz]er|Serial|File|Path|Created|Counted|Reviewed|Scanned|Date|Time|User|Operator|Plate|Barcode|Assay|Test|Comment|Device|Reader|Instrument|Machine|AID|CTL|ImmunoSpot|Settings?|Parameters?|Counting|Min|Max|Sensitivity|Background|Diffuse|Spot Separation|Export|Program|Method|Author|Authenticated|Digital)/i;

function elispot(own: Pick<PlateFormat, 'id' | 'title' | 'marks'>): PlateFormat {
  return defineTitledBlocks({
    ...own,
    container: 'either',
    silent,
    recognises: (source) => own.marks.test(linesOf(source)),
    titles: 'always',
    kindOf: ({ title }) => spotBlock(title),
    plateOf: (sheet, { file, notes }) => ({
      name:
        besideKey(sheet, /^Plate(?: (?:ID|Name|Barcode))?(?=\s*:|$)/i) || besideKey(sheet, /^Barcode\b/i) || file.replace(/\.[^.]+$/, ''),
      named: 96,
      readAt: parseExportDateTime(besideKey(sheet, /^(?:Counted|Scanned|Created|Date)(?: (?:on|at|time))?\b/i), notes),
    }),
  });
}

/** AID ELISpot Reader: blocks of spot counts (and of sizes, intensities) of a plate. */
export const aidElispot = elispot({
  id: 'aid-elispot',
  title: 'AID ELISpot Reader, workbook or text (spot counts)',
  marks: /\bAID\b.*\b(?:ELI)?S(?:pot|POT)|\bAID (?:ELISPOT|EliSpot|iSpot|vSpot|GmbH)/,
});

/** CTL ImmunoSpot: blocks of spot counts of a plate. */
export const ctlImmunoSpot = elispot({
  id: 'ctl-immunospot',
  title: 'CTL ImmunoSpot, workbook or text (spot counts)',
  marks: /\bImmunoSpot\b|\bCTL Analy[sz]er/i,
});

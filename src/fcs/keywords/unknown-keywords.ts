import { excerpt } from '../../excerpt.ts';
import { cutList, type Reading } from '../reading.ts';

/** Keywords of FCS 2.0 to 3.2 that begin with `$`, those of parameters apart (FCS 3.2, table 1; 3.1, 3.0 and 2.0 for those that were let go). */
const OF_DATA_SETS: ReadonlySet<string> = new Set(
  `$ABRT $ASC $BEGINANALYSIS $BEGINDATA $BEGINDATETIME $BEGINSTEXT $BTIM $BYTEORD $CARRIERID $CARRIERTYPE $CELLS $COM $COMP $CSMODE $CSTOT $CSVBITS $CYT
  $CYTSN $DATATYPE $DATE $ENDANALYSIS $ENDDATA $ENDDATETIME $ENDSTEXT $ETIM $EXP $FIL $FLOWRATE $GATE $GATING $INST $LAST_MODIFIED $LAST_MODIFIER $LOCATIONID
  $LOST $MODE $NEXTDATA $OP $ORIGINALITY $PAR $PLATEID $PLATENAME $PROJ $SMNO $SPILLOVER $SRC $SYS $TIMESTEP $TOT $TR $UNICODE $UNSTAINEDCENTERS
  $UNSTAINEDINFO $VOL $WELLID`.split(/\s+/),
);

/** Of numbered things: parameters, gates, regions, peaks, cell subsets, fluorescence compensation of FCS 2.0 and 3.0. */
const NUMBERED =
  /^\$(P\d+(B|D|E|F|G|L|N|O|P|R|S|T|V|AFFILIATION|ANALYTE|CALIBRATION|DATATYPE|DET|FEATURE|TAG|TYPE)|G\d+[EFNPRSTV]|R\d+[IW]|PKN?\d+|CSV\d+FLAG|DFC\d+TO\d+)$/;

/** Read without being of any version: the first files of FCS 3.1 had it so. */
const READ_BESIDES: ReadonlySet<string> = new Set(['$SPILL']);

/**
 * Notes keywords with a `$`, which only the standard may give out, that no version of it has: an optional keyword that is misspelt (`$P1GX`, `$SPILOVER`)
 * would change values without a word.
 */
export function noteUnknownKeywords(reading: Reading, keywords: ReadonlyMap<string, string>): void {
  const unknown = [...keywords.keys()].filter(
    (keyword) => keyword.startsWith('$') && !OF_DATA_SETS.has(keyword) && !NUMBERED.test(keyword) && !READ_BESIDES.has(keyword),
  );
  if (unknown.length > 0) reading.remark('fcs/unknown-keywords', cutList(unknown.map((keyword) => excerpt(keyword))));
}

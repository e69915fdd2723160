/** Every way in which a readable FCS file may depart from its standard. `docs/fcs-departures.md` lists them; a definition says which it admits. */
export const DEPARTURES = {
  // HEADER
  'fcs/header-gap': 'Bytes 6 to 9 of HEADER are not blanks.',
  'fcs/header-offsets': 'An offset of DATA or ANALYSIS in HEADER is not a number; the one in TEXT is used.',
  'fcs/header-data-absent': 'HEADER gives no DATA offsets although the file is small enough for them; those in TEXT are used.',
  // TEXT
  'fcs/text-encoding': 'TEXT holds bytes that its standard does not allow; it is read as UTF-8, else as Latin-1.',
  'fcs/text-end': 'TEXT ends a byte late, or without its final delimiter.',
  'fcs/delimiter': 'The delimiter of TEXT is outside the characters that the standard allows.',
  'fcs/literal-delimiters':
    'TEXT has empty values: doubled delimiters are read as two delimiters, because a required keyword is missing otherwise.',
  'fcs/empty-keyword': 'TEXT has a keyword without a name, or a value that no keyword goes with.',
  'fcs/empty-value': 'A keyword has no value.',
  'fcs/delimiter-in-keyword': 'A keyword holds a doubled delimiter: it may be an empty value that the standard forbids.',
  'fcs/doubled-delimiter':
    'A value holds a doubled delimiter, read as one character by the standard; the bytes cannot tell it from an empty keyword.',
  'fcs/cut-value': 'A value looks like a path cut off by a delimiter that was not doubled.',
  'fcs/duplicate-keyword': 'A keyword appears more than once; the first value is used.',
  'fcs/lower-case-mode': '$MODE is l instead of L.',
  'fcs/supplemental-offsets': 'The offsets of the supplemental TEXT cannot be used; it is not read.',
  'fcs/supplemental-conflict': 'The supplemental TEXT repeats a keyword of the primary TEXT; the primary value is used.',
  'fcs/missing-mode': '$MODE is absent; list mode is taken.',
  // DATA
  'fcs/data-offsets-differ': 'HEADER and TEXT give different DATA offsets; the range that fits the events is used.',
  'fcs/data-offsets-absent': 'TEXT gives no usable DATA offsets; those in HEADER are used.',
  'fcs/data-end-off-by-one': 'DATA ends one byte after the last event.',
  'fcs/missing-total': '$TOT is absent; the number of events is that of the DATA segment.',
  'fcs/no-events': 'The data set holds no event.',
  'fcs/byte-order': '$BYTEORD is not one that this version of the standard allows.',
  'fcs/not-finite': 'DATA holds values that are not finite numbers; using one is an error.',
  'fcs/crc-mismatch': 'The CRC at the end of the data set does not belong to its bytes.',
  // parameters
  'fcs/data-type': '$DATATYPE or $PnDATATYPE has a value that this version of the standard does not have.',
  'fcs/packed-bits': 'Values are packed bit by bit across bytes, which FCS 3.1 took out of the standard.',
  'fcs/width-not-bytes': '$PnB is not a whole number of bytes; each value is stored in the next whole number of bytes.',
  'fcs/range': '$PnR cannot be read, or is zero or one; no bits are masked.',
  'fcs/range-beyond-width': '$PnR is larger than the stored width can hold.',
  'fcs/log-offset-zero': '$PnE names decades with an offset of 0; it is read as 1, as FCS 3.1 says.',
  'fcs/log-not-decoded': '$PnE names decades for values that are not integers; they are not decoded.',
  'fcs/missing-amplification': '$PnE is absent; the parameter is taken as linear.',
  'fcs/amplification': '$PnE cannot be read or contradicts itself; the parameter is taken as linear.',
  'fcs/gain': '$PnG cannot be read, or is not greater than zero; 1 is taken.',
  'fcs/gain-on-log': '$PnG and a logarithmic $PnE are given together; the gain is not applied.',
  'fcs/duplicate-name': 'Two parameters have the same $PnN.',
  'fcs/name': '$PnN is blank or holds a comma.',
  // time
  'fcs/two-times': 'More than one parameter is the Time.',
  'fcs/timestep': 'There is a Time parameter, but $TIMESTEP is absent or cannot be used: Time stays as stored.',
  'fcs/time-goes-back': 'Time falls from one event to the next.',
  'fcs/date': 'A date or time is not of the form that the standard gives it, or the end of the acquisition lies before its begin.',
  'fcs/date-conflict': '$BEGINDATETIME or $ENDDATETIME and the older $DATE, $BTIM, $ETIM state different times; the former are used.',
  // description of the acquisition
  'fcs/detector': '$PnL, $PnO, $PnV, $PnCALIBRATION or $PnD is not of the form that the standard gives it.',
  'fcs/unstained-centers': '$UNSTAINEDCENTERS cannot be read, or does not fit the parameters.',
  'fcs/acquisition-keyword': '$VOL or $ORIGINALITY is not of the form that the standard gives it.',
  'fcs/carrier-conflict': '$CARRIERID and $PLATEID, or $LOCATIONID and $WELLID, name different plates or places.',
  'fcs/missing-cytometer': '$CYT, which FCS 3.2 requires, is absent.',
  // spillover
  'fcs/spillover-unreadable': 'A spillover keyword cannot be read; the file counts as having none.',
  'fcs/spillover-by-number': 'The spillover names its parameters by number.',
  'fcs/spillover-decimal-comma': 'The spillover is written with decimal commas.',
  'fcs/spillover-name': 'The spillover names a parameter with other letter case or blanks than $PnN.',
  'fcs/spillover-singular': 'The spillover matrix cannot be inverted, or only with the loss of most digits.',
  'fcs/spillover-diagonal': 'The spillover matrix has a diagonal that is not 1.',
  'fcs/stated-compensation':
    'The file states a compensation by $DFCiTOj or $COMP, which do not say whether the values have had it already; it is not applied.',
  'fcs/spillover-conflict': 'Two spillover keywords give different matrices; the first of the usual order is used.',
  // other segments and data sets
  'fcs/several-data-sets': 'The file holds more than one data set.',
  'fcs/next-data': '$NEXTDATA does not lead to another data set.',
  'fcs/hidden-data-set': 'A further data set lies in bytes to which no $NEXTDATA leads; its events are counted, not read.',
  'fcs/analysis-offsets': 'The offsets of the ANALYSIS segment cannot be used; it is not read.',
  'fcs/analysis-conflict': 'The ANALYSIS segment repeats a keyword of TEXT with another value; that of TEXT is used.',
  'fcs/more-departures': 'There are more departures of one kind than are listed.',
} as const;

export type DepartureCode = keyof typeof DEPARTURES;

import type { FcsDataSet } from '../fcs-file.ts';

/** A keyword that the version of a data set advises against or no longer has. */
export interface DeprecatedKeyword {
  readonly keyword: string;
  /** The version from which on this is so. */
  readonly since: 'FCS3.0' | 'FCS3.1' | 'FCS3.2';
  /** What says the same now; `null` where nothing does. */
  readonly successor: string | null;
}

interface Rule {
  readonly keyword: RegExp;
  readonly since: DeprecatedKeyword['since'];
  readonly successor: string | null;
}

/**
 * Only what we are sure of. Whether a version advises against a keyword or drops it is not told apart: the texts of the standards were not at hand, and a
 * reader does the same in both cases.
 */
const rules: readonly Rule[] = [
  { keyword: /^\$DFC\d+TO\d+$/, since: 'FCS3.0', successor: '$SPILLOVER' },
  { keyword: /^\$COMP$/, since: 'FCS3.1', successor: '$SPILLOVER' },
  // TEXT is UTF-8 from FCS 3.1 on.
  { keyword: /^\$UNICODE$/, since: 'FCS3.1', successor: null },
  { keyword: /^\$DATE$/, since: 'FCS3.2', successor: '$BEGINDATETIME' },
  { keyword: /^\$BTIM$/, since: 'FCS3.2', successor: '$BEGINDATETIME' },
  { keyword: /^\$ETIM$/, since: 'FCS3.2', successor: '$ENDDATETIME' },
  // List mode is the only one left.
  { keyword: /^\$MODE$/, since: 'FCS3.2', successor: null },
  { keyword: /^\$PLATEID$/, since: 'FCS3.2', successor: '$CARRIERID' },
  { keyword: /^\$PLATENAME$/, since: 'FCS3.2', successor: '$CARRIERTYPE' },
  { keyword: /^\$WELLID$/, since: 'FCS3.2', successor: '$LOCATIONID' },
  { keyword: /^\$(?:GATE|GATING|R\d+[IW]|G\d+[A-Z]|PKN?\d+)$/, since: 'FCS3.2', successor: null },
];

/** Keywords of a data set that its version deprecates, in file order. They are read as ever, and are no departure: decision 075. */
export function deprecatedKeywords({ keywords, version }: Pick<FcsDataSet, 'keywords' | 'version'>): readonly DeprecatedKeyword[] {
  const inForce = rules.filter(({ since }) => version >= since);
  return [...keywords.keys()].flatMap((keyword) => {
    const rule = inForce.find((one) => one.keyword.test(keyword));
    return rule === undefined ? [] : [{ keyword, since: rule.since, successor: rule.successor }];
  });
}

import { defineCounter } from '../tables/sample-rows.ts';

/** ChemoMetec NC-View and NC-202: one line a sample; thousands with a space between. */
export const ncView = defineCounter({
  id: 'nc-view',
  title: 'ChemoMetec NC-View and NC-202, CSV (cell counts)',
  container: 'either',
  marks: /^(?=.*\bLIVE \(cells\/ml\))(?=.*\bDEAD \(cells\/ml\)).*$|\bNC-(?:View|202)\b/im,
  silent: /^(?:NC-View|NC-202|Export)/i,
  needed: [/^TOTAL \(cells\/ml\)$/i, /^LIVE \(cells\/ml\)$/i, /^DEAD \(cells\/ml\)$/i, /^VIABILITY \(%\)$/i],
  sample: /^SAMPLE(?: ID)?$/i,
  named: /^(?:NAME|SAMPLE ID|SAMPLE)$/i,
  date: /^(?:DATE|TIME|MEASURED|ACQUIRED).*$/i,
  results: /^(?:TOTAL|LIVE|DEAD|VIABILITY|DIAMETER|AGGREGATES|DEBRIS)/i,
  described:
    /^(?:NAME|SAMPLE|TAGS|PROTOCOL|MEDIA|USER|OPERATOR|SIGNED|INSTRUMENT|STATUS|DILUTION|DATE|TIME|COMMENT|CASSETTE|NOTE|LOT|MEASURED|ACQUIRED|ID$)/i,
  state: { heading: /^STATUS$/i, good: /^(?:OK|)$/i },
  dilution: /^DILUTION/i,
  viability: { percent: /^VIABILITY/i, live: /^LIVE \(cells/i, total: /^TOTAL \(cells/i },
});

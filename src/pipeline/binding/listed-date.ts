import { dayNumber } from '../../calendar.ts';
import type { Departure } from '../../fcs/departures.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { Binding } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { dayOf, fcsAcquisitionDate } from '../tables/dates.ts';

/** Days that a list and a clock may be apart: an acquisition past midnight, or a clock that is set to another zone. */
const MOST_DAYS_APART = 1;

/** Departures of a bound data set: its own, and that its day is not the one of the sample list. */
export function departuresOf(definition: Pick<Definition, 'site'>, binding: Binding, dataSet: FcsDataSet | null): readonly Departure[] {
  if (dataSet === null) return [];
  const listed = listedDate(definition, binding, dataSet);
  return listed === null ? dataSet.departures : [...dataSet.departures, listed];
}

function listedDate({ site }: Pick<Definition, 'site'>, { acquiredAt }: Binding, dataSet: FcsDataSet): Departure | null {
  const found = fcsAcquisitionDate(dataSet, site.timeZone);
  if (found === null || acquiredAt === null) return null;
  const [stated, listed] = [dayOf(found), dayOf(acquiredAt)];
  const [a, b] = [dayNumber(stated), dayNumber(listed)];
  if (a === null || b === null || Math.abs(a - b) <= MOST_DAYS_APART) return null;
  return { code: 'fcs/date-not-listed', fields: { stated, listed } };
}

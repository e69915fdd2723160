import { acquisitionBegin, type TimeKeywords } from '../../fcs/keywords/acquisition-time.ts';
import { type Moment, parseIsoMoment } from '../../fcs/keywords/moment.ts';

/** A date or time in ISO form with its offset; `zone` (`+08:00`) where the text has none. `null` where the text is no date. */
export function formatAcquisitionDate(text: string, zone: string): string | null {
  const moment = parseIsoMoment(text);
  return moment === null ? null : formatMoment(moment, zone);
}

/** When a data set was acquired, by its keywords, in ISO form to the second; `zone` where they state no offset. `null` where none can be read. */
export function fcsAcquisitionDate(stated: TimeKeywords, zone: string): string | null {
  const moment = acquisitionBegin(stated);
  return moment === null ? null : formatMoment(moment, zone);
}

function formatMoment({ day, time, offset }: Moment, zone: string): string {
  return time === null ? day : `${day}T${time}${offset ?? zone}`;
}

/** The calendar day (`yyyy-mm-dd`) of an ISO date as it was written, at the site. */
export function dayOf(date: string): string {
  return date.slice(0, 10);
}

import { INTERVAL_GAPS } from '../attributes/interval-gaps.ts';
import { ATTRIBUTE_REASONS } from '../attributes/reasons.ts';
import { DEPARTURES } from '../fcs/departures.ts';
import type { Register } from '../message.ts';
import { PIPELINE_NOTES, UNUSED_ROWS } from '../pipeline/notes.ts';
import { PIPELINE_REASONS } from '../pipeline/reasons.ts';
import { CLUSTER_FAILURES } from '../population/clusters/cluster-failures.ts';
import { POTENCY_REASONS } from '../potency/reasons.ts';
import { QUOTED_ERROR } from '../quoted-error.ts';
import { SPECIFICATION_REASONS } from '../specification/reasons.ts';
import { SECOND_READINGS } from './second-readings.ts';

/** Every code that a reason or a note of a result may have, with its fields. */
export const REASONS: Register = {
  ...ATTRIBUTE_REASONS,
  ...SPECIFICATION_REASONS,
  ...PIPELINE_REASONS,
  ...POTENCY_REASONS,
};

/** Every code that a departure of an input file may have. */
export const FILE_DEPARTURES: Register = DEPARTURES;

/** The code of a row of a table that nothing uses; why it is so is quoted in it. */
export const UNUSED_ROW_NOTES: Register = { 'table/unused-row': PIPELINE_NOTES['table/unused-row'] };

/** Every code of what the second reader makes of a file, with the error by which we refuse it ourselves. */
export const SECOND_READER_DETAILS: Register = { ...SECOND_READINGS, ...QUOTED_ERROR };

/** Every code that a field of another message may quote. */
export const QUOTABLE: Register = {
  ...REASONS,
  ...DEPARTURES,
  ...INTERVAL_GAPS,
  ...CLUSTER_FAILURES,
  ...SECOND_READINGS,
  ...QUOTED_ERROR,
  ...UNUSED_ROWS,
};

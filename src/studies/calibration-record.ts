import * as z from 'zod';
import type { Placed } from './study.ts';
import { nameColumn, numberColumn, optionalText } from './study-columns.ts';

export type CalibrationRow = Placed<z.output<typeof calibrationRow>>;

export const calibrationRow = z.object({
  standard: nameColumn('the new standard'),
  against: nameColumn('the current standard that it was measured against'),
  assay: nameColumn('the independent assay'),
  ratio: numberColumn({
    unit: '1',
    domain: 'positive',
    meaning: 'the new standard over the current one: relative potency, or ratio of contents',
  }),
  quantity: optionalText('what is calibrated, such as activity or content; each has its own chain'),
});

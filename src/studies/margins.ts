import * as z from 'zod';
import { marginsOptions } from './margins-options.ts';
import { marginsOf, marginsTable } from './margins-table.ts';
import { defineStudy } from './study.ts';
import { nameColumn, numberColumn } from './study-columns.ts';

const row = z.object({
  figure: nameColumn('the figure of parallelism, such as slope-ratio or rsse'),
  assay: nameColumn('the historic assay'),
  value: numberColumn({ unit: 'its own', domain: 'any', meaning: 'the value of the figure in the assay' }),
});

/** Equivalence margins and limits from figures of historic assays of samples known to be parallel. */
export const margins = defineStudy({
  id: 'margins',
  title: 'Margins from figures of historic assays',
  row,
  options: marginsOptions,
  compute: (rows, options) => marginsOf(rows, options),
  render: ({ figures }) => [marginsTable(figures)],
});

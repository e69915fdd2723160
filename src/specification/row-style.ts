import type { AttributeEstimate } from '../attributes/attribute-result.ts';
import type { CriterionStyle } from './criterion-fields.ts';
import { exactLimit } from './decided-value.ts';
import type { Specification, SpecificationRow } from './specification.ts';

/** How criterion and limits of a row are printed. */
export function styleOf(row: SpecificationRow, estimate: AttributeEstimate, specification: Specification): CriterionStyle {
  return {
    on: row.on,
    unit: row.unit,
    digits: row.digits ?? 0,
    dose: specification.product.dose,
    derived: (end) => exactLimit(end, row, { specification, estimate }),
  };
}

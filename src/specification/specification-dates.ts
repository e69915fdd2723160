/** By which date of a subject its revision is chosen. */
export const SPECIFICATION_DATES = ['first-acquisition', 'manufacture', 'study-protocol'] as const;
export type SpecificationDate = (typeof SPECIFICATION_DATES)[number];

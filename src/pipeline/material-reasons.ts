import { type PipelineCode, REAGENT, REAGENT_LOT, REFERENCE, SERVED } from './reason-fields.ts';

/** Reasons about reference standards and reagents. */
export const MATERIAL_REASONS = {
  'reference/not-bound': {
    causes: REFERENCE,
    meaning: 'The sample list binds no reference standard to a plate.',
    fields: { source: 'text', file: 'file' },
  },
  'reference/unregistered': { causes: REFERENCE, meaning: 'The reference standard is not in the register.', fields: { standard: 'name' } },
  'reference/not-yet-qualified': {
    causes: REFERENCE,
    meaning: 'The reference standard was not yet qualified on the assay day.',
    fields: { standard: 'name', qualifiedFrom: 'day', day: 'day' },
  },
  'reference/retest-due': {
    causes: REFERENCE,
    meaning: 'The reference standard was past its retest date on the assay day.',
    fields: { standard: 'name', retestDate: 'day', day: 'day' },
  },
  'reference/expired': {
    causes: REFERENCE,
    meaning: 'The reference standard was expired on the assay day.',
    fields: { standard: 'name', expiryDate: 'day', day: 'day' },
  },
  'reference/no-assay-date': {
    causes: REFERENCE,
    meaning: 'The assay has no date to compare the reference standard with.',
    fields: { standard: 'name' },
  },
  'reference/not-shared': {
    causes: REFERENCE,
    meaning: 'The assays of one reportable value stand on several reference standards.',
    fields: { standards: { list: 'name' } },
  },
  'reference/level-mismatch': {
    causes: REFERENCE,
    meaning: 'The limits of the assigned potency have another level than the interval of the assay, so they cannot be put together.',
    fields: { standard: 'name', level: 'number', found: 'number' },
  },
  'reference/wrong-kind': {
    causes: REFERENCE,
    meaning: 'The reference standard is of another kind than the assay asks for.',
    fields: { standard: 'name', kind: 'text', found: 'text' },
  },
  'reagent/not-stated': {
    causes: REAGENT,
    meaning: 'The table of reagents does not say which lot of a demanded kind was used.',
    fields: { kind: 'name', assayRun: { orNull: 'name' }, served: SERVED },
  },
  'reagent/several-lots': {
    causes: REAGENT,
    meaning: 'Several lots of a demanded kind were used, and nothing says which served what.',
    fields: { kind: 'name', assayRun: { orNull: 'name' }, served: SERVED, rows: { list: { record: { lot: 'name', place: 'text' } } } },
  },
  'reagent/unregistered': {
    causes: REAGENT,
    meaning: 'The lot of a reagent is not in the register under its kind.',
    fields: { ...REAGENT_LOT, registeredAs: { orNull: 'name' }, guess: { orNull: 'name' } },
  },
  'reagent/not-released': {
    causes: REAGENT,
    meaning: 'The lot of a reagent is quarantined, rejected or withdrawn.',
    fields: { ...REAGENT_LOT, status: { oneOf: ['quarantined', 'rejected', 'withdrawn'] } },
  },
  'reagent/not-yet-qualified': {
    causes: REAGENT,
    meaning: 'The lot of a reagent was not yet qualified on the day of acquisition.',
    fields: { ...REAGENT_LOT, qualifiedFrom: 'day', day: 'day' },
  },
  'reagent/retest-due': {
    causes: REAGENT,
    meaning: 'The lot of a reagent was past its retest date on the day of acquisition.',
    fields: { ...REAGENT_LOT, retestDate: 'day', day: 'day' },
  },
  'reagent/expired': {
    causes: REAGENT,
    meaning: 'The lot of a reagent was expired on the day of acquisition.',
    fields: { ...REAGENT_LOT, expiryDate: 'day', day: 'day' },
  },
  'reagent/no-date': {
    causes: REAGENT,
    meaning: 'What a reagent served has no date of acquisition to compare its dates with.',
    fields: REAGENT_LOT,
  },
} as const satisfies Readonly<Record<string, PipelineCode>>;

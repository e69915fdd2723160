import { type AnyGiven, allFields, type GivenFields } from '../given-fields.ts';
import type { FieldKinds, FieldsOf, Message } from '../message.ts';
import type { PotencyReason, SampleScope } from '../potency/reasons.ts';

const NUMBER = { orNull: 'number' } as const;
const INTERVAL = { lower: NUMBER, upper: NUMBER } as const;

/** Every reason that only a study gives, with its meaning and its fields; `docs/errors.md` lists them. Studies also give those of assays. */
export const STUDY_REASONS = {
  'study/no-working-range': {
    meaning: 'No two neighbouring levels of a standard curve meet the limits of recovery and CV.',
    fields: { curve: 'text' },
  },
  'study/control-recovery': {
    meaning: 'A control of known concentration is not found within its limits.',
    fields: { curve: 'text', control: 'text', lowerPercent: 'number', upperPercent: 'number', recoveryPercent: NUMBER },
  },
  'study/dilutions-differ': {
    meaning: 'The dilutions of one sample give concentrations that differ by more than the method admits.',
    fields: {
      finding: { oneOf: ['deviation', 'contradiction', 'none-inside'] },
      sample: 'text',
      curve: 'text',
      dilution: NUMBER,
      mostPercent: NUMBER,
      deviationPercent: NUMBER,
      dilutions: { list: { record: { dilution: 'number', outcome: { oneOf: ['within', 'above', 'below', 'replicates-differ'] } } } },
    },
  },
  'study/validation-criterion': {
    meaning: 'A level or the line of a validation study does not meet its criterion.',
    fields: { criterion: { oneOf: ['bias', 'precision', 'slope'] }, level: NUMBER, found: NUMBER, ...INTERVAL },
  },
  'study/no-variance-components': {
    meaning: 'Without replicates within runs the variance between runs cannot be parted from that within them.',
    fields: {},
  },
  'study/too-few-assays': {
    meaning: 'Fewer independent assays were found than the study needs for a value with an interval.',
    fields: { for: { oneOf: ['standard', 'margin'] }, name: 'text', against: { orNull: 'text' }, needed: 'integer', found: 'integer' },
  },
  'study/not-equivalent': {
    meaning: 'The interval of a ratio does not lie within its equivalence bounds.',
    fields: {
      to: { oneOf: ['current-standard', 'head-of-chain'] },
      standard: 'text',
      against: { orNull: 'text' },
      lowerBound: NUMBER,
      upperBound: NUMBER,
      ...INTERVAL,
    },
  },
  'study/too-few-times': {
    meaning: 'Fewer than three times were found, so there is no line over time.',
    fields: { figure: 'text', standard: { orNull: 'text' }, found: 'integer' },
  },
  'study/trend-not-excluded': {
    meaning: 'The interval of a slope does not lie within its margin: a trend is not excluded.',
    fields: { figure: 'text', standard: { orNull: 'text' }, ...INTERVAL },
  },
  'study/no-control-limits': {
    meaning: 'Fewer than eight runs, or none that vary: there are no control limits.',
    fields: { figure: 'text', standard: { orNull: 'text' }, runs: 'integer' },
  },
  'study/beyond-control-limits': {
    meaning: 'Runs of the reference standard lie beyond its control limits.',
    fields: { figure: 'text', standard: { orNull: 'text' }, runs: { list: 'text' }, ...INTERVAL },
  },
  'study/shelf-life-capped': {
    meaning: 'No limit meets its bound within the data and the extrapolation that the options allow, so the proposal ends there.',
    fields: { figure: 'text', standard: { orNull: 'text' }, proposed: 'number', crossing: NUMBER },
  },
  'study/outside-bounds': {
    meaning: 'The limit of the line lies outside its bounds from the start.',
    fields: { figure: 'text', standard: { orNull: 'text' } },
  },
  'study/assay-left-out': {
    meaning: 'A historic assay has no curve that determines its figures, so it is not part of the history.',
    fields: { assay: 'text', because: { orNull: 'message' } },
  },
  'study/interval-not-defined': {
    meaning: 'The data do not vary where an interval would come from, so there is none.',
    fields: { of: { oneOf: ['difference', 'area'] }, area: NUMBER },
  },
  'study/not-discriminated': {
    meaning: 'The interval of degraded against intact does not lie wholly beyond the margin.',
    fields: INTERVAL,
  },
  'study/no-replicates': { meaning: 'No doses have replicates that vary, so effects have no variance.', fields: {} },
  'study/no-single-effect': {
    meaning: 'A combination has no effects of its components alone at the same doses to compare with.',
    fields: { combinations: { list: { record: { doseA: 'number', doseB: 'number' } } } },
  },
  'study/effect-outside-curve': {
    meaning: 'A component alone does not give the effect of a combination, so its dose alone does not exist.',
    fields: {
      of: { oneOf: ['fraction', 'combinations'] },
      component: { orNull: 'text' },
      fraction: NUMBER,
      dose: NUMBER,
      combinations: { list: { record: { doseA: 'number', doseB: 'number' } } },
    },
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fields: FieldKinds }>>;

export type StudyReasonCode = keyof typeof STUDY_REASONS;

type KindsOf<Code extends StudyReasonCode> = (typeof STUDY_REASONS)[Code]['fields'];

/** The fields of a reason of a study by its code. */
export type StudyReasonFields<Code extends StudyReasonCode> = FieldsOf<KindsOf<Code>>;

interface OwnReason extends Message {
  readonly code: StudyReasonCode;
  readonly scope: SampleScope;
}

/** Why a part of a study has no value, or what a reviewer must know: a reason of the study, or of an assay in it. */
export type StudyReason = OwnReason | PotencyReason;

/** A reason of a study with its scope and what was found; fields that may be `null` can be left out. */
export function studyReason<Code extends StudyReasonCode>(code: Code, scope: SampleScope, fields: GivenFields<KindsOf<Code>>): StudyReason;
export function studyReason(code: StudyReasonCode, scope: SampleScope, given: AnyGiven): StudyReason {
  return { code, scope, fields: allFields(STUDY_REASONS[code].fields, given) };
}

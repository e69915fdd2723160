import type { Reason, ReasonScope } from '../attributes/attribute-result.ts';
import type { Cause } from '../cause.ts';

type Causes = Readonly<Partial<Record<ReasonScope, Cause>>>;

const FILE = { 'assay-run': 'file', 'test-article': 'file' } as const satisfies Causes;
const METHOD = { 'assay-run': 'method', 'test-article': 'method' } as const satisfies Causes;
const PLAN = { 'assay-run': 'plan', 'test-article': 'plan' } as const satisfies Causes;
/** Rows of a table that contradict the plan or each other. */
const TABLE = { attribute: 'plan' } as const satisfies Causes;
const LABORATORY = { 'assay-run': 'laboratory', 'test-article': 'laboratory' } as const satisfies Causes;
const CONTROL = { 'assay-run': 'control' } as const satisfies Causes;
/** Control cells, beads, antibodies and other reagents are the laboratory's. */
const REAGENT = { 'assay-run': 'laboratory' } as const satisfies Causes;
const REFERENCE = { 'assay-run': 'reference' } as const satisfies Causes;

/** Reasons that the pipeline itself gives, beside those of the attributes and of potency, with the cause for each scope in which they are given. `docs/errors.md` lists them. */
export const PIPELINE_REASONS = {
  'pending/not-arrived': {
    causes: PLAN,
    meaning:
      'What the plan names has not arrived: a file, or as many plates, preparations or counts as are planned. The result is pending.',
  },
  'held/not-tested': { causes: LABORATORY, meaning: 'The sample list says that a sample, control or plate was not tested, and why.' },
  'held/replaces-unknown': {
    causes: PLAN,
    meaning: 'A repeat names no plate, preparation or file that it could repeat, or several, or counts no higher than what it repeats.',
  },
  'occasion/repeated': {
    causes: { 'test-article': 'another reason' },
    meaning: 'A plate or preparation that was not valid was repeated; the repeat stands in its place, both are shown.',
  },
  'held/unreadable-file': { causes: FILE, meaning: 'A file cannot be read.' },
  'held/changed': { causes: FILE, meaning: 'A file changed, grew or vanished during the run, or its hash could not be taken.' },
  'held/duplicate-content': {
    causes: FILE,
    meaning: 'The same content is bound to two things, and their lines do not say that it is shared.',
  },
  'held/identity-missing': { causes: FILE, meaning: 'A source of the identity check does not state the identity.' },
  'held/identity-mismatch': { causes: FILE, meaning: 'The sources of the identity check disagree.' },
  'held/unknown-tube': { causes: { 'test-article': 'plan' }, meaning: 'The sample list names a tube that the definition does not have.' },
  'held/unknown-stage': { causes: { 'test-article': 'plan' }, meaning: 'The sample list names a stage at which the tube is not acquired.' },
  'held/departure': { causes: FILE, meaning: 'A file departs from the FCS standard in a way that the definition does not admit.' },
  'held/second-reader': { causes: FILE, meaning: 'The second reader reads a file otherwise than we do.' },
  'held/occasion-not-allowed': {
    causes: { 'test-article': 'plan' },
    meaning: 'There are more test occasions than the method allows.',
  },
  'held/double-count': {
    causes: TABLE,
    meaning: 'Several rows count one preparation, and the method plans no replicates: none is averaged.',
  },
  'held/count-replicates': { causes: TABLE, meaning: 'The replicates of a count are not the planned ones, each once.' },
  'held/double-result': { causes: TABLE, meaning: 'Several results from elsewhere claim one attribute on one test occasion.' },
  'held/other-method': { causes: TABLE, meaning: 'A result from elsewhere was found by another procedure than the method names.' },
  'held/other-spelling': { causes: TABLE, meaning: 'A name differs from a known one only in case, Unicode form or kind of separators.' },
  'table/unused-row': { causes: TABLE, meaning: 'A row of a table names something that nothing asks for.' },
  'held/subject-unreadable': {
    causes: FILE,
    meaning: 'A file name or keyword does not say which purpose, condition and time point its file is for.',
  },
  'held/subject-not-stated': {
    causes: { attribute: 'plan' },
    meaning: 'A count or a result from elsewhere names no purpose, and its lot has other subjects than a release.',
  },
  'control/missing': { causes: CONTROL, meaning: 'A control is not in the export folder.' },
  'control/ambiguous': { causes: CONTROL, meaning: 'More than one file could be the control.' },
  'control/outside-limits': { causes: CONTROL, meaning: 'A control does not show what it must.' },
  'control/too-few-events': { causes: CONTROL, meaning: 'A control has fewer events than the method asks for.' },
  'control/no-threshold': { causes: CONTROL, meaning: 'A threshold cannot be taken from its control.' },
  'instrument/mismatch': { causes: LABORATORY, meaning: 'Sample and control were acquired with different settings.' },
  'instrument/not-stated': { causes: LABORATORY, meaning: 'A file does not state a setting that the method compares.' },
  'population/missing-parameter': { causes: FILE, meaning: 'A parameter or marker that a gate needs is not in the file.' },
  'population/ambiguous-parameter': { causes: FILE, meaning: 'More than one parameter of the file fits a name of the method.' },
  'population/not-clustered': {
    causes: { 'assay-run': 'control', 'test-article': 'test article' },
    meaning: 'The clusters of a data-driven gate could not be learned, or cannot be trusted.',
  },
  'population/not-gated': { causes: { 'assay-run': 'control', 'test-article': 'file' }, meaning: 'A population could not be gated.' },
  'reference/unregistered': { causes: REFERENCE, meaning: 'The reference standard is not in the register.' },
  'reference/not-yet-qualified': { causes: REFERENCE, meaning: 'The reference standard was not yet qualified on the assay day.' },
  'reference/retest-due': { causes: REFERENCE, meaning: 'The reference standard was past its retest date on the assay day.' },
  'reference/expired': { causes: REFERENCE, meaning: 'The reference standard was expired on the assay day.' },
  'reference/no-assay-date': { causes: REFERENCE, meaning: 'The assay has no date to compare the reference standard with.' },
  'reference/not-shared': { causes: REFERENCE, meaning: 'The assays of one reportable value stand on several reference standards.' },
  'reference/level-mismatch': {
    causes: REFERENCE,
    meaning: 'The limits of the assigned potency have another level than the interval of the assay, so they cannot be put together.',
  },
  'reference/wrong-kind': { causes: REFERENCE, meaning: 'The reference standard is of another kind than the assay asks for.' },
  'reagent/not-stated': { causes: REAGENT, meaning: 'The table of reagents does not say which lot of a demanded kind was used.' },
  'reagent/several-lots': { causes: REAGENT, meaning: 'Several lots of a demanded kind were used, and nothing says which served what.' },
  'reagent/unregistered': { causes: REAGENT, meaning: 'The lot of a reagent is not in the register under its kind.' },
  'reagent/not-released': { causes: REAGENT, meaning: 'The lot of a reagent is quarantined, rejected or withdrawn.' },
  'reagent/not-yet-qualified': { causes: REAGENT, meaning: 'The lot of a reagent was not yet qualified on the day of acquisition.' },
  'reagent/retest-due': { causes: REAGENT, meaning: 'The lot of a reagent was past its retest date on the day of acquisition.' },
  'reagent/expired': { causes: REAGENT, meaning: 'The lot of a reagent was expired on the day of acquisition.' },
  'reagent/no-date': { causes: REAGENT, meaning: 'What a reagent served has no date of acquisition to compare its dates with.' },
  'plate/unreadable': { causes: { 'assay-run': 'file' }, meaning: 'A plate-reader export cannot be read.' },
  'population/bad-spillover': { causes: FILE, meaning: 'The spillover matrix of a file cannot be used.' },
  'population/bad-gate': { causes: METHOD, meaning: 'A gate is not well defined for a file.' },
  'population/bad-transform': { causes: METHOD, meaning: 'The parameters of a transform are outside their range for a file.' },
} as const satisfies Readonly<Record<string, { readonly causes: Causes; readonly meaning: string }>>;

export type PipelineReasonCode = keyof typeof PIPELINE_REASONS;

/** Scopes for which a code declares its cause; in no other can it be given. */
export type ScopeOf<Code extends PipelineReasonCode> = Code extends PipelineReasonCode
  ? keyof (typeof PIPELINE_REASONS)[Code]['causes']
  : never;

/** A reason with a scope for which its code has a cause. */
export function pipelineReason<Code extends PipelineReasonCode>(code: Code, scope: ScopeOf<Code> & ReasonScope, message: string): Reason {
  return { code, scope, message };
}

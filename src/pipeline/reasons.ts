import { OCCASION_KINDS } from '../attributes/result-words.ts';
import type { Cause, ReasonScope } from '../cause.ts';
import type { FieldKinds, FieldsOf } from '../message.ts';

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

/** Instrument settings that a control shares with its samples. */
export const SETTINGS = ['cytometer', 'serial', 'voltages', 'gains'] as const;

/** What a name of a table or of the sample list names. */
export const NAMED = [
  'lot',
  'subject',
  'attribute',
  'stage',
  'count',
  'slot',
  'assay-run',
  'reagent-kind',
  'served',
  'tube',
  'control',
  'assay',
  'sample',
  'preparation',
  'row',
] as const;
export type NamedThing = (typeof NAMED)[number];

/** Fields whose sources must agree. */
export const IDENTITY_FIELDS = [
  'lot',
  'assayRun',
  'stage',
  'sample',
  'preparation',
  'tube',
  'control',
  'purpose',
  'condition',
  'timePoint',
] as const;

const IDENTITY_FIELD = { oneOf: IDENTITY_FIELDS } as const;
/** Where a file states an identity: a line of the sample list, its name, or a keyword. */
const IDENTITY_SOURCE = { record: { kind: { oneOf: ['sample-list', 'file-name', 'keyword'] }, name: 'text' } } as const;

/** What a file serves, with the line that says so. */
export const BOUND = {
  record: {
    file: 'file',
    dataSet: 'integer',
    source: 'text',
    kind: { oneOf: ['sample', 'control', 'plate'] },
    lot: { orNull: 'name' },
    stage: { orNull: 'name' },
    tube: { orNull: 'name' },
    preparation: { orNull: 'name' },
    control: { orNull: 'name' },
    assay: { orNull: 'name' },
    plate: { orNull: 'name' },
    assayRun: { orNull: 'name' },
  },
} as const;
export type BoundFields = FieldsOf<(typeof BOUND)['record']>;

const COUNT_ROWS = {
  count: 'name',
  preparation: 'name',
  rows: { list: { record: { place: 'text', replicate: { orNull: 'integer' } } } },
} as const;

/** Why the gates of a file cannot be evaluated: the error that the first of them gave. */
const GATING_ERROR = { file: 'file', error: 'message' } as const;

/** What a reagent served. */
const SERVED = { record: { what: { oneOf: ['tube', 'control', 'assay'] }, name: 'name' } } as const;
export type Served = FieldsOf<(typeof SERVED)['record']>;
const REAGENT_LOT = { kind: 'name', lot: 'name', served: SERVED } as const;

/** Reasons that the pipeline itself gives, beside those of the attributes and of potency, with the cause for each scope in which they are given. `docs/errors.md` lists them. */
export const PIPELINE_REASONS = {
  'pending/too-few-plates': {
    causes: { 'assay-run': 'plan' },
    meaning: 'Fewer plates have arrived than are planned. The result is pending.',
    fields: { assay: 'name', subject: 'text', planned: 'integer', found: 'integer' },
  },
  'held/repeat-not-counted': {
    causes: PLAN,
    meaning: 'A repeat counts no higher than what it repeats.',
    fields: { source: 'text', replaces: 'text', number: 'integer', of: 'integer' },
  },
  'held/no-data-set': {
    causes: FILE,
    meaning: 'A file has no data set of the number that is bound.',
    fields: { file: 'file', dataSet: 'integer' },
  },
  'held/sample-not-stated': {
    causes: TABLE,
    meaning: 'A count names no sample where other rows of it name several.',
    fields: { count: 'name', places: { list: 'text' }, samples: { list: 'name' } },
  },
  'held/replicate-not-planned': {
    causes: TABLE,
    meaning: 'A row of a count carries a replicate number, and the method plans no replicates.',
    fields: COUNT_ROWS,
  },
  'held/replicate-units': {
    causes: TABLE,
    meaning: 'The replicates of a count have different units.',
    fields: { ...COUNT_ROWS, units: { list: 'text' } },
  },
  'held/two-spellings': {
    causes: TABLE,
    meaning: 'Rows of one count spell a sample or a preparation in two ways.',
    fields: { what: { oneOf: ['sample', 'preparation'] }, spellings: { list: 'text' }, places: { list: 'text' } },
  },
  'control/no-assay-run': {
    causes: CONTROL,
    meaning: 'A sample names no assay run, so its control cannot be found.',
    fields: { file: 'file', control: 'name' },
  },
  'instrument/stated-once': {
    causes: LABORATORY,
    meaning: 'Of sample and control only one states a setting of a channel.',
    fields: {
      setting: { oneOf: SETTINGS },
      quiet: { oneOf: ['control', 'sample'] },
      file: 'file',
      other: 'file',
      names: { list: 'text' },
    },
  },
  'population/clusters-without-control': {
    causes: { 'assay-run': 'control' },
    meaning: 'The control that clusters are learned from is not there.',
    fields: { clusters: 'name', control: 'name' },
  },
  'population/clusters-of-samples': {
    causes: { 'assay-run': 'control' },
    meaning: 'Clusters are learned from samples, and a control has none of its own.',
    fields: { clusters: 'name' },
  },
  'population/gating-failed': {
    causes: FILE,
    meaning: 'A file cannot be gated.',
    fields: GATING_ERROR,
  },
  'reference/not-bound': {
    causes: REFERENCE,
    meaning: 'The sample list binds no reference standard to a plate.',
    fields: { source: 'text', file: 'file' },
  },
  'pending/not-arrived': {
    causes: PLAN,
    meaning:
      'What the plan names has not arrived: a file, or as many plates, preparations or counts as are planned. The result is pending.',
    fields: { source: 'text', file: 'file', guess: { orNull: 'file' } },
  },
  'held/not-tested': {
    causes: LABORATORY,
    meaning: 'The sample list says that a sample, control or plate was not tested, and why.',
    fields: { source: 'text', file: 'file', why: 'text', found: { oneOf: ['absent', 'present'] } },
  },
  'held/replaces-unknown': {
    causes: PLAN,
    meaning: 'A repeat names no plate, preparation or file that it could repeat, or several, or counts no higher than what it repeats.',
    fields: { source: 'text', replaces: 'text', found: { list: { record: { file: 'file', source: 'text' } } } },
  },
  'occasion/repeated': {
    causes: { 'test-article': 'another reason' },
    meaning: 'A plate or preparation that was not valid was repeated; the repeat stands in its place, both are shown.',
    fields: {
      file: 'file',
      occasion: { oneOf: OCCASION_KINDS },
      number: 'integer',
      replaced: { record: { file: 'file', plate: { orNull: 'name' } } },
      reason: { orNull: 'text' },
      reference: { orNull: 'text' },
    },
  },
  'held/unreadable-file': { causes: FILE, meaning: 'A file cannot be read.', fields: { file: 'file', error: 'message' } },
  'held/changed': {
    causes: FILE,
    meaning: 'A file changed, grew or vanished during the run, or its hash could not be taken.',
    fields: { file: 'file', found: 'text' },
  },
  'held/duplicate-content': {
    causes: FILE,
    meaning: 'The same content is bound to two things, and their lines do not say that it is shared.',
    fields: {
      same: { oneOf: ['place', 'bytes', 'values'] },
      own: BOUND,
      other: BOUND,
      relation: { oneOf: ['counted-twice', 'unsaid'] },
    },
  },
  'held/identity-missing': {
    causes: FILE,
    meaning: 'A source of the identity check does not state the identity.',
    fields: { file: 'file', field: IDENTITY_FIELD, sources: { list: IDENTITY_SOURCE }, missing: { list: IDENTITY_SOURCE } },
  },
  'held/identity-mismatch': {
    causes: FILE,
    meaning: 'The sources of the identity check disagree.',
    fields: {
      file: 'file',
      field: IDENTITY_FIELD,
      found: { list: { record: { ...IDENTITY_SOURCE.record, values: { list: 'text' } } } },
    },
  },
  'held/unknown-tube': {
    causes: { 'test-article': 'plan' },
    meaning: 'The sample list names a tube that the definition does not have.',
    fields: {
      source: 'text',
      file: 'file',
      tube: { orNull: 'name' },
      tubes: { list: 'name' },
      guess: { orNull: 'name' },
    },
  },
  'held/unknown-stage': {
    causes: { 'test-article': 'plan' },
    meaning: 'The sample list names a stage at which the tube is not acquired.',
    fields: { source: 'text', file: 'file', stage: { orNull: 'name' }, tube: 'name', stages: { list: 'name' } },
  },
  'held/departure': {
    causes: FILE,
    meaning: 'A file departs from the FCS standard in a way that the definition does not admit.',
    fields: { file: 'file', departure: 'message' },
  },
  'held/second-reader': {
    causes: FILE,
    meaning: 'The second reader reads a file otherwise than we do.',
    fields: { file: 'file', reader: 'text', detail: { orNull: 'text' } },
  },
  'held/occasion-not-allowed': {
    causes: { 'test-article': 'plan' },
    meaning: 'There are more test occasions than the method allows.',
    fields: { occasion: { oneOf: OCCASION_KINDS }, subject: 'text', found: 'integer', allowed: 'integer' },
  },
  'held/double-count': {
    causes: TABLE,
    meaning: 'Several rows count one preparation, and the method plans no replicates: none is averaged.',
    fields: COUNT_ROWS,
  },
  'held/count-replicates': {
    causes: TABLE,
    meaning: 'The replicates of a count are not the planned ones, each once.',
    fields: { ...COUNT_ROWS, planned: 'integer' },
  },
  'held/double-result': {
    causes: TABLE,
    meaning: 'Several results from elsewhere claim one attribute on one test occasion.',
    fields: { attribute: 'name', places: { list: 'text' } },
  },
  'held/other-method': {
    causes: TABLE,
    meaning: 'A result from elsewhere was found by another procedure than the method names.',
    fields: { attribute: 'name', method: 'text', found: 'text', place: 'text' },
  },
  'held/other-spelling': {
    causes: TABLE,
    meaning: 'A name differs from a known one only in case, Unicode form or kind of separators.',
    fields: { place: 'text', what: { oneOf: NAMED }, name: 'text', known: 'text' },
  },
  'held/subject-unreadable': {
    causes: FILE,
    meaning: 'A file name or keyword does not say which purpose, condition and time point its file is for.',
    fields: { file: 'file', source: 'text', error: 'message' },
  },
  'held/subject-not-stated': {
    causes: { attribute: 'plan' },
    meaning: 'A count or a result from elsewhere names no purpose, and its lot has other subjects than a release.',
    fields: { place: 'text', lot: 'name', subjects: { list: 'text' } },
  },
  'control/outside-limits': {
    causes: CONTROL,
    meaning: 'A control does not show what it must.',
    fields: {
      file: { orNull: 'file' },
      figure: { oneOf: ['fraction', 'median'] },
      population: 'name',
      parameter: { orNull: 'name' },
      lower: { orNull: 'number' },
      upper: { orNull: 'number' },
      found: { orNull: 'number' },
    },
  },
  'control/no-threshold': {
    causes: CONTROL,
    meaning: 'A threshold cannot be taken from its control.',
    fields: {
      threshold: 'name',
      file: { orNull: 'file' },
      events: { orNull: { record: { population: 'name', minimum: 'integer', found: 'integer' } } },
      error: { orNull: 'message' },
    },
  },
  'instrument/mismatch': {
    causes: LABORATORY,
    meaning: 'Sample and control were acquired with different settings.',
    fields: {
      setting: { oneOf: SETTINGS },
      control: 'file',
      sample: 'file',
      differences: { list: { record: { of: 'text', control: 'text', sample: 'text' } } },
    },
  },
  'instrument/not-stated': {
    causes: LABORATORY,
    meaning: 'A file does not state a setting that the method compares.',
    fields: { setting: { oneOf: SETTINGS }, files: { list: 'file' } },
  },
  'population/missing-parameter': {
    causes: FILE,
    meaning: 'A parameter or marker that a gate needs is not in the file.',
    fields: GATING_ERROR,
  },
  'population/ambiguous-parameter': {
    causes: FILE,
    meaning: 'More than one parameter of the file fits a name of the method.',
    fields: GATING_ERROR,
  },
  'population/not-clustered': {
    causes: { 'assay-run': 'control', 'test-article': 'test article' },
    meaning: 'The clusters of a data-driven gate could not be learned, or cannot be trusted.',
    fields: { clusters: 'name', file: 'file', why: 'message' },
  },
  'population/not-gated': {
    causes: { 'assay-run': 'control', 'test-article': 'file' },
    meaning: 'A population could not be gated.',
    fields: { population: 'name', file: { orNull: 'file' }, reasons: { list: 'message' } },
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
  'plate/unreadable': {
    causes: { 'assay-run': 'file' },
    meaning: 'A plate-reader export cannot be read.',
    fields: { file: 'file', error: 'message' },
  },
  'population/bad-spillover': { causes: FILE, meaning: 'The spillover matrix of a file cannot be used.', fields: GATING_ERROR },
  'population/bad-gate': { causes: METHOD, meaning: 'A gate is not well defined for a file.', fields: GATING_ERROR },
  'population/bad-transform': {
    causes: METHOD,
    meaning: 'The parameters of a transform are outside their range for a file.',
    fields: GATING_ERROR,
  },
} as const satisfies Readonly<Record<string, { readonly causes: Causes; readonly meaning: string; readonly fields: FieldKinds }>>;

export type PipelineReasonCode = keyof typeof PIPELINE_REASONS;
type Fields<Code extends PipelineReasonCode> = FieldsOf<(typeof PIPELINE_REASONS)[Code]['fields']>;

/** Scopes for which a code declares its cause; in no other can it be given. */
export type ScopeOf<Code extends PipelineReasonCode> = Code extends PipelineReasonCode
  ? keyof (typeof PIPELINE_REASONS)[Code]['causes']
  : never;

/** A reason with a scope for which its code has a cause. */
export function pipelineReason<Code extends PipelineReasonCode>(
  code: Code,
  scope: ScopeOf<Code> & ReasonScope,
  fields: Fields<Code>,
): { readonly code: Code; readonly scope: ReasonScope; readonly fields: Fields<Code> } {
  return { code, scope, fields };
}

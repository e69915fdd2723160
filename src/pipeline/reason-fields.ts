import type { Cause, ReasonScope } from '../cause.ts';
import type { FieldKinds, FieldsOf } from '../message.ts';

export type Causes = Readonly<Partial<Record<ReasonScope, Cause>>>;

/** What the pipeline declares of a code: its cause for each scope in which it is given, what it means, its fields. */
export type PipelineCode = { readonly causes: Causes; readonly meaning: string; readonly fields: FieldKinds };

export const FILE = { 'assay-run': 'file', 'test-article': 'file' } as const satisfies Causes;
export const METHOD = { 'assay-run': 'method', 'test-article': 'method' } as const satisfies Causes;
export const PLAN = { 'assay-run': 'plan', 'test-article': 'plan' } as const satisfies Causes;
/** Rows of a table that contradict the plan or each other. */
export const TABLE = { attribute: 'plan' } as const satisfies Causes;
/** A row that people typed, whatever it serves. */
export const ENTRY = { attribute: 'plan', 'assay-run': 'plan', 'test-article': 'plan' } as const satisfies Causes;
/** What a cell counter wrote of a sample. */
export const COUNTER = { attribute: 'laboratory' } as const satisfies Causes;
export const LABORATORY = { 'assay-run': 'laboratory', 'test-article': 'laboratory' } as const satisfies Causes;
export const CONTROL = { 'assay-run': 'control' } as const satisfies Causes;
/** Control cells, beads, antibodies and other reagents are the laboratory's. */
export const REAGENT = { 'assay-run': 'laboratory' } as const satisfies Causes;
export const REFERENCE = { 'assay-run': 'reference' } as const satisfies Causes;

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

export const IDENTITY_FIELD = { oneOf: IDENTITY_FIELDS } as const;
/** Where a file states an identity: a line of the sample list, its name, or a keyword. */
export const IDENTITY_SOURCE = { record: { kind: { oneOf: ['sample-list', 'file-name', 'keyword'] }, name: 'text' } } as const;

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

export const COUNT_ROWS = {
  count: 'name',
  preparation: 'name',
  rows: { list: { record: { place: 'text', replicate: { orNull: 'integer' } } } },
} as const;

/** A sample of a cell counter's export. */
export const COUNTED = { file: 'file', sample: 'text' } as const;

/** Why the gates of a file cannot be evaluated: the error that the first of them gave. */
export const GATING_ERROR = { file: 'file', error: 'message' } as const;

/** What a reagent served. */
export const SERVED = { record: { what: { oneOf: ['tube', 'control', 'assay'] }, name: 'name' } } as const;
export type Served = FieldsOf<(typeof SERVED)['record']>;
export const REAGENT_LOT = { kind: 'name', lot: 'name', served: SERVED } as const;

import { CONTROL, FILE, GATING_ERROR, LABORATORY, METHOD, type PipelineCode, SETTINGS } from './reason-fields.ts';

/** Reasons about controls, instrument settings and the gates of a file. */
export const GATING_REASONS = {
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
  'population/bad-spillover': { causes: FILE, meaning: 'The spillover matrix of a file cannot be used.', fields: GATING_ERROR },
  'population/bad-gate': { causes: METHOD, meaning: 'A gate is not well defined for a file.', fields: GATING_ERROR },
  'population/bad-transform': {
    causes: METHOD,
    meaning: 'The parameters of a transform are outside their range for a file.',
    fields: GATING_ERROR,
  },
} as const satisfies Readonly<Record<string, PipelineCode>>;

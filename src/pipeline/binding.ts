import type { TestOccasion } from '../attributes/attribute-result.ts';
import type { Place } from '../errors.ts';
import type { EntryPersons } from './entry-persons.ts';
import { NO_SUBJECT, type StatedSubject } from './stated-subject.ts';

export type FileKind = 'sample' | 'control' | 'plate';

/** What one file (one data set of it) serves, as the sample list or a file-name pattern says. */
export interface Binding extends StatedSubject, Partial<EntryPersons> {
  /** Path inside the export folder, with `/`. */
  readonly file: string;
  /** Counts from 1. */
  readonly dataSet: number;
  readonly kind: FileKind;
  /** Product that the line is for; `null` = whatever the definition is for. */
  readonly product: string | null;
  readonly lot: string | null;
  readonly assayRun: string | null;
  readonly stage: string | null;
  readonly sample: string | null;
  readonly preparation: string | null;
  readonly tube: string | null;
  readonly control: string | null;
  readonly assay: string | null;
  /** Name of the plate inside the export; `null` = its only plate. */
  readonly plate: string | null;
  /** Layout slot → lot or reference standard. */
  readonly slots: Readonly<Record<string, string>>;
  readonly drawnAt: string | null;
  readonly acquiredAt: string | null;
  /** Dates that may choose the revision of the specification. */
  readonly manufacturedAt: string | null;
  readonly protocolDate: string | null;
  readonly instrument: string | null;
  readonly processVersion: string | null;
  readonly occasion: TestOccasion;
  /** Why nothing was tested, such as a broken vial; `null` = it is tested. */
  readonly notTested: string | null;
  /** Where the binding comes from, for messages. */
  readonly source: string;
}

/** Whose validity a file decides: a sample's is the test article's, any other file serves its assay run. */
export function scopeOfFile(binding: Pick<Binding, 'kind'>): 'test-article' | 'assay-run' {
  return binding.kind === 'sample' ? 'test-article' : 'assay-run';
}

/** Fields that a pattern or a keyword may give. */
export const BINDING_FIELDS = [
  'lot',
  'assayRun',
  'stage',
  'sample',
  'preparation',
  'tube',
  'control',
  'assay',
  'plate',
  'instrument',
  'purpose',
  'condition',
  'timePoint',
  'any',
] as const;
export type BindingField = (typeof BINDING_FIELDS)[number];

export const INITIAL_OCCASION: TestOccasion = { kind: 'initial', number: 1, reason: null, reference: null, replaces: null };

/** A binding with everything empty that is not given. */
export function makeBinding(given: Partial<Binding> & Pick<Binding, 'file' | 'kind' | 'source'>): Binding {
  return {
    dataSet: 1,
    product: null,
    lot: null,
    assayRun: null,
    stage: null,
    sample: null,
    preparation: null,
    tube: null,
    control: null,
    assay: null,
    plate: null,
    slots: {},
    drawnAt: null,
    acquiredAt: null,
    manufacturedAt: null,
    protocolDate: null,
    instrument: null,
    processVersion: null,
    ...NO_SUBJECT,
    occasion: INITIAL_OCCASION,
    notTested: null,
    ...given,
  };
}

/** The place that a `source` names: file and line of a list, else the pattern that bound the file. */
export function placeOfSource(source: string): Place {
  const [, file, line] = /^(?!pattern )(.+):(\d+)$/.exec(source) ?? [];
  return file === undefined ? { file: source } : { file, line: Number(line) };
}

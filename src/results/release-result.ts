import type { AttributeResult, Title } from '../attributes/attribute-result.ts';
import type { MethodStatus } from '../attributes/result-words.ts';
import type { Message } from '../message.ts';
import type { Reason } from '../reason.ts';
import type { OutcomeCounts } from '../specification/disposition.ts';
import type { OccasionCount } from '../specification/occasions.ts';
import type { SpecificationDate } from '../specification/specification-dates.ts';
import type { Purpose } from '../subject.ts';
import type { ControlRecord } from './control-record.ts';
import type { DoseRecord } from './dose-record.ts';
import type { GatedFileRecord } from './gated-file-record.ts';
import type { InputUse } from './input-use.ts';
import type { PlateAssayRecord } from './plate-assay-record.ts';
import type { ReleaseRules } from './release-rules.ts';
import type { SecondReaderDetail } from './second-readings.ts';

/** `result.json`: one result for one subject, a lot's release or another use of it. Free of the time of analysis, host and absolute paths: same inputs, same bytes. */
export interface ReleaseResult {
  readonly schemaVersion: 2;
  readonly software: { readonly name: 'cytolot'; readonly version: string };
  readonly method: {
    readonly id: string;
    readonly version: string;
    readonly status: MethodStatus;
    readonly title: Title;
    readonly sha256: string;
    /** What the method asks of persons; absent = nothing. */
    readonly release?: ReleaseRules;
  };
  readonly specification: {
    readonly id: string;
    readonly revision: string;
    readonly title: Title;
    readonly effectiveFrom: string;
    /** Methods that release beside validated ones; absent = none. */
    readonly accepts?: 'qualified';
    /** Last valid day; `null` = it is in force until further notice. */
    readonly effectiveTo: string | null;
    /** The date of the lot by which this revision serves it; `null` = none, or several, are stated. */
    readonly servesBy: { readonly rule: SpecificationDate; readonly day: string | null };
    /** Absent where the specification has no dose profile. */
    readonly dose?: DoseRecord;
    readonly sha256: string;
  };
  readonly lot: LotRecord;
  readonly inputs: readonly InputRecord[];
  readonly controls: readonly ControlRecord[];
  /** How the data sets of the lot and of its controls were gated. */
  readonly gating: readonly GatedFileRecord[];
  /** The assays in which the lot was a test article. */
  readonly assays: readonly PlateAssayRecord[];
  readonly attributes: readonly AttributeResult[];
  readonly departures: readonly (Message & { readonly file: string; readonly admitted: boolean })[];
  /** Further test occasions, and how many the method allows. */
  readonly occasions: readonly OccasionCount[];
  readonly disposition: Disposition;
}

export interface LotRecord {
  readonly id: string;
  readonly product: { readonly id: string; readonly title: Title };
  /** The folder name of the subject within its lot: `release`, `stability.25C%2F60RH.6%20months`. */
  readonly subject: string;
  readonly purpose: Purpose;
  readonly condition: string | null;
  readonly timePoint: string | null;
  readonly processVersion: string | null;
  /** ISO dates with offset, from the files or the sample list; `null` where there is none. */
  readonly drawnAt: string | null;
  readonly acquiredFrom: string | null;
  readonly acquiredTo: string | null;
  readonly assayRuns: readonly string[];
  readonly instruments: readonly string[];
  readonly occasion: string;
  /** Reagents of its assay runs whose kinds the method demands; what is `null` was not found in the register. */
  readonly reagents: readonly ReagentRecord[];
  /** Rows of tables that name the lot and that nothing uses. */
  readonly unusedRows: readonly (Message & { readonly place: string })[];
}

/** A lot of a reagent that served an assay run, as it was registered. */
export interface ReagentRecord {
  readonly assayRun: string;
  readonly kind: string;
  readonly lot: string;
  /** What it served alone; `null` = the whole assay run. */
  readonly serves: string | null;
  readonly status: string | null;
  readonly storage: string | null;
  readonly qualifiedFrom: string | null;
  readonly retestDate: string | null;
  readonly expiryDate: string | null;
  readonly traceableTo: string | null;
}

export interface InputRecord {
  /** Base name, or path inside the export folder with `/`. */
  readonly file: string;
  /** Absent where it could not be taken, or the file changed during the run: what it serves is held. */
  readonly sha256?: string | undefined;
  readonly bytes: number;
  readonly kind:
    | 'fcs'
    | 'plate'
    | 'sample-list'
    | 'external-results'
    | 'reference-standards'
    | 'spillover'
    | 'counts'
    | 'exclusions'
    | 'investigations'
    | 'reagents'
    | 'reagent-register';
  readonly serves: InputUse;
  /** The sample id that the sample list or the file names; `null` = none, or no file of a sample. */
  readonly sample: string | null;
  readonly assayRun: string | null;
  readonly acquiredAt: string | null;
  readonly instrument: string | null;
  readonly events: number | null;
  /** Of a table: the rows that served the subject, as canonical JSON, without those that only announce a result; absent for files of data. */
  readonly rows?: readonly string[] | undefined;
  /** What a second, independent reader made of the file; only where the run asked it. */
  readonly secondReader?: SecondReaderRecord | undefined;
}

/** A second reading of an FCS file: names and values agree bit for bit, or the reader does not read such files, or they differ. */
export type SecondReaderRecord =
  /** `eventsCompared` are counted from the first event on. */
  | { readonly outcome: 'agrees'; readonly reader: string; readonly eventsCompared: number; readonly detail: null }
  | {
      readonly outcome: 'outside its range' | 'differs';
      readonly reader: string;
      readonly eventsCompared: null;
      /** Why it is outside the reader's range, or the first difference. */
      readonly detail: SecondReaderDetail;
    };

export const DISPOSITION_WORDS = ['conforms', 'information', 'pending', 'no valid result', 'does not conform'] as const;
export type DispositionWord = (typeof DISPOSITION_WORDS)[number];

export interface Disposition {
  readonly proposed: DispositionWord;
  /** Release rows by outcome, then all others; every result stands in exactly one count. */
  readonly counts: OutcomeCounts & {
    readonly information: number;
    readonly supportive: OutcomeCounts;
    readonly parallel: OutcomeCounts;
    /** Results of any role beyond a discard limit, and beyond an action limit that no investigation has closed. */
    readonly limits: { readonly discard: number; readonly action: number };
  };
  /** Inputs that were held back, with the reason; any of them gives no valid result. */
  readonly held: readonly Reason[];
}

import type { InputError } from '../../errors.ts';
import type { Departure } from '../../fcs/departures.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { Envelope, OutputFile, ReportLanguage } from '../../outputs/output.ts';
import type { GatingPath } from '../../population/gating/gating.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import type { PackedGating } from '../../population/packed-gating.ts';
import type { GatingState } from '../../population/statistics/gating-state.ts';
import type { PotencyMethod } from '../../potency/method.ts';
import type { PotencyAssay } from '../../potency/potency-assay.ts';
import type { AssayResult } from '../../potency/potency-result.ts';
import type { SecondReaderRecord } from '../../results/release-result.ts';
import type { StampedFile } from '../disk/files.ts';
import type { Look } from '../intake/look-below.ts';
import type { Taking, TakingRequest } from '../intake/take-file.ts';

/** One data set of a file, and what to compute over it. */
export interface GateFileTask {
  readonly file: StampedFile;
  /** Counts from 1. */
  readonly dataSet: number;
  readonly request: GatingRequest;
  readonly path: GatingPath;
}

/** A result with the data set that it was computed over. */
export interface GatedDataSet {
  readonly dataSet: FcsDataSet;
  readonly result: PackedGating;
}

/** What one reading of a whole file gives before anything is computed from it. */
export interface ExaminedFile {
  /** Of all its bytes, hexadecimal. */
  readonly sha256: string;
  /** For each data set, what only its events show. */
  readonly departures: readonly (readonly Departure[])[];
  /** Why the events of a data set cannot be decoded: then there are no departures. */
  readonly unreadable: Refusal | null;
}

/** What a thread is asked to do. Plain data, as JSON can carry it: nothing in it is a function or is known by its identity. */
export type ThreadTask =
  | ({ readonly kind: 'gate' } & GateFileTask)
  | ({ readonly kind: 'gate-part'; readonly fromEvent: number; readonly toEvent: number } & GateFileTask)
  /** Hash, check of the events and, where `gate` is given, its gating, of one reading of the file. */
  | { readonly kind: 'examine'; readonly file: StampedFile; readonly gate: Omit<GateFileTask, 'file'> | null }
  /** SHA-256 of the stored values of a data set. */
  | { readonly kind: 'hash-values'; readonly file: StampedFile; readonly dataSet: number }
  | { readonly kind: 'read-again'; readonly file: StampedFile; readonly dataSet: number }
  /** A copy of a file in the intake. */
  | ({ readonly kind: 'take' } & TakingRequest)
  /** Everything below a drop folder, nothing of it opened. */
  | { readonly kind: 'look'; readonly root: string }
  | { readonly kind: 'estimate'; readonly assay: PotencyAssay; readonly method: PotencyMethod }
  | {
      readonly kind: 'render';
      /** `result.json` and `figures.json` as they are published: text goes to a thread faster than what it stands for. */
      readonly resultJson: string;
      readonly figuresJson: string;
      readonly envelope: Envelope;
      readonly language: ReportLanguage;
    };

/** An input error is data: classes lose their type between threads. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: InputError['code'];
  readonly message: string;
  readonly place: InputError['place'];
}

/** What comes back. */
export type ThreadAnswer =
  | ({ readonly kind: 'gated' } & GatedDataSet)
  | { readonly kind: 'part'; readonly state: GatingState }
  | { readonly kind: 'examined'; readonly file: ExaminedFile; readonly gated: PackedGating | Refusal | null }
  | { readonly kind: 'hashed'; readonly sha256: string }
  | { readonly kind: 'read'; readonly record: SecondReaderRecord }
  | { readonly kind: 'took'; readonly taking: Taking }
  | { readonly kind: 'looked'; readonly look: Look }
  | { readonly kind: 'estimated'; readonly result: AssayResult }
  | { readonly kind: 'rendered'; readonly files: readonly RenderedFile[] }
  | Refusal;

/** A file of a result folder with the SHA-256 of its bytes. */
export interface RenderedFile extends OutputFile {
  /** As they are written: bytes are handed from thread to thread, texts are copied. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

import type { Departure } from './departures.ts';
import type { FcsNote } from './notes.ts';

/** Bytes that can be read at any place, synchronously. `runtime/files.ts` makes one of a file; tests make one of an array. */
export interface ByteSource {
  /** Base name of the file, for messages. */
  readonly name: string;
  readonly byteLength: number;
  /** Fills `target` with the bytes from `offset` on. Throws `io/failed` when fewer bytes are there. */
  readonly read: (offset: number, target: Uint8Array) => void;
}

/** A column of the DATA segment: what `$PnN`, `$PnS`, `$PnB`, `$PnR`, `$PnE`, `$PnG` say of it. */
export interface FcsParameter {
  /** Counts from 1. */
  readonly index: number;
  readonly name: string;
  readonly label: string | null;
  /** Bits as stored, after the rules for widths. */
  readonly bits: number;
  /** `$PnR` as a number; `null` where it cannot be read. */
  readonly range: number | null;
  /** `$PnE`: decades and offset; `[0, 0]` is linear. */
  readonly amplification: readonly [number, number];
  /** `$PnG`; 1 where absent. */
  readonly gain: number;
  /** How a stored value becomes a scale value. */
  readonly scale: ScaleConversion;
  /** `$PnDATATYPE` (FCS 3.2), where it differs from the data set's `$DATATYPE`. */
  readonly dataType?: 'I' | 'F' | 'D';
}

/** Stored value → scale value: log decoding for integers only, gain for linear parameters only, Time by `$TIMESTEP`. */
export type ScaleConversion =
  | { readonly kind: 'identity' }
  | { readonly kind: 'factor'; readonly factor: number }
  /** `divisor` is `$PnG`: the stored value is divided by it. */
  | { readonly kind: 'gain'; readonly divisor: number }
  /** `offset x 10^(decades x stored / range)`. */
  | { readonly kind: 'log'; readonly decades: number; readonly offset: number; readonly range: number };

/** Spillover as the file gives it: row = the fluorochrome that spills, column = the detector that sees it. */
export interface Spillover {
  readonly keyword: string;
  readonly parameters: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

/** One data set of an FCS file: everything but the events. */
export interface FcsDataSet {
  readonly file: string;
  /** Counts from 1. */
  readonly number: number;
  /** `FCS2.0`, `FCS3.0`, `FCS3.1`, `FCS3.2`. */
  readonly version: string;
  readonly byteOrder: string;
  readonly dataType: 'I' | 'F' | 'D' | 'A';
  readonly eventCount: number;
  readonly parameters: readonly FcsParameter[];
  /** Keywords in upper case, in file order. */
  readonly keywords: ReadonlyMap<string, string>;
  readonly spillover: Spillover | null;
  readonly departures: readonly Departure[];
  /** What is worth knowing and departs from nothing; absent = nothing. */
  readonly notes?: readonly FcsNote[];
  /** Where the events lie: absolute byte offset, size of one event in bytes (0 where events have no fixed number of bytes). */
  readonly data: {
    readonly begin: number;
    readonly byteLength: number;
    readonly bytesPerEvent: number;
    /** Absent: every value in whole bytes. `packed`: values follow each other bit by bit. `text`: decimal digits (`$DATATYPE/A`). */
    readonly storage?: 'packed' | 'text';
  };
  /** Compensation that the file states apart from a spillover (`$DFCiTOj`, `$COMP`); it does not say whether the values have had it already. */
  readonly statedCompensation?: Spillover;
  /** Keywords of the ANALYSIS segment, where there is one. */
  readonly analysis?: ReadonlyMap<string, string>;
  /** A CRC that the file states for its bytes from `begin` to before `end` (absolute offsets). */
  readonly crc?: { readonly begin: number; readonly end: number; readonly stated: number };
}

/** A block of events, reused from one call to the next: copy what must outlive it. */
export interface EventBlock {
  /** Index of the block's first event in the data set, from 0. */
  readonly firstEvent: number;
  readonly eventCount: number;
  /**
   * Stored values, event by event, integers masked to `$PnR`: value of asked column `c` of the block's event `e` is
   * `values[e * stride + offsets[c]]` with the source's `stride` and `offsets`.
   */
  readonly values: Float32Array | Float64Array;
}

/** The events of one data set in blocks of a fixed size (2,048), only the columns asked for. */
export interface EventSource {
  readonly eventCount: number;
  readonly stride: number;
  readonly offsets: readonly number[];
  readonly blocks: () => IterableIterator<EventBlock>;
}

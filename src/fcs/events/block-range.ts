import type { ByteSource, FcsDataSet } from '../fcs-file.ts';

/** Memory for the blocks of one source after the other. */
export class EventRoom {
  #bytes = new ArrayBuffer(0);
  #values = new ArrayBuffer(0);

  /** As stored in the file. */
  bytes(byteLength: number): ArrayBuffer {
    if (this.#bytes.byteLength < byteLength) this.#bytes = new ArrayBuffer(byteLength);
    return this.#bytes;
  }

  /** Decoded. */
  values(byteLength: number): ArrayBuffer {
    if (this.#values.byteLength < byteLength) this.#values = new ArrayBuffer(byteLength);
    return this.#values;
  }
}

/** A validated selection. */
export interface BlockRange {
  readonly source: ByteSource;
  readonly dataSet: FcsDataSet;
  readonly columns: readonly number[];
  readonly fromEvent: number;
  readonly toEvent: number;
  readonly blockEvents: number;
  readonly room: EventRoom;
}

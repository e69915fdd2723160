/** The part of the npm package `fcs` 0.0.7 that the second reader uses; the package ships no types. */
declare module 'fcs' {
  interface FcsOptions {
    /** `asNumber`: values as arrays of numbers. */
    readonly dataFormat: 'asNumber';
    readonly groupBy: 'byEvent';
    /** Events to read; 0 means its default of 1,000. */
    readonly eventsToRead: number;
  }
  export default class FCS {
    /** Reads at once. Throws strings, RangeErrors and TypeErrors. */
    constructor(options: FcsOptions, buffer: Buffer);
    readonly header: { readonly beginData: number };
    readonly text: Readonly<Record<string, string | undefined>>;
    readonly dataAsNumbers: readonly (readonly number[])[] | null;
  }
}

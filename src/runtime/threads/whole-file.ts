/** A file of this size, and any smaller one, is read once, whole; a larger one piece by piece, as often as it is asked for. */
export const WHOLE_FILE_BYTES = 64 * 1024 * 1024;

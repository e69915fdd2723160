import { InputError } from '../../errors.ts';
import { writeStandard } from '../../runtime/disk/standard-streams.ts';

/** Standard output and standard error, written at once and whole. */
export const terminal = {
  /** Codes: io/failed. */
  out: (text: string): void => {
    const failure = writeStandard(1, text);
    if (failure !== null) throw new InputError('io/failed', `Expected to write all of standard output, found ${failure}.`);
  },
  /** Where this fails there is no place left to say so. */
  err: (text: string): void => {
    writeStandard(2, text);
  },
};

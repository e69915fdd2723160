import { InputError } from '../../errors.ts';
import { printable, printableLine } from '../../printable.ts';
import { writeStandard } from '../../runtime/disk/standard-streams.ts';
import { jsonText } from './print-json.ts';

/** The one door to standard output and standard error: written at once and whole, and without a character that a terminal would act on, whatever a file or an argument holds. */
export const terminal = {
  /** Codes: io/failed. */
  out: (text: string): void => {
    const failure = writeStandard(1, printable(text));
    if (failure !== null) throw new InputError('io/failed', `Expected to write all of standard output, found ${failure}.`);
  },
  /** A value for a program. Codes: io/failed. */
  json: (value: unknown, layout: 'indented' | 'one line' = 'indented'): void => terminal.out(`${jsonText(value, layout)}\n`),
  /** One line on standard error, such as a warning: a line end in a name makes no second one. */
  line: (text: string): void => terminal.err(`${printableLine(text)}\n`),
  /** Where this fails there is no place left to say so. */
  err: (text: string): void => {
    writeStandard(2, printable(text));
  },
};

/**
 * Errors that mean "we could not compute". A lot that does not meet its specification is a result, not one of these.
 * `docs/errors.md` lists every code; `test/errors.test.ts` keeps the two equal.
 */

/** Where in an input something was found. Lines, columns, data sets and parameters count from 1; bytes from 0. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly byte?: number;
  readonly keyword?: string;
  readonly dataSet?: number;
  readonly well?: string;
  readonly path?: string;
}

/** What a code is about; also decides the exit code. */
export const ERROR_CODES = {
  // FCS files
  'fcs/not-fcs': 'The file does not begin with an FCS version.',
  'fcs/truncated': 'The file ends before the bytes that it announces.',
  'fcs/bad-header': 'An offset in HEADER cannot be read or points outside the file.',
  'fcs/missing-keyword': 'A required keyword is absent.',
  'fcs/bad-keyword': 'A required keyword has a value that cannot be used.',
  'fcs/unsupported': 'The file uses a part of the standard that is refused by name.',
  'fcs/data-size': 'No DATA range fits the number of events times the size of an event.',
  'fcs/overlap': 'Two segments of the file overlap.',
  'fcs/no-such-data-set': 'The data set that was asked for is not in the file.',
  'fcs/not-a-number': 'A stored value is not a finite number.',
  // gates and compensation
  'population/missing-parameter': 'A parameter or marker that the method needs is not in the file.',
  'population/ambiguous-parameter': 'More than one parameter of the file fits a name of the method.',
  'population/bad-spillover': 'The spillover matrix cannot be used.',
  'population/bad-gate': 'A gate is not well defined.',
  'population/bad-transform': 'The parameters of a transform are outside their range.',
  'exchange/bad-xml': 'A Gating-ML or workspace file cannot be read.',
  'exchange/unsupported': 'A Gating-ML or workspace file uses something that is refused by name.',
  // plate-reader exports
  'plate/unknown-format': 'No plate format recognises the file.',
  'plate/ambiguous-format': 'More than one plate format recognises the file.',
  'plate/bad-export': 'The export breaks the layout of its format.',
  'plate/no-results': 'The export holds no measured value.',
  'plate/not-a-number': 'A cell that must be a number is not one.',
  'plate/bad-encoding': 'The bytes are not text in the declared encoding, or, of a table that people write, not UTF-8.',
  'plate/bad-workbook': 'The workbook cannot be read, or is larger than its limits.',
  'plate/bad-layout': 'The plate layout contradicts itself or the plate.',
  // potency
  'potency/bad-data': 'Doses or responses cannot be fitted.',
  'potency/bad-model': 'The dose-response model or its options cannot be used.',
  // definitions, specifications, sample lists
  'definition/bad-yaml': 'The file is not valid YAML.',
  'definition/bad-key': 'The definition has a key that is not known.',
  'definition/bad-value': 'The definition has a value that is not allowed.',
  'definition/bad-reference': 'The definition refers to something that it does not define.',
  'definition/bad-expression': 'An expression uses something outside the allowed list.',
  'specification/missing': 'A lot has no specification.',
  'specification/disagrees': 'The specification is for another product, or for another method, than the definition.',
  'specification/bad-revisions': 'The revisions of a specification contradict each other: other ids, days without a revision or with two.',
  'sample-list/bad-row': 'A row of the sample list cannot be used.',
  'external-results/bad-row': 'A row of the results from elsewhere cannot be used.',
  'investigations/bad-row': 'A row of the investigations cannot be used.',
  'reagent/bad-row': 'A row of the register of reagents, or of the table of what was used, cannot be used.',
  'reference/bad-row': 'A row of the register of reference standards cannot be used.',
  // use
  'usage/bad-argument': 'An argument of the command cannot be used.',
  'usage/reason-needed': 'A subject is analysed again, something that was judged already differs, and nobody said why.',
  'usage/not-found': 'A file or folder does not exist.',
  'usage/key-needed': 'What is done must be signed, and no key was given.',
  'usage/no-terminal': 'A passphrase must be typed, and there is no terminal, or typing it was broken off.',
  'usage/not-permitted': 'A step was asked for that is not allowed to this person, or now; it is in the log that it was refused.',
  'usage/misplaced':
    'A folder or file lies where it may not: the store or a method inside of the folder that instruments write to, or that folder inside of the store.',
  'usage/cannot-create': 'An output cannot be created.',
  'usage/in-use': 'Another process does this already.',
  'usage/secret-not-kept': 'A file with a secret can be read by others, or holds none that can be used.',
  // the queue of several machines
  'queue/unreachable': 'No queue answers at the address.',
  'queue/not-permitted': 'The queue does not let us in, or does not prove who it is.',
  'queue/not-fit': 'The queue cannot keep orders: too old, allowed to throw them away, or a replica.',
  // the log of what was done
  'audit-log/not-signed':
    'What a person did stands in the log, and its file or the checkpoint over it could not be written: it is not to be repeated.',
  'audit-log/damaged': 'The log of a store, or what it lists, is not as it was written.',
  'io/failed': 'Reading or writing failed.',
  'io/changed': 'A file changed, grew or vanished while it was read.',
  'internal/fault': 'A fault of cytolot itself.',
  'internal/thread-ended': 'A thread ended or ran out of memory in one task twice, or went on beyond the time for it.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An input that stops a computation: what was expected, what was found, where, and how to mend it, in one or two sentences. */
export class InputError extends Error {
  readonly code: ErrorCode;
  readonly place: Place;

  /** `cause`: what the system said. */
  constructor(code: ErrorCode, sentence: string, place: Place = {}, options: ErrorOptions = {}) {
    super(sentence, options);
    this.name = 'InputError';
    this.code = code;
    this.place = place;
  }
}

/** Several inputs errors found in one pass, such as all mistakes of a definition. */
export class InputErrors extends Error {
  readonly errors: readonly InputError[];

  constructor(errors: readonly InputError[]) {
    super(errors.map((error) => error.message).join('\n'));
    this.name = 'InputErrors';
    this.errors = errors;
  }
}

/** The place as `file:line:column` or `file, byte n, keyword`. */
export function formatPlace(place: Place): string {
  const head = place.file ?? '';
  if (place.line !== undefined) return `${head}:${place.line}${place.column === undefined ? '' : `:${place.column}`}`;
  const rest = [
    place.dataSet === undefined ? '' : `data set ${place.dataSet}`,
    place.byte === undefined ? '' : `byte ${place.byte}`,
    place.keyword === undefined ? '' : `keyword ${place.keyword}`,
    place.well === undefined ? '' : `well ${place.well}`,
    place.path === undefined ? '' : place.path,
  ].filter((part) => part !== '');
  return [head, ...rest].filter((part) => part !== '').join(', ');
}

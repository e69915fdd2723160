import * as z from 'zod';

/** A cell as its trimmed text and, where the text is one, as a number. */
export interface CellInput {
  readonly text: string;
  readonly number: number | null;
}

const cell = z.object({ text: z.string(), number: z.number().nullable() });

/** Which numbers a column admits. */
type Domain = 'any' | 'positive' | 'not-negative' | 'from-1';

interface NumberColumn {
  readonly unit: string | null;
  readonly domain: Domain;
  readonly meaning: string;
}

const DOMAINS: Readonly<Record<Domain, { readonly words: string; readonly admits: (value: number) => boolean }>> = {
  any: { words: 'a number with a decimal point', admits: () => true },
  positive: { words: 'a number above 0 with a decimal point', admits: (value) => value > 0 },
  'not-negative': { words: 'a number from 0 up with a decimal point', admits: (value) => value >= 0 },
  'from-1': { words: 'a number from 1 up with a decimal point', admits: (value) => value >= 1 },
};

/** A name that every row must give. */
export function nameColumn(meaning: string) {
  return cell
    .transform(({ text }, context) => {
      if (text === '') context.issues.push({ code: 'custom', input: text, message: `Expected ${meaning}, found an empty field.` });
      return text;
    })
    .meta({ description: meaning, unit: null });
}

/** A text that a table or a row may leave out. */
export function optionalText(meaning: string) {
  return cell
    .optional()
    .transform((found) => (found === undefined || found.text === '' ? null : found.text))
    .meta({ description: meaning, unit: null });
}

/** A number that every row must give. */
export function numberColumn({ unit, domain, meaning }: NumberColumn) {
  const { words, admits } = DOMAINS[domain];
  return cell
    .transform(({ text, number }, context) => {
      if (number !== null && admits(number)) return number;
      context.issues.push({ code: 'custom', input: text, message: `Expected ${words} as ${meaning}, found '${text}'.` });
      return Number.NaN;
    })
    .meta({ description: meaning, unit });
}

/** A number that a table or a row may leave out. */
export function optionalNumber({ unit, domain, meaning }: NumberColumn) {
  const { words, admits } = DOMAINS[domain];
  return cell
    .optional()
    .transform((found, context) => {
      if (found === undefined || found.text === '') return null;
      if (found.number !== null && admits(found.number)) return found.number;
      context.issues.push({ code: 'custom', input: found.text, message: `Expected ${words} as ${meaning}, found '${found.text}'.` });
      return null;
    })
    .meta({ description: meaning, unit });
}

/** One of a list of words. */
export function choiceColumn<const Choice extends string>(choices: readonly [Choice, ...Choice[]], meaning: string) {
  return cell
    .transform(({ text }, context) => {
      const found = choices.find((choice) => choice === text);
      if (found !== undefined) return found;
      context.issues.push({
        code: 'custom',
        input: text,
        message: `Expected one of ${choices.join(', ')} as ${meaning}, found '${text}'.`,
      });
      return choices[0];
    })
    .meta({ description: meaning, unit: null });
}

/** A measurement: a number, or the text of a marker such as OVRFLW, which is never read as a number. */
export function measuredColumn(meaning: string) {
  return cell.meta({ description: meaning, unit: null });
}

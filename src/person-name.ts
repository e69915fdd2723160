import { spellingKey } from './spelling.ts';

/**
 * What is left of a person's name where Unicode form, invisible signs, case, the kind and number of separators and white space at the ends do not count;
 * empty = no name. Two spellings of one person are one; whether two names are one person nobody can tell from a name.
 */
export function personNameKey(name: string): string {
  return spellingKey(name.trim()).replace(/-+/g, '-').replace(/^-|-$/g, '');
}

/** Whether two names are spellings of one: who checked is not who typed, who approved is not who analysed, and one person has one key in force. */
export function isSameName(a: string, b: string): boolean {
  return personNameKey(a) === personNameKey(b);
}

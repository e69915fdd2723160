/** Who typed a row and who checked it, and when: ISO dates with offset; `null` = the table does not say. */
export interface EntryPersons {
  readonly enteredBy: string | null;
  readonly enteredAt: string | null;
  readonly checkedBy: string | null;
  readonly checkedAt: string | null;
}

export const NO_PERSONS: EntryPersons = { enteredBy: null, enteredAt: null, checkedBy: null, checkedAt: null };

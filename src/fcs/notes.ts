/** What is worth knowing of an FCS file that departs from nothing: it is printed and recorded, and holds no file. `docs/errors.md` lists the codes. */
export const FCS_NOTES = {
  'fcs/unread-bytes': 'Bytes of the file belong to no segment and are no padding; they are not read.',
  'fcs/measurement-word':
    '$PnTYPE or $PnFEATURE is a word that FCS 3.2 does not list, as imaging cytometers write them; it changes no value.',
  'fcs/time-by-another-name': '$TIMESTEP is there and no parameter is called Time, but one of a like name is: its values stay as stored.',
} as const;

export type FcsNoteCode = keyof typeof FCS_NOTES;

/** One note on a data set. */
export interface FcsNote {
  readonly code: FcsNoteCode;
  readonly message: string;
}

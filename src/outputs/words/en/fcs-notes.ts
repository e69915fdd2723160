import type { FCS_NOTES } from '../../../fcs/notes.ts';
import type { Sentences } from '../../../message.ts';
import { formSentence } from './fcs-forms.ts';
import { quote } from './quote.ts';

/** The notes on an FCS file, in English. */
export const FCS_NOTE_SENTENCES = {
  'fcs/unread-bytes': ({ bytes, listed, unlisted }) => {
    const places = listed.map(({ begin, end }) => `${begin} to ${end}`).join(', ');
    const more = unlisted > 0 ? ` and ${unlisted} more places` : '';
    return `Expected every byte to belong to a segment, found ${bytes} that do not and are no padding, in bytes ${places}${more}; they are not read.`;
  },
  'fcs/measurement-word': formSentence,
  'fcs/unknown-keywords': ({ all, unlisted }) => {
    const more = unlisted > 0 ? ` and ${unlisted} more` : '';
    return `Expected keywords with a $ to be of the standard, found ${all.map(quote).join(', ')}${more}, which no version of it has; they are not read. Is one misspelt?`;
  },
  'fcs/time-by-another-name': ({ timestep, parameters }) =>
    `$TIMESTEP is ${quote(timestep)}, and no parameter is called Time; ${parameters.map(quote).join(', ')} may be it: its values stay as stored.`,
} as const satisfies Sentences<typeof FCS_NOTES>;

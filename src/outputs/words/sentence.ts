import { GATE_NOTES } from '../../exchange/notes.ts';
import { DEPARTURES } from '../../fcs/departures.ts';
import { FCS_NOTES } from '../../fcs/notes.ts';
import { holdsFields, type Message, type MessageFields, type Register, type Say, type Sentences } from '../../message.ts';
import { PLATE_NOTES } from '../../plates/notes.ts';
import { POTENCY_REASONS } from '../../potency/reasons.ts';
import { QUOTED_ERROR } from '../../quoted-error.ts';
import { STUDY_REASONS } from '../../studies/study-reasons.ts';
import * as enDepartures from './en/fcs-departures.ts';
import * as enFcsNotes from './en/fcs-notes.ts';
import * as enGateNotes from './en/gate-notes.ts';
import * as enPlateNotes from './en/plate-notes.ts';
import * as enPotency from './en/potency-reasons.ts';
import * as enQuoted from './en/quoted-errors.ts';
import * as enStudies from './en/study-reasons.ts';
import * as zhDepartures from './zh/fcs-departures.ts';
import * as zhFcsNotes from './zh/fcs-notes.ts';
import * as zhGateNotes from './zh/gate-notes.ts';
import * as zhPlateNotes from './zh/plate-notes.ts';
import * as zhPotency from './zh/potency-reasons.ts';
import * as zhQuoted from './zh/quoted-errors.ts';
import * as zhStudies from './zh/study-reasons.ts';

/** A language in which every message has a sentence. */
export type SentenceLanguage = 'en' | 'zh';

/** A register with its sentences. */
export interface MessageWords {
  readonly codes: Register;
  readonly words: Readonly<Record<SentenceLanguage, AnySentences>>;
}

type AnySentences = { readonly [code: string]: (fields: MessageFields, say: Say) => string };

/** Every register with its sentences in both languages. */
export const MESSAGES: readonly MessageWords[] = [
  messages(QUOTED_ERROR, { en: enQuoted.QUOTED_ERROR_SENTENCES, zh: zhQuoted.QUOTED_ERROR_SENTENCES }),
  messages(DEPARTURES, { en: enDepartures.FCS_DEPARTURE_SENTENCES, zh: zhDepartures.FCS_DEPARTURE_SENTENCES }),
  messages(POTENCY_REASONS, { en: enPotency.POTENCY_REASON_SENTENCES, zh: zhPotency.POTENCY_REASON_SENTENCES }),
  messages(STUDY_REASONS, { en: enStudies.STUDY_REASON_SENTENCES, zh: zhStudies.STUDY_REASON_SENTENCES }),
  messages(GATE_NOTES, { en: enGateNotes.GATE_NOTE_SENTENCES, zh: zhGateNotes.GATE_NOTE_SENTENCES }),
  messages(PLATE_NOTES, { en: enPlateNotes.PLATE_NOTE_SENTENCES, zh: zhPlateNotes.PLATE_NOTE_SENTENCES }),
  messages(FCS_NOTES, { en: enFcsNotes.FCS_NOTE_SENTENCES, zh: zhFcsNotes.FCS_NOTE_SENTENCES }),
];

/**
 * The sentence of a message in one language. A message of no register, or with fields that are not those of its code, as another version may have
 * written it, is its code.
 */
export function sentenceOf({ code, fields }: Message, language: SentenceLanguage): string {
  const register = MESSAGES.find(({ codes }) => Object.hasOwn(codes, code));
  const sentence = register?.words[language][code];
  // A reason of a stage whose register has no fields yet brings its sentence along.
  if (sentence === undefined && typeof fields.sentence === 'string') return fields.sentence;
  if (sentence === undefined || !holdsFields(register?.codes[code]?.fields ?? {}, fields)) return code;
  return sentence(fields, (quoted) => sentenceOf(quoted, language));
}

/** Joins a register to its sentences: every code of it, with the fields that it declares. */
function messages<Codes extends Register>(codes: Codes, words: Readonly<Record<SentenceLanguage, Sentences<Codes>>>): MessageWords;
function messages(codes: Register, words: MessageWords['words']): MessageWords {
  return { codes, words };
}

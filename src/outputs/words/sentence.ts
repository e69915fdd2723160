import { INTERVAL_GAPS } from '../../attributes/interval-gaps.ts';
import { ATTRIBUTE_REASONS } from '../../attributes/reasons.ts';
import { VERIFY_NOTES } from '../../audit-log/verify-notes.ts';
import { GATE_NOTES } from '../../exchange/document/notes.ts';
import { DEPARTURES } from '../../fcs/departures.ts';
import { FCS_NOTES } from '../../fcs/notes.ts';
import { LIMS_NOTES } from '../../lims/lims-notes.ts';
import { holdsFields, type Message, type MessageFields, type Register, type Say, type Sentences } from '../../message.ts';
import { PIPELINE_NOTES, UNUSED_ROWS } from '../../pipeline/notes.ts';
import { PIPELINE_REASONS } from '../../pipeline/reasons.ts';
import { PLATE_NOTES } from '../../plates/file/notes.ts';
import { CLUSTER_FAILURES } from '../../population/clusters/cluster-failures.ts';
import { POTENCY_REASONS } from '../../potency/reasons.ts';
import { QUOTED_ERROR } from '../../quoted-error.ts';
import { DIFFERENCES } from '../../results/differences.ts';
import { REPLAY_NOTES } from '../../results/replay-notes.ts';
import { RUN_NOTES } from '../../results/run-notes.ts';
import { SECOND_READINGS } from '../../results/second-readings.ts';
import { SPECIFICATION_REASONS } from '../../specification/reasons.ts';
import { STUDY_REASONS } from '../../studies/study-reasons.ts';
import { WATCH_NOTES } from '../../watch/watch-notes.ts';
import * as enAttributes from './en/attribute-reasons.ts';
import * as enClusters from './en/cluster-failures.ts';
import * as enDifferences from './en/differences.ts';
import * as enDepartures from './en/fcs-departures.ts';
import * as enFcsNotes from './en/fcs-notes.ts';
import * as enGateNotes from './en/gate-notes.ts';
import * as enIntervalGaps from './en/interval-gaps.ts';
import * as enLims from './en/lims-notes.ts';
import * as enPipelineNotes from './en/pipeline-notes.ts';
import * as enPipeline from './en/pipeline-reasons.ts';
import * as enPlateNotes from './en/plate-notes.ts';
import * as enPotency from './en/potency-reasons.ts';
import * as enQuoted from './en/quoted-errors.ts';
import * as enReplay from './en/replay-notes.ts';
import * as enRunNotes from './en/run-notes.ts';
import * as enSecondReadings from './en/second-readings.ts';
import * as enSpecification from './en/specification-reasons.ts';
import * as enStudies from './en/study-reasons.ts';
import * as enVerify from './en/verify-notes.ts';
import * as enWatch from './en/watch-notes.ts';
import * as zhAttributes from './zh/attribute-reasons.ts';
import * as zhClusters from './zh/cluster-failures.ts';
import * as zhDifferences from './zh/differences.ts';
import * as zhDepartures from './zh/fcs-departures.ts';
import * as zhFcsNotes from './zh/fcs-notes.ts';
import * as zhGateNotes from './zh/gate-notes.ts';
import * as zhIntervalGaps from './zh/interval-gaps.ts';
import * as zhLims from './zh/lims-notes.ts';
import * as zhPipelineNotes from './zh/pipeline-notes.ts';
import * as zhPipeline from './zh/pipeline-reasons.ts';
import * as zhPlateNotes from './zh/plate-notes.ts';
import * as zhPotency from './zh/potency-reasons.ts';
import * as zhQuoted from './zh/quoted-errors.ts';
import * as zhReplay from './zh/replay-notes.ts';
import * as zhRunNotes from './zh/run-notes.ts';
import * as zhSecondReadings from './zh/second-readings.ts';
import * as zhSpecification from './zh/specification-reasons.ts';
import * as zhStudies from './zh/study-reasons.ts';
import * as zhVerify from './zh/verify-notes.ts';
import * as zhWatch from './zh/watch-notes.ts';

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
  messages(ATTRIBUTE_REASONS, { en: enAttributes.ATTRIBUTE_SENTENCES, zh: zhAttributes.ATTRIBUTE_SENTENCES }),
  messages(INTERVAL_GAPS, { en: enIntervalGaps.INTERVAL_GAP_SENTENCES, zh: zhIntervalGaps.INTERVAL_GAP_SENTENCES }),
  messages(SPECIFICATION_REASONS, { en: enSpecification.SPECIFICATION_SENTENCES, zh: zhSpecification.SPECIFICATION_SENTENCES }),
  messages(PIPELINE_REASONS, { en: enPipeline.PIPELINE_SENTENCES, zh: zhPipeline.PIPELINE_SENTENCES }),
  messages(UNUSED_ROWS, { en: enPipelineNotes.UNUSED_ROW_SENTENCES, zh: zhPipelineNotes.UNUSED_ROW_SENTENCES }),
  messages(PIPELINE_NOTES, { en: enPipelineNotes.PIPELINE_NOTE_SENTENCES, zh: zhPipelineNotes.PIPELINE_NOTE_SENTENCES }),
  messages(CLUSTER_FAILURES, { en: enClusters.CLUSTER_FAILURE_SENTENCES, zh: zhClusters.CLUSTER_FAILURE_SENTENCES }),
  messages(QUOTED_ERROR, { en: enQuoted.QUOTED_ERROR_SENTENCES, zh: zhQuoted.QUOTED_ERROR_SENTENCES }),
  messages(DEPARTURES, { en: enDepartures.FCS_DEPARTURE_SENTENCES, zh: zhDepartures.FCS_DEPARTURE_SENTENCES }),
  messages(POTENCY_REASONS, { en: enPotency.POTENCY_REASON_SENTENCES, zh: zhPotency.POTENCY_REASON_SENTENCES }),
  messages(STUDY_REASONS, { en: enStudies.STUDY_REASON_SENTENCES, zh: zhStudies.STUDY_REASON_SENTENCES }),
  messages(GATE_NOTES, { en: enGateNotes.GATE_NOTE_SENTENCES, zh: zhGateNotes.GATE_NOTE_SENTENCES }),
  messages(PLATE_NOTES, { en: enPlateNotes.PLATE_NOTE_SENTENCES, zh: zhPlateNotes.PLATE_NOTE_SENTENCES }),
  messages(REPLAY_NOTES, { en: enReplay.REPLAY_NOTE_SENTENCES, zh: zhReplay.REPLAY_NOTE_SENTENCES }),
  messages(DIFFERENCES, { en: enDifferences.DIFFERENCE_SENTENCES, zh: zhDifferences.DIFFERENCE_SENTENCES }),
  messages(RUN_NOTES, { en: enRunNotes.RUN_NOTE_SENTENCES, zh: zhRunNotes.RUN_NOTE_SENTENCES }),
  messages(VERIFY_NOTES, { en: enVerify.VERIFY_NOTE_SENTENCES, zh: zhVerify.VERIFY_NOTE_SENTENCES }),
  messages(SECOND_READINGS, { en: enSecondReadings.SECOND_READING_SENTENCES, zh: zhSecondReadings.SECOND_READING_SENTENCES }),
  messages(WATCH_NOTES, { en: enWatch.WATCH_NOTE_SENTENCES, zh: zhWatch.WATCH_NOTE_SENTENCES }),
  messages(LIMS_NOTES, { en: enLims.LIMS_NOTE_SENTENCES, zh: zhLims.LIMS_NOTE_SENTENCES }),
  messages(FCS_NOTES, { en: enFcsNotes.FCS_NOTE_SENTENCES, zh: zhFcsNotes.FCS_NOTE_SENTENCES }),
];

/**
 * The sentence of a message in one language. A message of no register, or with fields that are not those of its code, as another version may have
 * written it, is its code.
 */
export function sentenceOf({ code, fields }: Message, language: SentenceLanguage): string {
  const register = MESSAGES.find(({ codes }) => Object.hasOwn(codes, code));
  const sentence = register?.words[language][code];
  if (sentence === undefined || !holdsFields(register?.codes[code]?.fields ?? {}, fields)) return code;
  return sentence(fields, (quoted) => sentenceOf(quoted, language));
}

/** Joins a register to its sentences: every code of it, with the fields that it declares. */
function messages<Codes extends Register>(codes: Codes, words: Readonly<Record<SentenceLanguage, Sentences<Codes>>>): MessageWords;
function messages(codes: Register, words: MessageWords['words']): MessageWords {
  return { codes, words };
}

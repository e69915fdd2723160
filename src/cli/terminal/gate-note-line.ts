import type { GateNote } from '../../exchange/document/notes.ts';
import { sentenceOf } from '../../outputs/words/sentence.ts';

/** A note on a gate file after its place: the file, and the sample of a workspace or the tube of an experiment. */
export function gateNoteLine(note: GateNote): string {
  const { file, sample, tube } = note.place;
  const within = sample === undefined ? (tube === undefined ? '' : `, tube '${tube}'`) : `, sample '${sample}'`;
  return `${file}${within}: ${sentenceOf(note, 'en')}`;
}

import type { FcsDataSet } from '../fcs-file.ts';
import { type FormDeparture, formSubject, type NoteForm, statedText } from '../keyword-form.ts';
import { cutList, type Reading } from '../reading.ts';
import { acquisitionOf } from './acquisition.ts';
import { noteTimeConflicts, noteTimeForms } from './acquisition-time.ts';
import { noteCarrierConflicts } from './carrier.ts';
import { detectorsOf } from './detectors.ts';

type Described = Pick<FcsDataSet, 'keywords' | 'version' | 'parameters'>;

/** Optional keywords of a data set whose values are not of the form that the standard gives, or contradict each other. */
export function formDepartures(dataSet: Described): readonly FormDeparture[] {
  const findings: FormDeparture[] = [];
  const note: NoteForm = (finding) => findings.push(finding);
  detectorsOf(dataSet, note);
  acquisitionOf(dataSet, note);
  noteTimeForms(dataSet, note);
  noteConflicts(dataSet, note);
  return findings;
}

function noteConflicts(dataSet: Described, note: NoteForm): void {
  noteTimeConflicts(dataSet, note);
  noteCarrierConflicts(dataSet.keywords, note);
}

/**
 * Notes as departures what `formFindings` finds in an FCS 3.2 file; of an older one only contradictions to a keyword of 3.2, if it has one: what older
 * files write into descriptions is too loose to hold every lot for it (decision 075).
 */
export function noteFormDepartures(reading: Reading, dataSet: Described): void {
  const words: ReturnType<typeof formSubject>[] = [];
  const note: NoteForm = (finding) => {
    if (finding.code === 'fcs/measurement-word') words.push(formSubject(finding));
    else reading.noteEach(finding.code, formSubject(finding));
  };
  if (dataSet.version !== 'FCS3.2') {
    noteConflicts(dataSet, note);
    return;
  }
  for (const finding of formDepartures(dataSet)) note(finding);
  if (words.length > 0) reading.remark('fcs/measurement-word', cutList(words));
  if (statedText(dataSet.keywords, '$CYT') === null) {
    reading.note('fcs/missing-cytometer', {}, { keyword: '$CYT' });
  }
}

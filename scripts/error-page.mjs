// `npm run schemas` also writes docs/errors.md: every code that cytolot prints or records, from the registers in the code.
// test/errors.test.ts fails while the page and the registers differ.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { INTERVAL_GAPS } from '../dist/attributes/interval-gaps.js';
import { ATTRIBUTE_REASONS } from '../dist/attributes/reasons.js';
import { VERIFY_NOTES } from '../dist/audit-log/verify-notes.js';
import { ERROR_CODES } from '../dist/errors.js';
import { GATE_NOTES } from '../dist/exchange/document/notes.js';
import { DEPARTURES } from '../dist/fcs/departures.js';
import { FCS_NOTES } from '../dist/fcs/notes.js';
import { LIMS_NOTES } from '../dist/lims/lims-notes.js';
import { PIPELINE_NOTES, UNUSED_ROWS } from '../dist/pipeline/notes.js';
import { PIPELINE_REASONS } from '../dist/pipeline/reasons.js';
import { PLATE_NOTES } from '../dist/plates/file/notes.js';
import { CLUSTER_FAILURES } from '../dist/population/clusters/cluster-failures.js';
import { POTENCY_REASONS } from '../dist/potency/reasons.js';
import { QUOTED_ERROR } from '../dist/quoted-error.js';
import { DIFFERENCES } from '../dist/results/differences.js';
import { REPLAY_NOTES } from '../dist/results/replay-notes.js';
import { RUN_NOTES } from '../dist/results/run-notes.js';
import { SECOND_READINGS } from '../dist/results/second-readings.js';
import { SPECIFICATION_REASONS } from '../dist/specification/reasons.js';
import { STUDY_REASONS } from '../dist/studies/study-reasons.js';
import { WATCH_NOTES } from '../dist/watch/watch-notes.js';

const SECTIONS = [
  {
    title: 'Errors',
    text: 'Printed as `error: place: sentence [code]`. Nothing was computed from that input. The sentence says what was expected, what was found and how to mend it. A bad data file holds its lot and no other one; a bad definition, specification or list stops the command.',
    codes: ERROR_CODES,
  },
  {
    title: 'Departures of FCS files',
    text: 'The file was read. Each departure is in the result and on stderr as `warning: `; a definition says under `departures.admit` which ones a release admits, any other one holds the file. Admit a code only after finding out why the instrument writes it.',
    codes: DEPARTURES,
  },
  {
    title: 'Notes on FCS files',
    text: 'The file was read and departs from nothing by it. Notes are printed as `warning: ` and hold no file.',
    codes: FCS_NOTES,
  },
  {
    title: 'Notes on plate-reader exports',
    text: 'The export was read. Notes say what was assumed or odd; they are printed as `warning: ` and stop nothing.',
    codes: PLATE_NOTES,
  },
  {
    title: 'Notes on gate files',
    text: 'The gates of a workspace, an experiment or a Gating-ML file were read. Notes say what was left out or is read otherwise; they are printed as `warning: ` and stop nothing.',
    codes: GATE_NOTES,
  },
  {
    title: 'Held inputs, controls and reference standards',
    text: 'Reasons that a run gives before any statistics. A held input leaves its lot without a valid result; a control invalidates the attributes that declare it; a reference standard the assays on which it stands.',
    codes: PIPELINE_REASONS,
  },
  {
    title: 'Notes on a folder and its tables',
    text: 'What a run and `cytolot check` say of files and rows that serve nothing, as `warning: `. None of them changes a result.',
    codes: PIPELINE_NOTES,
  },
  {
    title: 'Messages that others quote',
    text: 'Why a row serves nothing, why a computed value has no interval, why clusters cannot be trusted, what the second reader makes of a file, and an error: each stands in a field of another message of `result.json`.',
    codes: { ...UNUSED_ROWS, ...INTERVAL_GAPS, ...CLUSTER_FAILURES, ...SECOND_READINGS, ...QUOTED_ERROR },
  },
  {
    title: 'Attributes',
    text: 'Why an attribute has no valid result. The value is computed and shown as not reportable where it can be; if it lay outside its criterion, or if the test article was the cause, the note `investigate` stands beside it.',
    codes: ATTRIBUTE_REASONS,
  },
  {
    title: 'Potency',
    text: 'Why a relative potency is not reportable, or what a reviewer must know of it.',
    codes: POTENCY_REASONS,
  },
  {
    title: 'Potency studies',
    text: 'What `cytolot potency-study` says of a part of a study that has no value, or that does not meet a criterion; beside the reasons of potency.',
    codes: STUDY_REASONS,
  },
  { title: 'Specification', text: 'Why a row of the specification cannot be judged.', codes: SPECIFICATION_REASONS },
  {
    title: 'Folder of results',
    text: 'What a run says of an analysis among others and of the store itself, as `warning: ` on stderr. None of them changes a result.',
    codes: RUN_NOTES,
  },
  {
    title: 'Verification of a store',
    text: 'What `cytolot verify` says of a store and its log ([audit-log.md](audit-log.md)), each with its place. Where anything is wrong the command ends with 76; `open` ones say what was not shown.',
    codes: VERIFY_NOTES,
  },
  {
    title: 'Replay',
    text: 'What `cytolot replay` finds of a stored analysis ([records.md](records.md)). Those of the kind `difference` make it end with 76; an `obstacle` is what could not be replayed.',
    codes: REPLAY_NOTES,
  },
  {
    title: 'Differences of an analysis',
    text: 'What makes another analysis of a subject need a reason: in `refused[].differences` of `cytolot run --json`, each with its fields.',
    codes: DIFFERENCES,
  },
  {
    title: 'Watching a drop folder',
    text: 'What `watch` prints and `status` shows of a drop folder: what subjects wait for, what is held, and why it is not ready ([watch.md](watch.md)).',
    codes: WATCH_NOTES,
  },
  {
    title: 'Sending to a LIMS',
    text: 'What `cytolot push` and the entries of the outbox say ([lims.md](lims.md)): why an entry waits, is parked or differs, and what is not sent.',
    codes: LIMS_NOTES,
  },
];

const EXIT_CODES = [
  ['0', 'all lots conform; the command did what it was asked'],
  ['10', 'a lot is pending'],
  ['20', 'a lot has no valid result'],
  ['30', 'a lot does not conform (the highest of 0, 10, 20, 30 wins)'],
  ['64', 'the command line cannot be understood; a subject needs a reason; something lies where it may not'],
  ['65', 'bad arguments, definition, specification or list; for commands on one file, a bad file'],
  ['66', 'a file or folder does not exist'],
  ['69', 'the queue does not answer; with `status --health`, not ready'],
  ['70', 'a fault of cytolot itself: please report it with the message'],
  ['72', 'what a person did stands in the log; only its file or the checkpoint over it is missing (docs/persons.md)'],
  ['73', 'an output cannot be created'],
  ['74', 'reading or writing failed'],
  ['76', 'a record is not as it was written (docs/audit-log.md)'],
  ['77', 'a step of a person is not allowed (docs/persons.md); the queue does not let us in'],
  ['78', 'the queue cannot keep orders (docs/scale.md)'],
];

const meaningOf = (entry) => (typeof entry === 'string' ? entry : entry.meaning);
const table = (codes) =>
  [
    '| code | meaning |',
    '|---|---|',
    ...Object.keys(codes)
      .sort()
      .map((code) => `| \`${code}\` | ${meaningOf(codes[code]).replaceAll('|', '\\|')} |`),
  ].join('\n');
const page = [
  '# Errors, departures, reasons',
  'Written by `npm run schemas` from the registers in the code. Every message ends with its code in brackets.',
  '## Exit codes',
  ['| code | meaning |', '|---|---|', ...EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`)].join('\n'),
  ...SECTIONS.flatMap(({ title, text, codes }) => [`## ${title}`, text, table(codes)]),
];
writeFileSync(fileURLToPath(new URL('../docs/errors.md', import.meta.url)), `${page.join('\n\n')}\n`);
console.log('docs/errors.md');

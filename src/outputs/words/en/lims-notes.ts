import type { ExpectedAnswer, LIMS_NOTES, Loss } from '../../../lims/lims-notes.ts';
import type { Sentences } from '../../../message.ts';
import { quote } from './quote.ts';

const EXPECTED: Readonly<Record<ExpectedAnswer, string>> = {
  json: 'JSON',
  'key-and-state': 'our key and a state that says booked',
  count: 'how often the key was booked',
  'list-of-results': 'a list of results',
  rows: 'the name of every result',
  'analyses-asked-for': 'all analyses of the sample and keyword, and no others',
  acknowledgement: 'an acknowledgement with the id of our message',
  'one-analysis': 'exactly one analysis of the sample and keyword',
  'the-analysis': 'the analysis that was written, with what was written',
  transaction: 'the ids of what was created',
};

const LOSS: Readonly<Record<Loss, string>> = {
  negative: 'a negative number would become 0',
  operator: 'an operator has no place in it',
  words: 'words have no place in it',
  separator: 'it would split the line',
  formula: 'a spreadsheet would run it, or shows it otherwise than it is, and the name of a sample cannot be written otherwise',
  'control-character': 'it holds a control character',
  'no-column': 'the settings of the target name no place for it',
  'no-sample': 'it is not of exactly one sample',
  reopened: 'the form cannot say that an earlier result no longer stands',
  correction: 'the form cannot say that it stands in place of an earlier result',
  withdrawn: 'the form cannot say that an earlier value is taken back',
  twice: 'another result has the same place',
  'too-long': 'it is longer than the form allows',
};

/** What is said of sending to a LIMS, in English. */
export const LIMS_NOTE_SENTENCES = {
  'lims/no-answer': ({ detail }) => `There was no whole answer in time (${detail}): whether the message arrived is not known.`,
  'lims/not-now': ({ status, answer }) => `The target answered ${status}: ${quote(answer)}. It is tried again.`,
  'lims/not-understood': ({ status, expected, answer }) =>
    `Expected ${EXPECTED[expected]} in the answer, found ${quote(answer)} with ${status}: it does not say that the message was booked. It is tried again.`,
  'lims/refused': ({ status, answer }) =>
    `The target refused it with ${status}: ${quote(answer)}. Mend the cause there or in targets.yaml, then push with --retry.`,
  'lims/not-representable': ({ row, field, value, loss }) =>
    `The result of '${row}' cannot be sent in this form: its ${field} is '${value}', and ${LOSS[loss]}. Nothing was sent.`,
  'lims/not-ours': ({ row, sample, found }) =>
    `The target holds '${found}' for '${row}' of '${sample}', which was never sent to it: it is neither written over nor taken back. Settle it there, then push with --retry.`,
  'lims/no-one-place': ({ row, sample, count }) =>
    `Expected exactly one analysis that is open or submitted for '${row}' of '${sample}', found ${count}: nothing was written for it. Settle it there, then push with --retry.`,
  'lims/message-changed': ({ first, now }) =>
    `The message under this key was sent as ${first.slice(0, 8)} and would now be ${now.slice(0, 8)}, since the settings of the target changed: put them back until it is sent.`,
  'lims/booked-repeatedly': ({ count }) =>
    `The target has booked the message ${count} times: strike all but one there, then push with --retry.`,
  'lims/perhaps-taken': ({ folder, name }) =>
    `Expected '${name}' in '${folder}', under its name or hidden as '.${name}.partial', found neither: the target has taken it, or it was removed before it was shown. Look in the target. If it is there, create an empty file '.cytolot-sent/${name}.shown' in the folder; if not, remove '.cytolot-sent/${name}'. Then push with --retry.`,
  'lims/overtaken': ({ stands, arrived }) =>
    `It no longer stands, since ${stands === 'another' ? 'another analysis of its subject does' : 'the lot is open again or its approval was taken back'}: ${
      arrived === 'never' ? 'it was not sent' : 'it may have arrived, is sent no more, and what follows stands in its place'
    }.`,
  'lims/differs': ({ differences }) =>
    `What was read back is not what was sent: ${differences
      .map(({ row, field, expected, found }) =>
        found === null
          ? `'${row}' (sent '${expected}') is not there`
          : `${field} of '${row}' was sent as '${expected}' and is read as '${found}'`,
      )
      .join('; ')}.`,
  'lims/not-listed': ({ found }) => `It is not sent, since it is not as the log of the store lists it: ${found}. Run 'cytolot verify'.`,
} as const satisfies Sentences<typeof LIMS_NOTES>;

import { InputError } from '../../../errors.ts';
import { MEANING_WORDS, meaningOfText } from '../../../outputs/act-words.ts';
import { givenReasonSchema } from '../../../persons/signed-fields.ts';
import { EXCEPTIONAL, type Meaning, meaningsOf, STEP_NAMES, type Step } from '../../../persons/steps.ts';
import { openSigning } from '../../../runtime/audit-log/open-signing.ts';
import { nodeDisk } from '../../../runtime/disk/disk.ts';
import { openShelf, type Shelf } from '../../../runtime/disk/draft.ts';
import { actedResult, placeOf } from '../../../runtime/persons/acted-result.ts';
import { openPersonKey } from '../../../runtime/persons/person-key.ts';
import { takeStep } from '../../../runtime/persons/take-step.ts';
import { openPublicationLog } from '../../../runtime/run/publication-log.ts';
import { writeIndex } from '../../../runtime/store/store-index.ts';
import { type ActorOption, actingSurroundings } from '../../inputs/acting-surroundings.ts';
import { signAfter } from '../../inputs/sign-after.ts';
import { withTerminal } from '../../inputs/typed-key.ts';
import { terminal } from '../../terminal/terminal.ts';

interface StepOptions extends ActorOption {
  readonly out?: string;
  readonly key: string;
  readonly meaning?: string;
  readonly reason: string;
  readonly logKey?: string;
  readonly exceptional?: true;
}

/** `cytolot review`, `approve`, `reject`, `release`, `reopen`: the action of each by its name. */
export function actionOf(name: string): (lot: string, options: StepOptions) => Promise<number> {
  const step = STEP_NAMES.find((one) => one === name) ?? 'review';
  return (lot, options) => actOn(step, lot, options);
}

/** Codes: usage/bad-argument, usage/key-needed, usage/no-terminal, usage/not-permitted, audit-log/not-signed, audit-log/damaged. */
async function actOn(step: Step, lot: string, options: StepOptions): Promise<number> {
  const meaning = meaningOf(step, options);
  const reason = givenReasonSchema.safeParse(options.reason.trim());
  if (!reason.success)
    throw new InputError('usage/bad-argument', 'Expected why after --reason, in 1 to 2000 characters on one line, none of them invisible.');
  // Without one, nothing would show later that the approval was not written in afterwards.
  if (step === 'approve' && options.logKey === undefined)
    throw new InputError(
      'usage/key-needed',
      'Expected the private key of the store after --log-key, found none: an approval is signed into the log.',
    );
  const { root, folder } = actedResult(nodeDisk, lot, options.out ?? null);
  const shelf = openShelf(root, actingSurroundings(options));
  const sign = options.logKey === undefined ? null : await openSigning(shelf, { path: options.logKey, notBelow: [root] });
  const key = await withTerminal((ask) => openPersonKey(shelf.disk, { path: options.key, notBelow: [root] }, ask));
  const { index, path, record, from, to, unfinished } = await takeStep(shelf, { folder, meaning, reason: reason.data, key });
  terminal.out(
    [
      `${placeOf(folder)}: ${from} → ${to}`,
      `${record.name}: ${MEANING_WORDS[meaning].en} / ${MEANING_WORDS[meaning].zh}`,
      `${record.timeUtc} (${record.zone})`,
      `${path} (entry ${index})`,
      '',
    ].join('\n'),
  );
  await showInIndex(shelf);
  const checkpoint = await signAfter(sign, index);
  if (checkpoint !== null) terminal.out(`checkpoint: ${checkpoint.path}\n`);
  if (unfinished === null) return 0;
  throw new InputError(
    'audit-log/not-signed',
    `The step stands (entry ${index}); only its file is missing: ${unfinished} Do not repeat the step: the next act or run puts the file in its place.`,
    { file: path },
  );
}

/** The act stands whether or not the index can be written again. */
async function showInIndex(shelf: Shelf): Promise<void> {
  try {
    await writeIndex({ ...shelf, log: openPublicationLog(shelf) }, 'both');
  } catch (error) {
    terminal.line(`warning: index.html was not written again: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function meaningOf(step: Step, { meaning, exceptional }: StepOptions): Meaning {
  const allowed = meaningsOf(step);
  const list = allowed.map((one) => `'${one}' (${MEANING_WORDS[one].zh})`).join(', ');
  if (meaning === undefined && exceptional === true) return EXCEPTIONAL;
  const found = meaning === undefined ? null : meaningOfText(meaning);
  if (found === null || !allowed.includes(found))
    throw new InputError(
      'usage/bad-argument',
      `Expected one of ${list} after --meaning, found ${meaning === undefined ? 'none' : `'${meaning}'`}.`,
    );
  if ((found === EXCEPTIONAL) === (exceptional === true)) return found;
  const sentence = `Expected --exceptional together with the meaning '${EXCEPTIONAL}', found one without the other.`;
  throw new InputError('usage/bad-argument', sentence);
}

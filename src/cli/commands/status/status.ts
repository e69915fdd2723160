import { MEANING_WORDS, RELEASED_BEFORE, STATE_WORDS } from '../../../outputs/act-words.ts';
import { shownState } from '../../../outputs/index-state.ts';
import { nextIndex } from '../../../runtime/audit-log/log-folder.ts';
import { openShelf, type Shelf } from '../../../runtime/disk/draft.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { readActs } from '../../../runtime/persons/read-acts.ts';
import { isHealthy, readStatus, type StatusOfStore } from '../../../runtime/status/read-status.ts';
import { lotFolderName, subjectFolderName, subjectUse } from '../../../subject.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';

interface Options {
  readonly out?: string;
  readonly json?: true;
  readonly health?: true;
}

/** EX_UNAVAILABLE of sysexits(3). */
const NOT_READY = 69;

/** `cytolot status`: what is watched into a folder of results; with `--health` the exit code alone says whether it is ready. */
export async function statusCommand(out: string | undefined, options: Options): Promise<number> {
  const folder = out ?? options.out ?? '.';
  const surroundings = nodeSurroundings();
  if (options.health === true) {
    if (await isHealthy(folder, surroundings)) return 0;
    const { notReady } = readStatus(folder, surroundings);
    for (const sentence of notReady.length === 0 ? ['The watch stands still: it has not looked at its folder.'] : notReady)
      terminal.line(sentence);
    return NOT_READY;
  }
  const status = readStatus(folder, surroundings);
  const states = statesOf(openShelf(folder, surroundings), status);
  if (options.json === true) terminal.json({ ...status, states });
  else {
    show(status);
    showStates(states);
  }
  return 0;
}

function show({ waiting, held, running, published, outbox, ready, notReady, watches }: StatusOfStore): void {
  terminal.out(
    textTable(
      ['waiting', 'held', 'running', 'published', 'outbox', 'ready'],
      [[waiting, held, running, published, outbox, ready ? 'yes' : 'no'].map(String)],
    ),
  );
  for (const sentence of notReady) terminal.out(`not ready: ${sentence}\n`);
  for (const { folder, notes, subjects } of watches) {
    terminal.out(`\n${folder}\n`);
    for (const { sentence } of notes) terminal.out(`  ${sentence}\n`);
    const rows = subjects.map((one) => [
      one.lot,
      subjectUse(one),
      one.state,
      [...one.awaited, ...one.why].map(({ sentence }) => sentence).join(' '),
    ]);
    if (rows.length > 0) terminal.out(textTable(['lot', 'subject', 'state', ''], rows));
  }
}

type ShownStates = ReturnType<typeof statesOf>;

/** What each subject is: by the acts of persons once it is published; before, `received` while it waits for files, `parsed` when they are bound to it. */
function statesOf(shelf: Shelf, { watches }: StatusOfStore) {
  const published =
    nextIndex(shelf) === 0
      ? []
      : [...readActs(shelf).subjects.values()].map((acts) => ({
          subject: acts.subject,
          analysis: acts.latest.folder,
          disposition: acts.latest.disposition,
          ...shownState(acts),
        }));
  const known = new Set(published.map(({ subject }) => subject));
  const watched = watches
    .flatMap(({ subjects }) => subjects)
    .map((one) => ({ subject: `lots/${lotFolderName(one.lot)}/${subjectFolderName(one)}`, state: stateBefore(one.state) }))
    .filter(({ subject }) => !known.has(subject))
    .map((one) => ({ ...one, analysis: null, disposition: null, meaning: null, releasedBefore: false }));
  return [...published, ...watched];
}

function stateBefore(watched: string): 'received' | 'parsed' {
  return watched === 'ready' || watched === 'running' ? 'parsed' : 'received';
}

function showStates(states: ShownStates): void {
  if (states.length === 0) return;
  const rows = states.map(({ subject, analysis, state, meaning, disposition, releasedBefore }) => [
    subject,
    analysis?.slice(subject.length + 1) ?? '–',
    disposition ?? '–',
    wordsOf(meaning === null ? STATE_WORDS[state] : MEANING_WORDS[meaning]),
    releasedBefore ? wordsOf(RELEASED_BEFORE) : '',
  ]);
  terminal.out(`\n${textTable(['subject', 'analysis', 'disposition', 'state', ''], rows)}`);
}

function wordsOf({ en, zh }: { readonly en: string; readonly zh: string }): string {
  return `${en} / ${zh}`;
}

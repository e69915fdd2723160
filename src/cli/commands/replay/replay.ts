import { basename, dirname, resolve, sep } from 'node:path';
import { InputError } from '../../../errors.ts';
import { type ReplayLine, renderReplay } from '../../../outputs/pages/replay-page.ts';
import { sentenceOf } from '../../../outputs/words/sentence.ts';
import { nodeDisk } from '../../../runtime/disk/disk.ts';
import { readContent } from '../../../runtime/disk/files.ts';
import { type OutputTarget, refuseTaken, writeOutputFile } from '../../../runtime/disk/output-file.ts';
import { nodeSurroundings, type Surroundings } from '../../../runtime/disk/surroundings.ts';
import { replay } from '../../../runtime/replay/replay.ts';
import { openThreads } from '../../../runtime/threads/threads.ts';
import { version } from '../../../version.ts';
import { jobsOf, languageOf } from '../../inputs/job-options.ts';
import { keepHeapsTight } from '../../inputs/tight-heaps.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';
import { withText } from '../../terminal/with-text.ts';

interface Options {
  readonly method?: string;
  readonly specification?: string;
  readonly all?: true;
  readonly html?: string;
  readonly force?: true;
  readonly language: string;
  readonly jobs?: string;
  readonly json?: true;
}

const DIFFERS = 76;

/** `cytolot replay OUT`: stored analyses computed again; 76 where one is another one now. What could not be replayed is named and changes no exit code of its own. */
export async function replayCommand(out: string, options: Options): Promise<number> {
  const surroundings = nodeSurroundings();
  const { disk } = surroundings;
  if (disk.kindOf(out) !== 'folder') throw new InputError('usage/not-found', 'Expected a folder of results, found none.', { file: out });
  const language = languageOf(options.language);
  const target = options.html === undefined ? null : targetOf(options.html, out, options.force === true);
  keepHeapsTight();
  const threads = openThreads({ most: jobsOf(options.jobs) ?? surroundings.host.processors, startNow: 2 });
  try {
    const lines = await replay(
      {
        out,
        method: options.method ?? null,
        specification: options.specification ?? null,
        analyses: options.all === true ? 'all' : 'latest',
      },
      { surroundings, threads },
    );
    if (options.json === true) terminal.json(lines.map(({ notes, ...line }) => ({ ...line, notes: notes.map(withText) })));
    else print(lines);
    if (target !== null) {
      const page = renderReplay({ language, lines, ...headOf(out, options, surroundings) });
      writeOutputFile(target, new TextEncoder().encode(page));
    }
    return isSame(lines, options) ? 0 : DIFFERS;
  } finally {
    await threads.close();
  }
}

/** A replay changes nothing of its store. */
function targetOf(path: string, out: string, force: boolean): OutputTarget {
  const folder = nodeDisk.realPath(dirname(resolve(path)));
  if (`${folder}${sep}`.startsWith(`${nodeDisk.realPath(out)}${sep}`))
    throw new InputError('usage/bad-argument', 'Expected a report beside the folder of results, found one in it. Name another file.', {
      file: path,
    });
  const target: OutputTarget = { path, inputs: [out], existing: force ? 'replace' : 'refuse' };
  refuseTaken(target);
  return target;
}

/** Where something is proposed, what cannot be computed by it differs; where nothing was computed at all, nobody knows. */
function isSame(lines: readonly ReplayLine[], { method, specification }: Options): boolean {
  const proposed = method !== undefined || specification !== undefined;
  const lost = lines.some(({ notes }) => notes.some(({ code }) => code === 'replay/subject-gone' || code === 'replay/failed'));
  if (lines.some(({ state }) => state === 'differs') || (proposed && lost)) return false;
  return lines.length === 0 || lines.some(({ state }) => state === 'same');
}

function headOf(out: string, { method, specification }: Options, { actor, clock }: Surroundings) {
  const named = (path: string | undefined) => (path === undefined ? null : { name: basename(path), sha256: readContent({ path }).sha256 });
  return {
    store: out,
    software: `cytolot ${version}`,
    user: actor,
    generatedAt: clock.now().toISOString(),
    method: named(method),
    specification: named(specification),
  };
}

function print(lines: readonly ReplayLine[]): void {
  for (const { folder, notes } of lines) for (const note of notes) terminal.out(`${folder}: ${sentenceOf(note, 'en')} [${note.code}]\n`);
  const count = (state: ReplayLine['state']): string => String(lines.filter((line) => line.state === state).length);
  terminal.out(
    textTable(
      ['analyses', 'same', 'differ', 'not replayed'],
      [[String(lines.length), count('same'), count('differs'), count('not-replayed')]],
    ),
  );
}

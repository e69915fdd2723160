import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { isHealthy, readStatus, type StatusOfStore } from '../../../runtime/status/read-status.ts';
import { subjectUse } from '../../../subject.ts';
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
  if (options.json === true) terminal.json(status);
  else show(status);
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

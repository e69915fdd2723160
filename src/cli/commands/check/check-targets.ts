import { openShelf } from '../../../runtime/disk/draft.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { readTargets, tryConnections } from '../../../runtime/outbox/push.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';

/** `cytolot check targets.yaml`: validates the targets with the files that they name. Nothing is said to any of them. */
export function checkTargets(path: string, shown: 'json' | 'text'): Promise<number> {
  const shelf = openShelf('.', nodeSurroundings());
  const targets = readTargets(shelf.disk, path);
  tryConnections(shelf, targets);
  const rows = targets.map(({ id, type, gets, readBack, settleSeconds, notCompared }) => ({
    id,
    type,
    gets,
    keys: settleSeconds === null ? 'known' : `unknown, settles in ${settleSeconds} s`,
    readBack: readBack === null ? 'no' : 'yes',
    notCompared: readBack === null ? ['all'] : notCompared,
  }));
  if (shown === 'json') terminal.json({ targets: rows });
  else
    terminal.out(
      textTable(
        ['target', 'type', 'gets', 'keys', 'read back', 'not compared'],
        rows.map(({ id, type, gets, keys, readBack, notCompared }) => [id, type, gets, keys, readBack, notCompared.join(' ')]),
      ),
    );
  return Promise.resolve(0);
}

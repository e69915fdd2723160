import { InputError } from '../../errors.ts';
import type { OutboxRecord } from '../../lims/outbox-record.ts';
import { type ConfiguredTarget, openTargets, targetsSchema } from '../../lims/targets/targets-file.ts';
import { validateYaml } from '../../pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../pipeline/definition/yaml-document.ts';
import { appendEntry } from '../audit-log/append-entry.ts';
import { nextIndex } from '../audit-log/log-folder.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import type { Disk } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';
import { readText } from '../disk/files.ts';
import { openConnection } from './open-connection.ts';
import { type PushedTarget, type PushOptions, pushTarget } from './push-target.ts';
import { sendingEvent, sentEvent, targetsInLog } from './sent-log.ts';

/** The targets of a file. Throws every mistake with its place (`definition/bad-key`, `definition/bad-value`, `definition/bad-yaml`), `usage/not-found`, `io/failed`. */
export function readTargets(disk: Disk, path: string): readonly ConfiguredTarget[] {
  return readTargetsFile(disk, path).targets;
}

/** The targets of a file, with the ids that it says belong to none of them. */
export interface TargetsFile {
  readonly targets: readonly ConfiguredTarget[];
  readonly elsewhere: readonly string[];
}

/** As `readTargets`. */
export function readTargetsFile(disk: Disk, path: string): TargetsFile {
  const settings = validateYaml(targetsSchema, parseYamlDocument(readText(path, disk), path));
  return { targets: openTargets(settings), elsewhere: settings.elsewhere };
}

/** Whether a YAML file is one of targets, and no definition. What cannot be read is said by whoever reads it. */
export function isTargetsFile(disk: Disk, path: string): boolean {
  try {
    const { value } = parseYamlDocument(readText(path, disk), path);
    return typeof value === 'object' && value !== null && Object.hasOwn(value, 'targets');
  } catch {
    return false;
  }
}

/** Opens and closes the way to every target, so that a secret or a certificate that is not right is told before anything is sent. */
export function tryConnections(shelf: Shelf, targets: readonly ConfiguredTarget[]): void {
  for (const target of targets) openConnection(target, shelf).close();
}

export type PushRequest = Omit<PushOptions, 'append'> & {
  /** Id of the only target; `null` = all. */
  readonly only: string | null;
};

/** Sends the results of a store to the targets of a file, all at the same time. Errors: as `pushTarget`; `usage/bad-argument` where none has the id. */
export async function pushResults(
  shelf: Shelf,
  { targets, elsewhere }: TargetsFile,
  request: PushRequest,
): Promise<readonly PushedTarget[]> {
  const { only, ...options } = request;
  const chosen = only === null ? targets : targets.filter(({ id }) => id === only);
  if (chosen.length === 0)
    throw new InputError(
      'usage/bad-argument',
      `Expected one of ${targets.map(({ id }) => `'${id}'`).join(', ')} after --target, found '${only ?? ''}'.`,
    );
  if (nextIndex(shelf) === 0)
    throw new InputError('usage/not-found', "Expected a folder of results with its log, as 'cytolot run' makes it, found none.", {
      file: shelf.root,
    });
  assertNoneRenamed(shelf, { chosen, targets, elsewhere });
  tryConnections(shelf, chosen);
  const append = inTurn(async (record: OutboxRecord) => {
    await appendEntry(shelf, record.state === 'waiting' ? sendingEvent(record) : sentEvent(record));
  });
  const pushed = await Promise.allSettled(chosen.map((target) => pushTarget(shelf, target, { ...options, append })));
  for (const one of pushed) if (one.status === 'rejected') throw one.reason;
  return pushed.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/**
 * A target of which the store knows nothing may be one that had another id: by its new one everything would be sent to it again. Throws `usage/bad-argument` where that cannot be
 * excluded.
 */
function assertNoneRenamed(
  shelf: Shelf,
  { chosen, targets, elsewhere }: TargetsFile & { readonly chosen: readonly ConfiguredTarget[] },
): void {
  const known = targetsInLog([...readEntries(shelf)]);
  const named = new Set([...targets.map(({ storedAs }) => storedAs), ...elsewhere]);
  const missing = [...known].filter((id) => !named.has(id)).sort();
  const fresh = chosen.find(({ storedAs }) => !known.has(storedAs));
  const [id] = missing;
  if (fresh === undefined || id === undefined) return;
  throw new InputError(
    'usage/bad-argument',
    `Expected every target that results were sent to in targets.yaml, found none called '${id}', and nothing that was ever sent to '${fresh.id}'. If that is the same system, write 'formerly: ${id}' into its block; if not, 'elsewhere: [${missing.join(', ')}]' at the top of the file. Nothing was sent.`,
  );
}

/** One after another, in the order in which they were asked for. */
function inTurn<Value>(act: (value: Value) => Promise<void>): (value: Value) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (value) => {
    const mine = last.then(() => act(value));
    last = mine.catch(() => {});
    return mine;
  };
}

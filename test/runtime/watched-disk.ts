import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';

export type Act = keyof Disk;

/** The real disk, with every act written down; `refuse` says which of them the system is to fail, and with what. */
export function watchDisk(refuse: (act: Act, path: string) => string | null = () => null): {
  readonly disk: Disk;
  readonly acts: readonly (readonly [Act, string])[];
} {
  const acts: (readonly [Act, string])[] = [];
  const watch =
    <Rest extends readonly unknown[], Result>(act: Act, through: (path: string, ...rest: Rest) => Result) =>
    (path: string, ...rest: Rest): Result => {
      const failure = refuse(act, path);
      if (failure !== null) throw Object.assign(new Error(`${failure}, ${act} '${path}'`), { code: failure.split(':')[0] });
      acts.push([act, path]);
      return through(path, ...rest);
    };
  const disk: Disk = {
    ...nodeDisk,
    listBelow: watch('listBelow', nodeDisk.listBelow),
    openBelow: watch('openBelow', nodeDisk.openBelow),
    space: watch('space', nodeDisk.space),
    open: watch('open', nodeDisk.open),
    link: watch('link', nodeDisk.link),
    makeFolder: watch('makeFolder', nodeDisk.makeFolder),
    writeNew: watch('writeNew', nodeDisk.writeNew),
    writeSoon: async (path, bytes) => watch('writeSoon', nodeDisk.writeSoon)(path, bytes),
    rename: watch('rename', nodeDisk.rename),
    remove: watch('remove', nodeDisk.remove),
    removeEmpty: watch('removeEmpty', nodeDisk.removeEmpty),
    syncFolder: watch('syncFolder', nodeDisk.syncFolder),
  };
  return { disk, acts };
}

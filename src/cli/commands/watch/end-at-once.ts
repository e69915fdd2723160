/**
 * Ends the process with 0 though one of its threads waits for a share that does not answer: `process.exit` would wait for the thread, and that for the share. Another program in the
 * place of this one (execve(2), Node 22.15 or newer) ends every thread that a signal can end. An older Node, and a request that no signal ends (FUSE), leave it waiting until the share
 * answers, or the service that asked for the end loses patience: nothing is published meanwhile.
 */
export function endAtOnce(): void {
  const replaceProgram: unknown = Reflect.get(process, 'execve');
  if (typeof replaceProgram === 'function') Reflect.apply(replaceProgram, process, [process.execPath, [process.execPath, '--eval', '0']]);
  process.exit(0);
}

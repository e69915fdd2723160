// The health check of the image: what runs in the container is asked for by its own command line. A `watch` is asked through
// `cytolot status --health` over its own --out; any other command ends by itself and says by its exit code how it went.
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The arguments after the command's file, of a command line as /proc gives it: ended by NUL each. */
export function argumentsOf(commandLine) {
  const words = commandLine.split('\0').slice(0, -1);
  const file = words.findIndex((word) => /(?:^|\/)cytolot(?:\.cjs)?$/.test(word));
  return file === -1 ? [] : words.slice(file + 1);
}

/** What to ask of `cytolot`, or null where nothing that watches runs. */
export function questionFor(words) {
  if (words[0] !== 'watch') return null;
  const at = words.findLastIndex((word) => word === '--out' || word.startsWith('--out='));
  const out = at === -1 ? undefined : words[at] === '--out' ? words[at + 1] : words[at].slice('--out='.length);
  return ['status', '--health', '--out', out ?? '/out'];
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const question = questionFor(argumentsOf(readFileSync('/proc/1/cmdline', 'utf8')));
  if (question !== null) {
    const command = fileURLToPath(new URL('dist/cytolot.cjs', import.meta.url));
    process.exitCode = spawnSync(process.execPath, [command, ...question], { stdio: 'inherit' }).status ?? 1;
  }
}

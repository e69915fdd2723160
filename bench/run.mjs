// Every benchmark, one after the other, each in a process of its own. `npm run bench -- --quick` leaves out the large files.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

for (const name of ['start-up.mjs', 'library.mjs', 'gate.mjs', 'potency.mjs', 'lots.mjs']) {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(name, import.meta.url)), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}

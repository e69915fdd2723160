// Runs a job of the built program over a disk of which one act fails, or at which the process ends: node run-with-fault.mjs DIST JOB.json ACT FAULT, FAULT one of SIGKILL,
// ENOSPC, EIO, EACCES, short (half of what is written, then ENOSPC). Act 0 fails nothing and prints how many acts there were.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, jobFile, act, fault] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(dist, name)).href);
const { nodeDisk } = await load('runtime/disk/disk.js');
const { nodeSurroundings } = await load('runtime/disk/surroundings.js');
const { run } = await load('runtime/run/run.js');
const { isOfTheDisk } = await load('runtime/disk/disk.js');

const CHANGING = ['makeFolder', 'writeNew', 'writeSoon', 'rename', 'remove', 'removeEmpty', 'syncFolder'];
let count = 0;
const failing =
  (name) =>
  (...words) => {
    count += 1;
    if (count !== Number(act)) return nodeDisk[name](...words);
    if (fault === 'SIGKILL') process.kill(process.pid, 'SIGKILL');
    const code = fault === 'short' ? 'ENOSPC' : fault;
    if (fault === 'short' && name.startsWith('write')) nodeDisk.writeNew(words[0], words[1].subarray(0, words[1].length >> 1));
    throw Object.assign(new Error(`${code}: made to fail, ${name} '${words[0]}'`), { code });
  };
const disk = { ...nodeDisk, ...Object.fromEntries(CHANGING.map((name) => [name, failing(name)])) };
try {
  const { failed } = await run(JSON.parse(readFileSync(jobFile, 'utf8')), { ...nodeSurroundings(), disk });
  process.stdout.write(String(count));
  if (failed.length > 0) process.exitCode = failed.some(({ code }) => code === 'io/failed') ? 74 : 73;
} catch (error) {
  if (typeof error?.code !== 'string' || !error.code.includes('/')) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = isOfTheDisk(error) ? 74 : 73;
}

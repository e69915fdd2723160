// Runs a job of the built program over a disk that ends the process at one act that changes it: node run-that-is-killed.mjs DIST JOB.json ACT. Act 0 ends nothing and
// prints how many there were.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, jobFile, act] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(dist, name)).href);
const { nodeDisk } = await load('runtime/disk/disk.js');
const { nodeSurroundings } = await load('runtime/disk/surroundings.js');
const { run } = await load('runtime/run.js');

const CHANGING = ['makeFolder', 'writeNew', 'writeSoon', 'rename', 'remove', 'removeEmpty', 'syncFolder', 'touch'];
let count = 0;
const ending =
  (name) =>
  (...words) => {
    count += 1;
    if (count === Number(act)) process.kill(process.pid, 'SIGKILL');
    return nodeDisk[name](...words);
  };
const disk = { ...nodeDisk, ...Object.fromEntries(CHANGING.map((name) => [name, ending(name)])) };
await run(JSON.parse(readFileSync(jobFile, 'utf8')), { ...nodeSurroundings(), disk });
process.stdout.write(String(count));

// Puts one of two contents at a path, in turn, by an atomic rename, until it is ended: `node flip-file.mjs PATH A B MILLISECONDS`.
import { copyFileSync, renameSync } from 'node:fs';

const [path, a, b, pause] = process.argv.slice(2);
let turn = 0;
setInterval(() => {
  copyFileSync(turn++ % 2 === 0 ? b : a, `${path}.next`);
  renameSync(`${path}.next`, path);
}, Number(pause));

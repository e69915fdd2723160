// What `gate` is measured beside: `read FILE…` reads the bytes and does nothing with them; `fcs FILE…` reads all events with the fcs package.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';

const [kind, ...files] = process.argv.slice(2);

function readBytes(file) {
  const descriptor = openSync(file, 'r');
  const buffer = new Uint8Array(163_840);
  let total = 0;
  for (let count = 1; count > 0; total += count) count = readSync(descriptor, buffer, 0, buffer.length, null);
  closeSync(descriptor);
  return total;
}

function readEvents(file) {
  const FCS = createRequire(import.meta.url)('fcs');
  const fcs = new FCS({ eventsToRead: -1, dataFormat: 'asNumber' }, readFileSync(file));
  return fcs.dataAsNumbers.length;
}

let work = 0;
for (const file of files) work += kind === 'fcs' ? readEvents(file) : readBytes(file);
console.log(kind, work);

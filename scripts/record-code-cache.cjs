// Preloaded into the command while dist/ is built: keeps the compiled code of the chunks that it loads (see src/runtime/code-cache.ts).
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

const scripts = new Map();
globalThis[Symbol.for('cytolot.code-cache')] = scripts;

process.on('exit', (code) => {
  if (code !== 0) return;
  const [first] = scripts.keys();
  const folder = dirname(first);
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.cjs'))) {
    const file = join(folder, name);
    const known = scripts.get(file);
    // A chunk that an earlier command used keeps what it was recorded with.
    if (known === undefined && existsSync(`${file}.cache`)) continue;
    const text = readFileSync(file);
    const script = known ?? new Script(text.toString('utf8'), { filename: file });
    const code = script.createCachedData();
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32LE(crc32(code, crc32(text)));
    writeFileSync(`${file}.cache`, Buffer.concat([code, checksum]));
  }
});

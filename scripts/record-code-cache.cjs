// Preloaded into the command while dist/ is built: writes which chunks it loaded, in their order, and keeps the compiled code of the scripts that
// they came from (see src/runtime/code-cache.ts). CYTOLOT_CHUNKS: the file for their names; CYTOLOT_CODE=1: keep code.
const { readFileSync, writeFileSync } = require('node:fs');

const recorder = { scripts: new Map(), chunks: [] };
globalThis[Symbol.for('cytolot.code-cache')] = recorder;

process.on('exit', (code) => {
  if (code !== 0) return;
  if (process.env.CYTOLOT_CHUNKS) writeFileSync(process.env.CYTOLOT_CHUNKS, JSON.stringify(recorder.chunks));
  if (process.env.CYTOLOT_CODE) for (const [file, script] of recorder.scripts) keepCode(file, script);
});

function keepCode(file, script) {
  const code = script.createCachedData();
  const checksum = Buffer.alloc(8);
  checksum.writeBigUInt64LE(sumOfWords(code, sumOfWords(readFileSync(file), 0n)));
  writeFileSync(`${file}.cache`, Buffer.concat([checksum, code]));
}

/** The sum of src/runtime/code-cache.ts, of bytes that end with zeros up to a whole word. */
function sumOfWords(bytes, before) {
  const words = Buffer.alloc(Math.ceil(bytes.length / 8) * 8);
  bytes.copy(words);
  let sum = before;
  for (let at = 0; at < words.length; at += 8) {
    sum = BigInt.asUintN(64, (sum ^ words.readBigUInt64LE(at)) * 0x9e3779b97f4a7c15n);
    sum = BigInt.asUintN(64, sum << 29n) | (sum >> 35n);
  }
  return sum;
}

module.exports = { keepCode };

// Puts chunks of dist/command/ that commands load together at their start into one file, and keeps the code that the engine compiles of each file:
// of those that gating and inspecting a small file load, with the functions that they use; of the others, what their top level needs. Only the
// engine that built the code takes it; any other compiles the text.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const recorder = fileURLToPath(new URL('record-code-cache.cjs', import.meta.url));
const { keepCode } = createRequire(import.meta.url)(recorder);

export function groupChunksWithCode(root) {
  const scratch = mkdtempSync(join(tmpdir(), 'cytolot-build-'));
  const folder = join(root, 'dist/command');
  try {
    const runs = smallRuns(root, scratch);
    writeFileSync(join(folder, 'groups.json'), '{}');
    const loaded = runs.map((args) => chunksOf(args, join(scratch, 'chunks.json')));
    groupChunks(folder, loaded);
    // Each run keeps what the runs before it used.
    for (const args of runs) record(args, { CYTOLOT_CODE: '1' });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.cjs'))) {
    const file = join(folder, name);
    if (!existsSync(`${file}.cache`)) keepCode(file, new Script(readFileSync(file, 'utf8'), { filename: file }));
  }
}

/** What starts most often: a further thread, inspecting, gating one file and several. */
function smallRuns(root, scratch) {
  const [data, gates] = [join(scratch, 'small.fcs'), join(scratch, 'gates.xml')];
  writeFileSync(data, smallFcs());
  writeFileSync(gates, GATES);
  const command = join(root, 'dist/cytolot.cjs');
  return [
    [join(root, 'dist/gate-thread.cjs')],
    [command, 'inspect', data, '--json', '--hash'],
    [command, 'gate', data, '--gates', gates, '--json'],
    [command, 'gate', ...Array.from({ length: 8 }, () => data), '--gates', gates, '--json'],
  ];
}

function record(args, settings) {
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...settings } };
  execFileSync(process.execPath, ['--require', recorder, ...args], options);
}

function chunksOf(args, list) {
  record(args, { CYTOLOT_CHUNKS: list });
  return JSON.parse(readFileSync(list, 'utf8'));
}

/** One file for the chunks that the same runs load, but one of its own for what any run loads before the program: threads start from it. */
function groupChunks(folder, loaded) {
  const groupOf = {};
  const early = new Set(loaded.flatMap((chunks) => chunks.slice(0, Math.max(0, chunks.indexOf('program.cjs')))));
  for (const name of new Set(loaded.flat())) {
    const runs = loaded.map((chunks) => (chunks.includes(name) ? '1' : '0')).join('');
    groupOf[name] = early.has(name) ? 'group-early.cjs' : `group-${runs}.cjs`;
  }
  for (const group of new Set(Object.values(groupOf))) {
    const names = Object.keys(groupOf).filter((name) => groupOf[name] === group);
    const members = names.map((name) => `${JSON.stringify(name)}: ${readFileSync(join(folder, name), 'utf8')}`);
    writeFileSync(join(folder, group), `({\n${members.join(',\n')}\n})`);
    for (const name of names) rmSync(join(folder, name));
  }
  writeFileSync(join(folder, 'groups.json'), JSON.stringify(groupOf));
}

/** 64 events of three float32 parameters with a spillover matrix. */
function smallFcs() {
  const values = Float32Array.from({ length: 64 * 3 }, (_, i) => 10 + ((i * 7919) % 100_000));
  const names = ['FSC-A', 'PE-A', 'APC-A'];
  const parameters = names.flatMap((name, i) => [`$P${i + 1}N`, name, `$P${i + 1}B`, '32', `$P${i + 1}R`, '262144', `$P${i + 1}E`, '0,0']);
  const keywords = [
    ...['$BEGINANALYSIS', '0', '$ENDANALYSIS', '0', '$BEGINSTEXT', '0', '$ENDSTEXT', '0', '$NEXTDATA', '0', '$MODE', 'L', '$DATATYPE', 'F'],
    ...['$BYTEORD', '1,2,3,4', '$PAR', '3', '$TOT', '64', '$BEGINDATA', '1024', '$ENDDATA', String(1024 + values.byteLength - 1)],
    ...['$SPILLOVER', '2,PE-A,APC-A,1,0.1,0.05,1', ...parameters],
  ];
  const text = `|${keywords.join('|')}|`;
  const offsets = [58, 58 + text.length - 1, 1024, 1024 + values.byteLength - 1, 0, 0].map((offset) => String(offset).padStart(8)).join('');
  const bytes = Buffer.alloc(1024 + values.byteLength, ' ');
  bytes.write(`FCS3.1    ${offsets}${text}`, 0, 'latin1');
  Buffer.from(values.buffer).copy(bytes, 1024);
  return bytes;
}

const dimension = (name, transform, bounds) =>
  `<gating:dimension gating:compensation-ref="FCS" ${transform === null ? '' : `gating:transformation-ref="${transform}"`} ${bounds}>` +
  `<data-type:fcs-dimension data-type:name="${name}"/></gating:dimension>`;
const coordinates = (tag, rows) =>
  rows
    .map((row) => `<gating:${tag}>${row.map((value) => `<gating:coordinate data-type:value="${value}"/>`).join('')}</gating:${tag}>`)
    .join('');
const namespaces = ['gating', 'transformations', 'datatypes'].map((name) => `http://www.isac-net.org/std/Gating-ML/v2.0/${name}`);
const GATES = `<gating:Gating-ML xmlns:gating="${namespaces[0]}" xmlns:transforms="${namespaces[1]}" xmlns:data-type="${namespaces[2]}">
<transforms:transformation transforms:id="l"><transforms:logicle transforms:T="262144" transforms:W="0.5" transforms:M="4.5" transforms:A="0"/></transforms:transformation>
<transforms:transformation transforms:id="a"><transforms:fasinh transforms:T="262144" transforms:M="4.5" transforms:A="0"/></transforms:transformation>
<gating:PolygonGate gating:id="P">${dimension('FSC-A', null, '')}${dimension('PE-A', 'l', '')}${coordinates('vertex', [
  [0, 0],
  [0, 1],
  [200000, 1],
])}</gating:PolygonGate>
<gating:RectangleGate gating:id="R" gating:parent_id="P">${dimension('APC-A', 'l', 'gating:min="0.1"')}</gating:RectangleGate>
<gating:EllipsoidGate gating:id="E" gating:parent_id="P">${dimension('PE-A', 'a', '')}${dimension('APC-A', 'a', '')}${coordinates('mean', [[0.7, 0.7]])}
<gating:covarianceMatrix><gating:row><gating:entry data-type:value="0.04"/><gating:entry data-type:value="0"/></gating:row><gating:row><gating:entry data-type:value="0"/><gating:entry data-type:value="0.04"/></gating:row></gating:covarianceMatrix>
<gating:distanceSquare data-type:value="4"/></gating:EllipsoidGate>
<gating:BooleanGate gating:id="B" gating:parent_id="P"><gating:and><gating:gateReference gating:ref="R"/><gating:gateReference gating:ref="E"/></gating:and></gating:BooleanGate>
</gating:Gating-ML>`;

// How long a small command takes beside Node itself, interleaved so that all see the same machine. Another build to compare with is given by its
// dist folder: `node bench/start-up.mjs [DIST …] [--times 15]`. Every command's output is checked before anything is printed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeFcs } from 'cytolot/fcs';

const args = process.argv.slice(2).filter((word) => word !== '--quick');
const at = args.indexOf('--times');
const times = at < 0 ? 15 : Number(args.splice(at, 2)[1]);
const own = fileURLToPath(new URL('../dist', import.meta.url));
const builds = [...args.map((path) => resolve(path)), own];

const folder = mkdtempSync(join(tmpdir(), 'cytolot-start-up-'));
const [data, gates] = [join(folder, 'small.fcs'), join(folder, 'gates.xml')];

const NAMES = ['FSC-A', 'PE-A'];
const events = Float64Array.from({ length: 64 * NAMES.length }, (_, i) => 10 + ((i * 7919) % 100_000));
writeFileSync(data, smallFcs());
writeFileSync(
  gates,
  `<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes">
<gating:RectangleGate gating:id="all"><gating:dimension gating:compensation-ref="uncompensated" gating:min="0"><data-type:fcs-dimension data-type:name="FSC-A"/></gating:dimension></gating:RectangleGate></gating:Gating-ML>`,
);

const node = { name: 'node -e 0', args: ['-e', '0'], holds: '' };
const commands = builds.flatMap((build) => {
  const command = join(build, 'cytolot.cjs');
  const title = build === own ? '' : `${build}: `;
  return [
    { name: `${title}--version`, args: [command, '--version'], holds: '.' },
    { name: `${title}inspect`, args: [command, 'inspect', data, '--json'], holds: '"eventCount": 64' },
    { name: `${title}gate`, args: [command, 'gate', data, '--gates', gates, '--json'], holds: '"count": 64' },
  ];
});
const measured = [node, ...commands].map((one) => ({ ...one, milliseconds: [] }));
try {
  for (let round = 0; round < times; round++) for (const one of measured) one.milliseconds.push(start(one));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const median = ({ milliseconds }) => milliseconds.sort((a, b) => a - b)[times >> 1];
console.log(`${`wall, ms, of ${times} starts each`.padEnd(50)}median  beside node  least`);
for (const one of measured) {
  const figures = [median(one), median(one) - median(measured[0]), one.milliseconds[0]].map((value) => value.toFixed(0));
  console.log(`${one.name.padEnd(50)}${figures[0].padStart(6)}${figures[1].padStart(13)}${figures[2].padStart(7)}`);
}

/** Wall time from process start to its end, with nothing preloaded that would be measured too. */
function start({ name, args: words, holds }) {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const took = performance.now() - began;
  if (status !== 0 || !stdout.includes(holds)) throw new Error(`${name}: expected ${holds}, found exit code ${status}, ${stdout}${stderr}`);
  return took;
}

/** 64 events of two float32 parameters. */
function smallFcs() {
  return encodeFcs({ parameters: NAMES.map((name) => ({ name })), events });
}

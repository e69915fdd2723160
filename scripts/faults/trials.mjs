// The trials of `npm run test:faults`: each prepares its ground once, and does one repetition at a time, which throws where something was lost, doubled or half-written.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, expectPublished, publishedIn, runWords, writeSmallLots } from './small-lots.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const KNOWN_CODES = new Set([0, 10, 20, 30, 64, 73, 74]);

const node = (words, options = {}) => spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });

function must(words, codes, options) {
  const ended = node(words, options);
  if (!codes.includes(ended.status)) throw new Error(`exit ${ended.status} (${ended.signal}): ${ended.stderr.slice(-600)}`);
  return ended;
}

/** The record must stand after every fault, whatever was under way. */
const verify = (out) => must([command, 'verify', out], [0]);

/** Lots, and what an unbroken run publishes of them. */
async function ground(folder, count) {
  const lots = await writeSmallLots(folder, count);
  const whole = join(folder, 'whole');
  if (!existsSync(whole)) must(runWords(folder, whole), [0]);
  const expected = publishedIn(whole);
  if (expected.size !== count) throw new Error(`expected ${count} results of the unbroken run, found ${expected.size}`);
  return { folder, lots, expected };
}

/** What there is of a run that did not end must be of the expected results, each whole. */
function expectPart(out, expected) {
  for (const [folder, hash] of publishedIn(out)) if (expected.get(folder) !== hash) throw new Error(`${folder} has other bytes`);
}

/** Of 1,000 events, 801 to 860 or 901 to 1,000: the upper limit of 860 lies below 0.9, so that a cap there touches the second kind alone, in its estimate or a limit. */
const replayPositives = (index) => {
  const part = (index * 37) % 200;
  return part < 100 ? 801 + (part % 60) : 801 + part;
};

const fresh = (path) => {
  rmSync(path, { recursive: true, force: true });
  return path;
};

export const TRIALS = {
  kills: {
    what: 'SIGKILL at a random time over 50 small subjects, again and again into one store until a run ends, then a new store',
    times: 1000,
    prepare: (folder) => ground(folder, 50),
    once: async ({ folder, expected }, random) => {
      const out = join(folder, 'out');
      const child = spawn(process.execPath, runWords(folder, out), { stdio: 'ignore' });
      const timer = setTimeout(() => child.kill('SIGKILL'), 150 + random() * 6000);
      const code = await new Promise((resolve) => child.on('close', (status, signal) => resolve(signal ?? status)));
      clearTimeout(timer);
      if (code !== 'SIGKILL' && !KNOWN_CODES.has(code)) throw new Error(`exit ${code}`);
      if (!existsSync(join(out, 'lots'))) return;
      expectPart(out, expected);
      verify(out);
      if (code !== 'SIGKILL') {
        expectPublished(out, expected);
        fresh(out);
      }
    },
  },
  acts: {
    what: 'ENOSPC, EIO, EACCES, a short write and the end of the process at each act on the disk of a run of two subjects, then a run that nobody disturbs',
    times: 800,
    prepare: async (folder) => {
      const made = await ground(folder, 2);
      const job = join(folder, 'job.json');
      const request = { specification: null, lot: null, jobs: 1, language: 'en', progress: 'quiet' };
      writeFileSync(
        job,
        JSON.stringify({
          folder: join(folder, 'export'),
          pipeline: join(folder, 'method/pipeline.yaml'),
          out: join(folder, 'out'),
          ...request,
        }),
      );
      fresh(join(folder, 'out'));
      return {
        ...made,
        job,
        acts: Number(must([join(root, 'scripts/faults/run-with-fault.mjs'), join(root, 'dist'), job, '0', 'none'], [0]).stdout),
      };
    },
    once: async ({ folder, expected, job, acts }, _random, index) => {
      const faults = ['ENOSPC', 'EIO', 'EACCES', 'short', 'SIGKILL'];
      const [act, fault] = [1 + (Math.floor(index / faults.length) % acts), faults[index % faults.length]];
      const out = fresh(join(folder, 'out'));
      const ended = node([join(root, 'scripts/faults/run-with-fault.mjs'), join(root, 'dist'), job, String(act), fault]);
      const fine = fault === 'SIGKILL' ? ended.signal === 'SIGKILL' : [0, 73, 74].includes(ended.status);
      if (!fine) throw new Error(`act ${act}, ${fault}: exit ${ended.status} (${ended.signal}): ${ended.stderr.slice(-600)}`);
      if (existsSync(join(out, 'lots'))) expectPart(out, expected);
      must(runWords(folder, out, '--jobs', '1'), [0]);
      expectPublished(out, expected);
      verify(out);
    },
  },
  sizes: {
    what: 'a file system that is full at one of 100 sizes, then made larger (tmpfs; needs root)',
    times: 100,
    prepare: (folder) => ground(folder, 8),
    once: async ({ folder, expected }, _random, index) => {
      const mount = join(folder, 'mount');
      mkdirSync(mount, { recursive: true });
      // From 64 KiB in steps of 32 KiB: the whole store of eight lots takes about 3 MiB.
      const size = `${64 + index * 32}k`;
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mount]).status !== 0) throw new Error('cannot mount a tmpfs');
      try {
        const out = join(mount, 'out');
        must(runWords(folder, out), [0, 73, 74]);
        if (existsSync(join(out, 'lots'))) expectPart(out, expected);
        spawnSync('mount', ['-o', 'remount,size=64m', mount]);
        must(runWords(folder, out), [0]);
        expectPublished(out, expected);
        verify(out);
      } finally {
        spawnSync('umount', [mount]);
      }
    },
  },
  power: {
    what: 'the power of the disk cut after the run has ended, and at random (needs root and ../shared/tools/power-cut)',
    times: 2,
    prepare: (folder) => ground(folder, 8),
    once: async ({ folder }, random, index) => {
      const tool = join(root, '../shared/tools/power-cut/power_cut.py');
      if (!existsSync(tool)) throw new Error('../shared/tools/power-cut is not there');
      const cuts = String(process.env.CYTOLOT_CUTS ?? 100);
      const after = index % 2 === 0 ? 'exit' : '6';
      const words = [tool, '--cuts', cuts, '--after', after, '--seed', String(Math.floor(random() * 1e6)), '--', process.execPath];
      const ended = spawnSync('python3', [...words, ...runWords(folder, '{out}')], { encoding: 'utf8' });
      if (ended.status !== 0) throw new Error(`${ended.stdout.slice(-600)}${ended.stderr.slice(-600)}`);
    },
  },
  reruns: {
    what: 'the same folder with 1, 2 and 4 workers, files made in another order, three zones and locales (and NODE24, where it is set): one hash of each result.json',
    times: 100,
    prepare: (folder) => ground(folder, 20),
    once: async ({ folder, lots, expected }, random, index) => {
      const shuffled = fresh(join(folder, 'shuffled'));
      mkdirSync(join(shuffled, 'export'), { recursive: true });
      cpSync(join(folder, 'method'), join(shuffled, 'method'), { recursive: true });
      const names = [...lots.map((lot) => `${lot}.fcs`), 'samples.csv'].map((name) => [random(), name]).sort(([a], [b]) => a - b);
      for (const [, name] of names) cpSync(join(folder, 'export', name), join(shuffled, 'export', name));
      const env = {
        ...process.env,
        TZ: ['UTC', 'Asia/Shanghai', 'America/St_Johns'][index % 3],
        LC_ALL: ['C', 'zh_CN.UTF-8', 'tr_TR.UTF-8'][(index >> 1) % 3],
      };
      const out = join(shuffled, 'out');
      const words = runWords(shuffled, out, '--jobs', String([1, 2, 4][(index >> 2) % 3]));
      const program = index % 2 === 1 && process.env.NODE24 !== undefined ? process.env.NODE24 : process.execPath;
      const ended = spawnSync(program, words, { env, encoding: 'utf8' });
      if (ended.status !== 0) throw new Error(`exit ${ended.status}: ${ended.stderr.slice(-600)}`);
      expectPublished(out, expected);
    },
  },
  replay: {
    what: '100 subjects with their inputs kept; one formula changed on purpose: exactly the values that it affects are listed',
    times: 1,
    prepare: async (folder) => {
      await writeSmallLots(folder, 100, replayPositives);
      must(runWords(folder, join(folder, 'kept'), '--keep-inputs'), [0]);
      const text = readFileSync(join(folder, 'method/pipeline.yaml'), 'utf8');
      mkdirSync(join(folder, 'proposed'), { recursive: true });
      writeFileSync(join(folder, 'proposed/pipeline.yaml'), text.replace('expression: x,', 'expression: "min(x, 0.9)",'));
      cpSync(join(folder, 'method/specification.yaml'), join(folder, 'proposed/specification.yaml'));
      renameSync(join(folder, 'export'), join(folder, 'export-gone'));
      return { folder };
    },
    once: async ({ folder }) => {
      must([command, 'replay', join(folder, 'kept')], [0]);
      const { stdout } = must(
        [command, 'replay', join(folder, 'kept'), '--method', join(folder, 'proposed/pipeline.yaml'), '--json'],
        [76],
      );
      const found = JSON.parse(stdout).map(({ notes }) =>
        notes.filter(({ code }) => code === 'replay/value').map(({ fields }) => fields.row.id),
      );
      const expected = Array.from({ length: 100 }, (_, index) => (replayPositives(index) > 900 ? ['CAP'] : []));
      if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`other values: ${JSON.stringify(found)}`);
    },
  },
};

// Draws mutants over the rooms in which decisions are made, and runs the tests that import the mutated file: how many are killed, with a 95 % interval (Clopper-Pearson), and where the others are.
// `npm run test:mutants -- --sample 60 --seed 1 [room …]`. No file is changed.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest } from 'vitest/node';
import { mutantsOf } from './mutants-of-tree.mjs';
import { MUTATED_ROOMS } from './mutated-rooms.mjs';
import { random } from './random.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What makes a test hang is killed after this time; a loaded machine is no endless loop. */
const TEST_SECONDS = 60;

const ALL_FILES = ['src', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);

/** The files that a pattern names, with `**`, `*` and `{a,b}`. */
function filesOf(patterns) {
  const rules = patterns.map((pattern) => {
    const rule = pattern.replace(/[.]/g, '\\$&').replace(/\*\*\/|\*|\{[^}]*\}/g, (part) => {
      if (part === '**/') return '(?:.*/)?';
      return part === '*' ? '[^/]*' : `(?:${part.slice(1, -1).replaceAll(',', '|')})`;
    });
    return new RegExp(`^${rule}$`);
  });
  return ALL_FILES.filter((file) => rules.some((rule) => rule.test(file))).sort();
}

/** Mutants drawn without putting one back, the same for one seed and one state of the sources. */
function drawn(rooms, size, seed) {
  const all = rooms.flatMap((room) =>
    filesOf(MUTATED_ROOMS[room].mutate)
      .filter((file) => !file.endsWith('.d.ts'))
      .flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')).map((mutant) => ({ room, file, ...mutant }))),
  );
  const next = random(seed);
  const left = [...all];
  const sample = Array.from({ length: Math.min(size, all.length) }, () => left.splice(Math.floor(next() * left.length), 1)[0]);
  return { sample, of: all.length };
}

const imports = new Map();

/** The files of the project that a file imports, also in its functions. */
function importsOf(file) {
  const known = imports.get(file);
  if (known !== undefined) return known;
  const source = readFileSync(join(root, file), 'utf8');
  const found = [...source.matchAll(/(?:from|import|import\()\s*\(?\s*['"](\.{1,2}\/[^'"]+\.(?:ts|mjs))['"]/g)]
    .filter(({ 0: text, index }) => !/^import type/.test(source.slice(source.lastIndexOf('\n', index) + 1)) || text.startsWith('import('))
    .map(([, to]) => normalize(join(dirname(file), to)));
  imports.set(file, found);
  return found;
}

function reaches(from, target) {
  const seen = new Set([from]);
  for (const file of seen) {
    if (file === target) return true;
    for (const next of importsOf(file)) if (!seen.has(next)) seen.add(next);
  }
  return false;
}

/**
 * Tests that import the file, in the order in which they are tried: those of the room that do so themselves, the others of the room, then those of other rooms that need
 * neither threads nor commands. Most mutants are killed by the first, which are few.
 */
function testsOf({ room, file }) {
  const own = filesOf(MUTATED_ROOMS[room].tests).filter((test) => reaches(test, file));
  const direct = own.filter((test) => importsOf(test).includes(file));
  const others = filesOf(['test/{attributes,specification,pipeline,results}/**/*.test.ts']);
  return [direct, own.filter((test) => !direct.includes(test)), others.filter((test) => !own.includes(test) && reaches(test, file))];
}

/** One Vitest for all mutants: what it made of sources that are not mutated it keeps. */
async function openTests() {
  let mutant = null;
  const plugin = {
    name: 'mutant',
    enforce: 'pre',
    transform: (code, id) =>
      mutant !== null && id.split('?')[0] === join(root, mutant.file)
        ? `${code.slice(0, mutant.start)}${mutant.by}${code.slice(mutant.end)}`
        : null,
  };
  const vitest = await createVitest('test', settings(), { plugins: [plugin] });
  await vitest.standalone();
  const [project] = vitest.projects;
  const start = (files) => vitest.runTestSpecifications(files.map((file) => project.createSpecification(join(root, file))));
  const sound = new Set();
  /** A test that fails by itself kills nothing: each that failed is run once without a mutant. */
  const refuseUnsound = async (modules, { file }) => {
    const files = modules.map(({ moduleId }) => relative(root, moduleId)).filter((one) => !sound.has(one));
    if (files.length === 0) return;
    mutant = null;
    vitest.invalidateFile(join(root, file));
    const { testModules } = await start(files);
    const bad = testModules.filter((module) => !module.ok()).map(({ moduleId }) => relative(root, moduleId));
    if (bad.length > 0) throw new Error(`Expected tests that pass without a mutant, found failing: ${bad.join(', ')}`);
    for (const one of files) sound.add(one);
  };
  return {
    /** What became of tests under a mutant: `killed`, `timeout` or `survived`. */
    run: async (files, next) => {
      mutant = next;
      vitest.invalidateFile(join(root, next.file));
      const { testModules } = await start(files);
      const bad = testModules.filter((module) => !module.ok() && module.state() !== 'skipped');
      await refuseUnsound(bad, next);
      if (bad.length === 0) return 'survived';
      const errors = bad.flatMap((module) => [...module.children.allTests()]).flatMap((test) => test.result().errors ?? []);
      return errors.some(({ message }) => message.startsWith('Test timed out')) ? 'timeout' : 'killed';
    },
    /** The same afterwards: another mutant of the file, or the file itself. */
    forget: ({ file }) => {
      mutant = null;
      vitest.invalidateFile(join(root, file));
    },
    close: () => vitest.close(),
  };
}

function settings() {
  return {
    root,
    config: false,
    watch: false,
    include: ['test/**/*.test.ts'],
    maxWorkers: 1,
    pool: 'threads',
    bail: 1,
    reporters: [{}],
    testTimeout: TEST_SECONDS * 1000,
    hookTimeout: 120_000,
  };
}

/** P(X <= k) for X of n with probability p. */
function binomialUpTo(k, n, p) {
  let [term, sum] = [(1 - p) ** n, 0];
  for (let i = 0; i <= k; i++) {
    sum += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return sum;
}

/** Clopper-Pearson limits of k of n, 95 %, by halving. */
function limits(k, n) {
  const solve = (isBelow) => {
    let [low, high] = [0, 1];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (isBelow(middle)) low = middle;
      else high = middle;
    }
    return low;
  };
  return [k === 0 ? 0 : solve((p) => 1 - binomialUpTo(k - 1, n, p) < 0.025), k === n ? 1 : solve((p) => binomialUpTo(k, n, p) > 0.025)];
}

/** The code as it stands and as it was tried, in one line. */
function changeOf({ file, start, end, by }) {
  const was = readFileSync(join(root, file), 'utf8').slice(start, end);
  return [was, by].map((code) => code.replace(/\s+/g, ' ').slice(0, 120)).join(' -> ');
}

/** Runs the sample; true where at least 90 % were killed. */
export async function runSample({ rooms, size, seed }) {
  const { sample, of } = drawn(rooms, size, seed);
  console.log(`${sample.length} of ${of} mutants of ${rooms.join(', ')}, seed ${seed}`);
  const tally = { killed: 0, timeout: 0, survived: 0 };
  const tests = await openTests();
  for (const mutant of sample) {
    let kind = 'survived';
    for (const files of testsOf(mutant)) if (kind === 'survived' && files.length > 0) kind = await tests.run(files, mutant);
    tests.forget(mutant);
    tally[kind] += 1;
    console.log(
      `${kind === 'survived' ? '!' : ' '} ${kind} ${mutant.file}:${mutant.line}:${mutant.column} ${mutant.kind}: ${changeOf(mutant)}`,
    );
  }
  await tests.close();
  const killed = tally.killed + tally.timeout;
  const [lower, upper] = limits(killed, sample.length).map((share) => `${(100 * share).toFixed(1)} %`);
  console.log(
    `${killed} of ${sample.length} killed (${tally.timeout} by time), ${tally.survived} survived: ${((100 * killed) / sample.length).toFixed(1)} % (95 %: ${lower} to ${upper})`,
  );
  return killed >= 0.9 * sample.length;
}

// Makes each mutation of test/named-mutations.mjs in memory and runs the tests near it: one that no test notices fails, and so does one whose code is no
// longer found, or stands in several places. No file is changed. With words after the command, only mutations whose names hold one of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest } from 'vitest/node';
import { NAMED_MUTATIONS } from '../test/named-mutations.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const words = process.argv.slice(2);
const chosen = NAMED_MUTATIONS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const lost = chosen.flatMap((mutation) => placeProblem(mutation) ?? []);
for (const problem of lost) console.error(problem);
if (lost.length > 0 || chosen.length === 0) process.exit(1);

const near = [...new Set(chosen.flatMap(({ tests }) => tests))];
const sound = await runTests(near, null);
if (sound.failed.length > 0) {
  console.error(`Expected the tests to pass without a mutation, found failing: ${sound.failed.join(', ')}`);
  process.exit(1);
}

let survivors = 0;
for (const mutation of chosen) {
  const { failed, broken, ran } = await runTests(mutation.tests, mutation);
  const killed = failed.length > 0 && !broken;
  if (!killed) survivors += 1;
  const found = broken
    ? 'BROKEN: the mutated file does not load'
    : killed
      ? `killed by ${failed.length} of ${ran}`
      : `SURVIVED ${ran} tests`;
  console.log(`${killed ? ' ' : '!'} ${mutation.name}: ${found}`);
}
console.log(`${chosen.length - survivors} of ${chosen.length} named mutations killed`);
process.exit(survivors === 0 ? 0 : 1);

/** Why a mutation cannot be made, or null. */
function placeProblem({ name, file, what, by }) {
  const count = readFileSync(join(root, file), 'utf8').split(what).length - 1;
  if (what === by) return `${name}: expected a change, found the same text`;
  return count === 1
    ? null
    : `${name}: expected this code once in ${file}, found it ${count} times: ${what}\nWrite the mutation anew in test/named-mutations.mjs, where the code now stands.`;
}

/** The titles of failing tests; `broken` where a file of tests failed without a test of its own. */
async function runTests(files, mutation) {
  const vitest = await createVitest('test', settings(files), { plugins: mutation === null ? [] : [mutant(mutation)] });
  try {
    await vitest.start();
    const modules = vitest.state.getTestModules();
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const failed = tests.filter((test) => test.result().state === 'failed').map((test) => test.fullName);
    const empty = modules.length < files.length || modules.some((module) => [...module.children.allTests()].length === 0);
    return { failed, ran: tests.length, broken: empty || vitest.state.getUnhandledErrors().length > 0 };
  } finally {
    await vitest.close();
  }
}

function settings(files) {
  // Without the global setup: it makes fixtures, which the tests before have made, and prints tables.
  return { root, config: false, watch: false, include: files, maxWorkers: 1, reporters: [{}], testTimeout: 60_000, hookTimeout: 120_000 };
}

function mutant({ file, what, by }) {
  const path = join(root, file);
  return {
    name: 'mutant',
    enforce: 'pre',
    transform: (code, id) => (id.split('?')[0] === path ? code.replace(what, () => by) : null),
  };
}

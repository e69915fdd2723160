import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addADeclaredFormat } from './add-a-declared-format.ts';
import { addAGate } from './add-a-gate.ts';
import { addAPlateFormat } from './add-a-plate-format.ts';
import { addAReason } from './add-a-reason.ts';
import { changeTheRareEventRule } from './change-the-rare-event-rule.ts';
import { take, touched } from './recipe.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ADDING = [addAGate, addAPlateFormat, addADeclaredFormat, addAReason];
const ALL = [...ADDING, changeTheRareEventRule];

/** A copy of the project in which the recipes are followed. */
const copy = mkdtempSync(join(tmpdir(), 'cytolot-recipes-'));
beforeAll(() => {
  for (const folder of ['src', 'test', 'docs', 'scripts', 'pipelines']) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'CONTRIBUTING.md', 'README.md'])
    cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // None of the tests below needs the export folders of fixtures/ or the built command.
  writeFileSync(
    join(copy, 'vitest.config.mjs'),
    "export default { test: { include: ['test/**/*.test.ts'], maxWorkers: 1, testTimeout: 300_000 } };\n",
  );
  rmSync(join(copy, 'test/recipes'), { recursive: true });
  mkdirSync(join(copy, 'test/recipes'));
  for (const { proof } of ALL) writeFileSync(join(copy, 'test/recipes', proof.name), proof.text);
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

const node = (args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return { status, printed: `${stdout}${stderr}` };
};
const types = () => node(['node_modules/typescript/bin/tsc', '--noEmit']);
const tests = (...names: readonly string[]) => node(['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.config.mjs', ...names]);
const follow = (recipes: readonly (typeof addAGate)[], which: 'first' | 'last') => {
  for (const step of recipes.flatMap(({ steps }) => steps)) if ((step.last === true) === (which === 'last')) take(step, copy);
};

describe('a newcomer who follows CONTRIBUTING.md from a blank file', { timeout: 900_000 }, () => {
  it('is told by the compiler that the second language is missing, and by the tests of the registries which example and which line', () => {
    follow(ADDING, 'first');
    expect(types().printed).toMatch(/zh\/attribute-reasons|words\/sentence.*attribute\/own-denominator/s);
    const { status, printed } = tests('test/registries.test.ts');
    expect(status).not.toBe(0);
    for (const missing of ['above', 'example-reader', 'pairs']) expect(printed).toContain(missing);
  });

  it('has a gate, a plate format, a declared format and a reason when that is done', () => {
    follow(ADDING, 'last');
    expect(node(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'])).toEqual({ status: 0, printed: '' });
    // What `npm run schemas` does.
    for (const script of ['schemas', 'error-page', 'architecture-page']) expect(node([`scripts/${script}.mjs`]).status).toBe(0);
    expect(readFileSync(join(copy, 'pipelines/pipeline.schema.json'), 'utf8')).toMatch(
      /"above"[\s\S]*"example-reader"[\s\S]*"pairs"|"pairs"/,
    );
    const { status, printed } = tests(
      ...ADDING.map(({ proof }) => `test/recipes/${proof.name}`),
      'test/registries.test.ts',
      'test/population/gate-kinds.test.ts',
      'test/plates/formats.test.ts',
      'test/outputs/words/sentences.test.ts',
      'test/errors.test.ts',
      'test/architecture.test.ts',
    );
    expect(printed.match(/^ FAIL.*|^\w*Error: .*/gm) ?? []).toEqual([]);
    expect(/Test Files.*/.exec(printed)?.[0]).toBe('Test Files  10 passed (10)');
    expect(status).toBe(0);
  });

  it('changes the rare-event rule in one place, and the tests that stand on its source say so', () => {
    follow([changeTheRareEventRule], 'first');
    follow([changeTheRareEventRule], 'last');
    expect(types()).toEqual({ status: 0, printed: '' });
    const { printed } = tests(`test/recipes/${changeTheRareEventRule.proof.name}`, 'test/attributes/residual-pluripotent.test.ts');
    expect(/Test Files.*/.exec(printed)?.[0]).toBe('Test Files  1 failed | 1 passed (2)');
    expect(printed).toMatch(/FAIL {2}test\/attributes\/residual-pluripotent\.test\.ts/);
  });
});

const NUMBERS = ['no', 'one', 'two', 'three', 'four'] as const;

it.each(ALL)('$task touches as many files as CONTRIBUTING.md says', (recipe) => {
  const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const text =
    page
      .split(/^\d\. \*\*/m)
      .find((one) => one.startsWith(recipe.task))
      ?.toLowerCase() ?? '';
  const stated = (what: string) => NUMBERS.findIndex((number) => new RegExp(`\\b${number} ${what}s?\\b`).test(text));
  const { source, page: pages, fixture, test } = touched(recipe);
  expect(stated('source file')).toBe(source);
  expect(Math.max(0, stated('page'))).toBe(pages);
  expect(Math.max(0, stated('fixture'))).toBe(fixture);
  expect(Math.max(0, stated('test'))).toBe(test);
});

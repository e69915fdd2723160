import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { catchPrinted } from '../cli/captured-command.ts';

/** The fenced blocks of docs/potency.md, in order, by their language. */
const blocks = [...readFileSync('docs/potency.md', 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', text = '']) => ({
    language,
    text,
  }),
);
const textOf = (language: string, at = 0): string => blocks.filter((block) => block.language === language)[at]?.text ?? '';

const printed = catchPrinted();
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-docs-'));
  writeFileSync(join(folder, 'assay.csv'), textOf('csv'));
  writeFileSync(join(folder, 'method.yaml'), textOf('yaml'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  printed.out = '';
  printed.err = '';
});

/** A command of the page, its files in the folder of the test. */
function run(command: string, ...more: readonly string[]): Promise<number> {
  const [program, ...words] = command.trim().split(' ');
  if (program !== 'cytolot') throw new Error(`Expected a command of cytolot, found '${command}'.`);
  return runProgram([...words, ...more].map((word) => (/\.(csv|yaml|html)$/.test(word) ? join(folder, word) : word)));
}

describe('docs/potency.md', () => {
  it('has a command for each of its outputs', () => {
    expect(blocks.map(({ language }) => language)).toEqual(['csv', 'sh', 'text', 'yaml', 'sh', 'text']);
  });

  it.each([0, 1])('command %i prints what the page shows', async (at) => {
    const command = textOf('sh', at);
    expect(await run(command, ...(command.includes('--html') ? ['--force'] : []))).toBe(0);
    expect(printed.out).toBe(textOf('text', at));
    expect(printed.err).toBe('');
  });

  it('the page of the second command is written, with the margins of the method in both languages', () => {
    const html = readFileSync(join(folder, 'assay.html'), 'utf8');
    expect(html).toContain('slope-ratio 0.8 – 1.25, 90 %, decides');
    expect(html).toContain('slope-ratio 0.8 – 1.25, 90 %, 判定有效性');
  });

  it('the numbers are those of R: nls of both curves, limits by t on 27 and 24 degrees of freedom', async () => {
    await run(textOf('sh', 1), '--force', '--json');
    const [test] = JSON.parse(printed.out).assays[0].tests;
    // R 4.2.2: exp(r ± qt(0.975, 27) se), and the ratios of the free fits by the delta method on their logarithms with the pooled residual variance, qt(0.95, 24).
    const { estimate, lower, upper } = test.relativePotency;
    for (const [found, expected] of [
      [estimate, 1.217132],
      [lower, 1.16011],
      [upper, 1.276956],
    ])
      expect(found).toBeCloseTo(expected, 5);
    const [slope, upperAsymptote] = test.parallelism.equivalence;
    expect([slope.estimate, slope.lower, slope.upper].map((value: number) => value.toFixed(4))).toEqual(['1.0059', '0.8773', '1.1534']);
    expect([upperAsymptote.estimate, upperAsymptote.lower, upperAsymptote.upper].map((value: number) => value.toFixed(4))).toEqual([
      '0.9980',
      '0.9580',
      '1.0397',
    ]);
  });

  it('narrower margins take the lot out, in a warning, and the command still ends with 0', async () => {
    writeFileSync(join(folder, 'method.yaml'), textOf('yaml').replace('lower: 0.80, upper: 1.25', 'lower: 0.95, upper: 1.05'));
    expect(await run('cytolot potency assay.csv --method method.yaml')).toBe(0);
    expect(printed.out).toContain('not reportable');
    expect(printed.err).toMatch(/^warning: assay\.csv: .*slope.*0\.877.*1\.153.*\[potency\/not-equivalent\]/);
  });
});

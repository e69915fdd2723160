import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { catchPrinted } from '../cli/captured-command.ts';

let folder = '';
const printed = catchPrinted();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-potency-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Eight doses in duplicate, RP 2, duplicates 1 % apart. */
function table(change: (sample: string, dose: number, response: number) => string = (_, __, response) => String(response)): string {
  const rows = ['RS', 'LOT'].flatMap((sample) =>
    [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose) =>
      [0.995, 1.005].map((f) => {
        const x = sample === 'LOT' ? 2 * dose : dose;
        return `run-1,${sample},${dose},${change(sample, dose, f * (0.1 + 2 / (1 + 12 / x)))}`;
      }),
    ),
  );
  return `assay,sample,dose,response\n${rows.join('\n')}\n`;
}

describe('cytolot potency', () => {
  it('prints JSON and nothing else: the contract of the design, without wells', async () => {
    const code = await runProgram(['potency', write('a.csv', table()), '--reference', 'RS', '--json']);
    expect([code, printed.err]).toEqual([0, '']);
    const { assays } = JSON.parse(printed.out);
    expect(assays[0]).toMatchObject({ name: 'run-1', model: '4pl' });
    const [test] = assays[0].tests;
    expect(test.relativePotency).toMatchObject({ level: 0.95, sides: 'two', method: 'log-delta' });
    expect(test.relativePotency.estimate).toBeGreaterThan(1.97);
    expect(test.relativePotency.estimate).toBeLessThan(2.03);
    expect(Object.keys(test)).toEqual(
      expect.arrayContaining(['name', 'relativePotency', 'reasons', 'constrained', 'free', 'parallelism', 'lackOfFit', 'outcomes']),
    );
    expect(test.points).toBeUndefined();
  });

  it('gives the same bytes for the same table', async () => {
    const path = write('a.csv', table());
    await runProgram(['potency', path, '--reference', 'RS', '--json']);
    const first = printed.out;
    printed.out = '';
    await runProgram(['potency', path, '--reference', 'RS', '--json']);
    expect(printed.out).toBe(first);
  });

  it('prints a table; what is not reportable is a warning with its code, and no failure of the command', async () => {
    const path = write(
      'a.csv',
      table((sample, _, response) => (sample === 'LOT' ? '5' : String(response))),
    );
    expect(await runProgram(['potency', path, '--reference', 'RS'])).toBe(0);
    expect(printed.out).toContain('not reportable: potency/no-dose-response');
    expect(printed.err).toContain("warning: a.csv: assay 'run-1', 'LOT': All responses of 'LOT' are equal. [potency/no-dose-response]\n");
  });

  it('takes a method from YAML, and options over it', async () => {
    const method = write('m.yaml', 'model: 3pl\ninterval: { method: delta, level: 0.9 }\n');
    await runProgram(['potency', write('a.csv', table()), '--reference', 'RS', '--method', method, '--interval', 'fieller', '--json']);
    expect(JSON.parse(printed.out).assays[0]).toMatchObject({
      model: '3pl',
      tests: [{ relativePotency: { method: 'fieller', level: 0.9 } }],
    });
  });

  it('reads a plate-reader export with a layout', async () => {
    const rows = 'ABCDEFGH'.split('').map((row, i) => {
      const dose = 2 ** i;
      const cells = Array.from({ length: 12 }, (_, c) => (0.995 + 0.002 * c) * (0.1 + 2 / (1 + 12 / (c < 6 ? dose : 2 * dose))));
      return [row, ...cells.map((value) => value.toPrecision(6))].join(',');
    });
    const plate = write('plate.csv', `,1,2,3,4,5,6,7,8,9,10,11,12\n${rows.join('\n')}\n`);
    const layout = write(
      'layout.yaml',
      'wells: 96\ndoseUnit: ng/mL\nblocks:\n  - { wells: "A1:H6", role: reference, slot: reference, doses: [1, 2, 4, 8, 16, 32, 64, 128] }\n  - { wells: "A7:H12", role: test, slot: test-1, doses: [1, 2, 4, 8, 16, 32, 64, 128] }\n',
    );
    const code = await runProgram(['potency', plate, '--layout', layout, '--slots', 'reference=RS-07,test-1=LOT-A', '--json']);
    expect(code, printed.err).toBe(0);
    const { assays } = JSON.parse(printed.out);
    expect(assays[0]).toMatchObject({ doseUnit: 'ng/mL', reference: { name: 'RS-07' }, tests: [{ name: 'LOT-A' }] });
    expect(assays[0].tests[0].relativePotency.estimate).toBeGreaterThan(1.8);
  });

  it('writes a page of curves once, and never over another file', async () => {
    const path = write('a.csv', table());
    const page = join(folder, 'a.html');
    expect(await runProgram(['potency', path, '--reference', 'RS', '--html', page])).toBe(0);
    expect(readFileSync(page, 'utf8')).toContain('<svg');
    expect(await runProgram(['potency', path, '--reference', 'RS', '--html', page])).toBe(73);
  });

  it.each([
    [['--weights', '2/y'], 65, "Expected a potency method, found a fault at 'weights'"],
    [['--model', '6pl'], 65, "Expected a potency method, found a fault at 'model'"],
    [['--columns', 'nonsense'], 65, 'Expected --columns as name=heading'],
    [['--language', 'fr', '--html', 'x.html'], 65, 'Expected --language to be en, zh or both'],
    [['--language', 'en'], 65, 'Expected --html with --language, found none.'],
    [['--force'], 65, 'Expected --html with --force, found none.'],
    [['--points'], 65, 'Expected --json with --points, found none.'],
    [['--layout', 'x.yaml', '--reference', 'RS'], 65, 'Expected --layout without --reference'],
    [['--pipeline', 'x.yaml', '--reference', 'RS'], 65, 'Expected --pipeline without --reference'],
    [['--unknown'], 64, "unknown option '--unknown'"],
  ])('refuses %j', async (options, code, sentence) => {
    expect(await runProgram(['potency', write('a.csv', table()), '--reference', 'RS', ...options])).toBe(code);
    expect(printed.err).toContain(sentence);
  });

  it('names the line of a bad table, and a file that is not there', async () => {
    expect(await runProgram(['potency', write('a.csv', 'sample,dose,response\nRS,high,1\n'), '--reference', 'RS'])).toBe(65);
    expect(printed.err).toContain("error: a.csv:2: Expected a dose from 0 up with a decimal point, found 'high'.");
    expect(await runProgram(['potency', join(folder, 'none.csv')])).toBe(66);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { formats } from '../../src/cli/commands/read-plate/formats.ts';
import { readPlateCommand } from '../../src/cli/commands/read-plate/read-plate.ts';
import { printable } from '../../src/cli/terminal/printable.ts';
import { terminal } from '../../src/cli/terminal/terminal.ts';
import { PLATE_FORMATS } from '../../src/plates/formats/registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-plate-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(command: () => Promise<number>): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  vi.spyOn(terminal, 'out').mockImplementation((text) => {
    out += printable(text);
  });
  vi.spyOn(terminal, 'err').mockImplementation((text) => {
    err += printable(text);
  });
  return { code: await command(), out, err };
}

describe('cytolot read-plate', () => {
  const plain = ',1,2,3\nA,1,2,3\nB,4,5,OVER\n';

  it('prints JSON and nothing else to stdout, notes as warnings to stderr', async () => {
    const { code, out, err } = await run(() => readPlateCommand(written('p.csv', plain), { json: true }));
    expect(code).toBe(0);
    const { notes, ...reading } = JSON.parse(out) as { notes: { code: string }[] };
    expect(reading).toEqual({
      format: 'matrix',
      plates: [
        {
          name: 'Plate 1',
          wellCount: 6,
          reads: [
            {
              label: 'reading',
              mode: 'unknown',
              wavelengthsNm: [],
              unit: null,
              calculated: false,
              values: { A1: 1, A2: 2, A3: 3, B1: 4, B2: 5 },
              nonNumeric: { B3: 'OVER' },
            },
          ],
        },
      ],
    });
    expect(notes.map((note) => note.code)).toEqual(['plate/non-numeric']);
    expect(err).toBe("warning: p.csv: Plate 'Plate 1', read 'reading': 'OVER' instead of a number in B3. [plate/non-numeric]\n");
  });

  it('prints a line for every read', async () => {
    const { out } = await run(() => readPlateCommand(written('p.csv', plain), {}));
    expect(out).toBe("format: matrix\nplate 'Plate 1', 6 wells\n  measured: 'reading', unknown: 5 numbers, 1 markers\n");
  });

  it('lets no control character of a file act on the terminal', async () => {
    const { out, err } = await run(() => readPlateCommand(written('p.csv', plain.replace('OVER', 'O\u009b31mR\u202e')), { json: true }));
    expect(/[\u0080-\u009f\u202e]/.test(out + err)).toBe(false);
    expect(out).toContain('O\\u009b31mR\\u202e');
  });

  it('says that a file is not there', async () => {
    await expect(readPlateCommand(join(folder, 'none.csv'), {})).rejects.toMatchObject({ code: 'usage/not-found' });
  });
});

describe('cytolot formats', () => {
  it('lists every format with its title', async () => {
    const { code, out } = await run(() => formats());
    expect(code).toBe(0);
    for (const format of PLATE_FORMATS) expect(out).toContain(`${format.name.padEnd(24)}${format.title}\n`);
    expect(out).toContain('matrix  ');
  });
});

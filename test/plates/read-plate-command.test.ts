import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { formats } from '../../src/cli/commands/read-plate/formats.ts';
import { readPlateCommand } from '../../src/cli/commands/read-plate/read-plate.ts';
import { terminal } from '../../src/cli/terminal/terminal.ts';
import { PLATE_FORMATS } from '../../src/plates/formats/registry.ts';
import { printable } from '../../src/printable.ts';

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
    for (const format of PLATE_FORMATS.members) expect(out).toContain(`${format.id.padEnd(24)}${format.title}\n`);
    expect(out).toContain('matrix  ');
  });
});

describe('cytolot read-plate with a declared format', () => {
  const two = 'First,,,\n,1,2,3\nA,1,2,3\nB,4,5,6\n\nConc,,,\n,1,2,3\nA,7,8,9\nB,7,8,9\n';
  const values = async (options: Parameters<typeof readPlateCommand>[1], text = two) => {
    const { out } = await run(() => readPlateCommand(written('two.csv', text), { ...options, json: true }));
    const reading: { plates: { reads: { label: string; values: Record<string, number> }[] }[] } = JSON.parse(out);
    return reading.plates[0]?.reads.map(({ label, values: wells }) => [label, wells.A1]);
  };

  it('reads the block of --anchor, or the blocks of a file with `read`', async () => {
    const anchored = written(
      'anchored.yaml',
      'read:\n  format: matrix\n  wells: 6\n  matrices:\n    - { anchor: B3, label: one }\n    - { anchor: B8, label: two }\n',
    );
    expect(await values({ read: anchored })).toEqual([
      ['one', 1],
      ['two', 7],
    ]);
    // Without the number of wells the block is that of 96: the file is too short for it.
    await expect(values({ anchor: 'B3' })).rejects.toMatchObject({ code: 'plate/bad-export' });
  });

  it('offers the block of YAML that would read a file of several matrices, and says that --read stands alone', async () => {
    const named = '[Plate,,,\nLabel: X,,,\n,1,2,3\nA,1,2,3\nB,4,5,6\n';
    await expect(values({}, named)).rejects.toMatchObject({
      code: 'plate/unknown-format',
      message: expect.stringMatching(/since it holds 'Label:'.* read: \{ format: matrix, anchor: B4 \}\.$/),
    });
    await expect(values({ read: 'x.yaml', anchor: 'B3' })).rejects.toMatchObject({ code: 'usage/bad-argument' });
  });

  it('shows what a layout puts into the wells, and where nothing was read', async () => {
    const layout = written(
      'layout.yaml',
      'wells: 6\ndoseUnit: ng/mL\nblocks:\n  - { wells: "A1:A3", role: reference, slot: reference, doses: [1, 2, 4] }\n  - { wells: "B1:B3", role: blank, slot: blank }\n',
    );
    const { out } = await run(() => readPlateCommand(written('m.csv', ',1,2,3\nA,1,2,3\nB,4,5,OVER\n'), { layout }));
    expect(out).toContain("layout: 'reference', 3 wells\nlayout: 'blank', 3 wells, no number in B3\n");
  });

  it('shows an export without any number, and refuses it', async () => {
    await expect(
      run(() => readPlateCommand(written('none.csv', ',1,2,3\nA,OVER,OVER,OVER\nB,OVER,OVER,OVER\n'), {})),
    ).rejects.toMatchObject({
      code: 'plate/no-results',
      message: "Expected a number in this export of the format 'matrix', found markers only.",
    });
  });
});

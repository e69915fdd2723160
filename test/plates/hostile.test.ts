import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { describeShared } from '../shared-data.ts';

interface Mutation {
  readonly file: string;
  readonly group: string;
  readonly label: string;
  readonly expect: string;
}

const scratch = mkdtempSync(join(tmpdir(), 'hostile-csv-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function mutations(tool: string, folder: string, base: readonly string[]): Mutation[] {
  execFileSync('python3', [tool, folder, ...base], { stdio: 'ignore' });
  const lines = readFileSync(`${folder}/manifest.jsonl`, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Mutation);
}

/** `accepted`, `accepted with a note`, or `rejected`; anything else that is thrown is a fault of ours. */
async function outcome(file: string): Promise<string> {
  try {
    const reading = await readPlate(readFileSync(file), basename(file), { format: 'detect' });
    return reading.notes.length > 0 ? 'accepted with a note' : 'accepted';
  } catch (error) {
    if (error instanceof InputError) return 'rejected';
    throw error;
  }
}

/** The classes of the tool: what each lets happen. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'must-accept': ['accepted', 'accepted with a note'],
  'must-reject': ['rejected'],
  'reject-or-warn': ['rejected', 'accepted with a note'],
  'may-either-but-no-crash': ['accepted', 'accepted with a note', 'rejected'],
};

/** A plate with 0.1 for each row and 0.01 for each column, below the lines that make it a vendor's. */
function madeUp(name: string, above: string): string {
  const file = join(scratch, name);
  const numbers = Array.from({ length: 12 }, (_, c) => c + 1);
  const row = (letter: string, r: number) => `${letter},${numbers.map((n) => ((10 * (r + 1) + n) / 100).toFixed(3)).join(',')}\n`;
  writeFileSync(file, `${above},${numbers.join(',')}\n${['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map(row).join('')}`);
  return file;
}

const kc4 = madeUp('kc4.csv', '[Plate: M#1 450]     readout at 450nm\n');

describeShared('mutated plate exports (tools/hostile_csv.py)', (shared) => {
  const plates = `${shared}data/plates`;
  it.each([
    ['built-in', []],
    ['MARS', ['--base', `${plates}/bmg-mars/16-02-29 14-34-46 Transcreener ADP2 FI.csv`]],
    ['Kaleido 3.0', ['--base', `${plates}/revvity-kaleido/luminescence_endpoint_single_plate_example_01.csv`]],
    ['Byonoy', ['--base', `${shared}data/cases/plates/real/byonoy_absolute_example.csv`]],
    ['KC4', ['--base', kc4]],
    ['Kaleido 2', ['--base', `${shared}data/cases/plates/real/absorbance_endpoint_single_plate_example_01.csv`]],
    ['Kaleido 3.5', ['--base', `${plates}/revvity-kaleido/fluorescence_v3.5_pure_csv_format_example.csv`]],
  ])('%s: none that must be rejected is taken, none is altered in silence', async (name, base) => {
    const folder = join(scratch, name.replace(/\W/g, ''));
    const all = mutations(`${shared}tools/hostile_csv.py`, folder, base);
    const wrong: string[] = [];
    for (const one of all) {
      const found = await outcome(join(folder, one.file));
      if (!ALLOWED[one.expect]?.includes(found)) wrong.push(`${one.expect} ${one.group}/${one.label}: ${found}`);
    }
    console.log(`hostile plate exports, ${name}: ${all.length - wrong.length} of ${all.length} as they must be`);
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(150);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { runProgram } from '../../../src/cli/program.ts';
import { terminal } from '../../../src/cli/terminal/terminal.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Paths into the JSON of the command with what another program, or arithmetic, expects there; see `<study>.R` beside each. */
const expectedSchema = z.strictObject({
  madeBy: z.string(),
  tolerance: z.number(),
  values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
});

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.expected.json'))
  .map((file) => file.replace('.expected.json', ''));

let out = '';
let compared = 0;
beforeEach(() => {
  out = '';
  vi.spyOn(terminal, 'out').mockImplementation((text) => {
    out += text;
  });
  vi.spyOn(terminal, 'err').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => console.log(`studies: ${names.length} tables, ${compared} figures compared`));

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);
}

describe('studies on tables whose figures another program gave', () => {
  it.each(names)('%s', async (name) => {
    const expected = expectedSchema.parse(JSON.parse(readFileSync(`${folder}${name}.expected.json`, 'utf8')));
    const options = existsSync(`${folder}${name}.options.yaml`) ? ['--options', `${folder}${name}.options.yaml`] : [];
    const [study = ''] = name.split('.');
    expect(await runProgram(['potency-study', study, `${folder}${name}.csv`, ...options, '--json'])).toBe(0);
    const found: unknown = JSON.parse(out);
    for (const [path, value] of Object.entries(expected.values)) {
      compared += 1;
      const one = at(found, path);
      if (typeof value !== 'number' || typeof one !== 'number') expect(one, path).toEqual(value);
      else
        expect(Math.abs(one - value), `${path}: found ${one}, expected ${value}`).toBeLessThanOrEqual(
          expected.tolerance * Math.abs(value) + 1e-12,
        );
    }
  });
});

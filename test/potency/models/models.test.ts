import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { captureCommand } from '../../cli/captured-command.ts';

const FOLDER = 'test/potency/models';

interface Expected {
  readonly madeBy: string;
  /** Relative. */
  readonly tolerance: number;
  readonly options: readonly string[];
  readonly values: Readonly<Record<string, string | number>>;
}

/** The value at a path of names and indices. */
function at(record: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (value === null || typeof value !== 'object') return undefined;
    return Object.entries(value).find(([name]) => name === key)?.[1];
  }, record);
}

const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => name.replace('.expected.json', ''));

describe('models of cytolot potency against R', () => {
  it('are several, each with its table', () => {
    expect(cases.length).toBeGreaterThanOrEqual(8);
  });

  it.each(cases)('%s', async (name) => {
    const expected: Expected = JSON.parse(readFileSync(`${FOLDER}/${name}.expected.json`, 'utf8'));
    const { stdout } = await captureCommand(['potency', `${FOLDER}/${name}.csv`, ...expected.options, '--json']);
    const [assay] = JSON.parse(stdout).assays;
    for (const [path, value] of Object.entries(expected.values)) {
      const found = at(assay, path);
      if (typeof value === 'string') expect(found, path).toBe(value);
      else {
        expect(typeof found, `${path}: found ${String(found)}`).toBe('number');
        expect(Math.abs(Number(found) / value - 1), `${path}: found ${String(found)}, R ${value}`).toBeLessThanOrEqual(expected.tolerance);
      }
    }
  });
});

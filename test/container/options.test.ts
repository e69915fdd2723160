import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { captureCommand } from '../cli/captured-command.ts';

const FOLDER = new URL('../../docs/deployment/', import.meta.url);

/** Every list of words in a YAML file, with where it stands. */
function lists(value: unknown, place: string): readonly (readonly [string, readonly string[]])[] {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((one) => typeof one === 'string')) return [[place, value]];
    return value.flatMap((one, at) => lists(one, `${place}[${at}]`));
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inside]) => lists(inside, `${place}.${key}`));
}

/** The command and its options, as an example gives them to the image, or to its program. */
const examples = ['compose.yaml', 'kubernetes/watch.yaml', 'kubernetes/nightly-run.yaml'].flatMap((file) =>
  parseAllDocuments(readFileSync(new URL(file, FOLDER), 'utf8'), { merge: true })
    .flatMap((document) => lists(document.toJS(), file))
    .filter(([place]) => /\.(command|args)$/.test(place))
    .map(([place, words]) => [place, words.slice(words.findIndex((word) => word.endsWith('cytolot.cjs')) + 1)] as const),
);

describe('what the examples of a deployment ask for', () => {
  it('is found in them: a watch twice, a run, a question after health', () => {
    expect(new Set(examples.map(([, [command]]) => command))).toEqual(new Set(['watch', 'run', 'status']));
  });

  it.each(examples)('%s has only options that the command has', async (_place, [command = '', ...words]) => {
    const { stdout } = await captureCommand([command, '--help']);
    const known = new Set(Array.from(stdout.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm), ([, option]) => option));
    const asked = words.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0]);
    expect(asked.filter((option) => !known.has(option))).toEqual([]);
    expect(known.size).toBeGreaterThan(1);
  });
});

import { expect, it } from 'vitest';
import { argumentsOf, questionFor } from '../../scripts/container-health.mjs';

const line = (...words: readonly string[]) => words.map((word) => `${word}\0`).join('');

it.each<[string, readonly string[], readonly string[]]>([
  ['node as the first process', ['node', '/app/dist/cytolot.cjs', 'watch', '/in'], ['watch', '/in']],
  ['behind an init', ['/sbin/docker-init', '--', 'node', '/app/dist/cytolot.cjs', 'run', '/in'], ['run', '/in']],
  ['an empty argument', ['node', '/app/dist/cytolot.cjs', 'run', '', '--quiet'], ['run', '', '--quiet']],
  ['something else', ['sleep', 'infinity'], []],
])('the arguments of the command are found: %s', (_title, words, expected) => {
  expect(argumentsOf(line(...words))).toEqual(expected);
});

it.each<[string, readonly string[], readonly string[] | null]>([
  ['a watch is asked by its own store', ['watch', '/in', '--out', '/results'], ['status', '--health', '--out', '/results']],
  ['also in one word', ['watch', '/in', '--out=/results'], ['status', '--health', '--out', '/results']],
  ['the last one counts, as for the command', ['watch', '--out', '/a', '--out', '/b'], ['status', '--health', '--out', '/b']],
  ['a run is healthy while it runs', ['run', '/in', '--out', '/out'], null],
  ['a file called watch makes no watch', ['inspect', 'watch'], null],
  ['nothing of ours runs', [], null],
])('what is asked: %s', (_title, words, expected) => {
  expect(questionFor(words)).toEqual(expected);
});

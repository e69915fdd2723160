import { expect, it } from 'vitest';
import { filesAmong, threadsForArguments, threadsForBytes, threadsForFiles } from '../../src/runtime/threads/thread-count.ts';

it.each([
  [
    ['a.fcs', 'b.fcs', '--gates', 'g.xml', '--json'],
    ['a.fcs', 'b.fcs'],
  ],
  [
    ['--json', 'a.fcs', '--gates=g.xml', 'b.fcs'],
    ['a.fcs', 'b.fcs'],
  ],
  [['--gates', 'g.xml', '--exact', 'a.fcs', '--threshold', 'cd3=200'], ['a.fcs']],
  [[], []],
])('finds the files in %j', (args, files) => {
  expect(filesAmong(args)).toEqual(files);
});

it('asks for threads by what there is to do', () => {
  expect([1, 7, 8, 96].map(threadsForFiles)).toEqual([1, 1, 2, 13]);
  expect([0, 80_000_000, 100_000_000, 800_000_000].map(threadsForBytes)).toEqual([1, 1, 2, 9]);
});

it('counts on the threads of the files that it finds', () => {
  const files = Array.from({ length: 16 }, (_, i) => `${i}.fcs`);
  expect(threadsForArguments([...files, '--gates', 'g.xml', '--json'])).toBe(3);
  expect(threadsForArguments(['nowhere.fcs', '--gates', 'g.xml'])).toBe(1);
});

import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../src/errors.ts';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import type { ThreadAnswer, ThreadTask } from '../../src/runtime/threads/task.ts';
import type { Threads } from '../../src/runtime/threads/threads.ts';
import { openWorkbench } from '../../src/runtime/threads/workbench.ts';

/**
 * Threads that are none: tasks are done in this thread, over the disk that is handed in. Every task goes through JSON, as through a queue, and must come out as
 * it went in, but for members that are undefined; every answer is copied as between threads.
 */
export function threadsHere(disk: Disk = nodeDisk): Threads & { readonly asked: readonly ThreadTask[] } {
  const bench = openWorkbench(disk);
  const asked: ThreadTask[] = [];
  return {
    most: 1,
    asked,
    ask: async (task, kind) => {
      const copy: ThreadTask = JSON.parse(JSON.stringify(task));
      if (!isDeepStrictEqual(copy, withoutUndefined(task))) throw new Error(`a task '${task.kind}' is not plain data: JSON changes it`);
      asked.push(copy);
      const answer = structuredClone(await bench.answer(copy));
      if (answer.kind === 'refused' && kind !== 'refused') throw new InputError(answer.code, answer.message, answer.place);
      if (isOfKind(answer, kind)) return answer;
      throw new Error(`a task '${task.kind}' was answered with '${answer.kind}'`);
    },
    close: async () => {},
  };
}

function isOfKind<Kind extends ThreadAnswer['kind']>(answer: ThreadAnswer, kind: Kind): answer is Extract<ThreadAnswer, { kind: Kind }> {
  return answer.kind === kind;
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, withoutUndefined(member)]])),
  );
}

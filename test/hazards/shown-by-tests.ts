import type { HazardData } from '../../src/runtime/qualification/hazard-data.ts';

/** Hazards whose cause is no input but a machine that fails, or a person with rights to the disk: what brings them about does not ship. */
export const SHOWN_BY_TESTS: HazardData['shownByTests'] = [
  {
    id: '7-01',
    hazard: { en: 'A process is killed, and a result is lost, doubled or half-written.', zh: '进程被终止，结果丢失、重复或只写了一半。' },
    control:
      'A result appears whole by one rename under a key that only one publication can have; whoever comes next finishes or clears what is left.',
    test: 'test/runtime/killed-runs.test.ts',
  },
  {
    id: '7-02',
    hazard: { en: 'The disk fails or is full in the middle of a publication.', zh: '发布过程中磁盘故障或已满。' },
    control: 'Everything is on the disk before its name is; a failed call leaves nothing that reads as a result.',
    test: 'test/runtime/publication.test.ts',
  },
  {
    id: '7-03',
    hazard: {
      en: 'Several processes analyse one lot at the same time, and it is published twice.',
      zh: '多个进程同时分析同一批，结果发布两次。',
    },
    control: 'One job is one key; numbers are given in order.',
    test: 'test/runtime/interrupted-runs.test.ts',
  },
  {
    id: '7-04',
    hazard: { en: 'A file that an instrument is still writing is judged.', zh: '仪器仍在写入的文件被判定。' },
    control:
      'A file is taken when it has not moved for the quiet time, as a copy that was the same before and after; only the copy is judged.',
    test: 'test/cli/watch-live.test.ts',
  },
  {
    id: '7-05',
    hazard: {
      en: 'Whoever writes into the drop folder reaches other files by a link, a pipe or a device.',
      zh: '投放文件夹中的链接、管道或设备被用来触及其他文件。',
    },
    control: 'Regular files alone, opened step by step without following a link.',
    test: 'test/runtime/hostile-drop.test.ts',
  },
  {
    id: '7-06',
    hazard: {
      en: 'A published result, its log or a signature is changed, and nobody sees it.',
      zh: '已发布的结果、日志或签名被更改而无人察觉。',
    },
    control: 'A hash tree over the log, signed checkpoints, and checkpoints that are kept elsewhere.',
    test: 'test/runtime/audit-log/verify-store.test.ts',
  },
  {
    id: '7-07',
    hazard: {
      en: 'The number of threads, the zone or the language of the machine changes a value.',
      zh: '线程数、时区或机器语言改变数值。',
    },
    control: 'Values depend on the bytes of the inputs and the method alone.',
    test: 'test/runtime/determinism.test.ts',
  },
  {
    id: '7-08',
    hazard: {
      en: 'A thread crashes or runs out of memory, and other lots are lost with it.',
      zh: '一个线程崩溃或内存不足，其他批随之丢失。',
    },
    control: 'The task fails its file alone, after a second try.',
    test: 'test/runtime/ended-threads.test.ts',
  },
];

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
  {
    id: '7-09',
    hazard: {
      en: 'A result is sent to a LIMS though its lot was opened again meanwhile.',
      zh: '结果在该批重新打开之后仍被发送至 LIMS。',
    },
    control:
      'Acts and analyses are read again before each attempt; what no longer stands is neither sent nor repeated, and what may have arrived is followed by the re-opening.',
    test: 'test/lims/overtaken.test.ts',
  },
  {
    id: '7-10',
    hazard: {
      en: 'An answer of a LIMS is lost, and a result is booked twice or not at all.',
      zh: 'LIMS 的应答丢失，结果被重复登记或未登记。',
    },
    control:
      'That it may have arrived is on the disk and in the log before the first byte goes out; the same key, or a look after the settling time, comes before anything is sent again.',
    test: 'test/lims/pushes-with-faults.test.ts',
  },
  {
    id: '7-11',
    hazard: {
      en: 'A LIMS shows another value, unit, operator or limit than was sent.',
      zh: 'LIMS 显示的数值、单位、比较符或限度与所发送的不一致。',
    },
    control: 'What was booked is read back and compared field by field; a difference is a mismatch (exit 76).',
    test: 'test/lims/push.test.ts',
  },
  {
    id: '7-12',
    hazard: {
      en: 'A system that overlooks that a lot is open again books its values once more.',
      zh: '系统未识别该批已重新打开，再次登记其数值。',
    },
    control: 'A re-opening holds no value; a form that cannot tell it is refused.',
    test: 'test/lims/drops.test.ts',
  },
  {
    id: '7-13',
    hazard: {
      en: 'A correction leaves an earlier value standing in a LIMS, or takes away what somebody else entered.',
      zh: '更正后 LIMS 中仍保留旧值，或撤回了他人录入的数值。',
    },
    control: 'Every row that was sent before is written anew or taken back; a value that was never sent is named and let alone.',
    test: 'test/lims/senaite.test.ts',
  },
];

import type { VERIFY_NOTES } from '../../../audit-log/verify-notes.ts';
import type { Sentences } from '../../../message.ts';
import { RULE_WORDS } from './broken-rules.ts';
import { SIGNATURE_FAULT_WORDS } from './signature-faults.ts';

const KINDS = { file: '文件', folder: '文件夹', link: '链接', other: '对象' } as const;

/** What is said of a store and its log, in Chinese. */
export const VERIFY_NOTE_SENTENCES = {
  'verify/no-log': () => '应有存储的日志，但没有找到。',
  'verify/not-begun': () => '尚未发布任何结果：运行在得出首个结果之前中止，或仍在进行；下一次运行将建立日志。',
  'verify/entry-missing': ({ index }) => `缺少条目 ${index}：其后还有条目。`,
  'verify/entry-changed': ({ index, found }) => `条目 ${index} 被更改：读到的是 ${found}。`,
  'verify/no-beginning': () => '条目 0 应为日志的起始条目，但读到的是其他条目。',
  'verify/key-not-proven': ({ index }) => `条目 ${index} 指定的日志密钥没有该密钥及前一密钥的签名。`,
  'verify/checkpoint-unreadable': ({ found }) => `应为检查点，读到的是 ${found}。`,
  'verify/checkpoint-of-other-store': ({ origin, expected }) => `应为“${expected}”的检查点，读到的是“${origin}”的检查点。`,
  'verify/checkpoint-not-signed': ({ size }) => `含 ${size} 个条目的检查点没有当时有效密钥的签名。`,
  'verify/cut': ({ size, entries }) => `日志被截断：该检查点含 ${size} 个条目，现有 ${entries} 个。`,
  'verify/root-differs': ({ from, to }) => `该检查点所依据的内容已不存在：条目 ${from} 至 ${to} 中有条目不同。`,
  'verify/cosignature-wrong': ({ witness }) => `“${witness}”的联署签名与该检查点及其密钥不符。`,
  'verify/other-key': ({ trusted, found }) => `日志应由密钥“${trusted}”签名，读到的是${found === null ? '没有密钥' : `密钥“${found}”`}。`,
  'verify/known-unreadable': ({ found }) => `应为另行保存的检查点，读到的是 ${found}。`,
  'verify/known-of-other-store': ({ origin, expected }) => `该检查点属于日志“${origin}”；本存储为“${expected}”。`,
  'verify/known-not-signed': ({ size }) => `另行保存的含 ${size} 个条目的检查点没有本日志密钥的签名。`,
  'verify/known-cut': ({ size, entries }) => `日志被截断或回退：另行保存的检查点含 ${size} 个条目，现有 ${entries} 个。`,
  'verify/known-differs': ({ size }) => `日志被改写或分叉：其前 ${size} 个条目与另行保存的检查点不符。`,
  'verify/unlisted': ({ kind }) => `该${KINDS[kind]}不在日志的任何条目中：是后来放入的。`,
  'verify/missing': ({ index }) => `缺失${index === null ? '' : `：条目 ${index} 列有此项`}。`,
  'verify/changed': ({ index, expected, found }) =>
    `被更改或替换：SHA-256 为 ${found}，应为 ${expected}${index === null ? '' : `（条目 ${index}）`}。`,
  'verify/unreadable': ({ found }) => `无法读取：${found}。`,
  'verify/job-differs': ({ found }) => `该任务的键与日志所述不符：读到的是 ${found}。`,
  'verify/person-key-not-proven': ({ index }) =>
    `条目 ${index} 登记或撤销人员密钥，但没有当时有权者（已登记的批准人，或在允许时的存储密钥）的签名。`,
  'verify/method-step-not-proven': ({ index }) =>
    `条目 ${index} 批准或撤销方法，但没有当时已登记的批准人对该内容的签名，或重复了先前条目的签名。该条目不生效。`,
  'verify/signature-wrong': ({ index, why, name }) =>
    `条目 ${index} 称${name === null ? '有人' : `“${name}”`}已签名：${SIGNATURE_FAULT_WORDS[why]}。`,
  'verify/act-not-allowed': ({ index, why, name }) =>
    `条目 ${index} 称“${name}”签署了不允许的内容：${RULE_WORDS[why]}。程序会拒绝，该条目并非由程序写入：请重新打开该批并重新决定。`,
  'verify/publication-differs': ({ index, expected, found }) =>
    `条目 ${index} 称该结果为“${found}”，而结果本身为“${expected}”：该条目并非由运行写入。`,
  'verify/by-store-key': ({ index }) =>
    `条目 ${index} 仅凭结果库密钥登记或撤销了人员密钥，且并非首次：请确认当时唯一的批准人确已遗失密钥。`,
  'verify/time-goes-back': ({ index, timeUtc, before }) =>
    `条目 ${index} 称写于 ${timeUtc}，其前一条目写于 ${before}：时钟被调整、两台主机时间不一致，或时间系伪造。`,
  'verify/unfinished': () => '发布已开始但未完成：下一次运行会完成。这不表示被篡改。',
  'verify/unsigned': () => '未签名：从未签署过检查点，因此持有磁盘者可能改写了全部内容。',
  'verify/not-covered': ({ from, to }) => `条目 ${from} 至 ${to} 在最后一个已签名的检查点之后。`,
  'verify/no-outside-checkpoint': () =>
    '没有外部检查点：未与存储之外保存的检查点比较（--known），因此持有磁盘和密钥者可能改写或截断了全部内容。',
  'verify/key-from-store': ({ fingerprint }) =>
    `签名是用存储自身所指的密钥核对的，不能证明由谁签名：请给出贵处的密钥（--key），或核对其指纹：${fingerprint}。`,
  'verify/witness-not-checked': ({ witness }) => `“${witness}”的联署签名未核对：请给出其密钥（--witness）。`,
} as const satisfies Sentences<typeof VERIFY_NOTES>;

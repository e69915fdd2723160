import type { Sentences } from '../../../message.ts';
import type { WATCH_NOTES } from '../../../watch/watch-notes.ts';
import { DISPOSITIONS } from './names.ts';
import { quoteAll } from './quote.ts';

const DISPOSITION_WORDS: ReadonlyMap<string, string> = new Map(Object.entries(DISPOSITIONS));
const FOUND = { link: '符号链接', pipe: '管道', socket: '套接字', device: '设备文件' } as const;

/** What `watch` says of a drop folder, in Chinese. */
export const WATCH_NOTE_SENTENCES = {
  'watch/awaits-file': ({ file, source }) => `${source} 列出的 '${file}' 尚未到达。`,
  'watch/awaits-table': ({ file }) => `方法定义所列的表 '${file}' 尚未到达；如无内容，保留标题行即可。`,
  'watch/being-written': ({ file }) => `'${file}' 静止时间尚不足。`,
  'watch/awaits-sample': ({ tube, stage }) => `染色管 '${tube}'、阶段 '${stage}' 的文件尚未到达。`,
  'watch/awaits-control': ({ control, tube, assayRun }) =>
    `检验批次 '${assayRun ?? ''}' 中染色管 '${tube}' 的对照 '${control}' 的文件尚未到达。`,
  'watch/awaits-assay': ({ assay }) => `效力试验 '${assay}' 的板尚未到达。`,
  'watch/timed-out': ({ hours, awaited }, say) => `已等待 ${hours} 小时；对可判定的内容先行判定，缺少：${awaited.map(say).join('')}`,
  'watch/file-held': ({ file, tries, error }, say) =>
    `'${file}' 已暂扣：无法接收（尝试 ${tries} 次）。${say(error)}文件变化时以及每半小时将再次尝试。`,
  'watch/not-a-file': ({ file, found }) => `'${file}' 是${FOUND[found]}：只接收普通文件。请将文件本身复制到文件夹中。`,
  'watch/too-deep': ({ folder, levels }) => `'${folder}' 位于 ${levels} 层以下，其中内容均未查看。`,
  'watch/folder-unreadable': ({ folder, error }) => `无法列出 '${folder}'（${error}）：其中内容均未查看。请检查其权限。`,
  'watch/name-unreadable': ({ file }) => `'${file}' 的文件名不是 UTF-8。请重命名该文件。`,
  'watch/no-method': ({ products }) => `产品 ${quoteAll(products)} 的方法定义均不含其全部染色管：请在样品清单的 product 列中注明产品。`,
  'watch/several-methods': ({ products }) =>
    `产品 ${quoteAll(products)} 的方法定义均含其染色管：请在样品清单的 product 列中注明产品，或使文件名规则互不重叠。`,
  'watch/unknown-product': ({ list, product, rows, products }) =>
    `${list}：有 ${rows} 行属于产品 '${product}'，而所监视的方法定义只用于 ${quoteAll(products)}。`,
  'watch/not-planned': ({ product, errors }, say) => `产品 '${product}' 暂不判定：${errors.map(say).join('')}`,
  'watch/method-changed': ({ product }) => `产品 '${product}' 的方法与开始监视时不同：不再据其判定。请重新启动 watch 以采用新方法。`,
  'watch/reason-needed': ({ after, error }, say) => `已暂扣：第 ${String(after).padStart(4, '0')} 次分析已判定的内容有变化。${say(error)}`,
  'watch/not-analysed': ({ tries, error }, say) => `已暂扣：无法分析（尝试 ${tries} 次）。${say(error)}`,
  'watch/duplicate-copy': ({ file, of, subject }) =>
    `'${file}' 与 '${of}' 字节相同，后者已为 ${subject} 判定：此为副本，不产生第二个结果。`,
  'watch/published': ({ analysis, folder, disposition, resultSha256 }) =>
    `第 ${String(analysis).padStart(4, '0')} 次分析的结果位于 '${folder}'（${resultSha256.slice(0, 8)}）：${DISPOSITION_WORDS.get(disposition) ?? disposition}。`,
  'watch/answer-not-listed': ({ folder, host, seconds }) =>
    `“${host}”上的工作进程答复“${folder}”已发布，但 ${seconds} 秒内日志始终未列出该对象的这一结果及其内容：答复不予采信并已移除，该对象将重新分析。`,
  'watch/vanished': ({ file }) => `'${file}' 在静止时间届满之前消失：未使用其任何内容。`,
  'watch/no-events': ({ error }) => `系统不报告该文件夹的变化（${error}）：仍按扫描间隔查看。`,
  'watch/not-running': ({ folder }) =>
    folder === null ? '没有进程为此结果文件夹监视任何文件夹。' : `监视 '${folder}' 的进程未经要求即已结束。`,
  'watch/drop-unreadable': ({ error }) => `无法列出投放文件夹（${error}）。请检查其是否存在及其权限。`,
  'watch/little-space': ({ freeBytes, leastBytes }) =>
    `结果所在磁盘剩余 ${freeBytes} 字节，而 --min-free 要求 ${leastBytes} 字节：空间足够之前不接收也不发布。`,
  'watch/queue-away': ({ queue, seconds, error }) => `无法连接队列 ${queue}（${error}）：文件仍照常接收，每 ${seconds} 秒重新连接一次。`,
  'watch/orders-unanswered': ({ orders, minutes, why }, say) =>
    `有 ${orders} 项任务至少 ${minutes} 分钟没有答复。${why === null ? '请检查 cytolot work 是否在运行、是否就绪、能否访问该结果文件夹、版本是否一致。' : `工作进程报告：${say(why)}`}`,
  'watch/other-watch': ({ folder }) =>
    `另一个进程正在为同一结果文件夹监视“${folder}”并下达任务：在它结束或停滞一分钟之前，本进程不下达任务。`,
  'watch/disk-refuses': ({ error }, say) => `结果所在磁盘无法继续写入；每次扫描时再次尝试。${say(error)}`,
} as const satisfies Sentences<typeof WATCH_NOTES>;

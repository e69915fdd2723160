import type { Sentences } from '../../../message.ts';
import type { RUN_NOTES } from '../../../results/run-notes.ts';
import { DISPOSITIONS, OUTCOMES } from './names.ts';

const WORDS = { ...OUTCOMES, ...DISPOSITIONS };
const number = (analysis: number): string => String(analysis).padStart(4, '0');
const NOTHING_LOST = '其中没有任何内容曾经发布。';

/** What is noted of an analysis among others, and of the folder of results, in Chinese. */
export const RUN_NOTE_SENTENCES = {
  'analysis/unchanged': ({ analysis }) => `与第 ${number(analysis)} 次分析相同，该次分析有效，未生成新的分析。`,
  'analysis/reverses-earlier': ({ analysis, row, before, now }) =>
    row === null
      ? `第 ${number(analysis)} 次分析的建议结论“${WORDS[before]}”不再有效：现为“${WORDS[now]}”。`
      : `项目“${row}”在第 ${number(analysis)} 次分析中为“${WORDS[before]}”，现为“${WORDS[now]}”。`,
  'analysis/not-compared': ({ analysis, schemaVersion }) =>
    `未与第 ${number(analysis)} 次分析比较：${schemaVersion === null ? '本版本无法读取其结果' : `其结果为第 ${schemaVersion} 版格式，本版本不读取`}。其结论是否仍然有效，须查阅该次报告。`,
  'method/no-approval': ({ method, version, specification, revision, why }) => {
    const found = {
      never: '日志中没有该方法和质量标准的批准',
      'not-yet': '已有的批准尚未生效',
      'another-version': '现行批准为其他版本',
      'another-file': '方法定义旁的文件（如溢出矩阵）与批准的不同',
      withdrawn: '批准已撤回',
      'log-unreadable': "日志无法读取（用 'cytolot verify' 查明位置）",
    }[why];
    return `方法 ${method} ${version} 与质量标准 ${specification} ${revision} 应有现行有效的批准，而${found}。该结果不得批准或放行：请执行 'cytolot method approve'；结果先于批准产生的，须加 --retrospective。`;
  },
  'run/already-published': ({ analysis }) => `同一任务已由另一运行发布为第 ${number(analysis)} 次分析，该次分析有效；未重复发布。`,
  'store/publication-finished': ({ owner }) => `${owner ?? '提前结束的运行'}已完成此次分析的计算并取得其任务的键：文件完整，现已发布。`,
  'store/network-file-system': ({ name }) =>
    `结果文件夹位于网络文件系统（${name}）。即使该系统重复执行调用，同一任务也只发布一次；已发布内容在服务器断电后能否保留，取决于该服务器。`,
  'store/partial-cleared': ({ owner, hours }) => `此未完成的结果${leftBy(owner, hours)}，已清除。${NOTHING_LOST}`,
  'store/partial-left': ({ why, owner, hours, error }) => {
    if (why === 'owner-out-of-sight')
      return `${owner ?? '未知进程'}正在写入或遗留了此文件夹；从此处无法判断其是否仍在运行，故予保留。确认无此运行后请删除该文件夹。`;
    if (why === 'too-young')
      return `此未完成的结果未注明所有者（旧版本所遗留）；最后更改于 ${hours ?? 0} 小时前，满 24 小时前予以保留。确认无旧版本运行后请删除该文件夹。`;
    if (why === 'not-finished') return `此结果已取得其任务的键，但无法发布：${error ?? ''} 现予保留，下次运行将再次尝试。`;
    return `此未完成的结果${leftBy(owner, hours)}，但无法清除：${error ?? ''}。${NOTHING_LOST}`;
  },
  'store/analysis-gap': ({ analysis, gap, claimedBy }) =>
    `第 ${number(analysis)} 次分析之前的编号 ${number(gap)} 已被${claimedBy ?? '提前结束的运行'}占用而未发布。`,
  'store/run-mended': ({ owner, subjects }) => `${owner ?? '未知进程'}的运行提前结束：其已发布的 ${subjects} 个检验对象现已列入。`,
  'store/overview-not-written': ({ what, error }) => {
    if (what === 'row-of-other-columns') return '其 results.csv 由其他版本写成，列不同，未列入本次运行的汇总表。';
    if (what === 'ended-run') return `无法列出提前结束的运行（${error ?? ''}）。`;
    return `${what === 'table' ? '本次运行的汇总表' : 'index.html'}无法写入（${error ?? ''}）。各结果本身已发布。`;
  },
} as const satisfies Sentences<typeof RUN_NOTES>;

function leftBy(owner: string | null, hours: number | null): string {
  return owner === null ? `未注明所有者，最后更改于 ${hours ?? 0} 小时前` : `由${owner}遗留，该进程已不再运行`;
}

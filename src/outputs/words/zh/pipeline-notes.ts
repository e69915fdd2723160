import type { Sentences } from '../../../message.ts';
import type { PIPELINE_NOTES, UNUSED_ROWS } from '../../../pipeline/notes.ts';
import { boundText, THINGS } from './pipeline-reasons.ts';
import { quoteAll } from './quote.ts';

const ABSENT = {
  'not-asked': '方法定义没有要求',
  'no-sample-of-lot': '该文件夹中没有该批的此类样品',
  'no-sample-or-plate': '该文件夹中没有样品或板属于它',
} as const;

/** The notes of the pipeline, in Chinese. */
export const PIPELINE_NOTE_SENTENCES = {
  'file/unbound': ({ file }) => `没有任何规则绑定 '${file}'；请列入样品清单，或在方法定义中忽略。`,
  'folder/too-deep': ({ folder, levels }) => `${folder}：位于 ${levels} 层以下，其中内容均未查看。请将用于批次的文件上移。`,
  'folder/unreadable': ({ folder, error }, say) => `${folder}：其中内容均未查看。${say(error)}`,
  'folder/link-not-followed': ({ link, why }) =>
    `${link}：${
      {
        outside: "指向导出文件夹之外的文件夹的符号链接。其中内容均未查看；可用 'inputs.links: anywhere' 允许。",
        loop: '指向其所在文件夹的符号链接，未跟随。',
        'within-a-link': '经由另一链接到达的文件夹符号链接。其中内容均未查看。',
      }[why]
    }`,
  'content/same-bytes': ({ one, other }) =>
    `${boundText(one)} 与 ${boundText(other)} 的字节相同。导出文件没有时间，且不同的孔过少，不能区分副本与巧合：请确认两块板均已读取。`,
  'plate/without-sample': ({ subject }) => `板上有 '${subject}'，该文件夹中没有其样品：不作判定。`,
  'shared/alone': ({ source, name }) => `${source} 注明 shared '${name}'，该文件夹中没有其他内容与其共享。`,
  'sample-list/other-product': ({ products, rows, own }) =>
    `样品清单中有 ${rows} 行属于产品 ${quoteAll(products)}：本方法定义用于产品 '${own}'，这些行留给其各自的方法定义。`,
  'table/unused-row': ({ why }, say) => say(why),
} as const satisfies Sentences<typeof PIPELINE_NOTES>;

/** Why a row of a table serves nothing, in Chinese. */
export const UNUSED_ROW_SENTENCES = {
  'row/unknown-lot': ({ lot, guess }) => `所写的批 '${lot}' 在该文件夹中没有样品。${hint(guess)}`,
  'row/unknown-name': ({ what, name, absent, guess }) => `所写的${THINGS[what]} '${name}'：${ABSENT[absent]}。${hint(guess)}`,
  'row/measured-here': ({ attribute }) => `所写的检验项目 '${attribute}' 由方法自行测定：外部结果不能取代。`,
  'row/unknown-subject': ({ subject, guess }) => `所写的检验对象 '${subject}' 在该文件夹中没有样品。${hint(guess)}`,
  'row/row-not-judged': ({ row, guess }) => `所写的项目行 '${row}' 未被质量标准用于判定该检验对象。${hint(guess)}`,
  'row/occasion-not-tested': ({ row, occasion }) => `所写的项目行 '${row}' 的检验次序 '${occasion}' 未检验。`,
  'row/other-samples': ({ samples, of }) =>
    `${of} 个样品的名称与方法定义（sampleId）不符，没有用途：${quoteAll(samples)}${of > samples.length ? ' …' : ''}。`,
  'row/unused-control': ({ control, assayRun, tube, file }) =>
    `检验批次 '${assayRun}' 的对照 '${control}'${tube === null ? '' : `（管 '${tube}'）`}不用于该文件夹中的任何样品：${file}。`,
  'row/unused-plate': ({ assay, file }) => `所写的试验 '${assay}' 不在方法定义中：${file} 没有用途。`,
  'row/unused-standards': ({ unused, of }) => `${of} 个参比品中有 ${unused.length} 个未用于该文件夹的任何板：${quoteAll(unused)}。`,
  'row/unused-reagents': ({ unused, of }) => `${of} 个试剂批号中有 ${unused.length} 个未用于该文件夹：${quoteAll(unused)}。`,
} as const satisfies Sentences<typeof UNUSED_ROWS>;

function hint(guess: string | null): string {
  return guess === null ? '' : `是否为 '${guess}'？`;
}

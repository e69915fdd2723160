import type { ErrorCode } from '../../../errors.ts';
import type { Sentences } from '../../../message.ts';
import type { QUOTED_ERROR, QuotedErrorFields } from '../../../quoted-error.ts';

/** The Chinese meaning of an error, its place, and its sentence in English as quoted detail. */
export const QUOTED_ERROR_SENTENCES = {
  'quoted/error': ({ error, place, sentence }) => {
    const where = placeText(place);
    return `${MEANINGS[error]}${where === '' ? '' : `（${where}）`}。原文：“${sentence}”。`;
  },
} as const satisfies Sentences<typeof QUOTED_ERROR>;

function placeText(place: QuotedErrorFields['place']): string {
  const { file, dataSet, line, column, byte, keyword, well, path } = place;
  const parts = [
    file ?? '',
    dataSet === null ? '' : `数据集 ${dataSet}`,
    line === null ? '' : `第 ${line} 行${column === null ? '' : `第 ${column} 列`}`,
    byte === null ? '' : `字节 ${byte}`,
    keyword === null ? '' : `关键字 ${keyword}`,
    well === null ? '' : `孔 ${well}`,
    path ?? '',
  ];
  return parts.filter((part) => part !== '').join('，');
}

const MEANINGS: Readonly<Record<ErrorCode, string>> = {
  'fcs/not-fcs': '文件开头不是 FCS 版本标识',
  'fcs/truncated': '文件在其声明的字节之前结束',
  'fcs/bad-header': 'HEADER 中的偏移量无法读取或指向文件之外',
  'fcs/missing-keyword': '缺少必需的关键字',
  'fcs/bad-keyword': '必需关键字的值不可用',
  'fcs/unsupported': '文件使用了标准中明确不予读取的部分',
  'fcs/data-size': '没有与事件数和事件大小之积相符的 DATA 范围',
  'fcs/overlap': '文件的两个段重叠',
  'fcs/no-such-data-set': '文件中没有所要的数据集',
  'fcs/not-a-number': '存储的值不是有限数',
  'population/missing-parameter': '文件中没有方法所需的参数或标志物',
  'population/ambiguous-parameter': '文件中有多个参数符合方法中的名称',
  'population/bad-spillover': '溢出矩阵不可用',
  'population/bad-gate': '门的定义不完备',
  'population/bad-transform': '变换参数超出其范围',
  'exchange/bad-xml': 'Gating-ML 或工作区文件无法读取',
  'exchange/unsupported': 'Gating-ML 或工作区文件使用了明确不予读取的内容',
  'plate/unknown-format': '没有任何酶标板格式能识别该文件',
  'plate/ambiguous-format': '有多种酶标板格式识别该文件',
  'plate/bad-export': '导出文件不符合其格式的版式',
  'plate/no-results': '导出文件中没有测量值',
  'plate/not-a-number': '应为数字的单元格不是数字',
  'plate/bad-encoding': '字节不是所声明编码的文本，或人工填写的表不是 UTF-8',
  'plate/bad-workbook': '工作簿无法读取，或超出其大小限制',
  'plate/bad-layout': '板布局自相矛盾或与板不符',
  'potency/bad-data': '剂量或响应无法拟合',
  'potency/bad-model': '剂量-响应模型或其选项不可用',
  'definition/bad-yaml': '文件不是有效的 YAML',
  'definition/bad-key': '定义中有未知的键',
  'definition/bad-value': '定义中有不允许的值',
  'definition/bad-reference': '定义引用了其未定义的内容',
  'definition/bad-expression': '表达式使用了允许范围之外的内容',
  'specification/missing': '该批没有质量标准',
  'specification/disagrees': '质量标准所属的产品或方法与定义不同',
  'specification/bad-revisions': '质量标准的各修订版相互矛盾',
  'sample-list/bad-row': '样品清单的一行不可用',
  'external-results/bad-row': '外部结果的一行不可用',
  'investigations/bad-row': '调查记录的一行不可用',
  'reagent/bad-row': '试剂登记或试剂使用记录的一行不可用',
  'reference/bad-row': '参比品登记的一行不可用',
  'usage/bad-argument': '命令的参数不可用',
  'usage/reason-needed': '该对象被再次分析，已判定的内容有变化，但未说明原因',
  'usage/not-found': '文件或文件夹不存在',
  'usage/in-use': '另一进程正在执行同一操作',
  'usage/secret-not-kept': '存放密钥的文件可被他人读取，或其中没有可用的密钥',
  'usage/key-needed': '所做之事必须签名，但未给出密钥',
  'usage/no-terminal': '必须键入口令，但没有终端，或键入被中断',
  'usage/not-permitted': '该步骤不允许此人或此时进行，拒绝已记入日志',
  'usage/misplaced': '文件夹或文件位于不允许的位置：结果文件夹或方法位于仪器写入的文件夹之内，或后者位于结果文件夹之内',
  'usage/cannot-create': '无法创建输出',
  'queue/unreachable': '该地址没有队列应答',
  'queue/not-permitted': '队列不允许我们进入，或未能证明其身份',
  'queue/not-fit': '队列不能可靠保存任务：版本过旧、允许丢弃数据，或为只读副本',
  'audit-log/not-signed': '人员的操作已记入日志，但其文件或检查点未能写入：请勿重复操作',
  'audit-log/damaged': '存储的日志或其所列内容与写入时不同',
  'io/failed': '读取或写入失败',
  'io/changed': '文件在读取期间发生变化、增大或消失',
  'internal/fault': 'cytolot 自身故障',
  'internal/thread-ended': '同一任务两次使线程终止或耗尽内存，或超出时限',
};

import type { DEPARTURES, DepartureFields } from '../../../fcs/departures.ts';
import type { Sentences } from '../../../message.ts';
import { quoteText } from '../en/quote.ts';
import { formSentence } from './fcs-forms.ts';
import { listed, quote } from './quote.ts';

/** The departures of an FCS file, in Chinese. */
export const FCS_DEPARTURE_SENTENCES = {
  // HEADER
  'fcs/header-gap': ({ found }) => `字节 6 至 9 应为四个空格，实际为 ${quote(found)}。`,
  'fcs/header-offsets': ({ segment, begin, end, found }) =>
    `HEADER 段字节 ${begin} 至 ${end} 应为 ${segment} 段的偏移量（数字），实际为 ${quote(found)}。`,
  'fcs/header-data-absent': ({ begin, end }) =>
    `DATA 段在字节 99999999 之前结束，HEADER 段也应给出其范围，实际未给出；采用 TEXT 段中的 ${begin} 至 ${end}。`,
  // TEXT
  'fcs/text-encoding': ({ version, expected, readAs, byteValue }) =>
    readAs === 'UTF-8'
      ? `${version} 的 TEXT 段应为 ${expected} 编码，实际为 UTF-8。`
      : `${version} 的 TEXT 段应为 ${expected} 编码，实际含字节 ${byteValue}；按 Latin-1 读取。`,
  'fcs/text-end': ({ fault, delimiter, byte }) =>
    fault === 'no-delimiter'
      ? `TEXT 段应以其分隔符 ${quoteText(delimiter ?? '')} 结尾。`
      : `TEXT 段应在 DATA 段起始字节 ${byte ?? '?'} 之前结束，实际包含了 DATA 段的首字节。`,
  'fcs/delimiter': ({ byte, byteValue }) => `字节 ${byte} 处的分隔符应在 1 至 126 之间，实际为 ${byteValue}。`,
  'fcs/literal-delimiters': ({ missing }) => `TEXT 段有空值：若将双重分隔符读作一个字符，则缺少 ${missing}。`,
  'fcs/empty-keyword': ({ absent, found }) =>
    absent === 'value' ? `每个关键字都应有值，TEXT 段末尾的 ${quote(found)} 没有值。` : `值 ${quote(found)} 之前应有关键字，实际没有。`,
  'fcs/empty-value': ({ all, unlisted }) => `以下关键字应有值，实际为空：${keywords(all, unlisted)}。`,
  'fcs/delimiter-in-keyword': ({ keyword, delimiter }) =>
    `关键字 ${quote(keyword)} 含双重分隔符 ${quoteText(delimiter)}；它可能是一个空值及其后的另一关键字。`,
  'fcs/doubled-delimiter': ({ all, unlisted }) => `${keywords(all, unlisted)} 的值中的双重分隔符读作该字符本身；它也可能表示值的结束。`,
  'fcs/cut-value': ({ keyword, value, delimiter }) =>
    `${quote(keyword)} 的值 ${quote(value)} 像是被分隔符 ${quoteText(delimiter)} 截断的路径。`,
  'fcs/duplicate-keyword': ({ all, unlisted }) => {
    const found = all.map(({ keyword, value, values }) => `${quote(keyword)}（${values === 'equal' ? '均为' : '首个值'} ${quote(value)}）`);
    return `每个关键字应只出现一次，以下关键字重复出现：${listed(found, unlisted)}。`;
  },
  'fcs/lower-case-mode': () => "$MODE 应为 'L'，实际为 'l'。",
  'fcs/supplemental-offsets': (fields) => {
    const { fault, begin, end, delimiter, found } = fields;
    if (fault === 'other-delimiter')
      return `补充 TEXT 段应以主 TEXT 段的分隔符 ${quoteText(delimiter ?? '')} 开头，实际为 ${quoteText(found ?? '')}；未读取。`;
    const stated = `${begin === null ? '空' : quote(begin)} 与 ${end === null ? '空' : quote(end)}`;
    return `$BEGINSTEXT 与 $ENDSTEXT 应界定补充 TEXT 段，实际为 ${stated}：${segmentFault(fields, '主 TEXT 段')}。`;
  },
  'fcs/supplemental-conflict': ({ keyword, supplemental, primary }) =>
    `补充 TEXT 段中 ${quote(keyword)} 的值为 ${quote(supplemental)}；采用主 TEXT 段的 ${quote(primary)}。`,
  'fcs/missing-mode': () => 'TEXT 段应有 $MODE，实际没有；按列表模式（list mode）读取。',
  // DATA
  'fcs/data-offsets-differ': ({ other, used }) =>
    `${other.from} 段给出的 DATA 段范围为字节 ${other.begin} 至 ${other.end}，${used.from} 段给出的为 ${used.begin} 至 ${used.end}，后者与 $TOT 相符，予以采用。`,
  'fcs/data-offsets-absent': ({ begin, end }) => `$BEGINDATA 与 $ENDDATA 应给出 DATA 段的范围，实际为 ${quote(begin)} 与 ${quote(end)}。`,
  'fcs/data-end-off-by-one': ({ expected, found, from }) =>
    `DATA 段应随最后一个事件在字节 ${expected} 结束，${from} 段给出的却是 ${found}。`,
  'fcs/missing-total': ({ events, bitsPerEvent }) => `TEXT 段应有 $TOT，实际没有；DATA 段含 ${events} 个事件，每个 ${bitsPerEvent} 位。`,
  'fcs/no-events': () => '数据集不含事件：$TOT 为 0。',
  'fcs/byte-order': ({ version, found }) => `${version} 的 $BYTEORD 应为 '1,2,3,4' 或 '4,3,2,1'，实际为 ${quote(found)}。`,
  'fcs/not-finite': ({ index, parameter, count, firstEvent }) =>
    `参数 ${index}（'${parameter}'）应为有限数值，实际有 ${count} 个不是，首个在事件 ${firstEvent}。`,
  'fcs/crc-mismatch': ({ stated, computed }) =>
    `文件所载 CRC 为 ${stated}，按其字节计算为 ${computed}：文件写出后有改动，或该 CRC 未按标准计算。`,
  // parameters
  'fcs/data-type': ({ keyword, version, found, readAs }) =>
    keyword === '$DATATYPE'
      ? `${version} 的 $DATATYPE 应为 'I'、'F' 或 'D'，实际为 ${quote(found)}。`
      : `${version} 不应有 ${keyword}，实际为 ${quote(found)}；按 ${readAs} 读取。`,
  'fcs/packed-bits': ({ all, unlisted }) => {
    const found = all.map(({ keyword, bits }) => `${keyword}（${bits}）`);
    return `每个值的位数应为整数字节，实际为 ${listed(found, unlisted)}，按位紧密存储。`;
  },
  'fcs/width-not-bytes': ({ all, unlisted }) => {
    const found = all.map(({ keyword, bits, readFrom }) => `${keyword}（${bits}，按 ${readFrom} 位读取）`);
    return `每个值的位数应为整数字节，实际为 ${listed(found, unlisted)}。`;
  },
  'fcs/range': ({ keyword, found, expected, most }) => {
    const value = found === null ? '空' : quote(found);
    if (expected === 'at-most') return `${keyword} 应不大于 ${most ?? '?'}，实际为 ${value}；视为未给出范围。`;
    if (expected === 'above-one') return `${keyword} 应为大于 1 的数，实际为 ${value}；不屏蔽任何位。`;
    return `${keyword} 应为大于 0 的数，实际为 ${value}。`;
  },
  'fcs/range-beyond-width': ({ all, unlisted }) => {
    const found = all.map(({ keyword, range, bits }) => `${keyword}（${range}，存储 ${bits} 位）`);
    return `参数范围应能以其存储位数表示，实际为 ${listed(found, unlisted)}。`;
  },
  'fcs/log-offset-zero': ({ all, unlisted }) => `对数数量级之外的偏移应大于 0，实际为 0，按 1 读取：${stated(all, unlisted)}。`,
  'fcs/log-not-decoded': ({ all, unlisted }) =>
    `数据类型 ${all[0]?.dataType ?? 'F'} 的值为线性，应为 0,0，实际为 ${stated(all, unlisted)}；未作对数解码。`,
  'fcs/missing-amplification': ({ all, unlisted }) => {
    const names = all.map(({ keyword }) => keyword);
    return `TEXT 段应有 ${listed(names, unlisted)}，实际没有；按线性处理。`;
  },
  'fcs/amplification': ({ all, unlisted }) =>
    `对数数量级与偏移应相符（'4,1'，线性为 '0,0'），实际为 ${stated(all, unlisted)}；按线性处理。`,
  'fcs/gain': ({ keyword, found, least, most }) => `${keyword} 应为 ${least} 至 ${most} 的数，实际为 ${quote(found)}；取 1。`,
  'fcs/gain-on-log': ({ index, gain }) => `$P${index}E 为对数，$P${index}G 却为 ${gain}；不应用增益。`,
  'fcs/duplicate-name': ({ first, second, name }) => `参数 ${first} 与 ${second} 同名：${quote(name)}。`,
  'fcs/name': ({ keyword, fault, found }) =>
    fault === 'blank' ? `${keyword} 应有名称，实际为空白。` : `${keyword} 不应含逗号，实际为 ${quote(found)}。`,
  // time
  'fcs/two-times': ({ indexes }) => `时间参数（Time）应至多一个，实际为参数 ${indexes.join('、')}。`,
  'fcs/timestep': ({ found }) => `$TIMESTEP 应为时间步长（秒），实际为 ${found === null ? '空' : quote(found)}；时间参数保持存储值。`,
  'fcs/time-goes-back': ({ count, firstEvent }) => `时间应不倒退，实际有 ${count} 次小于前一事件，首次在事件 ${firstEvent}。`,
  'fcs/date': formSentence,
  'fcs/date-conflict': formSentence,
  'fcs/date-not-listed': ({ stated, listed }) => `文件注明的采集日期为 ${stated}，样品清单注明为 ${listed}：请更正清单，或绑定正确的文件。`,
  // description of the acquisition
  'fcs/detector': formSentence,
  'fcs/unstained-centers': formSentence,
  'fcs/acquisition-keyword': formSentence,
  'fcs/carrier-conflict': formSentence,
  'fcs/missing-cytometer': () => 'FCS3.2 的 TEXT 段应有必需关键字 $CYT，实际没有；流式细胞仪不明。',
  // spillover
  'fcs/spillover-unreadable': (fields) =>
    `${fields.keyword} 应为参数个数 n、n 个参数名及 n×n 个数值，实际为 ${quote(fields.value)}：${spilloverFault(fields)}。`,
  'fcs/spillover-by-number': spilloverName,
  'fcs/spillover-decimal-comma': ({ keyword, example }) => `${keyword} 以逗号作小数点，例如 ${quote(example)}。`,
  'fcs/spillover-name': spilloverName,
  'fcs/spillover-singular': ({ keyword, conditionNumber }) => {
    const found = conditionNumber === null ? '为奇异矩阵' : `条件数为 ${conditionNumber.toExponential(1)}`;
    return `${keyword} 的荧光溢漏矩阵应可求逆，实际${found}。`;
  },
  'fcs/spillover-diagonal': ({ keyword, parameters }) =>
    `${keyword} 的荧光溢漏矩阵对角线应为 1，以下参数不为 1：${parameters.join('、')}。`,
  'fcs/stated-compensation': ({ keyword, parameters }) => `${keyword} 载有 ${parameters.join('、')} 的补偿，未予应用。`,
  'fcs/spillover-conflict': ({ used, other }) => `${used} 与 ${other} 给出不同的荧光溢漏矩阵；采用 ${used}。`,
  // other segments and data sets
  'fcs/several-data-sets': ({ count, number }) => `文件含 ${count} 个数据集；此为第 ${number} 个。`,
  'fcs/next-data': ({ found, fault, bytes }) => {
    const reasons = {
      'not-whole': '不是整数',
      'beyond-the-end': `其后只有 ${bytes ?? '?'} 字节`,
      overlaps: '会与本数据集重叠',
      'no-data-set': '该处没有 FCS 数据集',
    };
    return `$NEXTDATA 应为 0 或下一数据集的偏移量，实际为 ${quote(found)}：${reasons[fault]}。`;
  },
  'fcs/hidden-data-set': ({ count, events, listed: parts }) => {
    const found = parts.map((part) => `自字节 ${part.byte} 起 ${part.events} 个事件`);
    return `在 $NEXTDATA 所指的最后一个数据集之后不应再有数据集，实际有 ${count} 个，共 ${events} 个事件：${found.join('、')}。均未读取：请重新导出文件，或逐个导出其数据集。`;
  },
  'fcs/analysis-offsets': (fields) => {
    const { begin, end, statedIn } = fields;
    const range = statedIn === 'HEADER' ? `${begin.text} 至 ${end.text}` : `${quote(begin)} 至 ${quote(end)}`;
    return `应给出 ANALYSIS 段的范围，实际为字节 ${range}：${segmentFault(fields, 'TEXT 段')}。`;
  },
  'fcs/analysis-conflict': ({ all, unlisted }) => {
    const found = all.map(({ keyword, value }) => `${quote(keyword)}（${quote(value)}）`);
    return `ANALYSIS 段的值与 TEXT 段不同，采用 TEXT 段的值：${listed(found, unlisted)}。`;
  },
  'fcs/more-departures': ({ count, of }) => `另有 ${count} 处 ${of} 类偏离未列出。`,
} as const satisfies Sentences<typeof DEPARTURES>;

function keywords(all: DepartureFields<'fcs/empty-value'>['all'], unlisted: number): string {
  const quoted = all.map(({ keyword }) => quote(keyword));
  return listed(quoted, unlisted);
}

function stated(all: DepartureFields<'fcs/amplification'>['all'], unlisted: number): string {
  const found = all.map(({ keyword, value }) => `${keyword}（${quote(value)}）`);
  return listed(found, unlisted);
}

function spilloverName({ keyword, found, parameter }: DepartureFields<'fcs/spillover-name'>): string {
  return `${keyword} 写作 ${quote(found)}，按参数 ${quote(parameter)} 处理。`;
}

function spilloverFault({ fault, found, count, expected }: DepartureFields<'fcs/spillover-unreadable'>): string {
  const quoted = found === null ? '空' : quote(found);
  const faults = {
    'count-not-whole': `个数 ${quoted} 不是整数`,
    'count-zero': '个数为 0',
    'more-than-parameters': `文件只有 ${expected ?? '?'} 个参数，却列出 ${count ?? '?'} 个`,
    'too-many-parameters': `参数多于 ${expected ?? '?'} 个时不读取`,
    'not-a-parameter': `${quoted} 不是文件的参数`,
    'named-twice': `${quoted} 出现两次`,
    'number-count': `数值有 ${count ?? '?'} 个，应为 ${expected ?? '?'} 个`,
    'not-a-number': `${quoted} 不是数值`,
  };
  return faults[fault];
}

function segmentFault({ fault, bytes }: Pick<DepartureFields<'fcs/analysis-offsets'>, 'fault' | 'bytes'>, text: string): string {
  const faults = {
    'not-numbers': '不是数字',
    empty: '范围为空',
    'beyond-the-end': `数据集只有 ${bytes ?? '?'} 字节`,
    'too-long': `超过 ${bytes ?? '?'} 字节时不读取`,
    'inside-header': '起点在 HEADER 段之内',
    'overlaps-text': `与${text}重叠`,
    'overlaps-data': '与 DATA 段重叠',
    'other-delimiter': '分隔符不同',
  };
  return faults[fault];
}

import type { Sentences } from '../../../message.ts';
import type { PLATE_NOTES, PlateNoteFields } from '../../../plates/file/notes.ts';
import { some } from './quote.ts';

/** The notes on a plate-reader export, in Chinese. */
export const PLATE_NOTE_SENTENCES = {
  'plate/encoding-assumed': ({ evidence, readAs }) =>
    evidence === 'nul-bytes' ? `没有字节顺序标记，但每隔一个字节为 NUL：按 ${readAs} 读取。` : `字节不是 UTF-8：按 ${readAs} 读取。`,
  'plate/line-ends-mixed': () => '文件混用多种换行符（CRLF、LF、CR）：文件曾被编辑或拼接。',
  'plate/no-final-line-end': () => '最后一行没有换行符：文件若在此处被截断，无法察觉。',
  'plate/decimal-comma': ({ read, extent, wells }) =>
    extent === 'all-wells'
      ? `读数 '${read}'：所有带小数的数值均以逗号作小数点。`
      : `读数 '${read}'：${wells.join('、')} 以逗号作小数点，其他孔以句点作小数点。`,
  'plate/size-assumed': ({ unnamedIn, wells, plate, rows, columns }) => {
    if (unnamedIn === 'matrix') return `矩阵为 ${rows ?? '?'} 行 ${columns ?? '?'} 列：视为 ${wells} 孔板的一部分。`;
    if (unnamedIn === 'definition') return `检验流程定义未指明板的规格：按 ${wells} 孔板处理。`;
    return `${unnamedIn === 'table' ? '表' : '导出文件'}未指明板 '${plate ?? ''}' 的规格：按 ${wells} 孔板处理。`;
  },
  'plate/partial-plate': ({ of, plate, reads, empty, wellCount }) => {
    const labels = reads.listed.map((label) => `'${label}'`);
    if (of === 'sample' || empty === null) return `样品 '${plate}'：${labels.join('、')} 下没有内容。`;
    const named = reads.count > labels.length ? labels.join(' … ') : labels.join('、');
    const all = reads.count === 1 ? '读数' : `${reads.count} 组读数`;
    return `板 '${plate}'，${all} ${named}：${wellCount ?? '?'} 孔中有 ${empty.count} 孔为空（${some(empty, '孔')}）。`;
  },
  'plate/non-numeric': ({ markers, wells, ...read }) => {
    const quoted = markers.listed.map((marker) => `'${marker}'`).join('、');
    const found = markers.count > markers.listed.length ? `${quoted} 等文字` : quoted;
    return `${nameOf(read)}：${some(wells, '孔')} 中为 ${found}，不是数值。`;
  },
  'plate/masked': ({ plate, well, group }) => `板 '${plate}'，孔 ${well}：在组 '${group}' 中被屏蔽，但板数据块中有其原始值。`,
  'plate/no-measured-values': ({ plate }) =>
    plate === null ? '导出文件中没有测量值：无可分析。' : `板 '${plate}' 只导出了归约值：请一并导出原始数据。`,
  'plate/irregular-times': ({ gapSeconds, fromSeconds, toSeconds, usualSeconds, ...read }) =>
    `${nameOf(read)}：${fromSeconds} s 与 ${toSeconds} s 之间相隔 ${gapSeconds} s，通常为 ${usualSeconds} s。`,
  'plate/not-read': notRead,
  'plate/passed-over': ({ title, sheet, count, line }) => `按定义略过：'${title}'（'${sheet}' 第 ${line} 行起 ${count} 行）。`,
  'plate/well-name': ({ line, found, well }) => `第 ${line} 行：孔 '${found}' 读作 ${well}。`,
  'plate/date-order-assumed': ({ found, readAs }) =>
    readAs === 'nothing'
      ? `日期 '${found}' 未读取：它不是日期，或可能指两个不同的日子。`
      : `日期 '${found}' 可能指两个不同的日子：因其时钟为美式，按月/日/年读取。`,
  'plate/named-twice': ({ twins, name, of }) => {
    const sentences = {
      plates: `文件中有两块板同名 '${name}'：按其次序区分。`,
      'in-run': `'${name}' 在一次运行中出现多次：按文件中的次序区分。`,
      'on-plate': `板 '${of ?? ''}' 中 '${name}' 出现多次：按文件中的次序区分。`,
      'repeats-on-plate': `板 '${of ?? ''}' 中 '${name}' 出现多次：按文件中的次序作为重复读数区分。`,
      'in-sheet': `工作表 '${of ?? ''}' 中 '${name}' 的名称出现多次：按文件中的次序区分。`,
    };
    return sentences[twins];
  },
  'plate/statistic-contradicts': ({ statistic, printed, computed, of, sample, heading, well, part, whole, uncounted }) => {
    const inGroup = `组 '${of ?? ''}'，样品 '${sample ?? ''}'：${heading ?? ''} ${printed}`;
    const left = (uncounted ?? []).map((one) => `${one.well}（'${one.marker}'）`).join('、');
    const sentences = {
      'mean-of-signals': `${of ?? ''}：均值 ${printed} 与其信号值的均值（${computed ?? '?'}）不符。`,
      'mean-of-reads': `${of ?? ''}，${well ?? ''}：均值 ${printed} 与其 ${whole ?? '?'} 次读数的均值（${computed ?? '?'}）不符。`,
      'of-all-wells': `${inGroup} 是其全部孔的数值，而该组不计入 ${left}：按计入的孔应为 ${computed ?? '?'}。`,
      'of-no-wells': `${inGroup} 无法由其各孔重新算出：按计入的孔应为 ${computed ?? '?'}。`,
      'viability-of-counts': `样品 '${sample ?? ''}'：活率 ${printed} % 与其计数（${whole ?? '?'} 中 ${part ?? '?'}）不符。`,
      'viability-of-dead': `活率 ${printed} % 与 ${whole ?? '?'} 个细胞/ml 中 ${part ?? '?'} 个死细胞（${computed ?? '?'} %）不符。`,
    };
    return sentences[statistic];
  },
  'plate/export-incomplete': ({ absent, block, found, expected }) => {
    const sentences = {
      'basic-assay-information': "缺少 'Basic assay information' 部分：导出文件被截断，或导出时未包含该部分。",
      'exported-with': "缺少最后一行 'Exported with EnVision …'：导出文件被截断。",
      'measurement-information': "缺少 'Measurement Information' 部分：导出文件被截断，或导出时未包含该部分。",
      'end-of-block': `最后的数据块（${block ?? ''}）没有 '~End'：文件可能被截断。`,
      cycles: `${expected ?? '?'} 个循环中只有 ${found ?? '?'} 个有读数：动力学测定被中止。`,
      title: `读数“${block ?? ''}”上方没有自己的标题：已按导出文件的其他内容命名。`,
      mode: `未说明“${block ?? ''}”的测定方式。`,
      wavelength: `未说明“${block ?? ''}”的测定波长。`,
      'second-wavelength': `“${block ?? ''}”只给出一个波长，而荧光应有两个。`,
      values: `“${block ?? ''}”的列标题下方没有数值：有行缺失，或未作计算。`,
      sample: `“${block ?? ''}”的前几个孔上方没有样品名：其上方缺失了一行。`,
    };
    return sentences[absent];
  },
  'plate/settings-contradict': ({ setting, plate, signs, rows, columns, stated, found }) => {
    const sentences = {
      'heading-signs': `MARS 的表头写作 'Key: value'，此处却写作 '${signs ?? ''}'：文件曾被编辑，或由其他软件导出。`,
      'rows-and-columns': `导出文件称板有 ${rows ?? '?'} 行 ${columns ?? '?'} 列：两者互换，按矩阵原样读取。`,
      'plate-size': `板 '${plate ?? ''}' 称为 ${stated ?? '?'} 孔板，却有孔超出其范围：按 ${found ?? '?'} 孔板处理。`,
      'time-points': `板 '${plate ?? ''}'：Plate 行称有 ${stated ?? '?'} 个时间点，数据块中有 ${found ?? '?'} 个。`,
      blocks: `首行声明 ${stated ?? '?'} 个数据块，文件中有 ${found ?? '?'} 个：只声明了板数据块的数目。`,
      'plate-column': `'Plate' 列给出 ${found ?? '?'} 块板：无名称的行归入其上方的板。`,
    };
    return sentences[setting];
  },
  'plate/well-data': ({ question, units, assay, sample, count, usual, dose, neighbour, most }) => {
    const named = `试验 '${assay ?? ''}'，'${sample ?? ''}'`;
    const sentences = {
      'units-differ': `剂量单位不一致（${(units ?? []).map((unit) => `'${unit}'`).join('、')}）：未换算剂量。`,
      'zero-doses': '剂量列中有零剂量。',
      'few-doses': `剂量列中只有 ${count ?? '?'} 个不同剂量：没有剂量-反应关系。`,
      'dose-jump': `剂量由 ${neighbour ?? '?'} 跳至 ${dose ?? '?'}。`,
      'line-missing': `${named}：剂量 ${dose ?? '?'} 有 ${count ?? '?'} 个响应，其他剂量有 ${usual ?? '?'} 个；可能缺少一行。`,
      'dose-step': `${named}：剂量 ${dose ?? '?'} 超过相邻剂量 ${neighbour ?? '?'} 的 ${most ?? '?'} 倍。`,
    };
    return sentences[question];
  },
  'plate/formula': ({ sheet, count }) => `工作表 '${sheet}'：${count} 个单元格含公式：取其存储值。`,
  'plate/instrument-warning': ({ about, text, place, kind, lines, minimum, wells, sample, viabilityPercent, counted, viable }) => {
    const few = (wells ?? []).map(({ well, count }) => `${well}（${count}）`).join('、');
    const sentences = {
      message: `仪器警告，${place ?? ''}，${kind ?? ''}：“${text ?? ''}”。`,
      'detection-range': `第 ${(lines ?? []).join('、')} 行的检测范围为 '${text ?? ''}'。`,
      'few-beads': `${place ?? ''}：${few} 的微球数少于规定的最少 ${minimum ?? '?'} 个。`,
      'viability-without-counts': `样品 '${sample ?? ''}'：活率 ${viabilityPercent ?? '?'} % 无法核对，其计数为 '${counted ?? ''}' 与 '${viable ?? ''}'。请重新计数，或将计数导出为数字。`,
    };
    return sentences[about];
  },
} as const satisfies Sentences<typeof PLATE_NOTES>;

function notRead({ part, line, column, count, sheet, name, well, lines, cells }: PlateNoteFields<'plate/not-read'>): string {
  const [at, called] = [line ?? '?', name ?? ''];
  const sentences = {
    lines: `${sheet === null ? '' : `'${sheet}' 中`}未读取：${someLines(lines, count)}。`,
    sheet: `工作表 '${sheet ?? ''}' 未读取（${count ?? '?'} 行）。`,
    'lines-above': `读数上方的内容未读取：${someLines(lines, count)}。`,
    'lines-beside': `读数旁边的内容未读取：${someLines(lines, count)}。`,
    'lines-below': `读数下方的内容未读取：${someLines(lines, count)}。`,
    'columns-beside': `读数旁边自第 ${column ?? '?'} 列起的单元格未读取。`,
    'lines-after-table': `表后自第 ${at} 行起的内容未读取。`,
    'lines-after-matrix': `最后一个矩阵之后自第 ${at} 行起的内容未读取（${count ?? '?'} 行）。`,
    'cells-right-of-matrix': `工作表 '${sheet ?? ''}'：'${called}' 右侧的单元格未读取（${(cells ?? []).map((cell) => `'${cell}'`).join('、')}）。`,
    'cells-beside-plate': `工作表 '${sheet ?? ''}'：板旁自第 ${at} 行起的单元格未读取（他人的备注或计算）。`,
    'curve-fits': `软件自带的曲线拟合（第 ${at} 行）未读取。`,
    statistics: `软件自带的统计结果（第 ${at} 行）未读取。`,
    filter: `滤光片 '${called}'（第 ${at} 行）未给出波长。`,
    line: `第 ${at} 行（'${called}'）未读取。`,
    block: `数据块 '${called}'（第 ${at} 行）未读取。`,
    'well-of-group': `组 '${called}'（第 ${at} 行）：孔 '${well ?? ''}' 不属于表中所列的任何板。请在该组中加入 WellPlateName 列。`,
  };
  return sentences[part];
}

function someLines(lines: PlateNoteFields<'plate/not-read'>['lines'], count: number | null): string {
  const listed = (lines ?? []).map(({ line, text }) => `第 ${line} 行 '${text}'`);
  const more = (count ?? 0) - listed.length;
  return more > 0 ? `${listed.join('、')}，另有 ${more} 行` : listed.join('、');
}

function nameOf({ plate, read, kind }: Pick<PlateNoteFields<'plate/irregular-times'>, 'plate' | 'read' | 'kind'>): string {
  return `板 '${plate}'，${kind === 'calculated' ? '计算读数' : '读数'} '${read}'`;
}

import type { Message, Say, Sentences } from '../../../message.ts';
import type { BoundFields, IDENTITY_FIELDS, NamedThing, Served } from '../../../pipeline/reason-fields.ts';
import type { PIPELINE_REASONS } from '../../../pipeline/reasons.ts';
import { quoteText } from '../en/quote.ts';
import { OCCASIONS } from './names.ts';
import { quoteAll } from './quote.ts';

/** What a name names. */
export const THINGS: Readonly<Record<NamedThing, string>> = {
  lot: '批',
  subject: '检验对象',
  attribute: '检验项目',
  stage: '阶段',
  count: '计数',
  slot: '板位',
  'assay-run': '检验批次',
  'reagent-kind': '试剂种类',
  served: '管、对照、试验或检验项目',
  tube: '管',
  control: '对照',
  assay: '试验',
  sample: '样品',
  preparation: '制备样',
  row: '项目行',
};

const SETTINGS = { cytometer: '流式细胞仪', serial: '序列号', voltages: '电压', gains: '增益' } as const;

const FIELDS: Readonly<Record<(typeof IDENTITY_FIELDS)[number], string>> = {
  lot: '批',
  assayRun: '检验批次',
  stage: '阶段',
  sample: '样品',
  preparation: '制备样',
  tube: '管',
  control: '对照',
  purpose: '用途',
  condition: '条件',
  timePoint: '时间点',
};

/** The reasons of the pipeline, in Chinese. */
export const PIPELINE_SENTENCES = {
  'pending/too-few-plates': ({ assay, subject, planned, found }) =>
    `'${subject}' 的试验 '${assay}' 应有 ${planned} 块板，实际有 ${found} 块。请导出其余的板；丢失的板在样品清单中以状态 not-tested 注明。`,
  'held/repeat-not-counted': ({ source, replaces, number, of }) =>
    `${source} 以检验次序 ${number} 重复 '${replaces}'：次序应大于其 ${of}，以便计数。请给出 occasion_number。`,
  'held/no-data-set': ({ file, dataSet }) => `'${file}' 没有数据集 ${dataSet}。`,
  'held/sample-not-stated': ({ count, places, samples }) =>
    `${places.join('、')} 应注明样品，因为 '${count}' 的其他行注明了 ${quoteAll(samples)}；实际没有。`,
  'held/replicate-not-planned': (fields) => `${countOf(fields)} 应只有一次读数，方法未规定重复；实际有 ${rowsOf(fields.rows)}。`,
  'held/replicate-units': ({ units, ...fields }) =>
    `${countOf(fields)} 的各次重复应为同一单位，实际为 ${units.join('、')}：${rowsOf(fields.rows)}。`,
  'held/two-spellings': ({ what, spellings, places }) =>
    `${THINGS[what]}的名称应只有一种写法，${places.join('、')} 处有 ${quoteAll(spellings)}。请统一写法，或使其差别不限于大小写、Unicode 形式或分隔符。`,
  'control/no-assay-run': ({ file, control }) => `'${file}' 未注明检验批次，因此找不到其对照 '${control}'。请给出 assay_run。`,
  'instrument/stated-once': ({ setting, quiet, file, other, names }) =>
    `${quiet === 'control' ? '对照' : '样品'} '${file}' 未注明 ${firstOf(names)} 的${SETTINGS[setting]}，而${quiet === 'control' ? '样品' : '对照'} '${other}' 已注明：不能证明两者相同。`,
  'population/clusters-without-control': ({ clusters, control }) => `聚类 '${clusters}' 没有可供学习的对照 '${control}'。`,
  'population/clusters-of-samples': ({ clusters }) => `聚类 '${clusters}' 由样品学习得到，本文件不是样品。`,
  'population/gating-failed': gatingError,
  'reference/not-bound': ({ source, file }) => `${source} 未为 '${file}' 的板指定参比品。请给出板位，例如 reference=RS-07。`,
  'pending/not-arrived': ({ source, file, guess }) =>
    `${source} 列有 '${file}'，导出文件夹中没有该文件。${guess === null ? '请导出该文件，或更正名称。' : `是否为 '${guess}'？`}`,
  'held/not-tested': ({ source, file, why, found }) =>
    found === 'absent'
      ? `${source} 注明 '${file}' 未检验：${why}。`
      : `${source} 注明 '${file}' 未检验（${why}），但导出文件夹中有该文件。请更正该行，或移走该文件。`,
  'held/replaces-unknown': ({ source, replaces, found }) =>
    `${source} 重复 '${replaces}'：应有且仅有一块同名的板、制备样或文件，实际${found.length === 0 ? '没有' : `有 ${found.map((one) => `'${one.file}'（${one.source}）`).join('、')}`}。请指明检验次序（如 initial），或给出文件。`,
  'occasion/repeated': ({ file, occasion, number, replaced, reason, reference }) =>
    `'${file}'（${OCCASIONS[occasion]} ${number}）重复了 '${replaced.file}${replaced.plate === null ? '' : `，板 ${replaced.plate}`}'：${[reason, reference].filter((part) => part !== null).join('，')}。`,
  'held/unreadable-file': ({ file, error }, say) => `'${file}' 无法读取：${say(error)}`,
  'held/changed': ({ file, found, error }, say) => {
    const what = { gone: '该文件已不存在', replaced: '该文件被更改或替换', unreadable: '该文件无法再次读取' }[found];
    return `'${file}' 在判定期间发生了变化：${what}。${error === null ? '请在没有程序写入该文件夹时重新运行。' : say(error)}`;
  },
  'held/not-computed': ({ file, error }, say) => `'${file}' 未能完成计算：${say(error)}`,
  'held/duplicate-content': ({ same, own, other, relation }) => {
    const what = `${boundText(own)} ${SAME[same]} ${boundText(other)}${same === 'place' ? '' : ' 相同'}。`;
    return relation === 'counted-twice'
      ? `${what}它会在同一个值中计入两次，'shared' 不能允许：请只绑定一次。`
      : `${what}同一内容不能是两样东西：请绑定正确的文件并移走副本；若同一材料确实用于两处，请在两行的 'shared' 中填写相同名称。`;
  },
  'held/identity-missing': ({ file, field, sources, missing }) =>
    `'${file}' 须在 ${sources.map(sourceText).join('、')} 中注明其${FIELDS[field]}；${missing.map(sourceText).join('、')} 中缺失。`,
  'held/identity-mismatch': ({ file, field, found }) =>
    `'${file}' 的${FIELDS[field]}不一致：${found.map((one) => `${sourceText(one)}为 ${one.values.map(quoteText).join(' 或 ')}`).join('，')}。请在使用该文件前查明何者正确。`,
  'held/unknown-tube': ({ source, file, tube, tubes, guess }) =>
    `${source} 为 '${file}' 指定的管 '${tube ?? ''}' 不在方法定义中。${guess === null ? `定义中的管：${tubes.join('、')}。` : `是否为 '${guess}'？`}`,
  'held/unknown-stage': ({ source, file, stage, tube, stages }) =>
    `${source} 为 '${file}' 指定阶段 '${stage ?? ''}'；管 '${tube}' 在 ${stages.join('、')} 采集。`,
  'held/departure': ({ file, departure }, say) =>
    `'${file}' 与 FCS 标准有偏离：${say(departure)} [${departure.code}] 方法定义不允许该偏离（departures.admit）。`,
  'held/second-reader': ({ file, reader, detail }, say) =>
    `第二读取程序（${reader}）读得的 '${file}' 与本程序不同。${say(detail)}两者必有一误：使用前请报告该文件。`,
  'held/occasion-not-allowed': ({ occasion, subject, found, allowed }) =>
    `批 '${subject}' 的“${OCCASIONS[occasion]}”应不超过 ${allowed} 次，实际为 ${found} 次。方法定义规定了其次数（occasions）。`,
  'held/double-count': (fields) =>
    `${countOf(fields)} 应只有一行，实际有 ${fields.rows.length} 行：${rowsOf(fields.rows)}。不作平均：请删除多余的行，命名第二个制备样，或在方法定义中规定重复。`,
  'held/count-differs': ({ count, rows }) =>
    `计数 '${count}' 为 ${rows.map(({ place, value, unit }) => `${value} ${unit}（${place}）`).join(' 和 ')}。请查明何者正确；若以导出文件为准，请从表中删去该行。`,
  'held/count-no-number': ({ file, sample, column, found }) =>
    `${file} 中样品 '${sample}' 的 '${column}' 应为数值，实际${found === '' ? '为空' : `为 '${found}'`}。请重新计数。`,
  'held/count-viability': ({ file, sample, why }) =>
    why === 'contradicts'
      ? `${file} 中样品 '${sample}' 的活率与其计数不符：导出文件被改动或读取有误。请重新导出。`
      : `${file} 中样品 '${sample}' 的活率无法核对：其计数不是数值。请重新计数。`,
  'held/count-state': ({ file, sample, state }) =>
    `计数仪对 ${file} 中样品 '${sample}' 给出 '${state}'。请重新计数，或在方法定义中允许该状态（admit）。`,
  'held/count-dilution': ({ file, sample, made, stated }) =>
    `${file} 中样品 '${sample}' 的稀释倍数应为${made === null ? '数值' : ` ${made}，未告知计数仪时为 1`}；实际${stated === null ? '没有' : `为 ${stated}`}。`,
  'held/count-replicates': ({ planned, ...fields }) =>
    `${countOf(fields)} 应有重复 1 至 ${planned} 各一次；实际有 ${rowsOf(fields.rows)}。请填写 replicate 列；缺失的须重新计数，或修改方法的计划。`,
  'held/double-result': ({ attribute, places }) =>
    `'${attribute}' 在一次检验中应只有一个结果，实际有 ${places.length} 个：${places.join('、')}。追加的检验是另一次检验：请给出 occasion、occasion_number、occasion_reason，重复无效检验时还须给出 replaces。`,
  'pending/not-checked': ({ place, column, enteredBy, checkedBy }) => {
    const missing = [...(enteredBy === null ? [`录入人（${column} 列）`] : []), ...(checkedBy === null ? ['复核人（checked_by 列）'] : [])];
    return `方法要求第二人复核，而 ${place} 未注明${missing.join('和')}${enteredBy === null ? '' : `；录入人为 '${enteredBy}'`}。由另一人复核并在该行注明之前，该数据不予采用。`;
  },
  'held/same-person': ({ place, enteredBy, checkedBy }) =>
    `方法要求第二人复核，而 ${place} 两处为同一人：录入人 '${enteredBy}'，复核人 '${checkedBy}'。请由另一人复核。`,
  'held/checked-before-entry': ({ place, entered, checked }) =>
    `${place} 应在录入（${entered}）之后复核，而复核日期为 ${checked}。请更正日期，或按现有内容重新复核。`,
  'held/text-disagrees': ({ attribute, operator, value, text, place }) =>
    `${place} 中 '${attribute}' 的数值为 ${operator === '' ? '' : `${operator} `}${value}，而文字为 '${text}'。请更正，或将文字留空。`,
  'held/date-implausible': ({ attribute, tested, latest, due, place }) =>
    `${place} 中 '${attribute}' 的日期为 ${tested}；该对象其他日期最晚为 ${latest}${due === null ? "，且未注明 'due'" : `，应于 ${due} 前出具`}。请更正日期，或在 'due' 列注明结果最晚出具的日期。`,
  'held/other-method': ({ attribute, method, found, place }) =>
    `'${attribute}' 的结果应由 '${method}' 得到，${place} 处为 '${found}'。请更正该行，或按方法检验。`,
  'held/other-spelling': ({ place, what, name, known }) =>
    `${place} 写的${THINGS[what]} '${name}' 与 '${known}' 仅在大小写、Unicode 形式或分隔符上不同。请写作 '${known}'，或另取名称。`,
  'held/subject-unreadable': ({ file, source, error }, say) => `由 ${source} 绑定的 '${file}' 未说明其检验对象。${say(error)}`,
  'held/subject-not-stated': ({ place, lot, subjects }) =>
    `${place} 未注明用途，而批 '${lot}' 的检验对象${subjects.length === 1 ? `只有 ${quoteAll(subjects)}，不是放行` : `有 ${quoteAll(subjects)}`}。请注明用途，以及相应的条件和时间点。`,
  'control/outside-limits': ({ file, figure, population, parameter, lower, upper, found }) => {
    const what = figure === 'median' ? `${population} 中 ${parameter ?? ''} 的中位数` : `${population} 的比例`;
    const limits = [lower === null ? '' : `不低于 ${lower}`, upper === null ? '' : `不高于 ${upper}`]
      .filter((part) => part !== '')
      .join('、');
    return `对照 '${file ?? ''}' 的 ${what}应${limits}，实际${found === null ? '未计算' : `为 ${found.toPrecision(4)}`}。`;
  },
  'control/no-threshold': ({ threshold, file, events, error }, say) => {
    if (error !== null) return `无法由 '${file ?? ''}' 取得阈值 '${threshold}'：${say(error)}`;
    return events === null
      ? `无法计算阈值 '${threshold}'。`
      : `计算阈值 '${threshold}' 时，'${file ?? ''}' 的 '${events.population}' 中应至少有 ${events.minimum} 个事件，实际为 ${events.found}。`;
  },
  'instrument/mismatch': ({ setting, control, sample, differences }) =>
    `对照 '${control}' 与样品 '${sample}' 采集时的${SETTINGS[setting]}不同：${firstOf(differences.map((one) => `${one.of} ${one.control} 对 ${one.sample}`))}。`,
  'instrument/not-stated': ({ setting, files }) =>
    `方法比较对照与样品的${SETTINGS[setting]}，${quoteAll(files)} 未注明。若仪器从不写入，请从对照的 settings 中去掉 ${setting}。`,
  'population/missing-parameter': gatingError,
  'population/ambiguous-parameter': gatingError,
  'population/not-clustered': ({ clusters, file, why }, say) => `无法由 '${file}' 取得聚类 '${clusters}'：${say(why)}`,
  'population/not-gated': ({ population, file, reasons }, say) =>
    `对照 '${file ?? ''}' 的 '${population}' 无法设门：${reasons.map(say).join('')}`,
  'reference/unregistered': ({ standard }) => `参比品 '${standard}' 未登记。请登记其标示效价和日期。`,
  'reference/not-yet-qualified': ({ standard, qualifiedFrom, day }) =>
    `参比品 '${standard}' 自 ${qualifiedFrom} 起启用；试验日期为 ${day}。`,
  'reference/retest-due': ({ standard, retestDate, day }) => `参比品 '${standard}' 应于 ${retestDate} 前复验；试验日期为 ${day}。`,
  'reference/expired': ({ standard, expiryDate, day }) => `参比品 '${standard}' 已于 ${expiryDate} 过期；试验日期为 ${day}。`,
  'reference/no-assay-date': ({ standard }) => `使用参比品 '${standard}' 的试验没有可与其日期比较的日期。请在样品清单中给出 acquired_at。`,
  'reference/not-shared': ({ standards }) =>
    `同一可报告值的各次试验应使用同一参比品，实际有 ${quoteAll(standards)}。请以其中之一重复试验。`,
  'reference/level-mismatch': ({ standard, level, found }) =>
    `参比品 '${standard}' 标示效价限度的置信水平应为试验区间的 ${level}，登记中为 ${found}。请登记该水平的限度。`,
  'reference/wrong-kind': ({ standard, kind, found }) => `参比品 '${standard}' 登记为 '${found}'；试验要求 '${kind}'。`,
  'reagent/not-stated': ({ kind, assayRun, served }) =>
    `${servedText(served)}要求检验批次 '${assayRun ?? ''}' 注明 '${kind}' 的批号；试剂使用记录中没有。请补充该行。`,
  'reagent/several-lots': ({ kind, assayRun, served, rows }) =>
    `${servedText(served)}要求检验批次 '${assayRun ?? ''}' 的 '${kind}' 只有一个批号；实际有 ${rows.map(({ lot, place }) => `'${lot}'（${place}）`).join('、')}。请在 serves 列注明各批号的用途。`,
  'reagent/unregistered': ({ kind, lot, served, registeredAs, guess }) => {
    const found = registeredAs === null ? '未在试剂登记中' : `登记为 '${registeredAs}'`;
    return `'${kind}' 的批号 '${lot}' ${found}；它用于${servedText(served)}。${guess === null ? '请登记其状态和日期。' : `是否为 '${guess}'？`}`;
  },
  'reagent/not-released': ({ kind, lot, served, status }) =>
    `'${kind}' 的批号 '${lot}' 状态为“${REAGENT[status]}”；它用于${servedText(served)}。只有已放行的批号可用。`,
  'reagent/not-yet-qualified': ({ kind, lot, served, qualifiedFrom, day }) =>
    `'${kind}' 的批号 '${lot}' 自 ${qualifiedFrom} 起启用；${servedText(served)}采集于 ${day}。`,
  'reagent/retest-due': ({ kind, lot, served, retestDate, day }) =>
    `'${kind}' 的批号 '${lot}' 应于 ${retestDate} 前复验；${servedText(served)}采集于 ${day}。`,
  'reagent/expired': ({ kind, lot, served, expiryDate, day }) =>
    `'${kind}' 的批号 '${lot}' 已于 ${expiryDate} 过期；${servedText(served)}采集于 ${day}。`,
  'reagent/no-date': ({ kind, lot, served }) =>
    `'${kind}' 的批号 '${lot}' 有需要比较的日期，而${servedText(served)}没有采集日期。请在样品清单中给出 acquired_at。`,
  'plate/unreadable': ({ file, error }, say) => `'${file}' 不可用：${say(error)}`,
  'population/bad-spillover': gatingError,
  'population/bad-gate': gatingError,
  'population/bad-transform': gatingError,
} as const satisfies Sentences<typeof PIPELINE_REASONS>;

const REAGENT = { quarantined: '待验', rejected: '不合格', withdrawn: '已撤回' } as const;

const SAME = { place: '被再次绑定为', bytes: '的字节与', values: '的数值与' } as const;

function gatingError({ file, error }: { readonly file: string; readonly error: Message }, say: Say): string {
  return `'${file}'：${say(error)}`;
}

/** A file with the line that binds it and what it serves there. */
export function boundText(bound: BoundFields): string {
  const { file, dataSet, source, kind, lot, stage, tube, preparation, control, assay, plate, assayRun } = bound;
  const serves = {
    sample: [`批 ${lot ?? '–'} 的样品`, stage, `管 ${tube ?? '–'}`, preparation === null ? null : `制备样 ${preparation}`],
    control: [`对照 ${control ?? '–'}`, assayRun],
    plate: [`试验 ${assay ?? '–'}`, plate === null ? null : `板 ${plate}`, assayRun],
  }[kind].filter((part) => part !== null);
  return `'${file}'${dataSet === 1 ? '' : `，数据集 ${dataSet}`}（${source}：${serves.join('，')}）`;
}

function sourceText({ kind, name }: { readonly kind: 'sample-list' | 'file-name' | 'keyword'; readonly name: string }): string {
  if (kind === 'sample-list') return `${name} `;
  return kind === 'file-name' ? '文件名' : `关键字 ${name} `;
}

function countOf({ count, preparation }: { readonly count: string; readonly preparation: string }): string {
  return `制备样 '${preparation}' 的计数 '${count}'`;
}

function rowsOf(rows: readonly { readonly place: string; readonly replicate: number | null }[]): string {
  return rows.map(({ place, replicate }) => `${place}${replicate === null ? '' : `（重复 ${replicate}）`}`).join('、');
}

/** The first four of a list, and how many more there are. */
function firstOf(names: readonly string[]): string {
  const more = names.length > 4 ? `等（另有 ${names.length - 4} 处）` : '';
  return `${names.slice(0, 4).join('、')}${more}`;
}

function servedText({ what, name }: Served): string {
  return `${THINGS[what]} '${name}' `;
}

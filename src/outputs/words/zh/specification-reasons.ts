import type { CriterionFields, FoundValue } from '../../../attributes/criterion-record.ts';
import type { Sentences } from '../../../message.ts';
import type { SPECIFICATION_REASONS } from '../../../specification/reasons.ts';
import type { KnownRange } from '../en/known-range.ts';
import { quoteText } from '../en/quote.ts';
import { earlierName } from './attribute-reasons.ts';
import { criterionInChinese } from './criterion.ts';
import { JUDGEMENTS, LIMITS, OCCASIONS, ROLE_NAMES, STATUSES } from './names.ts';

const DATES = {
  'first-acquisition': { name: '首次采集日期', column: 'acquired_at' },
  manufacture: { name: '生产日期', column: 'manufactured_at' },
  'study-protocol': { name: '研究方案日期', column: 'protocol_date' },
} as const;

const UNTIL_CLOSED = "该项的调查以 'no-impact'（无影响）结案之前，该批待定。";

const UNFIT = {
  pending: '待检',
  'not-valid': '无效',
  'not-validated': '由未经验证的方法得到',
  'without-number': '没有数值',
} as const;

/** The reasons and notes of a specification, in Chinese. */
export const SPECIFICATION_SENTENCES = {
  'specification/not-a-detection-word': ({ found }) => `应为“检出”或“未检出”，实际为 '${found}'。`,
  'specification/too-few-events': ({ events }) => `事件数为 ${events} 时，即使没有阳性事件，上限也不可能符合标准规定。`,
  'specification/certain-failure': ({ reasons }, say) => `${reasons.map(say).join('')}单侧 95 % 限已在标准规定之外，因此不符合的结论有效。`,
  'specification/no-estimate': (of) => `应有检验项目 ${earlierName(of)} 的值，方法中没有。`,
  'specification/no-value': ({ expected }) => (expected === 'number' ? '应有数值，实际没有。' : '应有文字结果，实际没有。'),
  'specification/no-interval': ({ expected }) =>
    expected === 'upper-limit-of-count'
      ? '应有带上限的计数，实际没有。'
      : `应有带${expected === 'lower-limit' ? '下限' : '上限'}的值，实际没有。`,
  'specification/unit-mismatch': ({ unit, found }) => `值的单位应为 '${unit}'，实际为 '${found}'。`,
  'specification/stage-mismatch': ({ stage, found }) => `值应来自阶段 '${stage}'，实际为 '${found}'。`,
  'specification/no-acquisition-date': ({ effectiveFrom }) =>
    effectiveFrom === null ? noDate('first-acquisition') : `应有采集日期以与生效日期 ${effectiveFrom} 比较，实际没有。`,
  'specification/no-date': ({ rule }) => noDate(rule),
  'specification/several-dates': ({ rule, days }) =>
    `用于选择质量标准修订版的${DATES[rule].name}应只有一个，实际有 ${days.join('、')}。请更正样品清单中的 ${DATES[rule].column}。`,
  'specification/not-yet-effective': ({ rule, day, effectiveFrom }) =>
    rule === 'acquisition'
      ? `采集于 ${day}，早于质量标准的生效日期 ${effectiveFrom}。`
      : `${DATES[rule].name}为 ${day}，早于质量标准的生效日期 ${effectiveFrom}。`,
  'specification/no-longer-effective': ({ rule, day, effectiveTo }) =>
    `${DATES[rule].name}为 ${day}，晚于质量标准的最后有效日 ${effectiveTo}。`,
  'specification/no-detection-limits': () => '应有空白限和检测限，实际没有。',
  'specification/above-detection-limit': ({ events, upper, limitOfDetection }) =>
    `事件数为 ${events} 时，上限 ${upper} 高于检测限 ${limitOfDetection}。`,
  'specification/undecided-operator': ({ known }) => `仅知结果${knownWords(known)}，跨于标准规定两侧。`,
  'specification/no-dose': () => '应有可由其推导此限度的剂量及单位。',
  investigate: ({ why }) => (why === 'outside-criterion' ? '结果无效，但其值在标准规定之外。' : '无结果的原因在于供试品。'),
  'specification/rounding-decides': ({ unrounded, rounded, decidesOn }) =>
    `修约前的值${JUDGEMENTS[unrounded]}，修约后的值${JUDGEMENTS[rounded]}；本项按${decidesOn === 'rounded' ? '修约后' : '修约前'}的值判定。`,
  'method/not-validated': ({ what, name, version, status }) => {
    const method = what === 'definition' ? '方法定义' : `方法 '${name ?? ''}'${version === null ? '' : ` ${version} `}`;
    const remedy =
      status === 'qualified'
        ? "仅当质量标准注明 'accepts: qualified' 时，阶段性验证的方法方可用于放行。"
        : '只有已验证或已确认的方法可用于放行。';
    return `${method}的状态为“${STATUSES[status]}”：仅供参考，不用于放行。${remedy}`;
  },
  'investigation/laboratory-error': ({ reference, cause, place }) =>
    `调查 ${reference} 认定原因在实验室：${cause ?? ''}（${place}）。该次检验无效，需重复检验。`,
  'investigation/not-checked': ({ reference, conclusion, finding }, say) =>
    `调查 ${reference} 的结论 '${conclusion}' 不予采用，该调查视为未关闭。${say(finding)}`,
  'specification/more-than-planned': ({ occasion, number, replaces }) => {
    const named = replaces === null ? '未指明先前的检验' : `指明的 '${replaces}' 不是无效且尚未重复的先前检验`;
    return `“${OCCASIONS[occasion]} ${number}”${named}：超出计划一次。`;
  },
  'specification/not-in-specification': () => '质量标准没有要求此值的项目。',
  'specification/superseded': () => '无效且已重复检验：以重复检验为准。',
  'specification/retest-not-deciding': () => '后来的检验：不取代先前的结果，以最差的有效结论为准。',
  'limit/discard': ({ criterion, found }) => `${beyond('discard', criterion, found)}不论本项的作用如何，该批不符合规定。`,
  'limit/action': ({ criterion, found }) => `${beyond('action', criterion, found)}${UNTIL_CLOSED}`,
  'limit/alert': ({ criterion, found }) => `${beyond('alert', criterion, found)}不据此作出判定。`,
  'limit/undecided': ({ limit, criterion, known }) =>
    `结果应在${LIMITS[limit]}（${criterionInChinese(criterion)}）的一侧，实际仅知其${knownWords(known)}。请用能测至限度以下的方法检验。`,
  'limit/not-judged': ({ limit, criterion, why }) => `${LIMITS[limit]}（${criterionInChinese(criterion)}）未判定：${NOT_JUDGED[why]}。`,
  'investigation/open': ({ role, criterion, found }) => `${failedBeside(role, criterion, found)}${UNTIL_CLOSED}`,
  'investigation/closed': ({ question, role, criterion, found, references }) => {
    const what = question === 'action' ? beyond('action', criterion, found) : failedBeside(role, criterion, found);
    return `${what}调查 ${references.join('、')} 认定无影响。`;
  },
  'supportive/fails-the-lot': ({ role, criterion, found }) =>
    `${failedBeside(role, criterion, found)}质量标准规定本项不符合时该批不符合规定。`,
  'pair/disagree': ({ margin, of, unit, found }) => {
    const after = unit === '' ? '' : ` ${unit}`;
    const limit = margin === 'difference' ? `相差不超过 ${of}${after}` : `之比不超过 ${of}`;
    const pairs = found.map(({ partner, own, other }) => `本值与“${partner.zh}”应${limit}，实际为 ${own} 和 ${other}${after}。`);
    return `${pairs.join('')}请查明两种方法中哪一种有误。`;
  },
  'pair/not-judged': ({ partner, why, unfit, operator, expected, found }) => {
    const other = partner.row === null ? `检验项目 '${partner.attribute ?? ''}'` : `项目行 '${partner.row}'`;
    const because = {
      'this-unfit': () => `本值${unfitText(unfit, operator)}`,
      'no-partner': () => '该批没有此值',
      'that-unfit': () => `对方的值${unfitText(unfit, operator)}`,
      'other-stage': () => `对方的值来自阶段 '${found ?? ''}'，本值来自 '${expected ?? ''}'`,
      'other-unit': () => `对方的值单位为 '${found ?? ''}'，不是 '${expected ?? ''}'`,
      'no-ratio': () => '两个值没有比值',
    } as const;
    return `与${other}的一致性未判定：${because[why]()}。`;
  },
} as const satisfies Sentences<typeof SPECIFICATION_REASONS>;

const NOT_JUDGED = {
  'no-number': '没有可与其比较的数值',
  'too-few-events': '事件过少，且其单侧限未超出该限度',
  'not-valid': '值无效',
  'not-validated': '方法未经验证',
  'both-sides': '仅知结果低于或高于某数，跨于其两侧',
} as const;

function noDate(rule: keyof typeof DATES): string {
  return `应有用于选择质量标准修订版的${DATES[rule].name}，实际没有。请在样品清单中给出 ${DATES[rule].column}。`;
}

/** What is known of a result, in signs. */
function knownWords({ lower, upper }: KnownRange): string {
  const parts = [
    lower === null ? '' : `${lower.closed ? '≥' : '>'} ${lower.value}`,
    upper === null ? '' : `${upper.closed ? '≤' : '<'} ${upper.value}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '为任意数值' : ` ${parts.join(' 且 ')} `;
}

function beyond(limit: keyof typeof LIMITS, criterion: CriterionFields, found: FoundValue): string {
  return `应为 ${criterionInChinese(criterion)}（${LIMITS[limit]}），实际为 ${foundText(found)}。`;
}

function failedBeside(role: keyof typeof ROLE_NAMES, criterion: CriterionFields, found: FoundValue): string {
  return `该${ROLE_NAMES[role]}项应为 ${criterionInChinese(criterion)}，实际为 ${foundText(found)}。`;
}

function foundText({ operator, printed, value, text, unit }: FoundValue): string {
  const after = unit === '' ? '' : ` ${unit}`;
  if (printed !== null) return `${operator}${printed}${after}`;
  if (text !== null) return quoteText(text);
  return value === null ? '没有数值' : `${value}${after}`;
}

function unfitText(unfit: keyof typeof UNFIT | 'only-known' | null, operator: string | null): string {
  if (unfit === 'only-known') return `仅知为 ${operator ?? ''}`;
  return unfit === null ? '不适用' : UNFIT[unfit];
}

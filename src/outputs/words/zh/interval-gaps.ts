import type { INTERVAL_GAPS } from '../../../attributes/interval-gaps.ts';
import type { Sentences } from '../../../message.ts';
import { earlierName } from './attribute-reasons.ts';

/** Why a computed value has no interval, in Chinese. */
export const INTERVAL_GAP_SENTENCES = {
  'interval/known-range': (of) => `${earlierName(of)} 仅知其低于或高于某数。`,
  'interval/limit-enters': (of) => `${earlierName(of)} 以置信限计入，置信限自身没有区间。`,
  'interval/none': (of) => `${earlierName(of)} 没有区间。`,
  'interval/other-level': ({ one, other }) => `${earlierName(one)} 与 ${earlierName(other)} 的区间置信水平或单双侧不同。`,
  'interval/no-input': () => '公式不依赖于有区间的值。',
  'interval/neither-side': () => '两侧均不能由输入的限度得出公式的限度。',
  'interval/constant-not-a-number': () => '公式的常数部分不是数。',
  'interval/name-not-a-number': () => '公式中的一个名称没有数值。',
  'interval/part-not-a-number': () => '公式的一部分不是数。',
  'interval/no-logarithm': () => '因子为负或除数为 0，没有对数。',
  'interval/function-of-several': ({ function: name }) => `${name} 作用于多个有区间的值。`,
  'interval/power': () => '底数与指数均有区间的幂。',
  'interval/sign-not-certain': () => 'abs 内的值符号不确定。',
  'interval/repeated-input': (of) => `${earlierName(of)} 在公式中出现多次。`,
  'interval/shared-data': ({ one, other, source }) => `${earlierName(one)} 与 ${earlierName(other)} 来自相同数据 '${source}'。`,
  'interval/unknown-data': (of) => `${earlierName(of)} 未说明其数据来源。`,
  'interval/of-statistic': ({ statistic }) => `由单管的事件得不到统计量 ${statistic} 的限度。`,
} as const satisfies Sentences<typeof INTERVAL_GAPS>;

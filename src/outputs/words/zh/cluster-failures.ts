import type { Sentences } from '../../../message.ts';
import type { CLUSTER_FAILURES } from '../../../population/clusters/cluster-failures.ts';

/** Why clusters cannot be trusted, in Chinese. */
export const CLUSTER_FAILURE_SENTENCES = {
  'clusters/too-few-events': ({ minimum, found }) => `学习聚类应至少有 ${minimum} 个事件，实际为 ${found}。`,
  'clusters/no-spread': ({ dimension, place }) => `事件在第 ${dimension} 维应有差异，实际半数以上位于 ${place}。`,
  'clusters/not-converged': ({ iterations }) => `k-means 应收敛，实际 ${iterations} 次迭代后质心仍在移动。`,
  'clusters/empty': ({ clusters }) => `应有 ${clusters} 个簇，实际有一个没有事件。`,
  'clusters/not-separate': ({ minimum, found }) => `质心间距应至少为其簇离散度的 ${minimum} 倍，实际为 ${found} 倍。`,
  'clusters/order-not-certain': ({ dimension, first, second }) =>
    `质心在第 ${dimension} 维的次序应确定，实际质心 ${first} 与 ${second} 在该维的距离小于其簇的离散度。`,
  'clusters/shifted': ({ population, dimension, maximumShift, expected, found }) =>
    `'${population}' 的质心在第 ${dimension} 维应距 ${expected} 不超过 ${maximumShift}，实际为 ${found}。`,
} as const satisfies Sentences<typeof CLUSTER_FAILURES>;

import type { ControlThreshold } from '../../results/control-record.ts';
import { populationTitle } from '../definition/population-title.ts';
import type { ControlUnderTest, JudgedLine } from './control-under-test.ts';

/** The thresholds that gates take from a control. One that could not be taken because of what stands before it is not judged. */
export function judgeThresholds({ tube, definition, learned }: ControlUnderTest): JudgedLine<ControlThreshold>[] {
  return tube.thresholds
    .filter((threshold) => threshold.control === definition.name)
    .map((threshold) => {
      const { name, parameter, population, percentile, offset, minimumEvents } = threshold;
      const taken = learned?.thresholds.get(name) ?? null;
      const reasons = learned?.failures.get(name) ?? [];
      const failed = reasons.some(({ code }) => code === 'control/no-threshold');
      return {
        line: {
          name,
          parameter,
          population,
          populationTitle: populationTitle(tube, population),
          method: 'percentile',
          percentile,
          offset,
          minimumEvents,
          events: taken?.events ?? null,
          value: taken?.value ?? null,
          outcome: taken !== null ? 'meets' : failed ? 'fails' : 'not judged',
        },
        reasons,
      };
    });
}

import type { SecondReaderRecord } from '../../results/release-result.ts';
import { type Binding, scopeOfFile } from '../binding.ts';
import { pipelineReason } from '../reasons.ts';
import type { BoundFile } from './bound-file.ts';

/** What the second reader made of each data set that is bound; null where it was not asked. */
export type SecondReadingOf = (binding: Pick<Binding, 'file' | 'dataSet'>) => SecondReaderRecord | null;

/** Holds every FCS file that a second, independent reader reads otherwise than we do: one of the two is wrong. */
export function holdSecondReadings(bound: readonly BoundFile[], secondReadingOf: SecondReadingOf): BoundFile[] {
  return bound.map((one) => {
    const reading = secondReadingOf(one.binding);
    if (reading === null || reading.outcome !== 'differs') return one;
    const { reader, detail } = reading;
    const reason = pipelineReason('held/second-reader', scopeOfFile(one.binding), { file: one.binding.file, reader, detail });
    return { ...one, held: [...one.held, reason] };
  });
}

import type { Reason } from '../../attributes/attribute-result.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { sentenceOf } from '../../outputs/words/sentence.ts';
import { scopeOfFile } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineReason } from '../reasons.ts';
import type { BoundFile } from './bound-file.ts';

/** Holds every bound FCS file that departs from the standard in a way that the definition does not admit. */
export function holdDepartures(
  definition: Definition,
  bound: readonly BoundFile[],
  dataSetOf: (file: string, number: number) => FcsDataSet | null,
): BoundFile[] {
  const admitted = new Set<string>(definition.departures.admit);
  return bound.map((one) => {
    const dataSet = dataSetOf(one.binding.file, one.binding.dataSet);
    const departures = (dataSet?.departures ?? []).filter((departure) => !admitted.has(departure.code));
    const codes = [...new Set(departures.map((departure) => departure.code))];
    const reasons = codes.map((code): Reason => {
      const first = departures.find((departure) => departure.code === code);
      const message = first === undefined ? '' : sentenceOf(first, 'en');
      return pipelineReason(
        'held/departure',
        scopeOfFile(one.binding),
        `'${one.binding.file}' departs from the FCS standard: ${message} [${code}] The definition does not admit it (departures.admit).`,
      );
    });
    return { ...one, held: [...one.held, ...reasons] };
  });
}

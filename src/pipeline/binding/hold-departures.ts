import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { Reason } from '../../reason.ts';
import { scopeOfFile } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineReason } from '../reasons.ts';
import type { BoundFile } from './bound-file.ts';
import { departuresOf } from './listed-date.ts';

/** Holds every bound FCS file that departs from the standard in a way that the definition does not admit. */
export function holdDepartures(
  definition: Definition,
  bound: readonly BoundFile[],
  dataSetOf: (file: string, number: number) => FcsDataSet | null,
): BoundFile[] {
  const admitted = new Set<string>(definition.departures.admit);
  return bound.map((one) => {
    const dataSet = dataSetOf(one.binding.file, one.binding.dataSet);
    const departures = departuresOf(definition, one.binding, dataSet).filter((departure) => !admitted.has(departure.code));
    // One of each code holds the file; the result lists them all.
    const first = departures.filter(({ code }, index) => departures.findIndex((other) => other.code === code) === index);
    const reasons = first.map(
      (departure): Reason =>
        pipelineReason('held/departure', scopeOfFile(one.binding), {
          file: one.binding.file,
          departure: { code: departure.code, fields: departure.fields },
        }),
    );
    return { ...one, held: [...one.held, ...reasons] };
  });
}

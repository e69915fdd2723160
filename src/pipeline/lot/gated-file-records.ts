import type { GatedFileRecord } from '../../results/gated-file-record.ts';
import type { Binding } from '../binding.ts';
import { type GatedAcquisition, gatedFileKey, tubeRunKey } from '../gating/compute-gating.ts';
import type { LotControl, LotMaterial } from './lot-context.ts';

/** How every data set of a lot and of the controls that serve it was gated; one that could not be gated has none. */
export function gatedFileRecords(material: LotMaterial, controls: readonly LotControl[]): GatedFileRecord[] {
  const samples = material.plan.samples.flatMap(({ tube, binding }) => {
    const gated = material.gated.files.get(gatedFileKey(tubeRunKey(tube, binding.assayRun), binding)) ?? null;
    return recordOf(material, { tube, control: null, assayRun: binding.assayRun, binding, gated });
  });
  const ofControls = controls.flatMap(({ tube, name, assayRun, binding, gated }) =>
    binding === null ? [] : recordOf(material, { tube, control: name, assayRun, binding, gated }),
  );
  return [...samples, ...ofControls];
}

interface Gated {
  readonly tube: string;
  readonly control: string | null;
  readonly assayRun: string | null;
  readonly binding: Binding;
  readonly gated: GatedAcquisition | null;
}

function recordOf({ definition }: LotMaterial, { tube, control, assayRun, binding, gated }: Gated): GatedFileRecord[] {
  const { result = null, used } = gated ?? {};
  if (result === null || used === undefined) return [];
  const populations = result.populations.map(({ path, count, parentCount }) => ({
    name: path.at(-1) ?? '',
    parent: path.at(-2) ?? null,
    events: count,
    parentEvents: parentCount,
  }));
  const panel = definition.tubes.find((known) => known.id === tube)?.panel ?? '';
  return [
    { file: binding.file, dataSet: binding.dataSet, control, panel, tube, assayRun, events: result.eventCount, ...used, populations },
  ];
}

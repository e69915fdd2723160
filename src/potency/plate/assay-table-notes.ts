import { type PlateNote, plateNote } from '../../plates/file/notes.ts';
import type { AssaySample, PotencyAssay } from '../potency-assay.ts';

/** A dose this many times its neighbour is more likely a slip of the pen than a dilution. */
const LARGEST_STEP = 1000;

/** What a person should look at in the doses and replicates of an assay; nothing here stops a computation. */
export function tableNotes(assay: PotencyAssay): readonly PlateNote[] {
  return [assay.reference, ...assay.tests].flatMap((sample) => [...unevenReplicates(assay.name, sample), ...farDoses(assay.name, sample)]);
}

/** A line that went missing shows as a dose with fewer responses than the others. */
function unevenReplicates(assay: string, sample: AssaySample): PlateNote[] {
  const counts = new Map<number, number>();
  for (const point of sample.points) counts.set(point.dose, (counts.get(point.dose) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const fewer = [...counts].filter(([, count]) => count < most);
  // Zero doses often have more wells on purpose.
  const usual = Math.max(0, ...[...counts].filter(([dose]) => dose > 0).map(([, count]) => count));
  const [first] = fewer.filter(([, count]) => count < usual);
  if (first === undefined) return [];
  const [dose, count] = first;
  return [plateNote('plate/well-data', { question: 'line-missing', assay, sample: sample.name, count, dose, usual })];
}

function farDoses(assay: string, sample: AssaySample): PlateNote[] {
  const doses = [...new Set(sample.points.map((point) => point.dose))].filter((dose) => dose > 0).sort((a, b) => a - b);
  const at = doses.findIndex((dose, i) => i > 0 && dose > LARGEST_STEP * (doses[i - 1] ?? dose));
  if (at < 0) return [];
  const [neighbour = 0, dose = 0] = doses.slice(at - 1);
  return [plateNote('plate/well-data', { question: 'dose-step', assay, sample: sample.name, dose, neighbour, most: LARGEST_STEP })];
}

import type { PlateNote } from '../../plates/plate-reading.ts';
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
  const message = `Assay '${assay}', '${sample.name}': ${first[1]} responses at the dose ${first[0]} where other doses have ${usual}; a line may be missing.`;
  return [{ code: 'well-data', message }];
}

function farDoses(assay: string, sample: AssaySample): PlateNote[] {
  const doses = [...new Set(sample.points.map((point) => point.dose))].filter((dose) => dose > 0).sort((a, b) => a - b);
  const at = doses.findIndex((dose, i) => i > 0 && dose > LARGEST_STEP * (doses[i - 1] ?? dose));
  if (at < 0) return [];
  const message = `Assay '${assay}', '${sample.name}': the dose ${doses[at]} is more than ${LARGEST_STEP} times its neighbour ${doses[at - 1]}.`;
  return [{ code: 'well-data', message }];
}

import { planLots } from '../../pipeline/binding/plan.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import type { Threads } from '../threads/threads.ts';
import { openExamination } from './examine-files.ts';
import { type FolderChanges, heldByChanges } from './folder-changes.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** The same folder with what is found in the events of all files that serve something held. */
export async function withExamined(definition: Definition, planned: PlannedFolder, threads: Threads): Promise<PlannedFolder> {
  const findings: FolderChanges = { changed: new Map(), examined: new Map() };
  const { examine } = openExamination(planned, findings, threads);
  const serving = planned.bound.filter(({ binding }) => binding.kind !== 'plate' && planned.files.has(binding.file));
  await Promise.all(serving.map(({ binding }) => examine(binding.file)));
  const bound = planned.bound.map((_, index) => heldByChanges(definition, planned, findings)(index));
  const { unbound, notes } = planned.plan;
  return { ...planned, bound, plan: { ...planLots(definition, bound, unbound), notes } };
}

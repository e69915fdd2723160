import { InputError } from '../../errors.ts';
import { troubleOf } from '../../pipeline/binding/hold-changed.ts';
import { compileGating } from '../../population/gating/gating.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import type { PackedGating } from '../../population/packed-gating.ts';
import { gateOnThreads } from '../threads/gate-threads.ts';
import type { GateFileTask, Refusal } from '../threads/task.ts';
import type { Threads } from '../threads/threads.ts';
import { WHOLE_FILE_BYTES } from '../threads/whole-file.ts';
import { isLost } from './changed-files.ts';
import { refuseOtherBytes, stampedFile } from './export-file.ts';
import type { FolderChanges } from './folder-changes.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** Reads FCS files on threads: what is found stands in the findings, once for each file. */
export interface Examination {
  /** Hash and events of a file, where nobody asked before. */
  readonly examine: (file: string) => Promise<void>;
  /** Gates a data set; the first time that a file is asked for, it is examined in the same reading. Throws the errors of gating. */
  readonly gate: (file: string, dataSet: number, request: GatingRequest) => Promise<PackedGating>;
}

export function openExamination(planned: PlannedFolder, findings: FolderChanges, threads: Threads): Examination {
  const begun = new Map<string, Promise<void>>();
  const knownOf = (file: string) => {
    const known = planned.files.get(file);
    if (known === undefined) throw new Error(`'${file}' was planned but is not in the folder`);
    return { ...known, task: stampedFile(known) };
  };
  /** What cannot be read any more has changed, whatever the reason is. */
  const ask = async (file: string, gate: Omit<GateFileTask, 'file'> | null): Promise<PackedGating | Refusal | null> => {
    try {
      const known = knownOf(file);
      const answer = await threads.ask({ kind: 'examine', file: known.task, gate }, 'examined');
      refuseOtherBytes(known.place, answer.file);
      findings.examined.set(file, answer.file);
      return answer.gated;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (!findings.changed.has(file)) findings.changed.set(file, troubleOf(error));
      if (gate !== null) throw error;
      return null;
    }
  };
  const examine = (file: string): Promise<void> => {
    const known = begun.get(file);
    if (known !== undefined) return known;
    // A file that is not there, or could not be opened, is held for that.
    const stamp = planned.files.get(file)?.stamp ?? null;
    const examined = stamp === null ? Promise.resolve() : ask(file, null).then(() => undefined);
    begun.set(file, examined);
    return examined;
  };
  const examineAndGate = async (file: string, gate: Omit<GateFileTask, 'file'>): Promise<PackedGating> => {
    const asked = ask(file, gate);
    begun.set(
      file,
      asked.then(
        () => undefined,
        () => undefined,
      ),
    );
    const gated = await asked;
    if (gated === null)
      throw new InputError('io/failed', findings.examined.get(file)?.unreadable?.message ?? 'It was not gated.', { file });
    if ('kind' in gated) throw new InputError(gated.code, gated.message, gated.place);
    return gated;
  };
  const gateLarge = async (file: string, task: Omit<GateFileTask, 'file'>): Promise<PackedGating> => {
    const dataSet = planned.dataSetOf(file, task.dataSet);
    if (dataSet === null) throw new Error(`'${file}' was planned without its data set ${task.dataSet}`);
    const gating = compileGating(task.request, dataSet, { path: task.path });
    const [result] = await Promise.all([gateOnThreads({ ...task, file: knownOf(file).task }, { gating, dataSet, threads }), examine(file)]);
    return result;
  };
  const gateAgain = async (file: string, task: Omit<GateFileTask, 'file'>): Promise<PackedGating> =>
    (await threads.ask({ kind: 'gate', ...task, file: knownOf(file).task }, 'gated')).result;
  return {
    examine,
    gate: async (file, dataSet, request) => {
      const task = { dataSet, request, path: 'fast' } as const;
      const gate = knownOf(file).bytes > WHOLE_FILE_BYTES ? gateLarge : begun.has(file) ? gateAgain : examineAndGate;
      try {
        return { ...(await gate(file, task)), file };
      } catch (error) {
        if (isLost(error) && !findings.changed.has(file)) findings.changed.set(file, troubleOf(error));
        throw error;
      }
    },
  };
}

import { basename } from 'node:path';
import type { MethodSettings } from '../../../outputs/report/settings-table.ts';
import { intervalMethodText } from '../../../outputs/words/interval-method.ts';
import type { AssayResult } from '../../../potency/potency-result.ts';
import { estimateFolderAssays, type RunDrift } from '../../../runtime/folder/assay-folder.ts';
import type { Warning } from '../../../runtime/job/warning.ts';
import type { CombinationLine } from './potency-combination.ts';
import { settingsOf } from './potency-settings.ts';
import { intervalKind } from './potency-text.ts';

/** What a definition's assays give over a folder, as the command prints it. */
export interface FolderPotency {
  readonly assays: readonly AssayResult[];
  readonly combinations: readonly (CombinationLine & { readonly assay: string })[];
  readonly drifts: readonly RunDrift[];
  /** What a reader must see beside the reasons of the assays. */
  readonly warnings: readonly Warning[];
  /** The method of each assay, for the page. */
  readonly settings: readonly MethodSettings[];
  /** Models and intervals of the assays, in words. */
  readonly methods: string;
}

/** The assays of a definition over an export folder, or one file of it. Errors: those of `check`, usage/not-found, usage/bad-argument. */
export async function folderPotency(
  path: string,
  asked: { readonly pipeline: string; readonly assay: string | null },
): Promise<FolderPotency> {
  const { assays, combinations, drifts, warnings, definitions } = await estimateFolderAssays(asked.pipeline, path, asked.assay);
  const methods = definitions.map(({ id, method }) => `${id} ${method.model}, ${intervalKind(method)} ${method.interval.level}`);
  const lines = combinations.map((one) => ({ ...one, ...one.method.combination, method: intervalMethodText(one.method, 'en') }));
  const several = definitions.length > 1;
  const settings = definitions.map(({ id, method, combination }) => settingsOf(several ? id : null, method, combination));
  return { assays, settings, combinations: lines, drifts, warnings, methods: `${basename(asked.pipeline)}: ${methods.join('; ')}` };
}

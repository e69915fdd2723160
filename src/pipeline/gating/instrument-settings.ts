import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import type { Reason } from '../../reason.ts';
import type { SETTINGS } from '../reason-fields.ts';
import { pipelineReason } from '../reasons.ts';

export type Setting = (typeof SETTINGS)[number];

/** What a file states of its instrument's settings: name → value. Voltages and gains are named by `$PnN`, so that another order of parameters compares. */
function statedSettings(dataSet: FcsDataSet, setting: Setting): ReadonlyMap<string, string> {
  const keyword = (name: string) => dataSet.keywords.get(name)?.trim() ?? '';
  if (setting === 'cytometer') return stated([['cytometer', keyword('$CYT')]]);
  if (setting === 'serial') return stated([['serial number', keyword('$CYTSN') || keyword('CYTNUM')]]);
  const suffix = setting === 'voltages' ? 'V' : 'G';
  return stated(dataSet.parameters.map((parameter) => [parameter.name, keyword(`$P${parameter.index}${suffix}`)]));
}

function stated(entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map(entries.filter(([, value]) => value !== ''));
}

/** Equal as numbers where both are numbers (`450` and `450.0`), else as texts. */
function sameSetting(a: string, b: string): boolean {
  return a === b || (Number.isFinite(Number(a)) && Number.isFinite(Number(b)) && Number(a) === Number(b));
}

/**
 * Compares the settings of a control with its sample's. A difference gives `instrument/mismatch`; a setting that neither file states at all, or a
 * channel whose setting only one of them states, `instrument/not-stated`: silence is not agreement. A channel that neither states, such as the
 * time, has no setting to compare.
 */
export function compareSettings(sample: FcsDataSet, control: FcsDataSet, settings: readonly Setting[]): readonly Reason[] {
  return settings.flatMap((setting) => {
    const pair = { sample: statedSettings(sample, setting), control: statedSettings(control, setting) };
    if (pair.sample.size === 0 || pair.control.size === 0) return [silent(setting, { sample, control }, pair)];
    return [...differences(setting, { sample, control }, pair), ...statedOnce(setting, { sample, control }, pair)];
  });
}

interface Pair<Side> {
  readonly sample: Side;
  readonly control: Side;
}

type Stated = ReadonlyMap<string, string>;

function silent(setting: Setting, files: Pair<FcsDataSet>, stated: Pair<Stated>): Reason {
  const without = [...(stated.sample.size === 0 ? [files.sample.file] : []), ...(stated.control.size === 0 ? [files.control.file] : [])];
  return pipelineReason('instrument/not-stated', 'assay-run', { setting, files: without });
}

function differences(setting: Setting, files: Pair<FcsDataSet>, { sample, control }: Pair<Stated>): Reason[] {
  const different = [...sample].filter(([name, value]) => control.has(name) && !sameSetting(value, control.get(name) ?? ''));
  if (different.length === 0) return [];
  return [
    pipelineReason('instrument/mismatch', 'assay-run', {
      setting,
      control: files.control.file,
      sample: files.sample.file,
      differences: different.map(([of, value]) => ({ of, control: control.get(of) ?? '', sample: value })),
    }),
  ];
}

/** Channels whose setting one of the two states and the other does not, the control's silence first. */
function statedOnce(setting: Setting, files: Pair<FcsDataSet>, stated: Pair<Stated>): Reason[] {
  const sides = [
    ['control', 'sample'],
    ['sample', 'control'],
  ] as const;
  return sides.flatMap(([quiet, loud]) => {
    const names = [...stated[loud].keys()].filter((name) => !stated[quiet].has(name) && isRecorded(files.sample, name));
    if (names.length === 0) return [];
    const { [quiet]: without, [loud]: other } = files;
    return [pipelineReason('instrument/stated-once', 'assay-run', { setting, quiet, file: without.file, other: other.file, names })];
  });
}

/** A channel that the control alone records has no sample to agree with. A cytometer and a serial number are no channels. */
function isRecorded(sample: FcsDataSet, name: string): boolean {
  return sample.parameters.some((parameter) => parameter.name === name);
}

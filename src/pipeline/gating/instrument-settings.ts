import type { Reason } from '../../attributes/attribute-result.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { pipelineReason } from '../reasons.ts';

export type Setting = 'cytometer' | 'serial' | 'voltages' | 'gains';

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
  const without = [
    ...(stated.sample.size === 0 ? [`'${files.sample.file}'`] : []),
    ...(stated.control.size === 0 ? [`'${files.control.file}'`] : []),
  ];
  const does = without.length === 2 ? 'do' : 'does';
  return reasonOf(
    'instrument/not-stated',
    `The method compares the ${setting} of control and sample, which ${without.join(' and ')} ${does} not state. Where the instrument never writes them, leave ${setting} out of the control's settings.`,
  );
}

function differences(setting: Setting, files: Pair<FcsDataSet>, { sample, control }: Pair<Stated>): Reason[] {
  const different = [...sample].filter(([name, value]) => control.has(name) && !sameSetting(value, control.get(name) ?? ''));
  if (different.length === 0) return [];
  const listing = listed(different.map(([name, value]) => `${name} ${control.get(name)} against ${value}`));
  const other = { cytometer: 'another cytometer', serial: 'another instrument', voltages: 'other voltages', gains: 'other gains' }[setting];
  return [
    reasonOf(
      'instrument/mismatch',
      `The control '${files.control.file}' was acquired with ${other} than the sample '${files.sample.file}': ${listing}.`,
    ),
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
    return [
      reasonOf(
        'instrument/not-stated',
        `The ${quiet} '${without.file}' does not state the ${setting} of ${listed(names)}, which the ${loud} '${other.file}' states: they are not shown to be equal.`,
      ),
    ];
  });
}

/** A channel that the control alone records has no sample to agree with. A cytometer and a serial number are no channels. */
function isRecorded(sample: FcsDataSet, name: string): boolean {
  return sample.parameters.some((parameter) => parameter.name === name);
}

function listed(names: readonly string[]): string {
  const more = names.length > 4 ? ` and ${names.length - 4} more` : '';
  return `${names.slice(0, 4).join(', ')}${more}`;
}

function reasonOf(code: 'instrument/mismatch' | 'instrument/not-stated', message: string): Reason {
  return pipelineReason(code, 'assay-run', message);
}

import type { Reason } from '../attributes/attribute-result.ts';
import type { FcsDataSet } from '../fcs/fcs-file.ts';

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
 * Compares the settings of a control with its sample's. A difference gives `instrument/mismatch`, a setting that neither or only one file states
 * `instrument/not-stated`.
 */
export function compareSettings(sample: FcsDataSet, control: FcsDataSet, settings: readonly Setting[]): readonly Reason[] {
  return settings.flatMap((setting) => {
    const a = statedSettings(sample, setting);
    const b = statedSettings(control, setting);
    if (a.size === 0 || b.size === 0) {
      const silent = [a.size === 0 ? `'${sample.file}'` : '', b.size === 0 ? `'${control.file}'` : '']
        .filter((name) => name !== '')
        .join(' and ');
      return [
        reasonOf(
          'instrument/not-stated',
          `The method compares the ${setting} of control and sample, which ${silent} ${a.size === 0 && b.size === 0 ? 'do' : 'does'} not state.`,
        ),
      ];
    }
    const different = [...a].filter(([name, value]) => b.has(name) && !sameSetting(value, b.get(name) ?? ''));
    if (different.length === 0) return [];
    const listing = different
      .slice(0, 4)
      .map(([name, value]) => `${name} ${b.get(name)} against ${value}`)
      .join(', ');
    const more = different.length > 4 ? ` and ${different.length - 4} more` : '';
    return [
      reasonOf(
        'instrument/mismatch',
        `The control '${control.file}' was acquired with ${setting === 'cytometer' ? 'another cytometer' : setting === 'serial' ? 'another instrument' : `other ${setting}`} than the sample '${sample.file}': ${listing}${more}.`,
      ),
    ];
  });
}

function reasonOf(code: string, message: string): Reason {
  return { code, scope: 'assay-run', message };
}

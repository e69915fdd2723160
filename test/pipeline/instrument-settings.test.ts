import { describe, expect, it } from 'vitest';
import type { FcsDataSet } from '../../src/fcs/fcs-file.ts';
import { compareSettings } from '../../src/pipeline/instrument-settings.ts';

function dataSet(file: string, names: readonly string[], keywords: Record<string, string>): FcsDataSet {
  return {
    file,
    number: 1,
    version: 'FCS3.1',
    byteOrder: '1,2,3,4',
    dataType: 'F',
    eventCount: 0,
    parameters: names.map((name, index) => ({
      index: index + 1,
      name,
      label: null,
      bits: 32,
      range: 262144,
      amplification: [0, 0],
      gain: 1,
      scale: { kind: 'identity' },
    })),
    keywords: new Map(Object.entries(keywords)),
    spillover: null,
    departures: [],
    data: { begin: 0, byteLength: 0, bytesPerEvent: 4 * names.length },
  };
}

const sample = dataSet('s.fcs', ['FSC-A', 'PE-A'], { $CYT: 'Fortessa', $P1V: '200', $P2V: '450' });

describe('compareSettings', () => {
  it('compares voltages by the name of the parameter, whatever its place, and as numbers', () => {
    const control = dataSet('c.fcs', ['PE-A', 'FSC-A'], { $CYT: 'Fortessa', $P1V: '450.0', $P2V: '200' });
    expect(compareSettings(sample, control, ['cytometer', 'voltages'])).toEqual([]);
  });

  it('names every difference', () => {
    const control = dataSet('c.fcs', ['FSC-A', 'PE-A'], { $CYT: 'Canto', $P1V: '200', $P2V: '480' });
    expect(compareSettings(sample, control, ['cytometer', 'voltages'])).toEqual([
      {
        code: 'instrument/mismatch',
        scope: 'assay-run',
        message: "The control 'c.fcs' was acquired with another cytometer than the sample 's.fcs': cytometer Canto against Fortessa.",
      },
      {
        code: 'instrument/mismatch',
        scope: 'assay-run',
        message: "The control 'c.fcs' was acquired with other voltages than the sample 's.fcs': PE-A 480 against 450.",
      },
    ]);
  });

  it('does not take silence for agreement', () => {
    const control = dataSet('c.fcs', ['FSC-A', 'PE-A'], { $CYT: 'Fortessa' });
    expect(compareSettings(sample, control, ['voltages', 'gains']).map((reason) => reason.message)).toEqual([
      "The method compares the voltages of control and sample, which 'c.fcs' does not state.",
      "The method compares the gains of control and sample, which 's.fcs' and 'c.fcs' do not state.",
    ]);
  });
});

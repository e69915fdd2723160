import { describe, expect, it } from 'vitest';
import type { FcsDataSet } from '../../src/fcs/fcs-file.ts';
import { compareSettings } from '../../src/pipeline/gating/instrument-settings.ts';
import { said, sentence } from '../said.ts';

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
    expect(said(compareSettings(sample, control, ['cytometer', 'voltages']))).toEqual([
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
    expect(compareSettings(sample, control, ['voltages', 'gains']).map(sentence)).toEqual([
      "The method compares the voltages of control and sample, which 'c.fcs' does not state. Where the instrument never writes them, leave voltages out of the control's settings.",
      "The method compares the gains of control and sample, which 's.fcs' and 'c.fcs' do not state. Where the instrument never writes them, leave gains out of the control's settings.",
    ]);
  });

  it('takes the silence of one channel for no agreement either, whichever file is silent', () => {
    const control = dataSet('c.fcs', ['FSC-A', 'PE-A'], { $CYT: 'Fortessa', $P1V: '200' });
    expect(said(compareSettings(sample, control, ['cytometer', 'voltages']))).toEqual([
      {
        code: 'instrument/stated-once',
        scope: 'assay-run',
        message:
          "The control 'c.fcs' does not state the voltages of PE-A, which the sample 's.fcs' states: they are not shown to be equal.",
      },
    ]);
    const quiet = dataSet('s.fcs', ['FSC-A', 'PE-A'], { $P1V: '200' });
    expect(compareSettings(quiet, sample, ['voltages']).map(sentence)).toEqual([
      "The sample 's.fcs' does not state the voltages of PE-A, which the control 's.fcs' states: they are not shown to be equal.",
    ]);
  });

  it('a difference in one channel does not hide the silence of another', () => {
    const control = dataSet('c.fcs', ['FSC-A', 'PE-A'], { $P1V: '210' });
    expect(compareSettings(sample, control, ['voltages']).map((one) => one.code)).toEqual([
      'instrument/mismatch',
      'instrument/stated-once',
    ]);
  });

  it('asks nothing of a channel that neither states, or that the control alone records', () => {
    const timed = dataSet('s.fcs', ['FSC-A', 'PE-A', 'Time'], { $P1V: '200', $P2V: '450' });
    const control = dataSet('c.fcs', ['Time', 'FSC-A', 'PE-A', 'APC-A'], { $P2V: '200', $P3V: '450', $P4V: '500' });
    expect(compareSettings(timed, control, ['voltages'])).toEqual([]);
  });

  it('an instrument that writes no voltages serves where the method does not compare them', () => {
    const bare = (file: string) => dataSet(file, ['FSC-A'], { $CYT: 'Aurora', $CYTSN: 'R1' });
    expect(compareSettings(bare('s.fcs'), bare('c.fcs'), ['cytometer', 'serial'])).toEqual([]);
    expect(compareSettings(bare('s.fcs'), bare('c.fcs'), [])).toEqual([]);
  });
});

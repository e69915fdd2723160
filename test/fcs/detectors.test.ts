import { describe, expect, it } from 'vitest';
import { detectorsOf } from '../../src/fcs/keywords/detectors.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { requiredPairs, threeEvents } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

function read(changes: Readonly<Record<string, string>>, version = 'FCS3.2') {
  const { dataSet, departures } = readAll({ version, pairs: requiredPairs({ $CYT: 'Made', ...changes }), data: threeEvents });
  const notes = dataSet?.notes ?? [];
  return {
    detectors: dataSet === undefined ? [] : detectorsOf(dataSet),
    departures: [...(departures ?? []), ...notes.map(({ code }) => code)],
    message: [...(dataSet?.departures ?? []), ...notes].slice(0, 1).map((one) => sentenceOf(one, 'en'))[0],
  };
}

describe('detectorsOf', () => {
  it('reads what FCS 3.1 and 3.2 have for a parameter', () => {
    const { detectors, departures } = read({
      $P1TYPE: 'Raw Fluorescence',
      $P1DET: 'B2',
      $P1TAG: 'FITC',
      $P1ANALYTE: 'CD3',
      $P1FEATURE: 'Area',
      $P1L: '488,561.5',
      $P1O: '50',
      $P1V: '412.5',
      $P1F: '530_30',
      $P1T: 'PMT',
      $P1CALIBRATION: '1.25,-3,MESF',
      $P1D: 'Logarithmic,4,0.1',
    });
    const nothing = { type: null, detector: null, tag: null, analyte: null, feature: null, excitationNm: null, excitationPowerMw: null };
    expect(detectors).toEqual([
      {
        index: 1,
        type: 'Raw Fluorescence',
        detector: 'B2',
        tag: 'FITC',
        analyte: 'CD3',
        feature: 'Area',
        excitationNm: [488, 561.5],
        excitationPowerMw: 50,
        voltage: 412.5,
        filter: '530_30',
        detectorType: 'PMT',
        calibration: { factor: 1.25, offset: -3, unit: 'MESF' },
        display: { kind: 'logarithmic', decades: 4, offset: 0.1 },
      },
      { index: 2, ...nothing, voltage: null, filter: null, detectorType: null, calibration: null, display: null },
    ]);
    expect(departures).toEqual([]);
  });

  it.each([
    // FCS 3.1 has two parts, 3.2 may have an offset between them.
    [{ $P1CALIBRATION: '1.25,MESF' }, { calibration: { factor: 1.25, offset: 0, unit: 'MESF' } }],
    [{ $P1D: 'Linear,-100,1000' }, { display: { kind: 'linear', lower: -100, upper: 1000 } }],
    [{ $P1L: ' 488.000000 ' }, { excitationNm: [488] }],
  ])('reads %j', (changes, expected) => {
    expect(read(changes)).toMatchObject({ detectors: [expected, {}], departures: [] });
  });

  it.each([
    'Forward Scatter',
    'Side Scatter',
    'Raw Fluorescence',
    'Unmixed Fluorescence',
    'Mass',
    'Electronic Volume',
    'Classification',
    'Index',
  ])('knows the $PnTYPE %s', ($P1TYPE) => {
    expect(read({ $P1TYPE })).toMatchObject({ detectors: [{ type: $P1TYPE }, {}], departures: [] });
  });

  it('keeps a word of $PnTYPE that it does not know, and notes it', () => {
    expect(read({ $P1TYPE: 'Raw_Fluorescence', $P2TYPE: 'Dye' })).toMatchObject({
      detectors: [{ type: 'Raw_Fluorescence' }, { type: 'Dye' }],
      departures: ['fcs/measurement-word'],
      message: expect.stringContaining("found 'Raw_Fluorescence' for $P1TYPE (expected one of Forward Scatter, "),
    });
  });

  it.each([
    [{ $P1FEATURE: 'Peak' }, 'fcs/measurement-word', 'feature', "'Peak' for $P1FEATURE (expected Area, Height or Width)"],
    [{ $P1L: '561nm' }, 'fcs/detector', 'excitationNm', "'561nm' for $P1L"],
    [{ $P1L: '488,' }, 'fcs/detector', 'excitationNm', "'488,' for $P1L"],
    [{ $P1L: '-1' }, 'fcs/detector', 'excitationNm', "'-1' for $P1L"],
    [{ $P1O: '100mW' }, 'fcs/detector', 'excitationPowerMw', "'100mW' for $P1O (expected a power in mW of at least 0)"],
    [{ $P1V: 'NA' }, 'fcs/detector', 'voltage', "'NA' for $P1V"],
    [{ $P1CALIBRATION: 'MESF' }, 'fcs/detector', 'calibration', "'MESF' for $P1CALIBRATION"],
    [{ $P1CALIBRATION: '0,MESF' }, 'fcs/detector', 'calibration', "'0,MESF' for $P1CALIBRATION"],
    [{ $P1CALIBRATION: '1,2,3,MESF' }, 'fcs/detector', 'calibration', "'1,2,3,MESF' for $P1CALIBRATION"],
    [{ $P1CALIBRATION: '1,x,MESF' }, 'fcs/detector', 'calibration', "'1,x,MESF' for $P1CALIBRATION"],
    [{ $P1CALIBRATION: '1,' }, 'fcs/detector', 'calibration', "'1,' for $P1CALIBRATION"],
    [{ $P1D: 'Linear,10,0' }, 'fcs/detector', 'display', "'Linear,10,0' for $P1D"],
    [{ $P1D: 'Logarithmic,4,0' }, 'fcs/detector', 'display', "'Logarithmic,4,0' for $P1D"],
    [{ $P1D: 'Biexponential,0,1' }, 'fcs/detector', 'display', "'Biexponential,0,1' for $P1D"],
  ] as const)('%j is noted and null', (changes, code, field, words) => {
    const { detectors, departures, message = '' } = read(changes);
    const [detector] = detectors;
    expect([departures, detector?.[field], message.includes(words) ? words : message]).toEqual([[code], null, words]);
  });

  it('lists what shares a code in one note', () => {
    const { departures, message } = read({ $P1L: 'NA', $P2L: 'NA', $P2V: 'NA' });
    expect(departures).toEqual(['fcs/detector']);
    expect(message).toBe(
      "Expected values as the standard describes them, found 'NA' for $P1L (expected wavelengths in nm above 0, with commas between them), 'NA' for $P2L (expected wavelengths in nm above 0, with commas between them), 'NA' for $P2V (expected a voltage in V of at least 0).",
    );
  });
});

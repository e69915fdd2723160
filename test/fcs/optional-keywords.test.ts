import fc from 'fast-check';
import { expect, it } from 'vitest';
import { acquisitionOf } from '../../src/fcs/keywords/acquisition.ts';
import { detectorsOf } from '../../src/fcs/keywords/detectors.ts';
import { formDepartures } from '../../src/fcs/keywords/form-departures.ts';
import { requiredPairs, threeEvents } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

const ofParameter = ['TYPE', 'DET', 'TAG', 'ANALYTE', 'FEATURE', 'L', 'O', 'V', 'F', 'T', 'CALIBRATION', 'D'].map((name) => `$P1${name}`);
const times = ['$BEGINDATETIME', '$ENDDATETIME', '$DATE', '$BTIM', '$ETIM', '$LAST_MODIFIED'];
const places = ['$CARRIERID', '$CARRIERTYPE', '$LOCATIONID', '$PLATEID', '$WELLID', '$CYT', '$CYTSN', '$LAST_MODIFIER', '$ORIGINALITY'];
const samples = ['$FLOWRATE', '$VOL', '$UNSTAINEDINFO', '$UNSTAINEDCENTERS'];
const describing = [...ofParameter, ...times, ...places, ...samples];

/** Pieces of the forms, so that values come near to them. */
const piece = fc.constantFrom(
  '1',
  '2026',
  '-11-',
  'T',
  '09:40:05',
  '.25',
  'Z',
  '+08:00',
  '-',
  ':',
  ',',
  'A',
  'B',
  'NOV',
  'Linear',
  'MESF',
  ' ',
  'e400',
  'é',
);
const value = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ minLength: 1, unit: 'binary' }),
);

it('no value of a describing keyword stops a read or changes an event', () => {
  const events = Array.from(new Uint16Array(threeEvents.slice().buffer));
  fc.assert(
    fc.property(
      fc.constantFrom('FCS2.0', 'FCS3.0', 'FCS3.1', 'FCS3.2'),
      fc.dictionary(
        fc.constantFrom(...describing),
        value.filter((text) => !text.includes('|')),
      ),
      (version, changes) => {
        const { dataSet, values, sentence } = readAll({ version, pairs: requiredPairs(changes), data: threeEvents, delimiter: '|' });
        expect([values, sentence]).toEqual([events, undefined]);
        if (dataSet === undefined) return;
        // Nothing is dropped in silence: a number is missing only where none is stated, or what is stated was found wanting.
        const wanting = new Set(formDepartures(dataSet).map(({ keyword }) => keyword));
        const blank = (keyword: string): boolean => /^[\s\0]*$/.test(changes[keyword] ?? '');
        expect(acquisitionOf(dataSet).volumeNl === null).toBe(blank('$VOL') || wanting.has('$VOL'));
        expect(detectorsOf(dataSet)[0]?.voltage === null).toBe(blank('$P1V') || wanting.has('$P1V'));
      },
    ),
    { seed: 32, numRuns: 500 },
  );
});

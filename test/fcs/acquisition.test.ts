import { describe, expect, it } from 'vitest';
import { acquisitionOf } from '../../src/fcs/keywords/acquisition.ts';
import { deprecatedKeywords } from '../../src/fcs/keywords/deprecated-keywords.ts';
import { formDepartures } from '../../src/fcs/keywords/form-departures.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { requiredPairs, threeEvents } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

function read(changes: Readonly<Record<string, string>>, version = 'FCS3.2') {
  const { dataSet } = readAll({ version, pairs: requiredPairs({ $CYT: 'Made', ...changes }), data: threeEvents, delimiter: '|' });
  if (dataSet === undefined) throw new Error('refused');
  return dataSet;
}

/** Codes and, in one string, the messages of a file's departures. */
function departuresOf(changes: Readonly<Record<string, string>>, version = 'FCS3.2') {
  const { departures } = read(changes, version);
  return { codes: departures.map(({ code }) => code), message: departures.map((one) => sentenceOf(one, 'en')).join(' ') };
}

const moment = (day: string, time: string | null, fraction = 0, offset: string | null = null) => ({ day, time, fraction, offset });

describe('acquisitionOf', () => {
  it('reads what FCS 3.2 has for the acquisition', () => {
    const found = acquisitionOf(
      read({
        $BEGINDATETIME: '2026-11-18T09:40:05.25+08:00',
        $ENDDATETIME: '2026-11-18T09:41:00+08:00',
        $CYTSN: ' S-17 ',
        $CARRIERID: 'R-2',
        $CARRIERTYPE: 'tube rack',
        $LOCATIONID: 'B03',
        $FLOWRATE: '30 uL/min',
        $VOL: '12500.5',
        $UNSTAINEDINFO: 'lymphocytes',
        $UNSTAINEDCENTERS: '2,B,A,-1.5,20',
        $ORIGINALITY: 'DataModified',
        $LAST_MODIFIED: '19-NOV-2026 10:00:01.50',
        $LAST_MODIFIER: 'QC',
      }),
    );
    expect(found).toEqual({
      begin: moment('2026-11-18', '09:40:05', 0.25, '+08:00'),
      end: moment('2026-11-18', '09:41:00', 0, '+08:00'),
      cytometer: 'Made',
      serialNumber: 'S-17',
      carrier: 'R-2',
      carrierType: 'tube rack',
      plateName: null,
      location: 'B03',
      flowRate: '30 uL/min',
      volumeNl: 12500.5,
      unstainedInfo: 'lymphocytes',
      unstainedCenters: [
        { parameter: 'B', value: -1.5 },
        { parameter: 'A', value: 20 },
      ],
      originality: 'DataModified',
      lastModified: moment('2026-11-19', '10:00:01', 0.5),
      lastModifier: 'QC',
    });
  });

  it.each([
    // FCS 3.0: sixtieths; 3.1: hundredths.
    ['FCS3.0', '09:40:05:30', '09:41:00:45', moment('2026-11-18', '09:40:05', 0.5), moment('2026-11-18', '09:41:00', 0.75)],
    ['FCS3.1', '09:40:05.30', '09:41:00', moment('2026-11-18', '09:40:05', 0.3), moment('2026-11-18', '09:41:00')],
    // Past midnight: the day of the end is not stated.
    ['FCS3.1', '23:59:00', '00:01:00', moment('2026-11-18', '23:59:00'), null],
    ['FCS3.1', 'noon', '09:41:00', moment('2026-11-18', null), moment('2026-11-18', '09:41:00')],
  ])('reads $DATE, $BTIM, $ETIM of %s, %s to %s', (version, $BTIM, $ETIM, begin, end) => {
    expect(acquisitionOf(read({ $DATE: '18-NOV-2026', $BTIM, $ETIM }, version))).toMatchObject({ begin, end });
  });

  it('takes the older keywords of plate and well where the newer are not there', () => {
    expect(acquisitionOf(read({ $PLATEID: 'P-1', $PLATENAME: 'Stability', $WELLID: 'A1' }, 'FCS3.1'))).toMatchObject({
      carrier: 'P-1',
      plateName: 'Stability',
      location: 'A1',
    });
  });

  it('is null wherever nothing is stated', () => {
    const found = acquisitionOf(read({ $CYT: ' ', $VOL: ' ' }, 'FCS3.1'));
    expect(Object.values(found).filter((value) => value !== null)).toEqual([]);
  });
});

describe('departures of dates and places', () => {
  it.each([
    { $BEGINDATETIME: '2026-11-18T09:40:05Z', $ENDDATETIME: '2026-11-18T17:40:06+08:00' },
    { $DATE: '18-NOV-2026', $BTIM: '09:40:05', $ETIM: '09:41:00.99' },
    // The same time to the second; a zone of 8 hours, and of 5:45, between UTC and the site; an end past midnight.
    { $BEGINDATETIME: '2026-11-18T09:40:05.9', $DATE: '18-NOV-2026', $BTIM: '09:40:06' },
    { $BEGINDATETIME: '2026-11-18T22:40:05Z', $DATE: '19-NOV-2026', $BTIM: '06:40:05' },
    { $BEGINDATETIME: '2026-11-18T09:40:05Z', $DATE: '18-NOV-2026', $BTIM: '15:25:05' },
    {
      $BEGINDATETIME: '2026-11-18T23:59:00',
      $ENDDATETIME: '2026-11-19T00:01:00',
      $DATE: '18-NOV-2026',
      $BTIM: '23:59:00',
      $ETIM: '00:01:00',
    },
    { $BEGINDATETIME: '2026-11-18T23:00:00Z', $DATE: '19-NOV-2026' },
    { $LOCATIONID: 'A01', $WELLID: 'A1', $CARRIERID: 'P-1', $PLATEID: 'P-1', $CARRIERTYPE: 'plate', $PLATENAME: 'Stability' },
  ])('none for %j', (changes) => {
    expect(departuresOf(changes).codes).toEqual([]);
  });

  it.each([
    [
      { $BEGINDATETIME: '18-NOV-2026' },
      'fcs/date',
      "'18-NOV-2026' for $BEGINDATETIME (expected yyyy-mm-ddThh:mm:ss with an offset or none)",
    ],
    [{ $BEGINDATETIME: '2026-11-18' }, 'fcs/date', "'2026-11-18' for $BEGINDATETIME"],
    [{ $ENDDATETIME: '2026-02-30T09:40:05Z' }, 'fcs/date', "'2026-02-30T09:40:05Z' for $ENDDATETIME"],
    [{ $DATE: '2013-Jul-19' }, 'fcs/date', "'2013-Jul-19' for $DATE (expected dd-mmm-yyyy)"],
    [{ $DATE: '31-FEB-2026' }, 'fcs/date', "'31-FEB-2026' for $DATE (expected dd-mmm-yyyy)"],
    [{ $BTIM: '09:40:05:30' }, 'fcs/date', "'09:40:05:30' for $BTIM (expected hh:mm:ss or hh:mm:ss.cc)"],
    [{ $LAST_MODIFIED: 'yesterday' }, 'fcs/date', "'yesterday' for $LAST_MODIFIED"],
    [
      { $BEGINDATETIME: '2026-11-18T09:40:05+08:00', $ENDDATETIME: '2026-11-18T01:40:04Z' },
      'fcs/date',
      "'2026-11-18T01:40:04Z' for $ENDDATETIME (expected no time before $BEGINDATETIME, '2026-11-18T09:40:05+08:00')",
    ],
    [
      { $BEGINDATETIME: '2026-11-18T09:40:05', $DATE: '17-NOV-2026', $BTIM: '09:40:05' },
      'fcs/date-conflict',
      "'2026-11-18T09:40:05' for $BEGINDATETIME (expected 2026-11-17 09:40:05, as $DATE and $BTIM say)",
    ],
    // No zone is 7 minutes beside another, none is 15 hours from UTC, and without an offset there is none to differ by.
    [{ $BEGINDATETIME: '2026-11-18T09:40:05Z', $DATE: '18-NOV-2026', $BTIM: '09:47:05' }, 'fcs/date-conflict', '09:47:05, as'],
    [{ $BEGINDATETIME: '2026-11-18T01:00:00Z', $DATE: '18-NOV-2026', $BTIM: '16:00:00' }, 'fcs/date-conflict', '16:00:00, as'],
    [{ $BEGINDATETIME: '2026-11-18T09:40:05', $DATE: '18-NOV-2026', $BTIM: '10:40:05' }, 'fcs/date-conflict', '10:40:05, as'],
    [{ $ENDDATETIME: '2026-11-20T00:01:00', $DATE: '18-NOV-2026', $ETIM: '00:01:00' }, 'fcs/date-conflict', 'as $DATE and $ETIM say'],
    [{ $LOCATIONID: 'A2', $WELLID: 'A1' }, 'fcs/carrier-conflict', "'A2' for $LOCATIONID (expected 'A1', as $WELLID says)"],
    [{ $CARRIERID: 'P-10', $PLATEID: 'P-1' }, 'fcs/carrier-conflict', "'P-10' for $CARRIERID (expected 'P-1', as $PLATEID says)"],
    [{ $CYT: ' ' }, 'fcs/missing-cytometer', 'Expected the required keyword $CYT in TEXT of FCS3.2, found none'],
    [{ $VOL: '-1' }, 'fcs/acquisition-keyword', "'-1' for $VOL (expected nanolitres of at least 0)"],
    [{ $ORIGINALITY: 'original' }, 'fcs/acquisition-keyword', "'original' for $ORIGINALITY"],
    ...['2,A,B,1', '1,C,1', '2,A,A,1,2', '1,A,x', '0', '9007199254740993,A,1', 'A,1'].map(
      (text) => [{ $UNSTAINEDCENTERS: text }, 'fcs/unstained-centers', `'${text}' for $UNSTAINEDCENTERS`] as const,
    ),
  ] as const)('%j: %s', (changes, code, words) => {
    const { codes, message } = departuresOf(changes);
    expect([codes, message.includes(words) ? words : message]).toEqual([[code], words]);
  });

  it('are few in older files: only what contradicts a keyword of 3.2', () => {
    const loose = { $DATE: '2013-Jul-19', $BTIM: '09:42:05:509', $P1L: '561nm', $P1TYPE: 'Raw_Fluorescence', $VOL: 'x', $CYT: ' ' };
    expect(departuresOf(loose, 'FCS3.1').codes).toEqual([]);
    expect(departuresOf({ $LOCATIONID: 'A2', $WELLID: 'A1' }, 'FCS3.1').codes).toEqual(['fcs/carrier-conflict']);
  });
});

describe('formFindings of older files', () => {
  it.each([
    ['FCS2.0', { $DATE: '24-Jun-03', $BTIM: '09:40:05' }, []],
    ['FCS2.0', { $DATE: '31-Feb-03', $BTIM: '09:40:05:30' }, ['$DATE', '$BTIM']],
    ['FCS3.0', { $DATE: '24-Jun-2003', $BTIM: '09:40:05:59' }, []],
    ['FCS3.0', { $DATE: '24-Jun-03', $BTIM: '09:40:05:60' }, ['$DATE', '$BTIM']],
    ['FCS3.1', { $DATE: '24-JUN-2003', $BTIM: '09:40:05.59' }, []],
    ['FCS3.1', { $DATE: '19-10-2020', $BTIM: '9:40:05' }, ['$DATE', '$BTIM']],
  ] as const)('%s %j: %s', (version, changes, keywords) => {
    expect(formDepartures(read(changes, version)).map(({ keyword }) => keyword)).toEqual(keywords);
  });
});

describe('deprecatedKeywords', () => {
  const changes = { $DATE: '18-NOV-2026', $WELLID: 'A1', $UNICODE: '65001,$OP', $RNI: 'x', $R1I: 'P1', $PK1: '3' };
  it.each([
    ['FCS3.0', []],
    ['FCS3.1', ['$UNICODE FCS3.1 null']],
    [
      'FCS3.2',
      [
        '$MODE FCS3.2 null',
        '$DATE FCS3.2 $BEGINDATETIME',
        '$WELLID FCS3.2 $LOCATIONID',
        '$UNICODE FCS3.1 null',
        '$R1I FCS3.2 null',
        '$PK1 FCS3.2 null',
      ],
    ],
  ])('of %s', (version, expected) => {
    const found = deprecatedKeywords(read(changes, version));
    expect(found.map(({ keyword, since, successor }) => `${keyword} ${since} ${successor}`)).toEqual(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { requiredPairs } from './build-fcs.ts';
import { readAll } from './read-by-hand.ts';

const three = { $PAR: '3', $P1N: 'FITC-A', $P2N: 'PE A', $P3N: 'APC-A', $P3B: '16', $P3R: '1024', $P3E: '0,0' };

function spilloverOf(keywords: Readonly<Record<string, string>>) {
  const { dataSet, departures } = readAll({ pairs: requiredPairs({ ...three, ...keywords }), data: new Uint8Array(18) });
  return { spillover: dataSet?.spillover ?? null, departures };
}

const matrix = [
  [1, 0.1],
  [0.02, 1],
];

describe('spellings of a spillover', () => {
  it.each([
    ['$SPILLOVER', '2,FITC-A,APC-A,1,0.1,0.02,1', []],
    ['SPILLOVER', '2,FITC-A,APC-A,1,0.1,0.02,1', []],
    ['SPILL', '2,FITC-A,APC-A,1,0.1,0.02,1', []],
    ['$SPILL', ' 2 , FITC-A , APC-A , 1 , 1e-1 , 0.02 , 1 ', []],
    ['SPILL', '2,1,3,1,0.1,0.02,1', ['fcs/spillover-by-number']],
    ['$SPILLOVER', '2,fitc-a,APC-A,1,0.1,0.02,1', ['fcs/spillover-name']],
    // Accuri under a locale with decimal commas (flowCore issue 198).
    ['$SPILLOVER', '2,FITC-A,APC-A,1,000,0,100,0,020,1,000', ['fcs/spillover-decimal-comma']],
  ] as const)('%s %s', (keyword, value, departures) => {
    const found = spilloverOf({ [keyword]: value });
    expect(found.spillover).toEqual({ keyword, parameters: ['FITC-A', 'APC-A'], matrix });
    expect([...new Set(found.departures)]).toEqual(departures);
  });
});

describe('a spillover that cannot be used never stops the read', () => {
  it.each([
    ['0', 'fcs/spillover-unreadable'],
    ['-2,FITC-A,APC-A,1,0,0,1', 'fcs/spillover-unreadable'],
    ['99999999,FITC-A', 'fcs/spillover-unreadable'],
    ['2,FITC-A,APC-A,1,0,0', 'fcs/spillover-unreadable'],
    ['2,FITC-A,APC-A,1,0,0,1,5', 'fcs/spillover-unreadable'],
    ['2,FITC-A,NOSUCH,1,0,0,1', 'fcs/spillover-unreadable'],
    ['2,FITC-A,FITC-A,1,0,0,1', 'fcs/spillover-unreadable'],
    ['2,FITC-A,APC-A,1,NaN,0,1', 'fcs/spillover-unreadable'],
    ['2,FITC-A,APC-A,1,x,0,1', 'fcs/spillover-unreadable'],
    // MACSQuant writes the names alone.
    ['2,FITC-A,APC-A', 'fcs/spillover-unreadable'],
  ])('%s', ($SPILLOVER, code) => {
    expect(spilloverOf({ $SPILLOVER })).toEqual({ spillover: null, departures: [code] });
  });

  it.each([
    ['2,FITC-A,APC-A,1,1,1,1', ['fcs/spillover-singular']],
    ['2,FITC-A,APC-A,1,0.99999999,0.99999999,1', ['fcs/spillover-singular']],
    ['2,FITC-A,APC-A,0,0,0,0', ['fcs/spillover-diagonal', 'fcs/spillover-singular']],
    ['2,FITC-A,APC-A,100,5,2,100', ['fcs/spillover-diagonal']],
  ])('notes what no compensation can use: %s', ($SPILLOVER, departures) => {
    expect(spilloverOf({ $SPILLOVER }).departures).toEqual(departures);
  });

  it('takes $SPILLOVER before SPILL and notes that they differ', () => {
    const found = spilloverOf({ $SPILLOVER: '2,FITC-A,APC-A,1,0.1,0.02,1', SPILL: '2,FITC-A,APC-A,1,0.2,0.02,1' });
    expect([found.spillover?.matrix, found.departures]).toEqual([matrix, ['fcs/spillover-conflict']]);
  });
});

describe('compensation that a file states otherwise is shown, never applied', () => {
  it('$DFCiTOj: percent of FLi in detector j', () => {
    const { dataSet, departures } = readAll({
      pairs: requiredPairs({ $DFC1TO2: '11.20', $DFC2TO1: '0.90', $DFC1TO3: '0.00' }),
      data: new Uint8Array(12),
    });
    expect(dataSet?.spillover).toBeNull();
    // 11.2 % and 0.9 %, as the Cytomics FC500 file of the shared collection has them.
    expect(dataSet?.statedCompensation).toEqual({
      keyword: '$DFCiTOj',
      parameters: ['FL1', 'FL2'],
      matrix: [
        [1, 0.112],
        [0.009, 1],
      ],
    });
    expect(departures).toEqual(['fcs/stated-compensation']);
  });
});

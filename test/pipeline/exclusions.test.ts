import { describe, expect, it } from 'vitest';
import { InputErrors } from '../../src/errors.ts';
import { exclusionsOf, parseExclusions, refuseUnusedExclusions } from '../../src/pipeline/tables/exclusions.ts';

const rowsOf = (text: string) => text.split('\n').map((line, index) => ({ line: index + 1, cells: line.split(',') }));
const list = (text: string) => parseExclusions(rowsOf(text), 'excluded.csv', '+08:00');

describe('excluded wells', () => {
  it('belong to a file, to a plate name, or to both', () => {
    const all = list('file,plate,well,reason,by\na.csv,,C6,bubble,analyst-1\n,P2,D7,bubble,analyst-1\nb.csv,P2,E8,bubble,analyst-1');
    expect(exclusionsOf(all, { file: 'a.csv', plates: ['P1'] }).map((one) => one.well)).toEqual(['C6']);
    expect(exclusionsOf(all, { file: 'a.csv', plates: ['P2'] }).map((one) => one.well)).toEqual(['C6', 'D7']);
    expect(exclusionsOf(all, { file: 'b.csv', plates: ['P2'] }).map((one) => one.well)).toEqual(['D7', 'E8']);
  });

  it('that take out nothing are refused: a bad well would stay in the computation', () => {
    const all = list('file,well,reason,by\na.csv,C6,bubble,analyst-1\nz.csv,C6,bubble,analyst-1\na.csv,H12,bubble,analyst-1');
    const refuse = () => refuseUnusedExclusions(all, [{ file: 'a.csv', plates: ['P1', 'a.csv'], wells: new Set(['C6']) }]);
    expect(refuse).toThrow(InputErrors);
    expect(refuse).toThrow(
      "Expected the excluded well C6 of 'z.csv' on a plate of this folder and in its layout, found none. Correct the file, plate or well.\nExpected the excluded well H12 of 'a.csv' on a plate of this folder and in its layout, found none. Correct the file, plate or well.",
    );
  });

  it('need a reason and a name', () => {
    expect(() => list('file,well,reason,by\na.csv,C6,,analyst-1')).toThrow("Expected 'reason' in every exclusion, found nothing.");
  });
});

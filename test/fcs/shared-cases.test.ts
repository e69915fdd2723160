import { expect, it } from 'vitest';
import { describeShared } from '../shared-data.ts';
import { eventSummaries } from './shared-summaries.ts';

// Values and sources: ../shared/data/cases/flow/README.md (CRC of FACSVerse and CytoFLEX S files; Python integers; fireflow; flowCore 62 and PR 276).
describeShared('FCS cases from public reports', (shared) => {
  const read = (name: string) => eventSummaries(`${shared}data/cases/flow/${name}`);

  it.each([
    ['01-crc-good.fcs', false],
    ['01-crc-flipped.fcs', true],
  ])('%s: fcs/crc-mismatch is %s', (name, isThere) => {
    expect(read(name).codes.includes('fcs/crc-mismatch')).toBe(isThere);
  });

  it.each(['07-range-2^54.fcs', '07-range-2^63.fcs'])('%s: 64-bit values keep the bits that $PnR claims', (name) => {
    expect(read(name).raw[0]).toMatchObject({ max: 4503599627370573, sum: 4504699138998355 });
  });

  it('08-hidden.fcs: 20 events are read, and 7 of another data set are named', () => {
    const { eventCount, messages } = read('08-hidden.fcs');
    expect([eventCount, messages.filter((message) => message.includes('1 with 7 events')).length]).toEqual([20, 1]);
  });

  it('09-same-matrix.fcs: one matrix in two orders of names is no conflict', () => {
    expect(read('09-same-matrix.fcs').codes).not.toContain('fcs/spillover-conflict');
  });

  it('11-imaging.fcs: features of an imaging cytometer hold no file', () => {
    const { codes, notes } = read('11-imaging.fcs');
    expect([codes, notes]).toEqual([[], ['fcs/measurement-word']]);
  });
});

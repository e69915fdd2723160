import { describe, expect, it } from 'vitest';
import { headCounts } from '../../src/outputs/report/head-counts.ts';

const none = { fails: 0, noValidResult: 0, pending: 0, meets: 0 };
const counts = { ...none, meets: 20, information: 4, supportive: none, parallel: none, limits: { discard: 0, action: 0 } };
const shown = (parts: Partial<typeof counts>) => headCounts({ ...counts, ...parts }).map(({ number, title }) => `${number} ${title.en}`);

describe('the numbers beside the disposition', () => {
  it('are the five of the release rows where nothing else is to be said', () => {
    expect(shown({})).toEqual(['0 fails', '0 no valid result', '0 pending', '20 meets', '4 information']);
  });

  it.each([
    [{ supportive: { ...none, fails: 1 } }, ['0 no valid result', '0 pending', '20 meets', '4 information', '1 supportive fails']],
    [{ parallel: { ...none, fails: 2 } }, ['0 no valid result', '0 pending', '20 meets', '4 information', '2 in parallel fails']],
    [
      { fails: 3, supportive: { ...none, fails: 1 } },
      ['3 fails', '0 no valid result', '0 pending', '20 meets', '4 information', '1 supportive fails'],
    ],
    [
      { supportive: { ...none, noValidResult: 1, meets: 2 } },
      ['0 fails', '0 pending', '20 meets', '4 information', '1 supportive, no valid result', '2 supportive meets'],
    ],
    [{ supportive: { ...none, pending: 1 } }, ['0 fails', '0 no valid result', '20 meets', '4 information', '1 supportive pending']],
    [{ limits: { discard: 1, action: 0 } }, ['0 no valid result', '0 pending', '20 meets', '4 information', '1 discard limit crossed']],
    [
      { limits: { discard: 0, action: 2 } },
      ['0 fails', '0 no valid result', '0 pending', '20 meets', '4 information', '2 action limit open'],
    ],
  ])('%j: no zero above a row of that outcome', (parts, expected) => {
    expect(shown(parts)).toEqual(expected);
  });

  it('only what decides against the lot is loud', () => {
    const forms = headCounts({ ...counts, fails: 1, supportive: { ...none, fails: 1 }, limits: { discard: 1, action: 1 } });
    expect(forms.filter(({ form }) => form === 'loud').map(({ title }) => title.en)).toEqual(['fails', 'discard limit crossed']);
    expect(forms.filter(({ form }) => form === 'quiet').map(({ title }) => title.en)).toEqual(['supportive fails']);
  });
});

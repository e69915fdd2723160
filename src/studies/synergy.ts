import { InputError } from '../errors.ts';
import { defineStudy, type StudyTable } from './study.ts';
import { shown, shownInterval } from './study-text.ts';
import { computeSynergy } from './synergy-combinations.ts';
import type { SynergyResult } from './synergy-record.ts';
import { options, synergyRow } from './synergy-record.ts';

/** Non-additive effects of two components: Bliss's independence and Loewe's additivity. */
export const synergy = defineStudy({
  id: 'synergy',
  title: 'Non-additive effects of two components',
  row: synergyRow,
  options,
  compute: (rows, settings): SynergyResult => {
    const used = rows.filter((one) => one.excluded === null);
    const wrong = settings.effect === 'response' ? undefined : used.find(({ response }) => response < 0 || response > 1);
    if (wrong !== undefined)
      throw new InputError(
        'potency/bad-data',
        `Expected a fraction from 0 to 1, found ${wrong.response}. Write percent as fractions.`,
        wrong.place,
      );
    if (!used.some((one) => one.dose_a > 0 && one.dose_b > 0))
      throw new InputError('potency/bad-data', 'Expected wells with both components, found none.', rows[0]?.place ?? {});
    return computeSynergy(used, settings);
  },
  render: ({ combinations, levelOfEach }): readonly StudyTable[] => [
    {
      title: `Combinations, intervals of level ${shown(levelOfEach)}`,
      head: ['dose A', 'dose B', 'wells', 'Bliss excess', 'limits', 'Bliss', 'combination index', 'limits', 'Loewe'],
      rows: combinations.map(({ doseA, doseB, wells, bliss, loewe }) => [
        shown(doseA),
        shown(doseB),
        String(wells),
        shown(bliss?.excess ?? null),
        shownInterval(bliss),
        bliss?.outcome ?? '–',
        shown(loewe?.index ?? null),
        shownInterval(loewe),
        loewe === null ? '–' : `${loewe.outcome}${loewe.extrapolated ? ' (extrapolated)' : ''}`,
      ]),
    },
  ],
});

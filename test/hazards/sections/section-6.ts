import type { Hazard } from '../hazard.ts';
import { addGoodPull, addStabilityRow, conforms, LOT, PULL_FOLDER, RELEASE, RUN, statePurposes, VIABILITY } from './gene-modified.ts';

/** Tables that others read, and the store. */
export const SECTION_6: readonly Hazard[] = [
  {
    id: '6-01',
    base: 'viability',
    hazard: 'A LIMS cannot tell two results of one test apart and keeps the later one.',
    control: 'The id of a row is unique in its specification, and stands in results.csv.',
    violation: {
      what: 'two rows have the id VIA',
      change: (lot) => lot.specification.addLike('rows', 'VIA', { criterion: { atLeast: 70 } }),
      expect: { exit: 65, subjects: 'none', codes: [], says: ["'VIA'", 'specification.yaml'] },
    },
    counterpart: {
      what: 'two rows judge viability under two ids',
      change: (lot) => lot.specification.addLike('rows', 'VIA', { id: 'VIA-2', criterion: { atLeast: 70 } }),
      expect: {
        exit: 0,
        subjects: { [RELEASE]: { disposition: 'conforms', rows: { VIA: 'meets', 'VIA-2': 'meets' } } },
        codes: [],
        csv: {
          [RELEASE]: {
            VIA: { analysis_id: `${RELEASE}/0001`, criterion_lower: '80.0' },
            'VIA-2': { analysis_id: `${RELEASE}/0001`, criterion_lower: '70.0' },
          },
        },
      },
    },
  },
  {
    id: '6-02',
    base: 'viability',
    hazard: 'A LIMS books the value of a pull as the release value.',
    control: 'results.csv names analysis, purpose, condition and time point of every row.',
    violation: {
      what: 'release and pull in one run: each row says which it is',
      change: (lot) => {
        statePurposes(lot);
        addGoodPull(lot);
        addStabilityRow(lot, 70);
      },
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms, [PULL_FOLDER]: conforms },
        codes: [],
        csv: {
          [RELEASE]: { VIA: { purpose: 'release', condition: '', time_point: '', product: 'GMC', specification_id: 'SPEC-GMC-01' } },
          [PULL_FOLDER]: {
            'VIA-STAB': { analysis_id: `${PULL_FOLDER}/0001`, purpose: 'stability', time_point: '6 months' },
          },
        },
      },
    },
    counterpart: {
      what: 'the release alone',
      change: () => {},
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms },
        codes: [],
        csv: {
          [RELEASE]: {
            VIA: { purpose: 'release', sample: `${LOT}-final`, method_status: 'validated', disposition: 'conforms', occasion: 'initial 1' },
          },
        },
      },
    },
  },
  {
    id: '6-03',
    base: 'viability',
    hazard: 'A trend is drawn over the date of a control, or of the last file of the lot.',
    control: 'A row has its own dates: `acquired_at` is the value’s own, `tested_at` that of a result from elsewhere.',
    violation: {
      what: 'endotoxin was tested on 2026-08-12, the tube acquired on 2026-08-10',
      change: (lot) => lot.external.set({ attribute: 'endotoxin' }, { tested_at: '2026-08-12' }),
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms },
        codes: [],
        csv: { [RELEASE]: { END: { tested_at: '2026-08-12' }, VIA: { acquired_at: '2026-08-10T09:04:12+08:00' } } },
      },
    },
    counterpart: {
      what: 'the control was acquired a day later: the value keeps its own time',
      change: (lot) => lot.keywords(`${RUN}_viability-heat-killed.fcs`, { $DATE: '11-AUG-2026' }),
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms },
        codes: [],
        csv: { [RELEASE]: { VIA: { acquired_at: '2026-08-10T09:04:12+08:00' } } },
      },
    },
  },
  {
    id: '6-04',
    base: 'viability',
    hazard: 'A reader takes a limit, or words, for a measured value.',
    control: '`value_kind` says estimate, upper-limit, lower-limit or text.',
    violation: {
      what: 'viability is judged on its lower limit',
      change: (lot) => lot.specification.set('rows[VIA].on', 'lower-limit'),
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms },
        codes: [],
        csv: { [RELEASE]: { VIA: { value_kind: 'lower-limit', interval_level: '0.95' }, STE: { value_kind: 'text' } } },
      },
    },
    counterpart: {
      what: 'on its estimate, as shipped',
      change: () => {},
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms },
        codes: [],
        csv: {
          [RELEASE]: {
            VIA: { value_kind: 'estimate', criterion_lower: '80.0', criterion_lower_closed: 'true', criterion_upper: '' },
            END: { operator: '<', criterion_upper_closed: 'false' },
          },
        },
      },
    },
  },
  {
    id: '6-05',
    base: 'viability',
    hazard: 'A run that was cut off leaves a folder that nobody sees, and its number is missing for ever.',
    control: 'The next run reports and clears what has no owner; numbers and "of" agree.',
    violation: {
      what: 'the store holds a `.0001.partial` that nobody wrote to for two days',
      store: { [`lots/${LOT}/release/.0001.partial/result.json`]: '{}' },
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: ['store/partial-cleared'], analyses: 1, says: ['.partial'] },
    },
    counterpart: {
      what: 'an empty store',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [], analyses: 1 },
    },
  },
  {
    id: '6-06',
    base: 'viability',
    hazard: 'A control that nobody could judge is read as one that failed, or as one that passed.',
    control: 'A control that was not judged says so.',
    violation: {
      what: 'the heat-killed control is not in the folder',
      change: (lot) => {
        lot.files.delete(`${RUN}_viability-heat-killed.fcs`);
        lot.samples.remove({ control: 'viability-heat-killed' });
      },
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { VIA: 'no valid result' } } },
        codes: ['control/missing'],
        says: ['not judged'],
      },
    },
    counterpart: {
      what: 'all controls are there and within their limits',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [], without: ['control/outside-limits'] },
    },
  },
  {
    id: '6-07',
    base: 'viability',
    hazard: 'A retest stands in the LIMS as the only test.',
    control: 'Every row names its occasion, its reference and what it replaces.',
    violation: {
      what: 'sterility was repeated after a laboratory error',
      change: (lot) => {
        lot.external.set({ attribute: 'sterility' }, { text: 'growth' });
        lot.external.addLike(
          { attribute: 'sterility' },
          {
            text: 'no growth',
            occasion: 'repeat-after-invalid',
            occasion_reason: 'laboratory error',
            occasion_reference: 'OOS-2026-031',
            replaces: 'initial',
          },
        );
        lot.addTable(
          'investigations.csv',
          `subject,row,occasion,reference,conclusion,cause,closed_at,closed_by\n${RELEASE},STE,initial,OOS-2026-031,laboratory-error,isolator leak,2026-08-20,head of quality control\n`,
        );
        lot.definition.set('inputs.investigations', 'investigations.csv');
      },
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms },
        codes: [],
        csvLines: { [RELEASE]: { STE: 2 } },
      },
    },
    counterpart: {
      what: 'sterility was tested once',
      change: (lot) => lot.samples.set({ file: VIABILITY }, { process_version: 'P3.1' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [], csvLines: { [RELEASE]: { STE: 1 } } },
    },
  },
];

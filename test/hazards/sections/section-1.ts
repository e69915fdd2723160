import type { Hazard } from '../hazard.ts';
import type { LotFolder } from '../lot-folder.ts';
import {
  addBadPull,
  addGoodPull,
  addStabilityRow,
  addViability,
  conforms,
  information,
  LOT,
  PLATES,
  PULL,
  PULL_FOLDER,
  RELEASE,
  statePurposes,
  VIABILITY,
} from './gene-modified.ts';

/** The subject of a result. */
export const SECTION_1: readonly Hazard[] = [
  {
    id: '1-01',
    base: 'viability',
    hazard: 'A stability pull is pooled into the viability of the release: the release is judged by material that is not released.',
    control: 'Samples of one subject never enter another; a subject without rows of its purpose is information.',
    violation: {
      what: 'a pull at 6 months with a viability of 60 % stands in the same folder',
      change: (lot) => {
        statePurposes(lot);
        addBadPull(lot);
      },
      expect: {
        exit: 0,
        subjects: { [RELEASE]: { disposition: 'conforms', rows: { VIA: 'meets' } }, [PULL_FOLDER]: information },
        codes: [],
      },
    },
    counterpart: {
      what: 'the pull has rows of its own purpose and meets them',
      change: (lot) => {
        statePurposes(lot);
        addGoodPull(lot);
        addStabilityRow(lot, 70);
      },
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms, [PULL_FOLDER]: { disposition: 'conforms', rows: { 'VIA-STAB': 'meets' } } },
        codes: [],
      },
    },
  },
  {
    id: '1-02',
    base: 'viability',
    hazard: 'A pull that fails is hidden behind the release that conforms.',
    control:
      'A pull is judged by the rows of its purpose alone and has a result of its own; the worst disposition of a run is its exit code.',
    violation: {
      what: 'the pull has a viability of 60 %, its row asks for 70 %',
      change: (lot) => {
        statePurposes(lot);
        addBadPull(lot);
        addStabilityRow(lot, 70);
      },
      expect: {
        exit: 30,
        subjects: { [RELEASE]: conforms, [PULL_FOLDER]: { disposition: 'does not conform', rows: { 'VIA-STAB': 'fails' } } },
        codes: [],
      },
    },
    counterpart: {
      what: 'the same pull, with a row that asks for 50 % where the release asks for 80 %',
      change: (lot) => {
        statePurposes(lot);
        addBadPull(lot);
        addStabilityRow(lot, 50);
      },
      expect: {
        exit: 0,
        subjects: {
          [RELEASE]: { disposition: 'conforms', rows: { VIA: 'meets' } },
          [PULL_FOLDER]: { disposition: 'conforms', rows: { 'VIA-STAB': 'meets' } },
        },
        codes: [],
      },
    },
  },
  {
    id: '1-03',
    base: 'viability',
    hazard: 'Two spellings of one time point make two subjects, or one of two.',
    control: 'A time point is a number and a unit in full; anything else is refused at its line.',
    violation: {
      what: 'the time point of the pull is `6 mo`',
      change: (lot) => {
        statePurposes(lot);
        addGoodPull(lot);
        lot.samples.set({ purpose: 'stability' }, { time_point: '6 mo' });
      },
      expect: { exit: 65, subjects: 'none', codes: ['sample-list/bad-row'], says: ["'6 mo'", 'samples.csv'] },
    },
    counterpart: {
      what: 'the time point is `6 months`',
      change: (lot) => {
        statePurposes(lot);
        addGoodPull(lot);
      },
      expect: { exit: 0, subjects: { [RELEASE]: conforms, [PULL_FOLDER]: information }, codes: [] },
    },
  },
  {
    id: '1-04',
    base: 'viability',
    hazard: 'A release sample carries a storage condition: nobody knows which material was tested.',
    control: 'Condition and time point are mistakes outside stability, in-use and comparability.',
    violation: {
      what: 'the release line has the condition `25C/60RH`',
      change: (lot) => lot.samples.set({ file: VIABILITY }, { condition: '25C/60RH' }),
      expect: { exit: 65, subjects: 'none', codes: ['sample-list/bad-row'], says: ["'25C/60RH'"] },
    },
    counterpart: {
      what: 'an in-use sample 4 hours after thawing, with its condition',
      change: (lot) => {
        statePurposes(lot);
        addGoodPull(lot);
        lot.samples.set({ purpose: 'stability' }, { purpose: 'in-use', condition: '25C/60RH', time_point: '4 hours' });
      },
      expect: { exit: 0, subjects: { [RELEASE]: conforms, [`${LOT}/in-use.25C%2F60RH.4%20hours`]: information }, codes: [] },
    },
  },
  {
    id: '1-05',
    base: 'viability',
    hazard: 'A sterility result of a pull is taken for that of the release.',
    control: 'A row from elsewhere without a purpose belongs to the release only where the lot has no other subject; else it is held.',
    violation: {
      what: 'the lot has a pull, and the rows of external-results.csv say no purpose',
      change: addGoodPull,
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result' }, [PULL_FOLDER]: information },
        codes: ['held/subject-not-stated'],
      },
    },
    counterpart: {
      what: 'the rows say release, one says stability with its condition and time',
      change: (lot) => {
        statePurposes(lot);
        addGoodPull(lot);
        lot.external.addLike({ attribute: 'sterility' }, PULL);
        lot.specification.set('rows[STE].purposes', ['release', 'stability']);
      },
      expect: { exit: 0, subjects: { [RELEASE]: conforms, [PULL_FOLDER]: { disposition: 'conforms', rows: { STE: 'meets' } } }, codes: [] },
    },
  },
  {
    id: '1-06',
    base: 'viability',
    hazard: 'A growth found at a pull is overlooked since the release was sterile, or the other way round.',
    control: 'External rows of one subject never enter another.',
    violation: {
      what: 'the release has no growth, the pull has growth',
      change: (lot) => {
        statePurposes(lot);
        addGoodPull(lot);
        lot.external.addLike({ attribute: 'sterility' }, { ...PULL, text: 'growth' });
        lot.specification.set('rows[STE].purposes', ['release', 'stability']);
      },
      expect: {
        exit: 30,
        subjects: {
          [RELEASE]: { disposition: 'conforms', rows: { STE: 'meets' } },
          [PULL_FOLDER]: { disposition: 'does not conform', rows: { STE: 'fails' } },
        },
        codes: [],
      },
    },
    counterpart: {
      what: 'without another subject the rows need no purpose',
      change: (lot) => lot.samples.set({ file: VIABILITY }, { purpose: '' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '1-07',
    base: 'viability',
    hazard: 'One file serves as a pull though nothing was pulled.',
    control: 'One sample in two subjects is an error at its lines, unless each of them says `shared`.',
    violation: {
      what: 'the file of the release sample stands on a stability line too',
      change: (lot) => {
        statePurposes(lot);
        addViability(lot, VIABILITY, { ...PULL, time_point: '0 months' });
      },
      expect: { exit: 65, subjects: 'none', codes: ['sample-list/bad-row'], says: ['shared'] },
    },
    counterpart: {
      what: 'release data as time zero: both lines say `shared: time-zero`',
      change: (lot) => {
        statePurposes(lot);
        addViability(lot, VIABILITY, { ...PULL, time_point: '0 months' });
        share(lot, 'time-zero');
        addStabilityRow(lot, 70);
      },
      expect: {
        exit: 0,
        subjects: {
          [RELEASE]: { disposition: 'conforms', rows: { VIA: 'meets' } },
          [`${LOT}/stability.-150C.0%20months`]: { disposition: 'conforms', rows: { 'VIA-STAB': 'meets' } },
        },
        codes: [],
      },
    },
  },
  {
    id: '1-08',
    base: 'viability',
    hazard: 'A line borrows the material of another subject that does not know of it.',
    control: 'Material is shared only where each of its lines says so, with one name.',
    violation: {
      what: 'only the stability line says `shared`',
      change: (lot) => {
        statePurposes(lot);
        addViability(lot, VIABILITY, { ...PULL, time_point: '0 months', shared: 'time-zero' });
      },
      expect: { exit: 65, subjects: 'none', codes: ['sample-list/bad-row'] },
    },
    counterpart: {
      what: 'the release lot stands in a comparability exercise, both lines say so',
      change: (lot) => {
        statePurposes(lot);
        addViability(lot, VIABILITY, { purpose: 'comparability' });
        share(lot, 'CMP-2026-01');
      },
      expect: { exit: 0, subjects: { [RELEASE]: conforms, [`${LOT}/comparability`]: information }, codes: [] },
    },
  },
  {
    id: '1-09',
    base: 'viability',
    hazard: 'A misspelled purpose makes a release of what is none.',
    control: 'Purposes are a closed list.',
    violation: {
      what: 'the purpose is `realease`',
      change: (lot) => lot.samples.set({ file: VIABILITY }, { purpose: 'realease' }),
      expect: { exit: 65, subjects: 'none', codes: ['sample-list/bad-row'], says: ["'realease'"] },
    },
    counterpart: {
      what: 'the purpose is `release`',
      change: (lot) => lot.samples.set({ file: VIABILITY }, { purpose: 'release' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '1-10',
    base: 'viability',
    hazard: 'A characterisation study is read as a release.',
    control: 'A subject without judging rows has no disposition: information.',
    violation: {
      what: 'the only sample is for characterisation',
      change: (lot) => {
        lot.samples.set({ file: VIABILITY }, { purpose: 'characterisation' });
        lot.external.set({}, { purpose: 'characterisation' });
      },
      expect: { exit: 0, subjects: { [`${LOT}/characterisation`]: information }, codes: [] },
    },
    counterpart: {
      what: 'the specification has rows for characterisation',
      change: (lot) => {
        lot.samples.set({ file: VIABILITY }, { purpose: 'characterisation' });
        lot.external.set({}, { purpose: 'characterisation' });
        lot.specification.set('rows[VIA].purposes', ['release', 'characterisation']);
      },
      expect: { exit: 0, subjects: { [`${LOT}/characterisation`]: { disposition: 'conforms', rows: { VIA: 'meets' } } }, codes: [] },
    },
  },
  {
    id: '1-11',
    base: 'potency',
    hazard: 'A plate of a stability study stands in for a release plate that was not made.',
    control: 'Plates of one subject never enter another.',
    violation: {
      what: 'the three plates are for a pull',
      change: (lot) => {
        statePurposes(lot);
        for (const file of PLATES) lot.samples.set({ file }, PULL);
      },
      expect: {
        exit: 10,
        subjects: { [RELEASE]: { disposition: 'pending', rows: { 'POT-REP': 'pending' } }, [PULL_FOLDER]: information },
        codes: [],
      },
    },
    counterpart: {
      what: 'three plates for the release, as they are shipped',
      change: statePurposes,
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { 'POT-REP': 'meets' } } }, codes: [] },
    },
  },
  {
    id: '1-12',
    base: 'viability',
    hazard: 'A lot is named like a device of Windows: its folder cannot be opened there, and the record is lost.',
    control: 'Reserved names are percent-encoded.',
    violation: {
      what: 'the lot is `con`',
      change: (lot) => renameLot(lot, 'con'),
      expect: { exit: 0, subjects: { '%63on/release': conforms }, codes: [] },
    },
    counterpart: {
      what: 'the lot is `con-1`',
      change: (lot) => renameLot(lot, 'con-1'),
      expect: { exit: 0, subjects: { 'con-1/release': conforms }, codes: [] },
    },
  },
  {
    id: '1-13',
    base: 'viability',
    hazard: 'Results of two layouts lie in one store: numbers of analyses and earlier records are lost between them.',
    control: 'A store of the old layout is refused with a sentence that says how to go on.',
    violation: {
      what: 'the store holds `lots/GMC-2026-007/0001`',
      store: { [`lots/${LOT}/0001/result.json`]: '{}' },
      change: () => {},
      expect: { exit: 73, subjects: 'none', codes: ['usage/cannot-create'], says: ['--out'] },
    },
    counterpart: {
      what: 'the store holds an analysis of another lot in the new layout',
      store: { 'lots/GMC-2026-001/release/0001/manifest.sha256': `${'0'.repeat(64)}  note.txt\n` },
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '1-14',
    base: 'viability',
    hazard: 'Two lines share one file under two names: one of them means another tube.',
    control: 'Every line of shared material says the same name.',
    violation: {
      what: 'the release says `shared: time-zero`, the pull `shared: CMP-2026-01`',
      change: (lot) => {
        statePurposes(lot);
        lot.samples.set({ file: VIABILITY }, { shared: 'time-zero' });
        addViability(lot, VIABILITY, { ...PULL, time_point: '0 months', shared: 'CMP-2026-01' });
      },
      expect: { exit: 65, subjects: 'none', codes: ['sample-list/bad-row'] },
    },
    counterpart: {
      what: 'three lines share under one name: release, time zero and comparability',
      change: (lot) => {
        statePurposes(lot);
        share(lot, 'time-zero');
        addViability(lot, VIABILITY, { ...PULL, time_point: '0 months' });
        lot.samples.add({ ...Object.fromEntries(lot.samples.row({ purpose: 'release' })), purpose: 'comparability' });
      },
      expect: {
        exit: 0,
        subjects: { [RELEASE]: conforms, [`${LOT}/stability.-150C.0%20months`]: information, [`${LOT}/comparability`]: information },
        codes: [],
      },
    },
  },
];

function renameLot(lot: LotFolder, name: string): void {
  lot.files.set(`${name}_final_viability.fcs`, lot.file(VIABILITY));
  lot.files.delete(VIABILITY);
  lot.keywords(`${name}_final_viability.fcs`, { 'SAMPLE ID': name });
  lot.samples.set({ file: VIABILITY }, { file: `${name}_final_viability.fcs`, lot: name, sample: `${name}-final` });
  lot.external.set({ lot: LOT }, { lot: name });
}

/** Every line of the release sample, its counts among them, says that the material is shared. */
function share(lot: LotFolder, shared: string): void {
  lot.samples.set({ file: VIABILITY }, { shared });
  lot.tables.get('counts.csv')?.setAll({ shared });
}

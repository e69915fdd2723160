import type { ExpectedSubject, Hazard } from '../hazard.ts';
import type { LotFolder } from '../lot-folder.ts';
import {
  addFourthPlate,
  addInvestigation,
  addViability,
  conforms,
  HEAT_KILLED,
  LOT,
  MODIFICATION,
  PLATES,
  RELEASE,
  RUN,
  spoilSecondPlate,
  VIABILITY,
} from './gene-modified.ts';
import { SECOND_PERSON } from './second-person.ts';

const UNTRANSDUCED = `${RUN}_modification-untransduced.fcs`;
const FMO = `${RUN}_viability-fmo-7-aad.fcs`;
const notValid = (row: string): ExpectedSubject => ({ disposition: 'no valid result', rows: { [row]: 'no valid result' } });
const fails = (row: string): ExpectedSubject => ({ disposition: 'does not conform', rows: { [row]: 'fails' } });
const pending = (row: string): ExpectedSubject => ({ disposition: 'pending', rows: { [row]: 'pending' } });
const meets = (row: string): ExpectedSubject => ({ disposition: 'conforms', rows: { [row]: 'meets' } });
const growth = (lot: LotFolder) => lot.external.set({ attribute: 'sterility' }, { text: 'growth' });

/** A repeat of the sterility test, as the columns of the table say it. */
const repeatSterility = (lot: LotFolder, text: string) =>
  lot.external.addLike(
    { attribute: 'sterility' },
    {
      text,
      occasion: 'repeat-after-invalid',
      occasion_reason: 'laboratory error, OOS-2026-031',
      occasion_reference: 'OOS-2026-031',
      replaces: 'initial',
    },
  );

const retestEndotoxin = (lot: LotFolder, cells: Readonly<Record<string, string>>) =>
  lot.external.addLike({ attribute: 'endotoxin' }, { occasion: 'retest', occasion_reason: 'retest plan RP-7', ...cells });

/** Whether a result is valid, and whether the plan was kept. */
export const SECTION_3: readonly Hazard[] = [
  {
    id: '3-01',
    base: 'viability',
    hazard: 'A method that is still a draft releases a lot.',
    control: '`method.status` of the definition: with a draft every row is information and nothing is a valid result.',
    violation: {
      what: 'the definition is a draft',
      change: (lot) => lot.definition.set('method.status', 'draft'),
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { VIA: 'information', STE: 'information' } } },
        codes: ['method/not-validated'],
      },
    },
    counterpart: {
      what: 'a verified (pharmacopoeial) method counts as validated',
      change: (lot) => lot.definition.set('method.status', 'verified'),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '3-02',
    base: 'viability',
    hazard: 'Lots of the validation study are released by the method that is being validated.',
    control: 'under-validation is information.',
    violation: {
      what: 'the definition is under validation',
      change: (lot) => lot.definition.set('method.status', 'under-validation'),
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { VIA: 'information' } } },
        codes: ['method/not-validated'],
      },
    },
    counterpart: {
      what: 'the validation is done',
      change: (lot) => lot.definition.set('method.status', 'validated'),
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: [] },
    },
  },
  {
    id: '3-03',
    base: 'viability',
    hazard: 'A retired method goes on releasing.',
    control: 'retired is information.',
    violation: {
      what: 'the definition is retired, and the lot fails its sterility',
      change: (lot) => {
        lot.definition.set('method.status', 'retired');
        growth(lot);
      },
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { STE: 'information' } } },
        codes: ['method/not-validated'],
      },
    },
    counterpart: {
      what: 'growth with the validated method',
      change: growth,
      expect: { exit: 30, subjects: { [RELEASE]: fails('STE') }, codes: [] },
    },
  },
  {
    id: '3-04',
    base: 'viability',
    hazard: 'A qualified method (early clinical) releases where a validated one is asked for.',
    control: 'qualified releases only where the specification says `accepts: qualified`, and the head says so.',
    violation: {
      what: 'the definition is qualified, the specification accepts nothing',
      change: (lot) => lot.definition.set('method.status', 'qualified'),
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { VIA: 'information' } } },
        codes: ['method/not-validated'],
      },
    },
    counterpart: {
      what: 'the specification says `accepts: qualified`',
      change: (lot) => {
        lot.definition.set('method.status', 'qualified');
        lot.specification.set('accepts', 'qualified');
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: [], says: ['qualified'] },
    },
  },
  {
    id: '3-05',
    base: 'viability',
    hazard: 'One procedure among validated ones is a draft, and its value decides.',
    control: "The attribute's own status works by the same words.",
    violation: {
      what: 'the procedure of viability is retired',
      change: (lot) => lot.definition.set('attributes[viability].method.status', 'retired'),
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { VIA: 'information', STE: 'meets' } } },
        codes: ['method/not-validated'],
      },
    },
    counterpart: {
      what: 'the procedure of sterility is verified',
      change: (lot) => lot.definition.set('attributes[sterility].method.status', 'verified'),
      expect: { exit: 0, subjects: { [RELEASE]: meets('STE') }, codes: [] },
    },
  },
  {
    id: '3-06',
    base: 'potency',
    hazard: 'A further assay is made until the mean is within its limits.',
    control: 'Planned numbers are ceilings; a surplus assay counts only as the repeat of a named one that is invalid for its own reason.',
    violation: {
      what: 'a fourth plate where three are planned',
      change: (lot) => addFourthPlate(lot),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('POT-REP') }, codes: ['potency/more-than-planned'] },
    },
    counterpart: {
      what: 'plate 2 is not suitable, and the fourth repeats it: the valid rest stays',
      change: (lot) => {
        addFourthPlate(lot, { occasion: 'repeat-after-invalid', occasion_reason: 'reference standard not suitable', replaces: PLATES[1]! });
        spoilSecondPlate(lot);
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('POT-REP') }, codes: [] },
    },
  },
  {
    id: '3-07',
    base: 'potency',
    hazard: 'A valid plate with an unwelcome value is called invalid and repeated.',
    control: 'A repeat counts only where what it replaces is invalid for its own reason.',
    violation: {
      what: 'the fourth plate is said to repeat plate 2, which is valid',
      change: (lot) => addFourthPlate(lot, { occasion: 'repeat-after-invalid', occasion_reason: 'asked for', replaces: PLATES[1]! }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('POT-REP') }, codes: ['potency/more-than-planned'] },
    },
    counterpart: {
      what: 'four assays are planned',
      change: (lot) => {
        lot.definition.set('assays[reporter].planned', 4);
        addFourthPlate(lot);
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('POT-REP') }, codes: [] },
    },
  },
  {
    id: '3-08',
    base: 'potency',
    hazard: 'A repeat hangs in the air: nobody knows which invalid assay it stands for.',
    control: 'A repeat-after-invalid names what it replaces.',
    violation: {
      what: 'the repeat says no `replaces`',
      change: (lot) => {
        addFourthPlate(lot, { occasion: 'repeat-after-invalid', occasion_reason: 'reference standard not suitable' });
      },
      expect: { exit: 65, subjects: 'none', codes: ['sample-list/bad-row'], says: ['replaces', 'samples.csv'] },
    },
    counterpart: {
      what: 'one bad plate and no repeat: fewer than planned',
      change: spoilSecondPlate,
      expect: { exit: 20, subjects: { [RELEASE]: notValid('POT-REP') }, codes: ['attribute/too-few-assays'], without: ['investigate'] },
    },
  },
  {
    id: '3-09',
    base: 'viability',
    hazard: 'More tubes are acquired than planned, and the average passes.',
    control: 'Planned preparations are a ceiling.',
    violation: {
      what: 'two preparations where one is planned',
      change: (lot) => twins(lot),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['attribute/more-than-planned'] },
    },
    counterpart: {
      what: 'two are planned',
      change: (lot) => {
        twins(lot);
        lot.definition.set('attributes[viability].preparations', 2);
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: [] },
    },
  },
  {
    id: '3-10',
    base: 'viability',
    hazard: 'A failing value is tested again until it passes (testing into compliance).',
    control: 'A retest is a value of its own, never combined with what failed: the worst valid one decides.',
    violation: {
      what: 'endotoxin 0.7 EU/mL fails; a retest says <0.1',
      change: (lot) => {
        lot.definition.set('occasions', { repeatsAfterInvalid: 1, retests: 1 });
        retestEndotoxin(lot, {});
        lot.external.set({ attribute: 'endotoxin', occasion: '' }, { operator: '', value: '0.7' });
      },
      expect: { exit: 30, subjects: { [RELEASE]: { disposition: 'does not conform' } }, codes: [] },
    },
    counterpart: {
      what: 'both meet, and both are shown',
      change: (lot) => {
        lot.definition.set('occasions', { repeatsAfterInvalid: 1, retests: 1 });
        retestEndotoxin(lot, { value: '0.2' });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('END') }, codes: [] },
    },
  },
  {
    id: '3-11',
    base: 'viability',
    hazard: 'Retests go on without end.',
    control: 'The number of repeats and retests that a definition allows is a ceiling.',
    violation: {
      what: 'a retest where none is allowed',
      change: (lot) => retestEndotoxin(lot, { value: '0.2' }),
      expect: { exit: 20, subjects: { [RELEASE]: { disposition: 'no valid result' } }, codes: ['held/occasion-not-allowed'] },
    },
    counterpart: {
      what: 'one retest is allowed',
      change: (lot) => {
        lot.definition.set('occasions', { repeatsAfterInvalid: 1, retests: 1 });
        retestEndotoxin(lot, { value: '0.2' });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('END') }, codes: [] },
    },
  },
  {
    id: '3-12',
    base: 'viability',
    hazard: 'A laboratory error is declared, nothing is repeated, and the lot is released on what is left.',
    control: 'A laboratory error with its cause makes the occasion invalid, which then needs its repeat.',
    violation: {
      what: 'growth; the investigation finds a laboratory error; no repeat',
      change: (lot) => {
        growth(lot);
        addInvestigation(lot, { row: 'STE', conclusion: 'laboratory-error', cause: 'growth in the negative control of the isolator' });
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('STE') }, codes: ['investigation/laboratory-error'] },
    },
    counterpart: {
      what: 'the repeat has no growth',
      change: (lot) => {
        growth(lot);
        addInvestigation(lot, { row: 'STE', conclusion: 'laboratory-error', cause: 'growth in the negative control of the isolator' });
        repeatSterility(lot, 'no growth');
      },
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms' } }, codes: ['investigation/laboratory-error'] },
    },
  },
  {
    id: '3-13',
    base: 'viability',
    hazard: 'An investigation turns a failing release row into one that meets.',
    control: 'Nothing turns a failing release row into *meets*.',
    violation: {
      what: 'growth, closed with no impact',
      change: (lot) => {
        growth(lot);
        addInvestigation(lot, { row: 'STE', conclusion: 'no-impact' });
      },
      expect: { exit: 30, subjects: { [RELEASE]: fails('STE') }, codes: [] },
    },
    counterpart: {
      what: 'an action limit was crossed, closed with no impact',
      change: (lot) => {
        lot.specification.set('rows[END].action', { lessThan: 0.1 });
        lot.external.set({ attribute: 'endotoxin' }, { operator: '', value: '0.2' });
        addInvestigation(lot, { row: 'END', conclusion: 'no-impact' });
      },
      expect: { exit: 0, subjects: { [RELEASE]: meets('END') }, codes: [] },
    },
  },
  {
    id: '3-14',
    base: 'viability',
    hazard: 'A laboratory error is claimed without a cause.',
    control: 'Without an assignable cause all occasions stay.',
    violation: {
      what: 'the conclusion laboratory-error has no cause',
      change: (lot) => {
        growth(lot);
        addInvestigation(lot, { row: 'STE', conclusion: 'laboratory-error' });
      },
      expect: { exit: 65, subjects: 'none', codes: ['investigations/bad-row'], says: ['cause'] },
    },
    counterpart: {
      what: 'the investigation is open, and closes nothing: growth fails',
      change: (lot) => {
        growth(lot);
        addInvestigation(lot, { row: 'STE', conclusion: '' });
      },
      expect: { exit: 30, subjects: { [RELEASE]: fails('STE') }, codes: [] },
    },
  },
  {
    id: '3-15',
    base: 'viability',
    hazard: 'Without an assignable cause a repeat replaces what failed.',
    control: 'A repeat replaces only what is invalid; else the worst valid occasion decides.',
    violation: {
      what: 'growth is confirmed, a repeat has no growth',
      change: (lot) => {
        growth(lot);
        addInvestigation(lot, { row: 'STE', conclusion: 'confirmed' });
        repeatSterility(lot, 'no growth');
      },
      expect: { exit: 30, subjects: { [RELEASE]: { disposition: 'does not conform' } }, codes: [] },
    },
    counterpart: {
      what: 'a confirmed investigation of a row that meets leaves it',
      change: (lot) => addInvestigation(lot, { row: 'STE', conclusion: 'confirmed' }),
      expect: { exit: 0, subjects: { [RELEASE]: meets('STE') }, codes: [] },
    },
  },
  {
    id: '3-16',
    base: 'viability',
    hazard: 'A sample that has not arrived is read as one that failed, or the lot is released without it.',
    control: 'What the plan names and the folder lacks is pending, without `investigate`.',
    violation: {
      what: 'the sample list names the file, the folder lacks it',
      change: (lot) => lot.files.delete(VIABILITY),
      expect: { exit: 10, subjects: { [RELEASE]: pending('VIA') }, codes: [], without: ['investigate'] },
    },
    counterpart: {
      what: 'the file is there',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: [] },
    },
  },
  {
    id: '3-17',
    base: 'viability',
    hazard: 'A file that was cut off while it was copied is judged, or waited for without end.',
    control: 'What arrived and cannot be trusted is no valid result.',
    violation: {
      what: 'the last third of the file is missing',
      change: (lot) => {
        const bytes = lot.file(VIABILITY);
        lot.files.set(VIABILITY, bytes.subarray(0, Math.floor((bytes.length * 2) / 3)));
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['held/unreadable-file'] },
    },
    counterpart: {
      what: 'fewer events, in a whole file',
      change: (lot) => lot.events(VIABILITY, 0, 9000),
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: [] },
    },
  },
  {
    id: '3-18',
    base: 'viability',
    hazard: 'A vial broke, and the lot stays pending for ever.',
    control: 'The status not-tested with its reason makes it no valid result.',
    violation: {
      what: 'status not-tested, status_reason broken; no file',
      change: (lot) => {
        lot.files.delete(VIABILITY);
        lot.samples.set({ file: VIABILITY }, { status: 'not-tested', status_reason: 'broken' });
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['held/not-tested'], says: ['broken'] },
    },
    counterpart: {
      what: 'status tested',
      change: (lot) => lot.samples.set({ file: VIABILITY }, { status: 'tested' }),
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: [] },
    },
  },
  {
    id: '3-19',
    base: 'potency',
    hazard: 'A lot is released before its potency was tested.',
    control: 'A planned plate that is not there is pending.',
    violation: {
      what: 'no plate has arrived yet',
      change: (lot) => {
        for (const file of PLATES) {
          lot.files.delete(file);
          lot.samples.remove({ file });
        }
      },
      expect: { exit: 10, subjects: { [RELEASE]: pending('POT-REP') }, codes: [], without: ['investigate'] },
    },
    counterpart: {
      what: 'two of three are there, the third is in the sample list alone',
      change: (lot) => lot.files.delete(PLATES[2]!),
      expect: { exit: 10, subjects: { [RELEASE]: pending('POT-REP') }, codes: [], without: ['investigate'] },
    },
  },
  {
    id: '3-20',
    base: 'viability',
    hazard: 'The test article is blamed for what the laboratory did, and the cause is sought in the wrong place.',
    control: '`investigate` only where no reason of file, method, plan, control, reference or laboratory stands beside the article.',
    violation: {
      what: 'too few events, and a control of 20 events',
      change: (lot) => {
        lot.events(VIABILITY, 0, 4000);
        lot.events(HEAT_KILLED, 0, 20);
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['control/too-few-events'], without: ['investigate'] },
    },
    counterpart: {
      what: 'too few events alone: investigate',
      change: (lot) => lot.events(VIABILITY, 0, 4000),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['attribute/too-few-events', 'investigate'] },
    },
  },
  {
    id: '3-21',
    base: 'viability',
    hazard: 'A control that was acquired with an unknown voltage sets the threshold.',
    control: 'A voltage that the control does not state is not equal.',
    violation: {
      what: 'the control states no voltage of one detector (`$P10V`)',
      change: (lot) => compareFmo(lot, { $P10V: null }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['instrument/stated-once'] },
    },
    counterpart: {
      what: 'the same voltage, written `505.0`',
      change: (lot) => compareFmo(lot, { $P10V: '505.0' }),
      expect: { exit: 0, subjects: { [RELEASE]: meets('VIA') }, codes: [] },
    },
  },
  {
    id: '3-22',
    base: 'viability',
    hazard: 'A control of another instrument of the same model sets the threshold.',
    control: 'A serial number that the control does not state is not equal.',
    violation: {
      what: 'the control states no serial number',
      change: (lot) => compareFmo(lot, { $CYTSN: null }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['instrument/not-stated'] },
    },
    counterpart: {
      what: 'another voltage is a mismatch, as before',
      change: (lot) => compareFmo(lot, { $P10V: '515' }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['instrument/mismatch'] },
    },
  },
  {
    id: '3-23',
    base: 'modification',
    hazard: 'A control fails, and every attribute is invalid, or none is.',
    control: 'A control invalidates the attributes that declare it, no others.',
    violation: {
      what: 'the untransduced control holds modified cells',
      change: (lot) =>
        lot.mix(UNTRANSDUCED, [
          [UNTRANSDUCED, 0, 5000],
          [MODIFICATION, 0, 3000],
        ]),
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { MOD: 'no valid result', 'PUR-CD34': 'meets', VCN: 'meets' } } },
        codes: ['control/outside-limits'],
        without: ['investigate'],
      },
    },
    counterpart: {
      what: 'fewer untransduced cells, above the minimum of 3,000 in the target gate',
      change: (lot) => lot.events(UNTRANSDUCED, 0, 7000),
      expect: { exit: 0, subjects: { [RELEASE]: meets('MOD') }, codes: [] },
    },
  },
  ...SECOND_PERSON,
];

/** Two preparations of 6,000 events each. */
function twins(lot: LotFolder): void {
  const second = `${LOT}_final_viability_2.fcs`;
  lot.mix(second, [[VIABILITY, 6000, 12000]]);
  lot.mix(VIABILITY, [[VIABILITY, 0, 6000]]);
  lot.samples.set({ file: VIABILITY }, { preparation: '1' });
  addViability(lot, second, { preparation: '2' });
}

/** The method compares voltages and serial number of the FMO control, whose keywords are changed; `$P10V` is the voltage of the 7-AAD detector. */
function compareFmo(lot: LotFolder, changed: Readonly<Record<string, string | null>>): void {
  lot.definition.set('tubes[viability].controls[viability-fmo-7-aad].settings', ['voltages', 'serial']);
  lot.keywords(FMO, changed);
}

import type { Hazard } from '../hazard.ts';
import type { LotFolder } from '../lot-folder.ts';
import { addSecondLot, addViability, conforms, HEAT_KILLED, LOT, PLATES, RELEASE, RUN, VIABILITY } from './gene-modified.ts';

const MSC = 'MSC-2026-101';
const MSC_RELEASE = `${MSC}/release`;
const FMO = `${RUN}_viability-fmo-7-aad.fcs`;
const noResult = { disposition: 'no valid result' } as const;
const notValid = (row: string) => ({ disposition: 'no valid result', rows: { [row]: 'no valid result' } }) as const;
const VCC = { name: 'viable-cell-concentration' };

/** The release sample as two preparations of the same tube: the line of the first, and a second one for `file`. */
function twoPreparations(lot: LotFolder, file: string): void {
  lot.samples.set({ file: VIABILITY }, { preparation: '1' });
  addViability(lot, file, { preparation: '2' });
  lot.definition.set('attributes[viability].preparations', 2);
}

const SECOND = `${LOT}_final_viability_2.fcs`;

/** Which inputs are judged, and whether all of them are used or named. */
export const SECTION_2: readonly Hazard[] = [
  {
    id: '2-01',
    base: 'viability',
    hazard: 'One tube is counted twice as two preparations: the interval is too narrow, and a plan of two is met by one.',
    control: 'The same bytes bound twice hold all that they serve.',
    violation: {
      what: 'the file is copied under a second name as preparation 2',
      change: (lot) => {
        lot.copy(VIABILITY, SECOND);
        twoPreparations(lot, SECOND);
      },
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/duplicate-content'], says: [SECOND] },
    },
    counterpart: {
      what: 'twin preparations: 6,000 events each',
      change: (lot) => {
        lot.events(VIABILITY, 0, 12000);
        lot.mix(SECOND, [[VIABILITY, 6000, 12000]]);
        lot.mix(VIABILITY, [[VIABILITY, 0, 6000]]);
        twoPreparations(lot, SECOND);
      },
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { VIA: 'meets' } } }, codes: [] },
    },
  },
  {
    id: '2-02',
    base: 'viability',
    hazard: 'A second export of one acquisition, with other keywords, is taken for a second measurement.',
    control: 'Content is the hash of the values too, for FCS files from 100 events.',
    violation: {
      what: 'the copy has another `$FIL`',
      change: (lot) => {
        lot.copy(VIABILITY, SECOND);
        lot.keywords(SECOND, { $FIL: SECOND });
        twoPreparations(lot, SECOND);
      },
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/duplicate-content'] },
    },
    counterpart: {
      what: 'two control files of no events at all: below 100 events only bytes are compared',
      change: (lot) => {
        lot.definition.set('departures.admit', ['fcs/no-events', 'fcs/header-data-absent']);
        for (const file of [FMO, HEAT_KILLED]) lot.events(file, 0, 0);
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['control/too-few-events'] },
    },
  },
  {
    id: '2-03',
    base: 'viability',
    hazard: 'The sample is its own control: the threshold is taken from the cells that it judges.',
    control: 'The same content as a sample and as a control holds both.',
    violation: {
      what: 'the file of the FMO control holds what the sample holds',
      change: (lot) => lot.copy(VIABILITY, FMO),
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/duplicate-content'], says: [FMO, VIABILITY] },
    },
    counterpart: {
      what: 'one control serves two lots of its assay run',
      change: (lot) => addSecondLot(lot, 'GMC-2026-008'),
      expect: { exit: 0, subjects: { [RELEASE]: conforms, 'GMC-2026-008/release': conforms }, codes: [] },
    },
  },
  {
    id: '2-04',
    base: 'potency',
    hazard: 'One plate counts as two independent assays.',
    control: 'The same plate bound twice holds what it serves.',
    violation: {
      what: 'plate 3 is a copy of plate 1',
      change: (lot) => lot.copy(PLATES[0]!, PLATES[2]!),
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/duplicate-content'], says: PLATES.filter((_, at) => at !== 1) },
    },
    counterpart: {
      what: 'three plates, as they are shipped',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { 'POT-REP': 'meets' } } }, codes: [] },
    },
  },
  {
    id: '2-05',
    base: 'potency',
    hazard: 'A plate is exported again under another title and counts once more.',
    control: 'Content is the hash of the wells too, for plates from 24 wells that are not all equal.',
    violation: {
      what: 'plate 3 holds the wells of plate 1 under its own heading',
      change: (lot) => {
        const heading = lot.file(PLATES[2]!).toString().split('\n').slice(0, 3);
        lot.copy(PLATES[0]!, PLATES[2]!);
        lot.text(PLATES[2]!, (text) => [...heading, ...text.split('\n').slice(3)].join('\n'));
      },
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/duplicate-content'] },
    },
    counterpart: {
      what: 'one row of wells is equal on two plates: a row is no plate',
      change: (lot) => {
        const blank = lot.file(PLATES[0]!).toString().split('\n')[11] ?? '';
        lot.text(PLATES[2]!, (text) =>
          text
            .split('\n')
            .map((line, at) => (at === 11 ? blank : line))
            .join('\n'),
        );
      },
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { 'POT-REP': 'meets' } } }, codes: [] },
    },
  },
  {
    id: '2-06',
    base: 'viability',
    hazard: 'One lot is released by the tube of another.',
    control: 'The same content for two lots holds both.',
    violation: {
      what: 'the sample of a second lot has the events of the first under its own keywords',
      change: (lot) => {
        addSecondLot(lot, 'GMC-2026-008');
        lot.copy(VIABILITY, 'GMC-2026-008_final_viability.fcs');
        lot.keywords('GMC-2026-008_final_viability.fcs', { 'SAMPLE ID': 'GMC-2026-008' });
      },
      expect: { exit: 20, subjects: { [RELEASE]: noResult, 'GMC-2026-008/release': noResult }, codes: ['held/duplicate-content'] },
    },
    counterpart: {
      what: 'the second lot has a tube of its own',
      change: (lot) => addSecondLot(lot, 'GMC-2026-008'),
      expect: { exit: 0, subjects: { [RELEASE]: conforms, 'GMC-2026-008/release': conforms }, codes: [] },
    },
  },
  {
    id: '2-07',
    base: 'viability',
    hazard: 'A control of an earlier assay run is copied into a later one that has none.',
    control: 'The same content in two assay runs holds all that it serves.',
    violation: {
      what: 'a second lot in an assay run of its own, whose controls are copies',
      change: (lot) => secondRun(lot, (copy) => lot.keywords(copy, { 'EXPERIMENT NAME': 'QC-2026-0811' })),
      expect: { exit: 20, subjects: { [RELEASE]: noResult, 'GMC-2026-008/release': noResult }, codes: ['held/duplicate-content'] },
    },
    counterpart: {
      what: 'its controls are acquisitions of their own',
      change: (lot) =>
        secondRun(lot, (copy) => {
          lot.keywords(copy, { 'EXPERIMENT NAME': 'QC-2026-0811' });
          lot.events(copy, 0, 3500);
        }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms, 'GMC-2026-008/release': conforms }, codes: [] },
    },
  },
  {
    id: '2-08',
    base: 'viability',
    hazard: 'A method without an identity check lets one file serve twice.',
    control: 'Contents are compared with and without an `identity:` block.',
    violation: {
      what: 'no identity block, and a copy as preparation 2',
      change: (lot) => {
        lot.definition.remove('inputs.identity');
        lot.copy(VIABILITY, SECOND);
        twoPreparations(lot, SECOND);
      },
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/duplicate-content'] },
    },
    counterpart: {
      what: 'no identity block, the folder as it is shipped',
      change: (lot) => lot.definition.remove('inputs.identity'),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-09',
    base: 'counts',
    hazard: 'A failing count is averaged with a later one into compliance.',
    control: 'Two rows of one preparation are held unless the definition plans replicates.',
    violation: {
      what: '2.9e6 fails the limit of 3.0e6; a second row of the same preparation says 3.2e6',
      change: (lot) => {
        lot.counts.set(VCC, { value: '2.9e6' });
        lot.counts.addLike(VCC, { value: '3.2e6' });
      },
      expect: { exit: 20, subjects: { [MSC_RELEASE]: notValid('VCC') }, codes: ['held/double-count'] },
    },
    counterpart: {
      what: 'duplicate counts with `replicates: 2` and the replicates 1 and 2',
      change: (lot) => {
        lot.definition.set('attributes[viable-cells].replicates', 2);
        lot.counts.set(VCC, { replicate: '1' });
        lot.counts.addLike(VCC, { value: '5.3e6', replicate: '2' });
      },
      expect: { exit: 0, subjects: { [MSC_RELEASE]: { disposition: 'conforms', rows: { VCC: 'meets' } } }, codes: [] },
    },
  },
  {
    id: '2-10',
    base: 'counts',
    hazard: 'A count is entered twice and weighs double.',
    control: 'The replicates of a preparation carry 1…n, each once.',
    violation: {
      what: 'two replicates are planned, both rows say replicate 1',
      change: (lot) => {
        lot.definition.set('attributes[viable-cells].replicates', 2);
        lot.counts.set(VCC, { replicate: '1' });
        lot.counts.addLike(VCC, { value: '5.3e6' });
      },
      expect: { exit: 20, subjects: { [MSC_RELEASE]: notValid('VCC') }, codes: ['held/count-replicates'] },
    },
    counterpart: {
      what: 'two counters read the same 5.1e6: equal values are no duplicates',
      change: (lot) => {
        lot.definition.set('attributes[viable-cells].replicates', 2);
        lot.counts.set(VCC, { replicate: '1' });
        lot.counts.addLike(VCC, { replicate: '2' });
      },
      expect: { exit: 0, subjects: { [MSC_RELEASE]: { disposition: 'conforms', rows: { VCC: 'meets' } } }, codes: [] },
    },
  },
  {
    id: '2-11',
    base: 'viability',
    hazard: 'A misspelled attribute drops a result without a word.',
    control: 'Every row of every table is used or named.',
    violation: {
      what: "a row of the attribute 'sterilty' stands beside the right one",
      change: (lot) => lot.external.addLike({ attribute: 'sterility' }, { attribute: 'sterilty', text: 'growth' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: ['table/unused-row'], says: ["'sterilty'"] },
    },
    counterpart: {
      what: 'every row is used',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [], without: ['table/unused-row'] },
    },
  },
  {
    id: '2-12',
    base: 'viability',
    hazard: 'A growth is reported under the lot in other letters, and the lot is released.',
    control: 'A spelling that differs only in case holds the lot.',
    violation: {
      what: "a row of the lot 'gmc-2026-007' reports growth",
      change: (lot) => lot.external.addLike({ attribute: 'sterility' }, { lot: 'gmc-2026-007', text: 'growth' }),
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/other-spelling'], says: ["'gmc-2026-007'"] },
    },
    counterpart: {
      what: "a row of the lot 'GMC-2026-070', which is not in this folder, is named",
      change: (lot) => lot.external.addLike({ attribute: 'sterility' }, { lot: 'GMC-2026-070', text: 'growth' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: ['table/unused-row'] },
    },
  },
  {
    id: '2-13',
    base: 'viability',
    hazard: 'Another hyphen or an underscore makes another lot of the same.',
    control: 'Separators compare as one sign; a spelling that differs only in them holds the lot.',
    violation: {
      what: "a row of the lot 'GMC_2026_007' reports growth",
      change: (lot) => lot.external.addLike({ attribute: 'sterility' }, { lot: 'GMC_2026_007', text: 'growth' }),
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/other-spelling'] },
    },
    counterpart: {
      what: "separators are never removed: 'GMC-20-26-007' is another lot, and named",
      change: (lot) => lot.external.addLike({ attribute: 'sterility' }, { lot: 'GMC-20-26-007', text: 'growth' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: ['table/unused-row'] },
    },
  },
  {
    id: '2-14',
    base: 'viability',
    hazard: 'Two lots whose names differ in case alone hold each other for ever.',
    control: 'A spelling that is itself a lot of the sample list is not held.',
    violation: {
      what: "a row of the lot 'GMC\u20112026\u2011007', with non-breaking hyphens",
      change: (lot) => lot.external.addLike({ attribute: 'sterility' }, { lot: 'GMC\u20112026\u2011007', text: 'growth' }),
      expect: { exit: 20, subjects: { [RELEASE]: noResult }, codes: ['held/other-spelling'] },
    },
    counterpart: {
      what: "'gmc-2026-007' is a lot of the sample list, with results of its own",
      change: (lot) => addSecondLot(lot, 'gmc-2026-007'),
      expect: { exit: 0, subjects: { [RELEASE]: conforms, 'gmc-2026-007/release': conforms }, codes: [], without: ['table/unused-row'] },
    },
  },
  {
    id: '2-15',
    base: 'viability',
    hazard: 'Somebody types the viability in, and nobody sees that it is not what was measured.',
    control: 'A row of an attribute that the method measures itself is named.',
    violation: {
      what: 'external-results.csv has a viability of 12 %',
      change: (lot) =>
        lot.external.addLike(
          { attribute: 'endotoxin' },
          { attribute: 'viability', operator: '', value: '12', unit: '%', method: 'QC-M-021' },
        ),
      expect: {
        exit: 0,
        subjects: { [RELEASE]: { disposition: 'conforms', rows: { VIA: 'meets' } } },
        codes: ['table/unused-row'],
        says: ['viability'],
      },
    },
    counterpart: {
      what: 'the tables as they are shipped',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-16',
    base: 'viability',
    hazard: 'A second result of one test is preferred because it stands later in the table.',
    control:
      'A second row of one attribute is a test occasion by its own columns, or holds that attribute of that lot; it never stops the folder.',
    violation: {
      what: 'sterility stands twice: no growth, growth',
      change: (lot) => {
        addSecondLot(lot, 'GMC-2026-008');
        lot.external.addLike({ attribute: 'sterility', lot: LOT }, { text: 'growth' });
      },
      expect: { exit: 20, subjects: { [RELEASE]: notValid('STE'), 'GMC-2026-008/release': conforms }, codes: ['held/double-result'] },
    },
    counterpart: {
      what: 'the second is a retest by its columns, allowed by the definition',
      change: (lot) => {
        lot.definition.set('occasions', { repeatsAfterInvalid: 1, retests: 1 });
        lot.external.addLike({ attribute: 'endotoxin' }, { occasion: 'retest', occasion_reason: 'asked for by the sponsor' });
      },
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { END: 'meets' } } }, codes: [] },
    },
  },
  {
    id: '2-17',
    base: 'viability',
    hazard: 'A lot is judged by the limits of another product.',
    control: 'The product of the specification must be that of the definition.',
    violation: {
      what: 'the specification is for the product OTHER',
      change: (lot) => lot.specification.set('product.id', 'OTHER'),
      expect: {
        exit: 65,
        subjects: 'none',
        codes: ['specification/disagrees'],
        says: ["'OTHER'", "'GMC'", 'pipeline.yaml', 'specification.yaml'],
      },
    },
    counterpart: {
      what: 'the title of the product differs, its id agrees',
      change: (lot) => lot.specification.set('product.title', { en: 'Gene-modified cells, vial', zh: '基因修饰细胞' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-18',
    base: 'viability',
    hazard: 'A limit that was set for one procedure judges the values of another.',
    control: "A row's method must be the attribute's.",
    violation: {
      what: 'the row of viability names QC-M-099',
      change: (lot) => lot.specification.set('rows[VIA].method', 'QC-M-099'),
      expect: {
        exit: 65,
        subjects: 'none',
        codes: ['specification/disagrees'],
        says: ["'QC-M-099'", 'pipeline.yaml', 'specification.yaml'],
      },
    },
    counterpart: {
      what: 'both name QC-M-099',
      change: (lot) => {
        lot.specification.set('rows[VIA].method', 'QC-M-099');
        lot.definition.set('attributes[viability].method.id', 'QC-M-099');
      },
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-19',
    base: 'viability',
    hazard: 'A contract laboratory reports by another procedure than the one that was qualified.',
    control: 'A row from elsewhere with another method holds that attribute.',
    violation: {
      what: 'endotoxin was tested by QC-M-099',
      change: (lot) => lot.external.set({ attribute: 'endotoxin' }, { method: 'QC-M-099' }),
      expect: {
        exit: 20,
        subjects: { [RELEASE]: { disposition: 'no valid result', rows: { END: 'no valid result', STE: 'meets' } } },
        codes: ['held/other-method'],
      },
    },
    counterpart: {
      what: 'by QC-M-031, as the definition says',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-20',
    base: 'viability',
    hazard: 'A lot is judged by a revision that is out of force.',
    control: 'A revision has a last valid day, compared with the acquisition and never with the clock.',
    violation: {
      what: 'the last valid day is the day before the acquisition',
      change: (lot) => lot.specification.set('effectiveTo', '2026-08-09'),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['specification/no-longer-effective'] },
    },
    counterpart: {
      what: 'the last valid day is the day of the acquisition',
      change: (lot) => lot.specification.set('effectiveTo', '2026-08-10'),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-21',
    base: 'viability',
    hazard: 'Two revisions are in force on one day, and the more lenient judges.',
    control: 'In a folder of revisions one serves a subject; overlaps are errors.',
    violation: {
      what: 'revision 1 until 2026-09-30, revision 2 from 2026-08-01',
      change: (lot) => revisions(lot, { lastDay: '2026-09-30', firstDay: '2026-08-01' }),
      expect: { exit: 65, subjects: 'none', codes: ['specification/bad-revisions'], says: ['2026-08-01'] },
    },
    counterpart: {
      what: 'revision 1 until 2026-07-31, revision 2 (viability 85 %) from the next day, which judges',
      change: (lot) => revisions(lot, { lastDay: '2026-07-31', firstDay: '2026-08-01' }),
      expect: { exit: 0, subjects: { [RELEASE]: { disposition: 'conforms', rows: { VIA: 'meets' } } }, codes: [] },
    },
  },
  {
    id: '2-22',
    base: 'viability',
    hazard: 'Between two revisions no limit is in force, and the older judges on.',
    control: 'Gaps between revisions are errors.',
    violation: {
      what: 'revision 1 until 2026-07-31, revision 2 from 2026-08-02',
      change: (lot) => revisions(lot, { lastDay: '2026-07-31', firstDay: '2026-08-02' }),
      expect: { exit: 65, subjects: 'none', codes: ['specification/bad-revisions'], says: ['2026-08-01'] },
    },
    counterpart: {
      what: 'revision 1 judges an acquisition on its last valid day',
      change: (lot) => revisions(lot, { lastDay: '2026-08-10', firstDay: '2026-08-11' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-23',
    base: 'viability',
    hazard: 'An expired antibody or bead stains a control, and the threshold is wrong.',
    control: 'Reagents are registered, and a definition may demand them: an expired one invalidates what declares it.',
    violation: {
      what: 'the 7-AAD of the assay run expired on 2026-08-01',
      change: (lot) => reagents(lot, { register: 'AAD-26-01,dye,released,2-8C,2026-01-05,,2026-08-01,EXAMPLE', used: 'AAD-26-01' }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['reagent/expired'] },
    },
    counterpart: {
      what: 'it expires on the day of the assay run',
      change: (lot) => reagents(lot, { register: 'AAD-26-01,dye,released,2-8C,2026-01-05,,2026-08-10,EXAMPLE', used: 'AAD-26-01' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-24',
    base: 'viability',
    hazard: 'Nobody knows which lot of a reagent was used.',
    control: 'A demanded reagent that is not stated, or not registered, invalidates what declares it.',
    violation: {
      what: 'reagents.csv names no dye for the assay run',
      change: (lot) => reagents(lot, { register: 'AAD-26-01,dye,released,2-8C,2026-01-05,,2027-08-10,EXAMPLE', used: null }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['reagent/not-stated'] },
    },
    counterpart: {
      what: 'nothing is demanded: no reagents.csv is needed',
      change: () => {},
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-25',
    base: 'viability',
    hazard: 'A reagent that the laboratory never qualified is used.',
    control: 'A lot of a demanded reagent must stand in the register.',
    violation: {
      what: 'reagents.csv names AAD-26-99, the register AAD-26-01',
      change: (lot) => reagents(lot, { register: 'AAD-26-01,dye,released,2-8C,2026-01-05,,2027-08-10,EXAMPLE', used: 'AAD-26-99' }),
      expect: { exit: 20, subjects: { [RELEASE]: notValid('VIA') }, codes: ['reagent/unregistered'] },
    },
    counterpart: {
      what: 'both name AAD-26-01',
      change: (lot) => reagents(lot, { register: 'AAD-26-01,dye,released,2-8C,2026-01-05,,2027-08-10,EXAMPLE', used: 'AAD-26-01' }),
      expect: { exit: 0, subjects: { [RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-26',
    base: 'counts',
    hazard: 'A count is written under a name that no attribute reads, and the old one is judged.',
    control: 'Rows of the count file that nothing reads are named.',
    violation: {
      what: "the recount stands as 'viable-cells-concentration'",
      change: (lot) => lot.counts.addLike(VCC, { name: 'viable-cells-concentration', value: '2.1e6' }),
      expect: { exit: 0, subjects: { [MSC_RELEASE]: conforms }, codes: ['table/unused-row'], says: ["'viable-cells-concentration'"] },
    },
    counterpart: {
      what: 'every row is read',
      change: (lot) => lot.counts.remove({ name: 'volume' }),
      expect: { exit: 0, subjects: { [MSC_RELEASE]: conforms }, codes: [] },
    },
  },
  {
    id: '2-27',
    base: 'counts',
    hazard: 'The name of a count differs in case, and a failing recount is dropped.',
    control: 'A spelling that differs only in case, Unicode form or separators holds the lot.',
    violation: {
      what: "a row 'Viable-Cell-Concentration' of 2.1e6 stands beside the count of 5.1e6",
      change: (lot) => lot.counts.addLike(VCC, { name: 'Viable-Cell-Concentration', value: '2.1e6' }),
      expect: { exit: 20, subjects: { [MSC_RELEASE]: noResult }, codes: ['held/other-spelling'] },
    },
    counterpart: {
      what: 'the shipped count file, whose volume nothing reads: it is named',
      change: () => {},
      expect: { exit: 0, subjects: { [MSC_RELEASE]: conforms }, codes: ['table/unused-row'] },
    },
  },
  {
    id: '2-28',
    base: 'counts',
    hazard: 'A count that was typed is another one than the cell counter wrote, and the better of both is released.',
    control: 'A count in the table and in an export of a counter is held unless both are the same number.',
    violation: {
      what: 'the table says 5.1e6, the export of the counter 2.9 x 10^6, which fails the limit of 3.0e6',
      change: (lot) => counterExport(lot, '2.90'),
      expect: { exit: 20, subjects: { [MSC_RELEASE]: notValid('VCC') }, codes: ['held/count-differs'] },
    },
    counterpart: {
      what: 'the export says 5.10 x 10^6, as the table',
      change: (lot) => counterExport(lot, '5.10'),
      expect: { exit: 0, subjects: { [MSC_RELEASE]: { disposition: 'conforms', rows: { VCC: 'meets' } } }, codes: [] },
    },
  },
];

/** An export of a Vi-CELL BLU with one sample, of so many million viable cells a millilitre, bound as a count. */
function counterExport(lot: LotFolder, viable: string): void {
  const heading =
    'Sample ID,Cell count,Viable cells,Total (x10^6) cells/mL,Viable (x10^6) cells/mL,Viability (%),Average circularity,Dilution';
  lot.files.set('vicell.csv', Buffer.from(`${heading}\nMSC-2026-101,1000,950,${viable},${viable},95,0.9,1\n`));
  lot.definition.set('inputs.bind', [
    {
      pattern: 'vicell.csv',
      kind: 'counts',
      sampleId: '{lot}',
      set: { stage: 'final', purpose: 'release' },
      counts: { [VCC.name]: { column: 'Viable (x10^6) cells/mL', unit: 'cells/mL' } },
    },
  ]);
}

/** A second lot in a second assay run, whose controls are made of the first run's. */
function secondRun(lot: LotFolder, make: (copy: string) => void): void {
  addSecondLot(lot, 'GMC-2026-008');
  const file = 'GMC-2026-008_final_viability.fcs';
  lot.samples.set({ file }, { assay_run: 'QC-2026-0811' });
  lot.keywords(file, { 'EXPERIMENT NAME': 'QC-2026-0811' });
  for (const row of lot.samples.all({ kind: 'control' })) {
    const control = row.get('file') ?? '';
    const copy = control.replace(RUN, 'QC-2026-0811');
    lot.copy(control, copy);
    make(copy);
    lot.samples.add({ ...Object.fromEntries(row), file: copy, assay_run: 'QC-2026-0811' });
  }
}

/** The specification as a folder of two revisions; the second asks for a viability of 85 %. */
function revisions(lot: LotFolder, { lastDay, firstDay }: { readonly lastDay: string; readonly firstDay: string }): void {
  const second = structuredClone(lot.specification.tree);
  lot.specification.set('effectiveTo', lastDay);
  lot.useRevisions([lot.specification.tree, second], (later) => {
    later.set('revision', '2');
    later.set('effectiveFrom', firstDay);
    later.set('rows[VIA].criterion', { atLeast: 85 });
  });
}

/** A register of reagents that the definition demands for viability, and what was used in the assay run. */
function reagents(lot: LotFolder, { register, used }: { readonly register: string; readonly used: string | null }): void {
  lot.methodFiles.set(
    'reagents.csv',
    Buffer.from(`lot,kind,status,storage,qualified_from,retest_date,expiry_date,traceable_to\n${register}\n`),
  );
  lot.addTable('reagents.csv', `assay_run,kind,lot\n${used === null ? '' : `${RUN},dye,${used}\n`}`);
  lot.definition.set('reagents', 'reagents.csv');
  lot.definition.set('inputs.reagents', 'reagents.csv');
  lot.definition.set('attributes[viability].reagents', ['dye']);
}

import type { ExpectedSubject } from '../hazard.ts';
import type { LotFolder } from '../lot-folder.ts';

// What the hazards on the shipped lot GMC-2026-007 have in common.

export const LOT = 'GMC-2026-007';
export const RUN = 'QC-2026-0810';
export const RELEASE = `${LOT}/release`;
export const VIABILITY = `${LOT}_final_viability.fcs`;
export const MODIFICATION = `${LOT}_final_modification.fcs`;
export const HEAT_KILLED = `${RUN}_viability-heat-killed.fcs`;
export const PLATES = ['plate-1', 'plate-2', 'plate-3'].map((plate) => `${RUN}_reporter_${plate}.csv`);
export const PULL = { purpose: 'stability', condition: '-150C', time_point: '6 months' } as const;
export const PULL_FOLDER = `${LOT}/stability.-150C.6%20months`;

export const conforms: ExpectedSubject = { disposition: 'conforms' };
export const information: ExpectedSubject = { disposition: 'information' };

/** Every row of the tables says that it is for the release, as it must where the lot has another subject. */
export function statePurposes(lot: LotFolder): void {
  for (const name of ['external-results.csv', 'counts.csv']) lot.tables.get(name)?.setAll({ purpose: 'release' });
}

/** Another sample of the viability tube: its file, and its line like that of the release sample but for `cells`. */
export function addViability(lot: LotFolder, file: string, cells: Readonly<Record<string, string>>): void {
  lot.samples.addLike({ file: VIABILITY }, { file, ...cells });
}

/** A pull whose cells are those of the release sample: 8,000 of its 12,000 events, viability 92 %. */
export function addGoodPull(lot: LotFolder): void {
  lot.mix(`${LOT}_6-months_viability.fcs`, [[VIABILITY, 0, 8000]]);
  addViability(lot, `${LOT}_6-months_viability.fcs`, { sample: `${LOT}-6-months`, ...PULL });
}

/** A pull of which every third cell is dead: 6,000 events of the release sample and 3,000 of heat-killed cells, viability about 60 %. */
export function addBadPull(lot: LotFolder): void {
  lot.mix(`${LOT}_6-months_viability.fcs`, [
    [VIABILITY, 0, 6000],
    [HEAT_KILLED, 0, 3000],
  ]);
  addViability(lot, `${LOT}_6-months_viability.fcs`, { sample: `${LOT}-6-months`, ...PULL });
}

/** A second lot in the same assay run: its sample is 8,000 events of the first one's, and its results from elsewhere are as good. */
export function addSecondLot(lot: LotFolder, second: string): void {
  const file = `${second}_final_viability.fcs`;
  lot.mix(file, [[VIABILITY, 2000, 10000]]);
  lot.keywords(file, { 'SAMPLE ID': second });
  addViability(lot, file, { lot: second, sample: `${second}-final` });
  for (const row of lot.external.all({ lot: LOT })) lot.external.add({ ...Object.fromEntries(row), lot: second });
}

/** A row of the specification for pulls alone, beside the release rows. */
export function addStabilityRow(lot: LotFolder, atLeast: number): void {
  lot.specification.addLike('rows', 'VIA', { id: 'VIA-STAB', purposes: ['stability'], criterion: { atLeast } });
}

/** Every well of a plate times a factor: its title, its layout and its noise stay. */
export function scalePlate(lot: LotFolder, file: string, factor: number): void {
  lot.text(file, (text) =>
    text
      .split('\n')
      .map((line) => (/^[A-H],/.test(line) ? line.replace(/\d+/g, (well) => String(Math.floor(Number(well) * factor))) : line))
      .join('\n'),
  );
}

export const FOURTH_PLATE = `${RUN}_reporter_plate-4.csv`;

/** A fourth plate, read after the others: the wells of the second, 2 % brighter. */
export function addFourthPlate(lot: LotFolder, cells: Readonly<Record<string, string>> = {}): void {
  const [, second = ''] = PLATES;
  lot.copy(second, FOURTH_PLATE);
  scalePlate(lot, FOURTH_PLATE, 1.02);
  lot.samples.addLike({ file: second }, { file: FOURTH_PLATE, acquired_at: '2026-08-11T11:50', ...cells });
}

/** The second plate half as bright again: its reference standard lies above the upper limit of its upper asymptote (160,000), so it is not suitable. */
export function spoilSecondPlate(lot: LotFolder): void {
  scalePlate(lot, PLATES[1] ?? '', 1.5);
}

export interface InvestigationCells {
  readonly row: string;
  readonly conclusion: 'laboratory-error' | 'no-impact' | 'confirmed' | '';
  readonly cause?: string;
  readonly occasion?: string;
}

/** `investigations.csv` with one investigation, closed where it has a conclusion. */
export function addInvestigation(lot: LotFolder, { row, conclusion, cause = '', occasion = 'initial' }: InvestigationCells): void {
  const closed = conclusion === '' ? ',' : '2026-08-20,head of quality control';
  lot.addTable(
    'investigations.csv',
    `subject,row,occasion,reference,conclusion,cause,closed_at,closed_by\n${RELEASE},${row},${occasion},OOS-2026-031,${conclusion},${cause},${closed}\n`,
  );
  lot.definition.set('inputs.investigations', 'investigations.csv');
}

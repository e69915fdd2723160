import { InputError } from '../errors.ts';
import { computeGroup } from './standard-curve-group.ts';
import { type StandardCurveOptions, standardCurveOptions } from './standard-curve-options.ts';
import type { AnalyteResult, SampleResult, StandardCurveRow } from './standard-curve-record.ts';
import { standardCurveRow } from './standard-curve-record.ts';
import { defineStudy, type StudyTable } from './study.ts';
import type { StudyReason } from './study-reasons.ts';
import { shown, shownInterval } from './study-text.ts';

interface StandardCurveResult {
  readonly analytes: readonly AnalyteResult[];
  readonly reasons: readonly StudyReason[];
}

/** Concentrations by back-calculation from standard curves, an analyte and a plate at a time. */
export const standardCurve = defineStudy({
  id: 'standard-curve',
  title: 'Concentrations from standard curves (ELISA, MSD, Luminex)',
  row: standardCurveRow,
  options: standardCurveOptions,
  compute: (rows, options): StandardCurveResult => {
    for (const one of rows) checkRow(one, options);
    const groups = new Map<string, StandardCurveRow[]>();
    for (const one of rows) {
      const key = JSON.stringify([one.analyte, one.plate]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
    checkUnits(rows);
    checkControls(rows);
    const results = [...groups.values()].map((group) => computeGroup(group, options));
    return { analytes: results.map(({ analyte }) => analyte), reasons: results.flatMap(({ reasons }) => reasons) };
  },
  render: ({ analytes }) => analytes.flatMap(tablesOf),
});

function checkRow({ role, concentration, dilution, place }: StandardCurveRow, { model }: StandardCurveOptions): void {
  const refuse = (sentence: string): never => {
    throw new InputError('potency/bad-data', sentence, place);
  };
  if (role === 'standard' && concentration === null) refuse('Expected the concentration of a standard, found an empty field.');
  if (role === 'standard' && concentration === 0 && model.startsWith('log'))
    refuse(`Expected a concentration above 0 for the model '${model}', found 0. Give it the role blank.`);
  if (role === 'control' && (concentration === null || concentration === 0))
    refuse('Expected the known concentration of a control, above 0; a control of unknown concentration has the role sample.');
  if ((role === 'sample' || role === 'blank') && concentration !== null)
    refuse(`Expected no concentration for the role ${role}, found ${concentration}.`);
  if ((role === 'standard' || role === 'blank') && dilution !== null)
    refuse(`Expected no dilution for the role ${role}, found ${dilution}. Write the concentration in the well.`);
}

function checkUnits(rows: readonly StandardCurveRow[]): void {
  const units = new Map<string | null, string | null>();
  for (const { analyte, unit, place } of rows) {
    const known = units.get(analyte);
    if (known === undefined) units.set(analyte, unit);
    else if (known !== unit)
      throw new InputError('potency/bad-data', `Expected one unit in an analyte, '${known ?? ''}', found '${unit ?? ''}'.`, place);
  }
}

/** Wells of one control have one known concentration: which of two would be compared is nobody's guess. */
function checkControls(rows: readonly StandardCurveRow[]): void {
  const known = new Map<string, number | null>();
  for (const { role, analyte, plate, sample, concentration, place } of rows) {
    if (role !== 'control') continue;
    const key = JSON.stringify([analyte, plate, sample]);
    const first = known.get(key) ?? concentration;
    known.set(key, first);
    if (first === concentration) continue;
    const sentence = `Expected one concentration of the control '${sample}', ${first}, found ${concentration}. Give them different names.`;
    throw new InputError('potency/bad-data', sentence, place);
  }
}

function tablesOf(one: AnalyteResult): StudyTable[] {
  const name = [one.analyte ?? 'standards', one.plate === null ? '' : `plate ${one.plate}`].filter((part) => part !== '').join(', ');
  const unit = one.unit === null ? '' : ` ${one.unit}`;
  const range =
    one.workingRange === null
      ? 'no working range'
      : `working range ${shown(one.workingRange.lower)} to ${shown(one.workingRange.upper)}${unit}`;
  const levels = one.levels.map((level) => [
    shown(level.concentration),
    String(level.wells),
    shown(level.backCalculated),
    shown(level.recoveryPercent),
    shown(level.cvPercent),
    level.meets,
  ]);
  const controls = one.controls.map((control) => [
    control.sample,
    shown(control.nominal),
    shownConcentration(control),
    shown(control.recoveryPercent),
    control.meets ? 'meets' : 'fails',
  ]);
  const samples = one.samples.flatMap((sample) => [
    [sample.sample, 'combined', shownConcentration(sample), shownInterval(sample), '–', sample.outcome],
    ...sample.dilutions.map((dilution) => [
      sample.sample,
      `1:${shown(dilution.dilution)}`,
      shownConcentration(dilution),
      shownInterval(dilution),
      shown(dilution.cvPercent),
      dilution.outcome,
    ]),
  ]);
  return [
    {
      title: `${name}: ${one.curve?.model ?? 'no curve'}, ${range}`,
      head: ['concentration', 'wells', 'back-calculated', '% recovery', '% CV', 'good for the range'],
      rows: levels,
    },
    ...(controls.length === 0
      ? []
      : [{ title: `${name}: controls`, head: ['control', 'nominal', 'found', '% recovery', 'outcome'], rows: controls }]),
    ...(samples.length === 0
      ? []
      : [
          {
            title: `${name}: samples${unit === '' ? '' : ` (${unit.trim()})`}`,
            head: ['sample', 'dilution', 'concentration', 'interval', '% CV', 'outcome'],
            rows: samples,
          },
        ]),
  ];
}

function shownConcentration(one: Pick<SampleResult, 'concentration' | 'limit'>): string {
  if (one.limit !== null) return `${one.limit.operator}${shown(one.limit.value)}`;
  return shown(one.concentration);
}

import type { DoseRecord } from '../../results/dose-record.ts';
import { type Markup, markup } from '../markup.ts';
import { formatDeclared } from '../words/forms/decimals.ts';
import type { words } from '../words.ts';
import type { ReportContext } from './parts.ts';

type Fact = readonly [keyof typeof words, Markup];

/** Dose, patients, route and indication, from which limits are derived; nothing without a dose profile. */
export function doseFacts({ result, speech }: ReportContext): readonly Fact[] {
  const { dose } = result.specification;
  if (dose === undefined) return [];
  const text = doseText(dose, speech.language === 'zh');
  return [
    ['doseProfile', markup`${text}`],
    ...(dose.route === null ? [] : [['route', speech.word(dose.route)] as const]),
    ...(dose.indication === null ? [] : [['indication', speech.word(dose.indication)] as const]),
  ];
}

/** `at most 2,000,000 viable cells in 10 mL, 50,000 per kg, patients of 10 to 40 kg` */
function doseText(dose: DoseRecord, zh: boolean): string {
  const { viableCellsPerMaximumDose: cells, viableCellsPerKg: perKg, volumeMlPerMaximumDose: volume, patientMassKg: mass } = dose;
  const number = (value: number) => formatDeclared(value);
  const parts = zh
    ? [
        `最多 ${number(cells)} 个活细胞${volume === null ? '' : `，体积 ${number(volume)} mL`}`,
        perKg === null ? '' : `每 kg ${number(perKg)} 个`,
        mass === null ? '' : `患者体重 ${number(mass.from)}～${number(mass.to)} kg`,
      ]
    : [
        `at most ${number(cells)} viable cells${volume === null ? '' : ` in ${number(volume)} mL`}`,
        perKg === null ? '' : `${number(perKg)} per kg`,
        mass === null ? '' : `patients of ${number(mass.from)} to ${number(mass.to)} kg`,
      ];
  return parts.filter((part) => part !== '').join(zh ? '，' : ', ');
}

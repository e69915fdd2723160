import { expect, it } from 'vitest';
import { renderReport } from '../../src/outputs/report/report.ts';
import { sampleInput, sampleResult } from './sample-result.ts';

const dose = {
  viableCellsPerMaximumDose: 8e7,
  viableCellsPerKg: 1e6,
  volumeMlPerMaximumDose: 8,
  patientMassKg: { from: 10, to: 80 },
  route: { en: 'intravenous', zh: '静脉输注' },
  indication: { en: 'graft versus host disease', zh: '移植物抗宿主病' },
  basis: null,
};
const reportOf = (language: 'en' | 'zh') =>
  renderReport({ ...sampleInput, language, result: { ...sampleResult, specification: { ...sampleResult.specification, dose } } });

it('prints dose, patients, route and indication of a product in both languages, and nothing without a profile', () => {
  const [en, zh] = [reportOf('en'), reportOf('zh')];
  expect(en).toContain('at most 80,000,000 viable cells in 8 mL, 1,000,000 per kg, patients of 10 to 80 kg');
  for (const text of ['intravenous', 'graft versus host disease', 'Route', 'Indication']) expect(en).toContain(text);
  expect(zh).toContain('最多 80,000,000 个活细胞，体积 8 mL，每 kg 1,000,000 个，患者体重 10～80 kg');
  for (const text of ['静脉输注', '移植物抗宿主病', '给药途径', '适应症']) expect(zh).toContain(text);
  expect(renderReport(sampleInput)).not.toContain('viable cells in');
});

/** Sections of a specification in the order of the guideline (CDE notice 2023 No. 33, 六（二）), with their titles. */
export const SECTIONS = [
  { id: 'identity', title: { en: 'Identity', zh: '细胞鉴别' } },
  { id: 'cell-activity', title: { en: 'Viability and growth', zh: '细胞活性' } },
  { id: 'purity', title: { en: 'Purity', zh: '纯度' } },
  { id: 'biological-activity', title: { en: 'Biological activity', zh: '生物学活性' } },
  { id: 'impurities', title: { en: 'Product- and process-related impurities', zh: '产品和工艺相关杂质' } },
  { id: 'tumorigenicity', title: { en: 'Tumorigenicity', zh: '成瘤性/致瘤性' } },
  { id: 'unintended-differentiation', title: { en: 'Unintended differentiation', zh: '非预期分化' } },
  { id: 'microbiological-safety', title: { en: 'Microbiological safety', zh: '微生物安全性' } },
  { id: 'general', title: { en: 'General', zh: '一般检测' } },
] as const;

/** Section of values that no row of the specification asks for; it stands last. */
export const OUTSIDE_SPECIFICATION = { id: 'not-in-specification', title: { en: 'Not in the specification', zh: '标准规定以外' } } as const;

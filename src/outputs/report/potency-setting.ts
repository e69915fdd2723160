/** A setting of a potency method, as its page shows it: names are those of the method's keys, so that a reader can write the method again. */
export interface PotencySetting {
  readonly name: SettingName;
  readonly value: SettingValue;
}

export const SETTING_NAMES = [
  'model',
  'responseTransform',
  'blank',
  'weights',
  'fixed',
  'shared',
  'fit',
  'interval',
  'averaging',
  'design',
  'heterogeneity',
  'outliers',
  'compendial',
  'parallelismF',
  'parallelismChiSquared',
  'equivalence',
  'lackOfFit',
  'identification',
  'assigned',
  'combination',
  'homogeneity',
  'gcvLimit',
] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

export type LineTestName = 'regression' | 'parallelism' | 'intersection' | 'linearity' | 'blanks';

/** What a test does at its level. */
export interface TestRule {
  readonly alpha: number;
  readonly action: 'fail' | 'information';
}

export type SettingValue =
  /** As the method writes it. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'all-but-the-location' }
  /** The design that the columns of the table make. */
  | { readonly kind: 'by-columns' }
  | {
      readonly kind: 'fixed';
      readonly parameters: readonly { readonly name: string; readonly at: number | { readonly control: string } }[];
    }
  | { readonly kind: 'interval'; readonly method: string; readonly level: number }
  | { readonly kind: 'test'; readonly rule: TestRule }
  | { readonly kind: 'tests'; readonly tests: readonly { readonly name: LineTestName; readonly rule: TestRule | 'disregarded' }[] }
  | { readonly kind: 'margins'; readonly margins: readonly Margins[] }
  | { readonly kind: 'homogeneity'; readonly alpha: number; readonly action: 'fail' | 'information' | 'semi-weight' }
  /** Largest value. */
  | { readonly kind: 'most'; readonly most: number; readonly unit: '%' | null };

export interface Margins {
  readonly parameter: string;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly action: 'fail' | 'information';
}

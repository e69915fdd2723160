/** Parameters of curves and lines, as the table of both fits names them. */
export const PARAMETER_TERMS = {
  slope: 'slope',
  intercept: 'intercept',
  lowerAsymptote: 'lower asymptote',
  upperAsymptote: 'upper asymptote',
  asymmetry: 'asymmetry',
  hormesis: 'hormesis',
  lnLocation: 'ln location',
  lnEc50: 'ln EC50',
  ec50: 'EC50',
  lnEd50: 'ln ED50',
  ed50: 'ED50',
  lnRelativePotency: 'ln relative potency',
  relativePotency: 'relative potency',
  naturalResponse: 'natural response',
} as const;

/** Sources of variation. */
export const SOURCE_TERMS = {
  preparations: 'Preparations',
  regression: 'Regression',
  'non-parallelism': 'Non-parallelism',
  intersection: 'Intersection',
  blanks: 'Blanks',
  'non-linearity': 'Non-linearity (lack of fit)',
  treatments: 'Treatments',
  blocks: 'Blocks',
  rows: 'Rows',
  columns: 'Columns',
  residual: 'Residual error',
  'free residual': 'Residual about the free fits',
  'pure error': 'Pure error',
  total: 'Total',
  'quadratic regression': 'Quadratic regression',
  'difference of quadratics': 'Difference of quadratics',
  days: 'Days',
  'days x preparations': 'Days × preparations',
  'days x regression': 'Days × regression',
  'days x non-parallelism': 'Days × non-parallelism',
  'days x quadratic regression': 'Days × quadratic regression',
  'days x difference of quadratics': 'Days × difference of quadratics',
  'residual between subjects': 'Residual error between subjects',
  subjects: 'Subjects',
  heterogeneity: 'Heterogeneity about the common slope',
} as const;

/** Settings of a method. */
export const SETTING_TERMS = {
  model: 'Model',
  responseTransform: 'Response transform',
  blank: 'Blank',
  weights: 'Weights',
  fixed: 'Fixed parameters',
  shared: 'Shared parameters',
  fit: 'Fit of several articles',
  interval: 'Interval',
  averaging: 'Averaging of pseudo-replicates',
  design: 'Design',
  heterogeneity: 'Heterogeneity',
  outliers: 'Outlier test',
  compendial: 'Validity tests',
  parallelismF: 'Parallelism, F test',
  parallelismChiSquared: 'Parallelism, chi-squared test',
  equivalence: 'Equivalence margins',
  lackOfFit: 'Lack of fit, F test',
  identification: 'Identified where upper / lower limit is at most',
  assigned: 'Assigned potency',
  combination: 'Combination, variant',
  homogeneity: 'Combination, homogeneity',
  gcvLimit: 'Combination, largest GCV',
} as const;

/** Tests of lines and counts. */
export const TEST_TERMS = {
  regression: 'regression',
  parallelism: 'parallelism',
  intersection: 'intersection',
  linearity: 'linearity',
  blanks: 'blanks',
} as const;

/** What a test does. */
export const ACTION_TERMS = { fail: 'decides', information: 'information', 'semi-weight': 'then semi-weighted' } as const;

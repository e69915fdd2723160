/** Assays whose response is a straight line of ln dose, or of dose: the models of the pharmacopoeias. */
export const LINE_MODELS = ['parallel-line', 'slope-ratio'] as const;

export type LineModel = (typeof LINE_MODELS)[number];

export function isLineModel(id: string): id is LineModel {
  return id === 'parallel-line' || id === 'slope-ratio';
}

/** Assays of responders among the units of a dose: by maximum likelihood, or without a model of the tolerances. */
export const QUANTAL_MODELS = ['probit', 'logit', 'spearman-kaerber'] as const;

export type QuantalModel = (typeof QUANTAL_MODELS)[number];

export function isQuantalModel(id: string): id is QuantalModel {
  return id === 'probit' || id === 'logit' || id === 'spearman-kaerber';
}

/** The limits that a model has whatever the method says: Fieller's, as the pharmacopoeias have it, or the normal ones of Spearman and Kärber's logarithm; `null` = the method says. */
export function ownLimits(id: string): 'fieller' | 'spearman-kaerber' | null {
  if (id === 'spearman-kaerber') return 'spearman-kaerber';
  return isCompendial(id) ? 'fieller' : null;
}

/** Models of the pharmacopoeias beside dose-response curves: straight lines, and counts of responders. */
export function isCompendial(id: string): boolean {
  return isLineModel(id) || isQuantalModel(id);
}

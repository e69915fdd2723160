/** Assays whose response is a straight line of ln dose, or of dose: the models of the pharmacopoeias. */
export const LINE_MODELS = ['parallel-line', 'slope-ratio'] as const;

export type LineModel = (typeof LINE_MODELS)[number];

export function isLineModel(id: string): id is LineModel {
  return id === 'parallel-line' || id === 'slope-ratio';
}

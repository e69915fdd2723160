import { combinationName } from '../../../potency/combination/combination-editions.ts';
import type { IntervalMethodWords } from '../forms/interval-method-words.ts';

/** How limits were found, in English. */
export const INTERVAL_METHOD_WORDS: IntervalMethodWords = {
  'clopper-pearson': () => 'clopper-pearson',
  wilson: () => 'wilson',
  'student-t': () => 't over preparations',
  'student-t-on-logarithms': () => 't on logarithms',
  'order-statistics': () => 'order statistics',
  'delta-on-logarithms': () => 'delta on the log scale',
  combination: (_, { combination }) =>
    combination === undefined
      ? 'combination of assays'
      : combinationName(combination.variant, { replicates: combination.replicatesPerRun, scale: combination.scale }),
  mover: (of) => `MOVER on ${of}`,
  'mover-on-logarithms': (of) => `MOVER on logarithms, ${of}`,
  carried: (of) => `limits carried through the formula, ${of}`,
  'with-assigned-potency': (of) => `${of}; with the assigned potency by MOVER on logarithms`,
  'with-assigned-potency-as-ratio': (of) => `${of}; with the assigned potency by MOVER for a ratio`,
};

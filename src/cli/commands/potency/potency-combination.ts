import type { CombinedAssays } from '../../../potency/combination/combination.ts';

/** The reportable value of one test article, as it is printed and drawn. */
export type CombinationLine = Pick<
  CombinedAssays,
  'estimate' | 'lower' | 'upper' | 'potencyInUnits' | 'level' | 'method' | 'used' | 'planned' | 'reasons' | 'gcvPercent'
> &
  Partial<Pick<CombinedAssays, 'homogeneity' | 'sdLn' | 'replicatesPerRun' | 'scale'>> & {
    readonly variant?: string;
    readonly test: string;
    readonly homogeneityP: number | null;
  };

import type { FlowPlot } from '../results/figures.ts';

/** A drawn raster: the twelfth of every bin, and the picture. */
export interface DensityRaster {
  readonly twelfths: Uint8Array;
  readonly address: string;
}

/** Draws rasters, each once while it is among the last: report and single files show the same, and lots of one assay run its controls. */
export interface Rasters {
  readonly of: (plot: Pick<FlowPlot, 'bins' | 'runs'>) => DensityRaster;
}

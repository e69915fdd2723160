import type { PlaceFunction } from './place-table.ts';
import type { RegionGrid } from './region-grid.ts';

/** What a generated loop calls or looks up: by kind, by number. No text of a file is ever part of a loop. */
export interface KernelEnvironment {
  /** Decoders of stored values, by column. */
  readonly s: readonly ((stored: number) => number)[];
  /** Exact transforms. */
  readonly f: ((linear: number) => number)[];
  /** Places by table. */
  readonly h: PlaceFunction[];
  /** Cells of grids, and what classifies them. */
  readonly g: Uint8Array[];
  readonly k: RegionGrid['classify'][];
  /** Exact tests of regions on linear values. */
  readonly r: ((...linear: number[]) => boolean)[];
}

export function emptyEnvironment(s: KernelEnvironment['s']): KernelEnvironment {
  return { s, f: [], h: [], g: [], k: [], r: [] };
}

/** The statements that name everything of an environment: `const f0 = environment.f[0];` … */
export function environmentText(environment: KernelEnvironment): readonly string[] {
  return (['s', 'f', 'h', 'g', 'k', 'r'] as const).flatMap((kind) =>
    environment[kind].map((_, i) => `const ${kind}${i} = environment.${kind}[${i}];`),
  );
}

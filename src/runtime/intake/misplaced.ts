import { basename, dirname, join, resolve, sep } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';

/** Where things lie that must not lie in one another. */
export interface Places {
  /** The folder that instruments write to: whoever can write there must reach nothing else. */
  readonly folder: string;
  readonly out: string;
  /** Files that say how it is judged, or with which key it is signed, each with what it is. */
  readonly method: readonly { readonly what: string; readonly path: string }[];
}

/** Compares real paths, and the paths as they are given. Throws `usage/misplaced`. */
export function refuseMisplaced(disk: Disk, { folder, out, method }: Places): void {
  const inside = (path: string, above: string) => {
    const real = realPathOf(disk, above);
    return isWithin(realPathOf(disk, path), real) || stepsOf(path).some((step) => isWithin(ownPlace(disk, step), real));
  };
  const refuse = (file: string, sentence: string): never => {
    throw new InputError('usage/misplaced', sentence, { file });
  };
  if (inside(out, folder))
    refuse(
      out,
      `Expected the folder of results outside of '${folder}', into which instruments write, found it there. Give another folder after --out.`,
    );
  if (inside(folder, out))
    refuse(
      folder,
      `Expected the folder into which instruments write outside of the folder of results '${out}', found it there. Give another folder after --out.`,
    );
  for (const { what, path } of method)
    if (inside(path, folder))
      refuse(
        path,
        `Expected the ${what} outside of '${folder}', into which instruments write, found it there: whoever writes there could change it. Move it.`,
      );
}

/** The path with every folder above it but the first. */
function stepsOf(path: string): readonly string[] {
  const steps: string[] = [];
  for (let step = resolve(path); dirname(step) !== step; step = dirname(step)) steps.push(step);
  return steps;
}

/** Where a step of a path lies itself, be it a link: whoever can change it can change what the path leads to. */
function ownPlace(disk: Disk, step: string): string {
  return join(realPathOf(disk, dirname(step)), basename(step));
}

/** The path without links; of what is not there yet, that of the nearest folder above that is, with the rest. */
function realPathOf(disk: Disk, path: string): string {
  const full = resolve(path);
  try {
    return disk.realPath(full);
  } catch {
    const above = dirname(full);
    return above === full ? full : join(realPathOf(disk, above), full.slice(above.length));
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

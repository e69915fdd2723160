import { dirname, resolve } from 'node:path';
import { nodeDisk } from '../../runtime/disk/disk.ts';
import type { OutputTarget } from '../../runtime/disk/output-file.ts';

/** Where a command writes: beside what it reads, over an older output only where `--force` says so. */
export function outputTarget(path: string, inputs: readonly string[], { force }: { readonly force?: boolean }): OutputTarget {
  return { path, inputs, existing: force === true ? 'replace' : 'refuse' };
}

/** A definition, method or layout with the files that it names, so that none of them is replaced by an output. */
export async function filesOfDefinition(path: string | undefined): Promise<readonly string[]> {
  if (path === undefined) return [];
  if (!/\.ya?ml$/i.test(path) || nodeDisk.kindOf(path) !== 'file') return [path];
  const { isScalar, parseAllDocuments, visit } = await import('yaml');
  const named: string[] = [];
  for (const document of parseAllDocuments(nodeDisk.readText(path))) {
    visit(document, (_, node) => {
      if (isScalar(node) && typeof node.value === 'string') named.push(resolve(dirname(path), node.value));
    });
  }
  return [path, ...named.filter((file) => nodeDisk.kindOf(file) === 'file')];
}

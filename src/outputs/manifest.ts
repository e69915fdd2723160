import { compareCodeUnits } from '../order.ts';
/** The text of `manifest.sha256`, as `sha256sum --check` reads it: one line a file, sorted by path in code units. */
export function formatManifest(entries: readonly { readonly path: string; readonly sha256: string }[]): string {
  return [...entries]
    .sort((a, b) => compareCodeUnits(a.path, b.path))
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('');
}

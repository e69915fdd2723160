import { compareCodeUnits } from '../order.ts';
/** The text of `manifest.sha256`, as `sha256sum --check` reads it: one line a file, sorted by path in code units. */
export function formatManifest(entries: readonly { readonly path: string; readonly sha256: string }[]): string {
  return [...entries]
    .sort((a, b) => compareCodeUnits(a.path, b.path))
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('');
}

/** What a manifest lists; `null` where a line is none of `formatManifest`. */
export function parseManifest(text: string): readonly { readonly path: string; readonly sha256: string }[] | null {
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : [];
  const entries = lines.flatMap((line) => {
    const [, sha256, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    return sha256 === undefined || path === undefined ? [] : [{ path, sha256 }];
  });
  return entries.length === 0 || entries.length < lines.length ? null : entries;
}

export function installedBelow(folder: string): readonly string[];
export function missingOf(
  bill: { readonly components: readonly { readonly name: string; readonly version: string }[] },
  installed: readonly string[],
): readonly string[];

// Ends with 1 where a package that is installed does not stand in the bill of materials: `node scripts/missing-of-bill.mjs sbom.cdx.json`, beside node_modules.
// npm leaves a package out that development needs as well.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Name and version of every package below a node_modules, at any depth. */
export function installedBelow(folder) {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => {
      const path = join(folder, name);
      if (name.startsWith('@')) return installedBelow(path);
      const file = join(path, 'package.json');
      const own = existsSync(file) ? [read(file)].map((one) => `${one.name}@${one.version}`) : [];
      const inner = join(path, 'node_modules');
      return [...own, ...(existsSync(inner) ? installedBelow(inner) : [])];
    });
}

/** What is installed and not named by the bill. */
export function missingOf(bill, installed) {
  const named = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
  return [...new Set(installed)].filter((one) => !named.has(one)).sort();
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const missing = missingOf(read(process.argv[2]), installedBelow('node_modules'));
  for (const one of missing) console.error(`Expected '${one}' in ${process.argv[2]}, since it is installed; found nothing.`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}

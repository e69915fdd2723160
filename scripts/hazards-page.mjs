// `npm run hazards`: writes docs/hazards.md and qualification/hazards.json from the hazards of test/hazards. Tests there fail while these are stale.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = await rolldown({
  cwd: root,
  platform: 'node',
  input: { page: 'test/hazards/hazards-page.ts', data: 'test/hazards/hazard-data-of-tests.ts' },
  logLevel: 'silent',
  external: /node_modules/,
});
// Beside the sources, from which their own place leads to the shipped folders.
const folder = `${root}test/.hazards-${process.pid}`;
mkdirSync(folder);
try {
  await made.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  const { hazardsPage } = await import(`${folder}/page.mjs`);
  writeFileSync(`${root}docs/hazards.md`, hazardsPage());
  const { hazardDataText } = await import(`${folder}/data.mjs`);
  mkdirSync(`${root}qualification`, { recursive: true });
  writeFileSync(`${root}qualification/hazards.json`, hazardDataText());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log('docs/hazards.md, qualification/hazards.json');

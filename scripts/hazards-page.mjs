// `npm run hazards`: writes docs/hazards.md from the hazards of test/hazards. test/hazards/hazards-page.test.ts fails while it is stale.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { outputFiles } = await build({
  entryPoints: [`${root}test/hazards/hazards-page.ts`],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { hazardsPage } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
writeFileSync(`${root}docs/hazards.md`, hazardsPage());
console.log('docs/hazards.md');

// `npm run hazards`: writes docs/hazards.md from the hazards of test/hazards. test/hazards/hazards-page.test.ts fails while it is stale.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = await rolldown({ cwd: root, platform: 'node', input: 'test/hazards/hazards-page.ts', logLevel: 'silent' });
const { output } = await made.generate({ format: 'esm', codeSplitting: false });
const { hazardsPage } = await import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
writeFileSync(`${root}docs/hazards.md`, hazardsPage());
console.log('docs/hazards.md');

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadChunksWithCodeCache } from './code-cache.ts';

/** Entry of a further thread of the bundled command. */
loadChunksWithCodeCache(join(__dirname, 'command'));
const { answerShare }: typeof import('./gate-worker.ts') = createRequire(import.meta.url)('./command/gate-worker.cjs');
answerShare();

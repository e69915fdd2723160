import { createRequire } from 'node:module';
import { loadChunksWithCodeCache } from './code-cache.ts';

/** Entry of a further thread of the bundled command. */
loadChunksWithCodeCache();
const { answerShare }: typeof import('./gate-worker.ts') = createRequire(import.meta.url)('./command/gate-worker.cjs');
answerShare();

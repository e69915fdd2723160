import { join } from 'node:path';
import { openChunks } from '../chunks.ts';

/** Entry of a further thread of the bundled command. */
const { answerShare } = openChunks(join(__dirname, 'command'), require)('gate-worker.cjs') as typeof import('./gate-worker.ts');
answerShare();

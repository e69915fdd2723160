import { join } from 'node:path';

/** Entry of a further thread of the bundled command. */
const { answerShare } = require(join(__dirname, 'command', 'gate-worker.cjs')) as typeof import('./gate-worker.ts');
answerShare();

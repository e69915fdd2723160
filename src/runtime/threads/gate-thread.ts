import { join } from 'node:path';

/** Entry of a thread: the same bundle for every command. */
const { answerTasks } = require(join(__dirname, 'command', 'gate-worker.cjs')) as typeof import('./gate-worker.ts');
answerTasks();

import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../errors.ts';
import { type GateFileAnswer, type GateFileShare, gateShare } from './gate-file.ts';

/** A further thread over one large file: takes its share and answers once. */
function answer(share: GateFileShare): GateFileAnswer {
  try {
    return { kind: 'state', state: gateShare(share) };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', code: error.code, message: error.message, place: error.place };
    throw error;
  }
}

parentPort?.postMessage(answer(workerData));

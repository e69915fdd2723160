import type { Output } from './output.ts';

/** The files made of a release result beside `result.json` itself. Adding one is a file and a line here. */
export const outputs: readonly Output[] = [];

import { deflateSync } from 'node:zlib';
import { renderOutputs } from '../../outputs/render-outputs.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { sha256Of } from '../disk/files.ts';
import type { RenderedFile, ThreadTask } from './task.ts';

/** The files of a result folder that are made of its result, its figures and its envelope, with their hashes. */
export function renderFiles(task: Extract<ThreadTask, { kind: 'render' }>): readonly RenderedFile[] {
  const { result, figures, envelope, language } = task;
  const deflate = (bytes: Uint8Array) => deflateSync(bytes, { level: 6 });
  const figuresFile = { path: 'figures.json', bytes: canonicalJson(figures) };
  const files = [figuresFile, ...renderOutputs({ result, figures, envelope, language, deflate })];
  return files.map((file) => ({ ...file, sha256: sha256Of(file.bytes) }));
}

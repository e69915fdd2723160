import { deflateSync } from 'node:zlib';
import { renderOutputs } from '../../outputs/files/render-outputs.ts';
import { openRasters } from '../../outputs/plots/density-raster.ts';
import type { Rasters } from '../../outputs/rasters.ts';
import type { Figures } from '../../results/figures.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { sha256Of } from '../disk/files.ts';
import type { RenderedFile, ThreadTask } from './task.ts';

/** What a thread that renders keeps from one lot to the next. */
export function openRendering(): Rasters {
  return openRasters((bytes) => deflateSync(bytes, { level: 6 }));
}

const encoder = new TextEncoder();

/** The files of a result folder that are made of its result, its figures and its envelope, with their hashes. */
export function renderFiles(task: Extract<ThreadTask, { kind: 'render' }>, rasters: Rasters): readonly RenderedFile[] {
  const { resultJson, figuresJson, envelope, language } = task;
  // Our own canonical JSON, made a moment ago.
  const result = JSON.parse(resultJson) as ReleaseResult;
  const figures = JSON.parse(figuresJson) as Figures;
  const files = [{ path: 'figures.json', bytes: figuresJson }, ...renderOutputs({ result, figures, envelope, language, rasters })];
  return files.map(({ path, bytes: content }) => {
    const bytes = typeof content === 'string' ? encoder.encode(content) : Uint8Array.from(content);
    return { path, bytes, sha256: sha256Of(bytes) };
  });
}

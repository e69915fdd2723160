import { dirname, join } from 'node:path';
import type { QualificationCheck, QualificationPart } from '../../results/qualification.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { parseReleaseResult } from '../../results/release-result-schema.ts';
import { makeFolders, messageOf } from '../disk/disk.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import { openEngine } from '../run/engine.ts';
import type { Threads } from '../threads/threads.ts';
import type { ExpectedValue, ReferenceCase } from './reference-case.ts';

/** What the cases are done with. */
export interface QualifyingMeans {
  readonly surroundings: Surroundings;
  readonly threads: Threads;
  /** An empty folder for what the cases write. */
  readonly workFolder: string;
}

/** Runs every reference case in a folder of its own, from the export folder to the published results, and compares these with what must come out. */
export async function runReferenceCases(cases: readonly ReferenceCase[], means: QualifyingMeans): Promise<readonly QualificationPart[]> {
  const parts: QualificationPart[] = [];
  for (const one of cases) parts.push(await runReferenceCase(one, means));
  return parts;
}

async function runReferenceCase(one: ReferenceCase, means: QualifyingMeans): Promise<QualificationPart> {
  const part = { id: one.id, title: one.title, source: one.source };
  try {
    const results = await publishedResults(one, 'first', means);
    const again = await publishedResults(one, 'again', means);
    return { ...part, checks: [...one.expected.map((expected) => check(expected, results)), sameBytes(results, again)] };
  } catch (error) {
    return {
      ...part,
      checks: one.expected.map((expected) => ({ ...named(expected), found: messageOf(error), outcome: 'failed' as const })),
    };
  }
}

interface Published {
  readonly result: ReleaseResult;
  readonly sha256: string;
}

async function publishedResults(
  one: ReferenceCase,
  turn: 'first' | 'again',
  { surroundings, threads, workFolder }: QualifyingMeans,
): Promise<ReadonlyMap<string, Published>> {
  const { disk } = surroundings;
  const folder = join(workFolder, `${one.id}-${turn}`);
  for (const [path, content] of one.files()) {
    makeFolders(disk, dirname(join(folder, path)));
    disk.writeNew(join(folder, path), typeof content === 'string' ? Buffer.from(content) : content);
  }
  const engine = openEngine({ surroundings, threads });
  const { lots } = await engine.run({
    folder: join(folder, 'export'),
    pipeline: join(folder, 'method/pipeline.yaml'),
    specification: null,
    out: join(folder, 'out'),
    lot: null,
    language: 'en',
    progress: 'quiet',
  });
  return new Map(
    lots.map((lot) => [
      lot.lot,
      { result: parseReleaseResult(JSON.parse(disk.readText(join(lot.folder, 'result.json')))), sha256: lot.resultSha256 },
    ]),
  );
}

function check(expected: ExpectedValue, results: ReadonlyMap<string, Published>): QualificationCheck {
  const result = results.get(expected.lot)?.result;
  const found = result === undefined ? null : lookedAt(expected, result);
  const right =
    found !== null && (expected.looked === 'code' ? found.includes(expected.value) : found.some((one) => agrees(one, expected)));
  return { ...named(expected), found: found === null ? 'no such result' : found.join(', '), outcome: right ? 'passed' : 'failed' };
}

function agrees(found: number | string, { value, within = 0 }: ExpectedValue): boolean {
  if (typeof found !== 'number' || typeof value !== 'number') return found === value;
  return Math.abs(found - value) <= within * Math.abs(value);
}

function named({ lot, row, looked, value, within }: ExpectedValue): Omit<QualificationCheck, 'found' | 'outcome'> {
  const text = [lot, ...(row === null ? [] : [row]), looked].join(' ');
  return {
    id: text,
    title: { en: text, zh: text },
    expected: within === undefined ? String(value) : `${value} (relative ${within})`,
  };
}

function lookedAt({ row, looked }: ExpectedValue, { attributes, disposition }: ReleaseResult): readonly (number | string)[] | null {
  if (row === null) return looked === 'disposition' ? [disposition.proposed] : disposition.held.map(({ code }) => code);
  const found = attributes.find((one) => one.criterion?.id === row);
  if (found === undefined) return null;
  const numbers = { estimate: found.estimate, lower: found.interval?.lower ?? null, upper: found.interval?.upper ?? null };
  if (looked === 'outcome') return [found.outcome];
  if (looked === 'code') return found.reasons.map(({ code }) => code);
  const number = looked === 'disposition' ? null : numbers[looked];
  return number === null ? ['none'] : [number];
}

/** The same folder twice gives the same bytes. */
function sameBytes(first: ReadonlyMap<string, Published>, again: ReadonlyMap<string, Published>): QualificationCheck {
  const hashes = (results: ReadonlyMap<string, Published>): string =>
    [...results].map(([lot, { sha256 }]) => `${lot} ${sha256.slice(0, 16)}`).join(', ');
  const [expected, found] = [hashes(first), hashes(again)];
  return {
    id: 'same-bytes',
    title: { en: 'Once more: the same bytes of result.json', zh: '再次运行：result.json 字节相同' },
    expected,
    found,
    outcome: expected === found ? 'passed' : 'failed',
  };
}

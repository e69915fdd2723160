import { basename } from 'node:path';
import { InputError } from '../errors.ts';
import type { GateSet } from '../exchange/gate-document.ts';
import { populationsOf } from '../population/gates/registry.ts';
import type { GatingRequest } from '../population/gating-request.ts';
import type { Population } from '../population/population.ts';
import { readText } from '../runtime/files.ts';
import type { GatedFile } from '../runtime/gate-file.ts';
import { gateFile } from '../runtime/gate-threads.ts';
import { gateText } from './gate-text.ts';
import { writeMembership } from './membership-csv.ts';
import { writeTextOutput } from './output-file.ts';
import { jsonText } from './print-json.ts';
import { printable } from './report-error.ts';

export interface GateOptions {
  readonly gates: string;
  readonly json?: boolean;
  readonly membership?: string;
  readonly gatingMl?: string;
  readonly dataSet: string;
  readonly sample?: string;
  readonly tube?: string;
  readonly threshold: readonly string[];
  readonly exact?: boolean;
}

/** A population as it is printed: its path, its counts, and the count that a workspace stores, where it does. */
export type GatedPopulation = Population & { readonly storedCount?: number };

/** `cytolot gate FILE --gates G`: counts of every population. Departures are also lines on stderr. */
export async function gate(path: string, options: GateOptions): Promise<number> {
  const set = await readGates(path, options);
  const request = requestOf(set, { thresholds: readThresholds(options.threshold), everyEvent: options.membership !== undefined });
  const gated = await gateFile({
    file: path,
    dataSet: readDataSetNumber(options.dataSet),
    request,
    path: options.exact === true ? 'exact' : 'fast',
  });
  warn(gated, set);
  const populations = populationsFound(gated, set);
  if (options.membership !== undefined)
    writeMembership(options.membership, { gated, names: populations.map(({ path: names }) => names.join('/')) });
  if (options.gatingMl !== undefined) {
    const { writeGatingMl } = await import('../exchange/write-gating-ml.ts');
    writeTextOutput(options.gatingMl, writeGatingMl(request, gated.dataSet));
  }
  const shown = { file: gated.dataSet.file, eventCount: gated.result.eventCount, populations };
  process.stdout.write(options.json === true ? `${jsonText(shown)}\n` : printable(gateText(shown)));
  return 0;
}

export async function readGates(path: string, options: GateOptions): Promise<GateSet> {
  const text = readText(options.gates);
  if (!/^\s*</.test(text)) return (await import('./definition-gates.ts')).readDefinitionGates(text, options);
  const { readGateDocument } = await import('../exchange/registry.ts');
  const { chooseSet } = await import('../exchange/gate-document.ts');
  return chooseSet(readGateDocument(text, basename(options.gates)), { file: basename(path), sample: options.sample ?? null });
}

interface RequestOptions {
  readonly thresholds: Readonly<Record<string, number>>;
  readonly everyEvent: boolean;
}

export function requestOf(
  { gates, transforms, matrices, markers, compensation }: GateSet,
  { thresholds, everyEvent }: RequestOptions,
): GatingRequest {
  const membership = everyEvent ? gates.flatMap(populationsOf) : [];
  return { gates, transforms, matrices, markers, compensation, thresholds, quantiles: [], histograms: [], points: [], membership };
}

export function readThresholds(given: readonly string[]): Readonly<Record<string, number>> {
  const pairs = given.map((text): [string, number] => {
    const [, name = '', value = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (name === '' || !Number.isFinite(Number(value))) {
      throw new InputError('usage/bad-argument', `Expected --threshold name=number, found '${text}'.`);
    }
    return [name, Number(value)];
  });
  return Object.fromEntries(pairs);
}

export function readDataSetNumber(asked: string): number {
  const number = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (number < 1) throw new InputError('usage/bad-argument', `Expected a number of a data set from 1 on for --data-set, found '${asked}'.`);
  return number;
}

function populationsFound({ result }: GatedFile, { gates, paths, storedCounts }: GateSet): GatedPopulation[] {
  const names = gates.flatMap(populationsOf);
  return result.populations.map((population, i) => {
    const name = names[i] ?? '';
    const storedCount = storedCounts.get(name);
    return { ...population, path: paths.get(name) ?? population.path, ...(storedCount === undefined ? {} : { storedCount }) };
  });
}

function warn({ dataSet }: GatedFile, { notes }: GateSet): void {
  for (const { code, message } of dataSet.departures) {
    process.stderr.write(printable(`warning: ${dataSet.file}, data set ${dataSet.number}: ${message} [${code}]\n`));
  }
  for (const note of notes) process.stderr.write(printable(`warning: ${note}\n`));
}

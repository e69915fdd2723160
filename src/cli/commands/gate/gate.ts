import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import type { GateSet } from '../../../exchange/document/gate-document.ts';
import { type GateNote, gateNote } from '../../../exchange/document/notes.ts';
import { besideStored, storedNotes } from '../../../exchange/document/stored-counts.ts';
import { countedWithoutPlace, withoutPlaceGates } from '../../../exchange/document/without-place.ts';
import { populationsOf } from '../../../population/gates/registry.ts';
import type { GatingRequest } from '../../../population/gating-request.ts';
import { refuseTaken, writeOutputFile } from '../../../runtime/disk/output-file.ts';
import { gateFile, gateFiles } from '../../../runtime/threads/gate-threads.ts';
import type { GatedDataSet, GateFileTask } from '../../../runtime/threads/task.ts';
import type { Threads } from '../../../runtime/threads/threads.ts';
import { dataSetOfFile } from '../../inputs/data-set-of-file.ts';
import { gatingHelp } from '../../inputs/gating-help.ts';
import { filesOfDefinition, outputTarget } from '../../inputs/output-target.ts';
import { readGateText } from '../../inputs/read-gate-text.ts';
import { withUnpacked } from '../../inputs/unpacked-archives.ts';
import { warnOfDepartures } from '../../terminal/departure-warnings.ts';
import { reportError } from '../../terminal/report-error.ts';
import { terminal } from '../../terminal/terminal.ts';
import type { Said } from '../../terminal/with-text.ts';
import type { GatedFileShown, GateOptions } from './gate-record.ts';
import { gateText } from './gate-text.ts';
import { writeMembership } from './membership-csv.ts';
import { outsideNotes } from './outside-data.ts';

/** `cytolot gate FILE… --gates G`: counts of every population. Departures are also lines on stderr. Of an archive all FCS files are gated. */
export function gate(paths: readonly string[], options: GateOptions, threads: Threads | null = null): Promise<number> {
  return withUnpacked(paths, (files) => gateAll(files, options, threads));
}

async function gateAll(paths: readonly string[], options: GateOptions, threads: Threads | null): Promise<number> {
  const [path] = paths;
  const gatesOf = await openGates(options);
  if (path === undefined || paths.length > 1) return gateSeveral(paths, { gatesOf, options, threads });
  const outputs = [options.membership, options.gatingMl].flatMap((output) => output ?? []);
  const inputs = outputs.length === 0 ? [] : [path, ...(await filesOfDefinition(options.gates))];
  const targetOf = (output: string) => outputTarget(output, inputs, options);
  for (const output of outputs) refuseTaken(targetOf(output));
  const set = gatesOf(path);
  const task = taskOf(path, { set, options });
  const again = (asked: GateFileTask) => gateFile(asked, gatingHelp(threads));
  const gated = await again(task);
  const shown = await shownOf(gated, { set, task, again });
  await warn(gated, shown);
  if (options.membership !== undefined) {
    const names = set.heading === 'name' ? set.gates.flatMap(populationsOf) : shown.populations.map(({ path: parts }) => parts.join('/'));
    writeMembership(targetOf(options.membership), { gated, names });
  }
  if (options.gatingMl !== undefined) {
    const { writeGatingMl } = await import('../../../exchange/gating-ml/write-gating-ml.ts');
    writeOutputFile(targetOf(options.gatingMl), Buffer.from(writeGatingMl(task.request, gated.dataSet)));
  }
  if (options.json === true) terminal.json(shown);
  else terminal.out(gateText(shown));
  return 0;
}

type GatesOfFile = (path: string) => GateSet;

/** One bad file does not stop the others: it has an error in its place, and the exit code says so. */
async function gateSeveral(
  paths: readonly string[],
  { gatesOf, options, threads }: { readonly gatesOf: GatesOfFile; readonly options: GateOptions; readonly threads: Threads | null },
): Promise<number> {
  if (options.membership !== undefined || options.gatingMl !== undefined) {
    throw new InputError('usage/bad-argument', `Expected one file for --membership or --gating-ml, found ${paths.length}.`);
  }
  const sets = paths.map(gatesOf);
  // One task for each set, so that files share its request and what is compiled of it.
  const tasks = new Map([...new Set(sets)].map((set) => [set, taskOf('', { set, options })]));
  const outcomes = await gateFiles(
    paths.map((path, i) => ({ ...tasks.get(sets[i]!)!, file: { path, stamp: null } })),
    gatingHelp(threads),
  );
  let exitCode = 0;
  const shown: (GatedFileShown | { readonly file: string; readonly error: Pick<InputError, 'code' | 'message'> })[] = [];
  const again = (asked: GateFileTask) => gateFile(asked, gatingHelp(threads));
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.kind === 'gated') {
      const task = { ...tasks.get(sets[i]!)!, file: { path: paths[i] ?? '', stamp: null } };
      const file = await shownOf(outcome.gated, { set: sets[i]!, task, again });
      await warn(outcome.gated, file);
      shown.push(file);
    } else {
      const { code, message, place } = outcome;
      exitCode = Math.max(exitCode, reportError(new InputError(code, message, { file: basename(paths[i] ?? ''), ...place })));
      shown.push({ file: basename(paths[i] ?? ''), error: { code, message } });
    }
  }
  const asText = () => shown.flatMap((file) => ('error' in file ? [] : [gateText(file)])).join('\n');
  if (options.json === true) terminal.json({ files: shown });
  else terminal.out(asText());
  return exitCode;
}

function taskOf(path: string, { set, options }: { readonly set: GateSet; readonly options: GateOptions }): GateFileTask {
  const asked = gatingRequestOf(set, { thresholds: readThresholds(options.threshold), everyEvent: options.membership !== undefined });
  const request = { ...asked, gates: [...asked.gates, ...withoutPlaceGates(asked)] };
  return {
    file: { path, stamp: null },
    dataSet: readDataSetNumber(options.dataSet),
    request,
    path: options.exact === true ? 'exact' : 'fast',
  };
}

interface Gated {
  readonly set: GateSet;
  readonly task: GateFileTask;
  readonly again: (task: GateFileTask) => Promise<GatedDataSet>;
}

async function shownOf(gated: GatedDataSet, { set, task, again }: Gated): Promise<GatedFileShown> {
  const own = set.gates.flatMap(populationsOf).length;
  const withoutPlace = countedWithoutPlace(withoutPlaceGates(set), gated.result.populations.slice(own));
  const { file } = gated.dataSet;
  const events = gated.result.eventCount;
  const populations = besideStored(gated.result.populations, set);
  const lost = withoutPlace.map((one) => gateNote('gate-file/without-place', { ...one, events }, { file }));
  const outside = await outsideNotes({ set, task, gated, again });
  const notes = await said([...set.notes, ...storedNotes(set, gated.dataSet, populations), ...lost, ...outside]);
  return {
    file,
    eventCount: events,
    populations,
    ...(withoutPlace.length === 0 ? {} : { withoutPlace }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** The gates that `--gates` gives for one file. */
export async function readGates(path: string, options: GateOptions): Promise<GateSet> {
  return (await openGates(options))(path);
}

/** Reads `--gates` once; a workspace has a set for each of its samples. */
async function openGates(options: GateOptions): Promise<GatesOfFile> {
  const text = readGateText(options.gates);
  if (!/^\s*</.test(text)) {
    const { readDefinitionGates } = await import('./definition-gates.ts');
    const set = await readDefinitionGates(text, options);
    return () => set;
  }
  const { readGateDocument } = await import('../../../exchange/registry.ts');
  const { chooseSet } = await import('../../../exchange/document/gate-document.ts');
  const document = readGateDocument(text, basename(options.gates));
  const dataSet = readDataSetNumber(options.dataSet);
  const { fitToFile } = await import('../../../exchange/document/fit-to-file.ts');
  return (path) => {
    const keywords = () => dataSetOfFile(path, dataSet)?.keywords ?? new Map<string, string>();
    const set = chooseSet(document, { file: basename(path), keywords, sample: options.sample ?? null });
    // A workspace names parameters in its own way; Gating-ML by the standard's names.
    const own = set.sample === null ? null : dataSetOfFile(path, dataSet);
    return own === null ? set : fitToFile(set, own);
  };
}

interface RequestOptions {
  readonly thresholds: Readonly<Record<string, number>>;
  readonly everyEvent: boolean;
}

export function gatingRequestOf(
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

/** Sentences are loaded only where there is something to say. */
async function said(notes: readonly GateNote[]): Promise<readonly Said<GateNote>[]> {
  if (notes.length === 0) return [];
  const { withText } = await import('../../terminal/with-text.ts');
  return notes.map(withText);
}

async function warn({ dataSet }: GatedDataSet, { notes = [] }: GatedFileShown): Promise<void> {
  await warnOfDepartures(dataSet, dataSet.departures);
  if (notes.length === 0) return;
  const { gateNoteLine } = await import('../../terminal/gate-note-line.ts');
  for (const note of notes) terminal.line(`warning: ${gateNoteLine(note)} [${note.code}]`);
}

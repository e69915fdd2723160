import { InputError } from '../../../errors.ts';
import type { KeywordPair } from '../../../fcs/encoding/encode-head.ts';
import type { ByteSource, FcsDataSet } from '../../../fcs/fcs-file.ts';
import { acquisitionOf } from '../../../fcs/keywords/acquisition.ts';
import { readDataSets } from '../../../fcs/reading/data-set.ts';
import { populationsOf } from '../../../population/gates/registry.ts';
import { openByteSource, sha256OfSource } from '../../../runtime/disk/files.ts';
import { createOutputFile, refuseTaken } from '../../../runtime/disk/output-file.ts';
import { countChosen, type EventExport, type ExportedValues, exportCsv, exportFcs, exportParquet } from '../../../runtime/export-events.ts';
import { gateFile } from '../../../runtime/threads/gate-threads.ts';
import { version as softwareVersion } from '../../../version.ts';
import { gatingHelp } from '../../inputs/gating-help.ts';
import { filesOfDefinition, outputTarget } from '../../inputs/output-target.ts';
import { warnOfDepartures } from '../../terminal/departure-warnings.ts';
import { terminal } from '../../terminal/terminal.ts';
import { gatingRequestOf, readDataSetNumber, readGates, readThresholds } from '../gate/gate.ts';

interface ExportOptions {
  readonly out: string;
  readonly force?: boolean;
  readonly format?: string;
  readonly values: string;
  readonly dataSet: string;
  readonly gates?: string;
  readonly population?: string;
  readonly sample?: string;
  readonly tube?: string;
  readonly threshold: readonly string[];
}

type Format = 'fcs3.1' | 'fcs3.2' | 'csv' | 'parquet';

/** `cytolot export FILE --out OUT`: a data set, or one population of it, as FCS 3.1 or 3.2, CSV or Parquet. */
export async function exportEvents(path: string, options: ExportOptions): Promise<number> {
  const format = readFormat(options);
  const values = readValues(options);
  const target = outputTarget(options.out, [path, ...(await filesOfDefinition(options.gates))], options);
  refuseTaken(target);
  const source = openByteSource({ path });
  try {
    const dataSet = chooseDataSet(source, readDataSetNumber(options.dataSet));
    const chosen = await choosePopulation(path, options);
    const output = createOutputFile(target);
    try {
      await writeEvents({ source, dataSet, chosen, output }, { format, values, provenance: provenanceOf(source, dataSet, options) });
      output.publish();
    } finally {
      output.discard();
    }
    await warnOfDepartures(dataSet, dataSet.departures);
    if (dataSet.analysis !== undefined) terminal.line(`warning: ${dataSet.file}: the ANALYSIS segment is not written`);
    terminal.out(`${options.out}: ${countChosen({ dataSet, chosen })} of ${dataSet.eventCount} events, ${format}\n`);
    return 0;
  } finally {
    source.close();
  }
}

const formats: readonly Format[] = ['fcs3.1', 'fcs3.2', 'csv', 'parquet'];

/** The format asked for, else the one that the name of the output ends in. */
function readFormat({ format, out }: ExportOptions): Format {
  const ending = out.toLowerCase().split('.').at(-1) ?? '';
  const wanted = format ?? (ending === 'fcs' ? 'fcs3.1' : ending);
  const known = formats.find((one) => one === wanted);
  if (known !== undefined) return known;
  throw new InputError(
    'usage/bad-argument',
    `Expected ${formats.join(', ')} for --format, or an output that ends in .fcs, .csv or .parquet; found '${format ?? out}'.`,
  );
}

function readValues({ values }: ExportOptions): ExportedValues {
  if (values === 'stored' || values === 'scale') return values;
  throw new InputError('usage/bad-argument', `Expected 'stored' or 'scale' for --values, found '${values}'.`);
}

function chooseDataSet(source: ByteSource, number: number): FcsDataSet {
  const dataSets = readDataSets(source);
  const dataSet = dataSets[number - 1];
  if (dataSet !== undefined) return dataSet;
  throw new InputError('fcs/no-such-data-set', `Expected data set ${number}, found ${dataSets.length} in the file.`, { file: source.name });
}

/** The events of the population that was asked for, one bit each; `null` for all. */
async function choosePopulation(path: string, options: ExportOptions): Promise<Uint8Array | null> {
  const { gates, population } = options;
  if (gates === undefined && population === undefined) return null;
  if (gates === undefined || population === undefined)
    throw new InputError('usage/bad-argument', 'Expected --gates and --population together, found one of them.');
  const set = await readGates(path, { ...options, gates });
  const request = gatingRequestOf(set, { thresholds: readThresholds(options.threshold), everyEvent: true });
  const { result } = await gateFile(
    { file: { path, stamp: null }, dataSet: readDataSetNumber(options.dataSet), request, path: 'fast' },
    gatingHelp(null),
  );
  const names = set.gates.flatMap(populationsOf);
  const paths = names.map((name, index) => (set.paths.get(name) ?? result.populations[index]?.path ?? [name]).join('/'));
  const position = Math.max(paths.indexOf(population), names.indexOf(population));
  const bits = result.membership?.[position]?.bits;
  if (bits !== undefined) return bits;
  throw new InputError(
    'usage/bad-argument',
    `Expected one of the populations ${paths.join(', ')} for --population, found '${population}'.`,
  );
}

/** Where the events come from; FCS 3.1 has $ORIGINALITY and $LAST_MODIFIER for it. No clock: the same input gives the same bytes. */
function provenanceOf(source: ByteSource, dataSet: FcsDataSet, { population }: ExportOptions): readonly KeywordPair[] {
  return [
    ['$ORIGINALITY', population === undefined ? originalityOfCopy(dataSet) : 'DataModified'],
    ['$LAST_MODIFIER', `cytolot ${softwareVersion}`],
    ['CYTOLOT SOURCE', source.name],
    ['CYTOLOT SOURCE SHA256', sha256OfSource(source)],
    ...(population === undefined ? [] : [['CYTOLOT POPULATION', population] as const]),
  ];
}

/** A copy of what was modified, appended or is of unknown origin is no less so. */
function originalityOfCopy(dataSet: FcsDataSet): string {
  const { originality } = acquisitionOf(dataSet);
  return originality === null || originality === 'Original' ? 'NonDataModified' : originality;
}

interface Writing {
  readonly format: Format;
  readonly values: ExportedValues;
  readonly provenance: readonly KeywordPair[];
}

async function writeEvents(events: EventExport, { format, values, provenance }: Writing): Promise<void> {
  if (format === 'csv') exportCsv(events, values);
  else if (format === 'parquet') await exportParquet(events, values);
  else exportFcs(events, { version: format === 'fcs3.2' ? 'FCS3.2' : 'FCS3.1', provenance });
}

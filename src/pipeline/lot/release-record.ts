import type { Title } from '../../attributes/attribute-result.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { messageKey } from '../../message.ts';
import { compareCodeUnits } from '../../order.ts';
import { assembleReleaseResult } from '../../results/assemble-release-result.ts';
import type { ControlRecord } from '../../results/control-record.ts';
import type { InputUse } from '../../results/input-use.ts';
import type { InputRecord, LotRecord, ReleaseResult } from '../../results/release-result.ts';
import type { RevisionDays, ServingRevision } from '../../specification/revisions.ts';
import type { Specification } from '../../specification/specification.ts';
import { subjectFolderName } from '../../subject.ts';
import { version } from '../../version.ts';
import { departuresOf } from '../binding/listed-date.ts';
import { occasionKey } from '../binding/plan.ts';
import type { Binding } from '../binding.ts';
import type { AnalysedLot } from './analyse-lot.ts';
import { clusterRecords } from './cluster-records.ts';
import { gatedFileRecords } from './gated-file-records.ts';
import type { LotControl, LotMaterial } from './lot-context.ts';
import { plateAssayRecords } from './plate-assay-records.ts';
import { reagentsOfLot } from './reagents-of-lot.ts';
import { type TypedTables, withTyped } from './typed-records.ts';
import { type SharedTables, usedCounts, usedRows } from './used-rows.ts';

/** A file of the export folder, or beside the definition, with its hash. */
export interface HashedFile {
  readonly path: string;
  readonly bytes: number;
  /** `null` where it could not be taken, or the file changed: what it serves is held. */
  readonly sha256: string | null;
}

export interface RecordParts {
  readonly definitionSha256: string;
  readonly serving: ServingRevision<LoadedRevision>;
  /** Files beside the definition that the result depends on. */
  readonly methodFiles: readonly (HashedFile & { readonly kind: 'reference-standards' | 'reagent-register' | 'spillover' })[];
  readonly files: ReadonlyMap<string, HashedFile>;
  readonly shared: SharedTables & TypedTables;
  readonly analysed: AnalysedLot;
}

/** A revision of the specification with the SHA-256 of its bytes. */
export interface LoadedRevision extends RevisionDays {
  readonly specification: Specification;
  readonly sha256: string;
}

/** Puts one lot's release result together. */
export function releaseResult(material: LotMaterial, parts: RecordParts): ReleaseResult {
  const { definition } = material;
  const { serving, analysed } = parts;
  const { specification, sha256 } = serving.revision;
  return assembleReleaseResult({
    softwareVersion: version,
    method: {
      id: definition.method.id,
      version: definition.method.version,
      status: definition.method.status,
      title: definition.method.title,
      sha256: parts.definitionSha256,
      ...(definition.release === undefined ? {} : { release: definition.release }),
    },
    specification: {
      id: specification.id,
      revision: specification.revision,
      title: specification.title,
      effectiveFrom: specification.effectiveFrom,
      ...(specification.accepts === undefined ? {} : { accepts: specification.accepts }),
      effectiveTo: specification.effectiveTo ?? null,
      servesBy: { rule: serving.rule, day: serving.day },
      ...doseRecord(specification),
      sha256,
    },
    lot: lotRecord(material, analysed.unusedRows),
    inputs: inputRecords(material, parts),
    controls: [...controlRecords(analysed.controls), ...clusterRecords(material)],
    gating: gatedFileRecords(material, analysed.controls),
    assays: plateAssayRecords(material.assays),
    attributes: withTyped(analysed.attributes, material, parts.shared),
    departures: departureRecords(material),
    occasions: analysed.occasions,
    disposition: analysed.disposition,
  });
}

function doseRecord({ product: { dose } }: Specification): Pick<ReleaseResult['specification'], 'dose'> {
  if (dose === undefined) return {};
  const titleOf = (text: string | Title | undefined) => (typeof text === 'string' ? { en: text, zh: text } : (text ?? null));
  return {
    dose: {
      viableCellsPerMaximumDose: dose.viableCellsPerMaximumDose,
      viableCellsPerKg: dose.viableCellsPerKg ?? null,
      volumeMlPerMaximumDose: dose.volumeMlPerMaximumDose ?? null,
      patientMassKg: dose.patientMassKg ?? null,
      route: titleOf(dose.route),
      indication: titleOf(dose.indication),
      basis: dose.basis ?? null,
    },
  };
}

/** Every binding that serves the lot: samples, their controls, and plates. */
function bindingsOf(material: LotMaterial): Binding[] {
  const { samples, assays } = material.plan;
  const all = [
    ...samples.map((sample) => sample.binding),
    ...samples.flatMap((sample) => sample.controls.flatMap((control) => control.binding ?? [])),
    ...assays.flatMap((assay) => assay.plates.map((plate) => plate.binding)),
  ];
  return [...new Set(all)];
}

function lotRecord(material: LotMaterial, unusedRows: AnalysedLot['unusedRows']): LotRecord {
  const { definition, plan } = material;
  const own = [
    ...plan.samples.map((sample) => sample.binding),
    ...plan.assays.flatMap((assay) => assay.plates.map((plate) => plate.binding)),
  ];
  const dates = sorted(bindingsOf(material).flatMap((binding) => material.acquiredAtOf(binding) ?? []));
  const first = (pick: (binding: Binding) => string | null) => own.map(pick).find((value) => value !== null) ?? null;
  const occasions = [...new Set(own.map((binding) => occasionKey(binding.occasion)))];
  return {
    id: plan.lot,
    product: { id: definition.product.id, title: definition.product.title },
    subject: subjectFolderName(plan.subject),
    purpose: plan.subject.purpose,
    condition: plan.subject.condition,
    timePoint: plan.subject.timePoint,
    processVersion: first((binding) => binding.processVersion),
    drawnAt: sorted(own.flatMap((binding) => binding.drawnAt ?? []))[0] ?? null,
    acquiredFrom: dates[0] ?? null,
    acquiredTo: dates.at(-1) ?? null,
    assayRuns: sorted([...new Set(own.flatMap((binding) => binding.assayRun ?? []))]),
    instruments: sorted([...new Set(own.flatMap((binding) => instrumentOf(material, binding) ?? []))]),
    occasion: occasions.map((key) => key.replace(/ 1$/, '')).join(', '),
    reagents: reagentsOfLot(definition, plan, material.reagents).map(({ row, reagent }) => ({
      assayRun: row.assayRun,
      kind: row.kind,
      lot: row.lot,
      serves: row.serves,
      status: reagent?.status ?? null,
      storage: reagent?.storage ?? null,
      qualifiedFrom: reagent?.qualifiedFrom ?? null,
      retestDate: reagent?.retestDate ?? null,
      expiryDate: reagent?.expiryDate ?? null,
      traceableTo: reagent?.traceableTo ?? null,
    })),
    unusedRows: [...material.unusedRows, ...unusedRows].map(({ place, code, fields }) => ({ place, code, fields })),
  };
}

function instrumentOf(material: LotMaterial, binding: Binding): string | null {
  const dataSet = binding.kind === 'plate' ? null : material.dataSetOf(binding.file, binding.dataSet);
  const cytometer = dataSet === null ? '' : (dataSet.keywords.get('$CYT')?.trim() ?? '');
  const serial = dataSet === null ? '' : (dataSet.keywords.get('$CYTSN')?.trim() ?? '');
  return cytometer === '' ? binding.instrument : [cytometer, serial].filter((part) => part !== '').join(' ');
}

function inputRecords(material: LotMaterial, parts: RecordParts): InputRecord[] {
  const rows = usedRows(material, bindingsOf(material), parts.shared);
  // A file that is named but not there is no input: the lot is held with the reason.
  const fromFolder = bindingsOf(material).flatMap((binding) => {
    const file = parts.files.get(binding.file);
    return file === undefined ? [] : [bindingRecord(material, binding, file)];
  });
  const { inputs } = material.definition;
  const tables = (
    [
      ['sample-list', inputs.sampleList],
      ['external-results', inputs.externalResults],
      ['counts', inputs.counts],
      ['exclusions', inputs.exclusions],
      ['investigations', inputs.investigations],
      ['reagents', inputs.reagents],
    ] as const
  ).flatMap(([kind, name]) =>
    [parts.files.get(name ?? '')].flatMap((file) =>
      file === undefined ? [] : [plainRecord(kind, file, kind === 'counts' ? usedCounts(material, file.path) : rows.get(kind))],
    ),
  );
  const counters = [...new Set(material.counts.flatMap((row) => row.files))]
    .filter((name) => name !== inputs.counts)
    .sort(compareCodeUnits);
  const exports = counters.flatMap((name) => {
    const file = parts.files.get(name);
    return file === undefined ? [] : [plainRecord('counts', file, usedCounts(material, name))];
  });
  const beside = parts.methodFiles.map((file) => plainRecord(file.kind, file, rows.get(file.kind)));
  return [...fromFolder, ...tables, ...exports, ...beside];
}

function plainRecord(kind: InputRecord['kind'], file: HashedFile, rows: readonly string[] | undefined): InputRecord {
  return {
    file: file.path,
    ...(file.sha256 === null ? {} : { sha256: file.sha256 }),
    bytes: file.bytes,
    kind,
    serves: { what: 'table' },
    sample: null,
    assayRun: null,
    acquiredAt: null,
    instrument: null,
    events: null,
    ...(rows === undefined ? {} : { rows }),
  };
}

function bindingRecord(material: LotMaterial, binding: Binding, file: HashedFile): InputRecord {
  const dataSet: FcsDataSet | null = binding.kind === 'plate' ? null : material.dataSetOf(binding.file, binding.dataSet);
  const secondReader = dataSet === null ? null : (material.secondReadingOf?.(binding) ?? null);
  return {
    file: binding.file,
    ...(file.sha256 === null ? {} : { sha256: file.sha256 }),
    bytes: file.bytes,
    kind: binding.kind === 'plate' ? 'plate' : 'fcs',
    serves: useOf(binding),
    sample: binding.kind === 'sample' ? binding.sample : null,
    assayRun: binding.assayRun,
    acquiredAt: material.acquiredAtOf(binding),
    instrument: instrumentOf(material, binding),
    events: dataSet?.eventCount ?? null,
    ...(secondReader === null ? {} : { secondReader }),
  };
}

function useOf({ kind, stage, tube, preparation, control, assay, plate }: Binding): InputUse {
  if (kind === 'control') return { what: 'control', control, tube };
  if (kind === 'plate') return { what: 'assay', assay, plate };
  return { what: 'sample', stage, tube, preparation };
}

function controlRecords(controls: readonly LotControl[]): ControlRecord[] {
  return controls.map((control) => control.checked.record);
}

function departureRecords(material: LotMaterial): ReleaseResult['departures'] {
  const admitted = new Set<string>(material.definition.departures.admit);
  const records = bindingsOf(material).flatMap((binding) =>
    binding.kind === 'plate'
      ? []
      : departuresOf(material.definition, binding, material.dataSetOf(binding.file, binding.dataSet)).map((departure) => ({
          file: binding.file,
          code: departure.code,
          fields: departure.fields,
          admitted: admitted.has(departure.code),
        })),
  );
  return records.sort(
    (a, b) => compareCodeUnits(a.file, b.file) || compareCodeUnits(a.code, b.code) || compareCodeUnits(messageKey(a), messageKey(b)),
  );
}

function sorted(values: readonly string[]): string[] {
  return [...values].sort(compareCodeUnits);
}

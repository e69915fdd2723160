import { attributeNeeds } from '../attributes/registry.ts';
import type { Definition } from '../pipeline/definition.ts';
import type { LotPlan, Plan } from '../pipeline/plan.ts';
import { loadMethod } from '../runtime/load-method.ts';
import { planFolder } from '../runtime/plan-folder.ts';
import { printable } from './report-error.ts';
import { textTable } from './text-table.ts';

interface Options {
  readonly folder?: string;
  readonly specification?: string;
  readonly json?: true;
}

/** `cytolot check`: validates a definition with its specification; with a folder, shows which file would serve what and what is missing. Computes nothing. */
export async function check(pipeline: string, options: Options): Promise<number> {
  const method = await loadMethod(pipeline, options.specification ?? null);
  const { definition, specification } = method;
  const rows = specification.rows
    .filter((row) => !definition.attributes.some((attribute) => attribute.id === row.attribute))
    .map((row) => row.attribute);
  const summary = `${definition.method.id} ${definition.method.version} (${definition.method.status}) with ${specification.id} revision ${specification.revision}: ${definition.tubes.length} tubes, ${definition.assays.length} assays, ${definition.attributes.length} attributes, ${specification.rows.length} rows`;
  const planned = options.folder === undefined ? null : await planFolder(definition, options.folder);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ definition: summary, rowsWithoutAttribute: rows, plan: planned?.plan ?? null }, null, 2)}\n`);
    return 0;
  }
  process.stdout.write(`${printable(summary)}\n`);
  for (const attribute of rows)
    process.stderr.write(
      `warning: the specification asks for '${printable(attribute)}', which the definition does not compute: it will have no valid result\n`,
    );
  if (planned !== null) process.stdout.write(printable(formatPlan(definition, planned.plan)));
  return 0;
}

function formatPlan(definition: Definition, plan: Plan): string {
  const unbound = plan.unbound.length === 0 ? '' : `\nFiles that nothing binds:\n${plan.unbound.map((file) => `  ${file}\n`).join('')}`;
  const notes = plan.notes.length === 0 ? '' : `\n${plan.notes.map((note) => `note: ${note}\n`).join('')}`;
  return `${plan.lots.map((lot) => formatLot(definition, lot)).join('')}${unbound}${notes}`;
}

function formatLot(definition: Definition, lot: LotPlan): string {
  const samples = lot.samples.flatMap((sample) => [
    [
      sample.binding.file,
      `sample, ${sample.stage}`,
      sample.tube,
      sample.binding.assayRun ?? '',
      sample.held.map((reason) => `HELD: ${reason.message}`).join(' '),
    ],
    ...sample.controls.map((control) => [
      control.binding?.file ?? '–',
      `control ${control.name}`,
      sample.tube,
      sample.binding.assayRun ?? '',
      control.reasons.map((reason) => `MISSING: ${reason.message}`).join(' '),
    ]),
  ]);
  const plates = lot.assays.flatMap((assay) =>
    assay.plates.map((plate) => [
      plate.binding.file,
      `assay ${assay.assay}, slot ${plate.slot}`,
      plate.binding.plate ?? '',
      plate.binding.assayRun ?? '',
      plate.held.map((reason) => `HELD: ${reason.message}`).join(' '),
    ]),
  );
  const missing = [
    ...lot.missing.map(({ tube, stage }) => `  MISSING: tube '${tube}' at stage '${stage}'\n`),
    ...assaysWithout(definition, lot).map((assay) => `  MISSING: a plate of assay '${assay}'\n`),
  ];
  return `\nLot ${lot.lot}\n${textTable(['file', 'serves', 'tube or plate', 'assay run', ''], [...samples, ...plates])}${missing.join('')}`;
}

/** Assays that an attribute needs and no plate of the lot serves. */
function assaysWithout(definition: Definition, lot: LotPlan): string[] {
  const needed = new Set(definition.attributes.flatMap((attribute) => attributeNeeds(attribute).assays));
  return [...needed].filter((assay) => !lot.assays.some((known) => known.assay === assay));
}

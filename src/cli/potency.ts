import { basename } from 'node:path';
import { InputError } from '../errors.ts';
import { COMBINATION_VARIANTS, type CombinationVariant, isCombinationVariant } from '../potency/combination-editions.ts';
import { type PotencyMethod, potencyMethodSchema } from '../potency/method.ts';
import type { AssayResult } from '../potency/potency-result.ts';
import { estimateAssay } from '../potency/relative-potency.ts';
import { readBytes } from '../runtime/files.ts';
import { parseHeadings } from './long-table.ts';
import { combineTable } from './potency-combination.ts';
import { type PotencyTable, readPotencyTable } from './potency-table.ts';
import { POTENCY_COLUMNS } from './potency-table-columns.ts';
import { potencyText } from './potency-text.ts';
import { printable } from './report-error.ts';

interface Options {
  readonly reference: string;
  readonly columns?: string;
  readonly layout?: string;
  readonly slots?: string;
  readonly format?: string;
  readonly label?: string;
  readonly method?: string;
  readonly model?: string;
  readonly orientation?: string;
  readonly weights?: string;
  readonly transform?: string;
  readonly interval?: string;
  readonly level?: string;
  readonly fit?: string;
  readonly outliers?: string;
  readonly combine?: string;
  readonly minimum?: string;
  readonly points?: boolean;
  readonly html?: string;
  readonly language?: string;
  readonly json?: boolean;
}

/** `cytolot potency FILE.csv`: relative potency of every test article of every assay of a long table, without a lot. Reasons also go to stderr as warnings. */
export async function potency(file: string, options: Options): Promise<number> {
  const method = await methodOf(options);
  const name = basename(file);
  const table = await readAssays(file, options, method);
  for (const { code, message } of table.notes) warn(name, `${message} [${code}]`);
  const assays = table.assays.map((assay) => estimateAssay(assay, method));
  for (const assay of assays) {
    for (const test of assay.tests) {
      for (const { code, message } of [...test.reasons, ...(test.flags ?? [])])
        warn(name, `assay '${assay.name}', '${test.name}': ${message} [${code}]`);
    }
  }
  const combinations =
    options.combine === undefined ? [] : combineTable(assays, { ...combinationOf(options), level: method.interval.level });
  for (const { test, reasons } of combinations)
    for (const { code, message } of reasons) warn(name, `'${test}', combined: ${message} [${code}]`);
  if (options.html !== undefined) {
    const { writePotencyPage } = await import('./potency-page.ts');
    writePotencyPage({ assays, combinations }, { path: options.html, title: name, language: languageOf(options.language) });
  }
  const result = options.combine === undefined ? { assays } : { assays, combinations };
  process.stdout.write(options.json === true ? `${toJson(result, options.points === true)}\n` : potencyText(assays, combinations, method));
  return 0;
}

/** The assays of a long table, or of a plate-reader export where a layout says what its wells are. */
async function readAssays(file: string, options: Options, method: PotencyMethod): Promise<PotencyTable> {
  if (options.layout === undefined) {
    return readPotencyTable(readBytes(file), {
      file: basename(file),
      headings: parseHeadings(options.columns, POTENCY_COLUMNS),
      reference: options.reference,
    });
  }
  const { readPlateAssays } = await import('./potency-plate.ts');
  return readPlateAssays({ file, layout: options.layout, slots: options.slots, format: options.format, label: options.label, method });
}

function languageOf(text = 'en'): 'en' | 'zh' | 'both' {
  if (text === 'en' || text === 'zh' || text === 'both') return text;
  throw new InputError('usage/bad-argument', `Expected --language to be en, zh or both, found '${text}'.`);
}

function warn(file: string, text: string): void {
  process.stderr.write(`warning: ${printable(`${file}: ${text}`)}\n`);
}

/** `--combine VARIANT` with `--minimum N`. */
function combinationOf({ combine = '', minimum }: Options): { readonly variant: CombinationVariant; readonly minimum: number | null } {
  if (!isCombinationVariant(combine)) {
    const known = Object.keys(COMBINATION_VARIANTS).join(', ');
    throw new InputError('usage/bad-argument', `Expected --combine with one of ${known}, found '${combine}'.`);
  }
  if (minimum === undefined) return { variant: combine, minimum: null };
  const fewest = Number(minimum);
  if (!Number.isInteger(fewest) || fewest < 1)
    throw new InputError('usage/bad-argument', `Expected --minimum with a whole number from 1, found '${minimum}'.`);
  return { variant: combine, minimum: fewest };
}

/** The method: a YAML file with the keys of a definition's `method`, over which single options go. */
async function methodOf(options: Options): Promise<PotencyMethod> {
  const base: Record<string, unknown> =
    options.method === undefined ? { model: '4pl' } : asRecord((await import('./read-yaml.ts')).readYaml(options.method));
  const given = Object.entries({
    model: options.model,
    orientation: options.orientation,
    weights: options.weights === undefined ? undefined : weightsOf(options.weights),
    responseTransform: options.transform,
    fit: options.fit,
    outliers: options.outliers === undefined ? undefined : { test: options.outliers },
  }).filter(([, value]) => value !== undefined);
  const interval = Object.entries({ method: options.interval, level: options.level === undefined ? undefined : Number(options.level) });
  const inner = Object.fromEntries([...Object.entries(asRecord(base.interval)), ...interval.filter(([, value]) => value !== undefined)]);
  const parsed = potencyMethodSchema.safeParse({ ...base, ...Object.fromEntries(given), interval: inner });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw new InputError(
    'potency/bad-model',
    `Expected a potency method, found a fault${path === '' ? '' : ` at '${path}'`}: ${issue?.message ?? 'unknown'}.`,
    {
      ...(options.method === undefined ? {} : { file: basename(options.method) }),
      ...(path === '' ? {} : { path }),
    },
  );
}

/** `1/(a*mean^b)` and `1/fitted^(2p)` on the command line: `mean^1.5`, `fitted^0.8`, `fitted^estimated`. */
function weightsOf(text: string): unknown {
  const power = /^(mean|fitted)\^(estimated|-?\d+(?:\.\d+)?)$/.exec(text);
  if (power === null) return text;
  const exponent = power[2] === 'estimated' ? 'estimated' : Number(power[2]);
  return power[1] === 'mean' ? { mean: { exponent } } : { fitted: { exponent } };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function toJson(result: { readonly assays: readonly AssayResult[] }, withPoints: boolean): string {
  const drop = new Set(withPoints ? [] : ['points', 'residuals']);
  const text = JSON.stringify(result, (key, value: unknown) => (drop.has(key) ? undefined : value));
  // A terminal would act on C1 controls, which JSON.stringify leaves as they are.
  return text.replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

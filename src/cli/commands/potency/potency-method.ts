import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import { parseNumber } from '../../../plates/numbers.ts';
import { ownLimits } from '../../../potency/line-models.ts';
import { type PotencyMethod, potencyMethodSchema } from '../../../potency/method.ts';

/** The options of `cytolot potency` that are keys of a method. */
export interface MethodOptions {
  readonly method?: string;
  readonly model?: string;
  readonly orientation?: string;
  readonly fixed?: string;
  readonly weights?: string;
  readonly transform?: string;
  readonly interval?: string;
  readonly level?: string;
  readonly fit?: string;
  readonly design?: string;
  readonly heterogeneity?: string;
  readonly shared?: string;
  readonly outliers?: string;
  readonly assigned?: string;
  readonly unit?: string;
}

/** The method: a YAML file with the keys of a definition's `method`, over which single options go. */
export async function methodOf(options: MethodOptions): Promise<PotencyMethod> {
  const file = options.method === undefined ? {} : asRecord((await import('../../inputs/read-yaml.ts')).readYaml(options.method));
  const base: Record<string, unknown> = { model: '4pl', ...file };
  const given = Object.entries({
    model: options.model,
    orientation: options.orientation,
    weights: options.weights,
    responseTransform: options.transform,
    fit: options.fit,
    design: options.design,
    heterogeneity: options.heterogeneity,
    shared:
      options.shared === undefined ? undefined : options.shared === 'none' ? [] : options.shared.split(',').map((name) => name.trim()),
    fixed: options.fixed === undefined ? undefined : { ...asRecord(base.fixed), ...fixedOf(options.fixed) },
    assigned: assignedOf(options),
    outliers: options.outliers === undefined ? undefined : { test: options.outliers },
  }).filter(([, value]) => value !== undefined);
  const interval = Object.entries({ method: options.interval, level: options.level === undefined ? undefined : levelOf(options.level) });
  const inner = Object.fromEntries([...Object.entries(asRecord(base.interval)), ...interval.filter(([, value]) => value !== undefined)]);
  checkOwnInterval(options.model ?? base.model, options.interval);
  const parsed = potencyMethodSchema.safeParse({ ...base, ...Object.fromEntries(given), interval: inner });
  if (parsed.success) return parsed.data;
  if (options.method !== undefined && 'model' in file) await checkFile(options.method);
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw new InputError(
    'potency/bad-model',
    `Expected a potency method, found a fault${path === '' ? '' : ` at '${path}'`}: ${(issue?.message ?? 'unknown').replace(/\.$/, '')}.`,
    {
      ...(options.method === undefined ? {} : { file: basename(options.method) }),
      ...(path === '' ? {} : { path }),
    },
  );
}

/** Mistakes of the file itself, each at its line. */
async function checkFile(path: string): Promise<void> {
  const [{ validateYaml }, { parseYamlDocument }, { readText }] = await Promise.all([
    import('../../../pipeline/definition/validate-yaml.ts'),
    import('../../../pipeline/definition/yaml-document.ts'),
    import('../../../runtime/disk/files.ts'),
  ]);
  validateYaml(potencyMethodSchema, parseYamlDocument(readText(path), basename(path)));
}

/** Lines and counts have limits of their own: who asks for others on the command line is told so. */
function checkOwnInterval(model: unknown, interval: string | undefined): void {
  const own = typeof model === 'string' ? ownLimits(model) : null;
  if (own === null || interval === undefined || interval === own) return;
  if (own === 'spearman-kaerber') {
    throw new InputError(
      'usage/bad-argument',
      `Expected no --interval with the model '${own}', whose limits are those of the normal distribution on the logarithm, found '${interval}'.`,
    );
  }
  throw new InputError(
    'usage/bad-argument',
    `Expected --interval fieller with the model '${String(model)}', whose limits always are Fieller's, found '${interval}'.`,
  );
}

/** `--assigned 670 --unit IU/mg`. */
function assignedOf({ assigned, unit }: MethodOptions): { readonly potency: number; readonly unit: string } | undefined {
  if (assigned === undefined && unit === undefined) return undefined;
  const potency = parseNumber(assigned ?? '', '.');
  if (potency !== null && potency > 0 && unit !== undefined && unit.trim() !== '') return { potency, unit: unit.trim() };
  throw new InputError(
    'usage/bad-argument',
    `Expected --assigned as a positive number with --unit, such as --assigned 670 --unit IU/mg, found '${assigned ?? ''}' and '${unit ?? ''}'.`,
  );
}

function levelOf(text: string): number {
  const level = parseNumber(text, '.');
  if (level !== null && level > 0 && level < 1) return level;
  throw new InputError('usage/bad-argument', `Expected --level as a fraction between 0 and 1, such as 0.95, found '${text}'.`);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** `lowerAsymptote=0,upperAsymptote=1` as the key `fixed`. */
function fixedOf(text: string): Record<string, number | { readonly control: string }> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
      const control = value.startsWith('control:') ? value.slice('control:'.length).trim() : '';
      if (control !== '' && (name === 'lowerAsymptote' || name === 'upperAsymptote')) return [name, { control }];
      const number = parseNumber(value, '.');
      if (number === null || (name !== 'lowerAsymptote' && name !== 'upperAsymptote')) {
        throw new InputError(
          'usage/bad-argument',
          `Expected --fixed as lowerAsymptote=0, upperAsymptote=1 or lowerAsymptote=control:NAME, found '${part}'.`,
        );
      }
      return [name, number];
    }),
  );
}

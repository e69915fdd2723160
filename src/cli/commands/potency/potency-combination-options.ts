import { InputError } from '../../../errors.ts';
import { parseNumber } from '../../../plates/numbers.ts';
import { COMBINATION_VARIANTS, EARLIER_VARIANTS, isCombinationVariant } from '../../../potency/combination/combination-editions.ts';
import { combinationSchema } from '../../../potency/combination/combination-schema.ts';
import type { CombinationRequest } from '../../../potency/combination/combine-table.ts';

/** The options of `cytolot potency` about the combination of assays. */
export interface CombinationOptions {
  readonly combine?: string;
  readonly minimum?: string;
  readonly homogeneity?: string;
  readonly gcvLimit?: string;
}

/** `--combine VARIANT` with `--minimum N`, `--homogeneity` and `--gcv-limit`. Errors: usage/bad-argument. */
export function combinationRequest(options: CombinationOptions, level: number): CombinationRequest {
  const { combine = '', minimum, homogeneity, gcvLimit } = options;
  if (!isCombinationVariant(combine)) throw unknownVariant(combine);
  const parsed = combinationSchema.safeParse({
    variant: combine,
    ...(homogeneity === undefined ? {} : { homogeneity: homogeneityOf(homogeneity) }),
  });
  if (!parsed.success) {
    throw bad(
      `Expected --homogeneity with a variant that it suits, found '${homogeneity ?? ''}': ${parsed.error.issues[0]?.message ?? ''}`,
    );
  }
  return {
    variant: combine,
    minimum: minimum === undefined ? null : wholeNumber(minimum),
    level,
    homogeneity: parsed.data.homogeneity,
    ...(gcvLimit === undefined ? {} : { maximumGcvPercent: percent(gcvLimit) }),
  };
}

function unknownVariant(combine: string): InputError {
  const now = EARLIER_VARIANTS.get(combine);
  if (now !== undefined) {
    return bad(
      `Expected --combine ${now}, which is what '${combine}' computed: the text of USP <111> was not at hand. Found '${combine}'.`,
    );
  }
  return bad(`Expected --combine with one of ${Object.keys(COMBINATION_VARIANTS).join(', ')}, found '${combine}'.`);
}

/** `fail`, `information` or `semi-weight`, with `:alpha` behind it. */
function homogeneityOf(text: string): { readonly action: string; readonly alpha?: number } {
  const [action = '', level] = text.split(':');
  const alpha = level === undefined ? undefined : parseNumber(level, '.');
  const isLevel = alpha === undefined || (alpha !== null && alpha > 0 && alpha < 1);
  if (!['fail', 'information', 'semi-weight'].includes(action) || !isLevel) {
    throw bad(`Expected --homogeneity to be fail, information or semi-weight, with a level such as fail:0.05, found '${text}'.`);
  }
  return { action, ...(alpha === undefined || alpha === null ? {} : { alpha }) };
}

function percent(text: string): number {
  const limit = parseNumber(text, '.');
  if (limit === null || !(limit > 0)) throw bad(`Expected --gcv-limit as a positive percentage such as 20, found '${text}'.`);
  return limit;
}

function wholeNumber(text: string): number {
  const fewest = Number(text);
  if (!Number.isInteger(fewest) || fewest < 1) throw bad(`Expected --minimum with a whole number from 1, found '${text}'.`);
  return fewest;
}

function bad(sentence: string): InputError {
  return new InputError('usage/bad-argument', sentence);
}

import * as z from 'zod';

/** Weights whose words are all there is to them. */
const NAMED = ['none', '1/y', '1/y^2', '1/mean', '1/mean^2', '1/fitted', '1/fitted^2', '1/fitted^estimated', '1/variance'] as const;

/**
 * `1/mean^1.5`, `1/fitted^0.8`: QuBAS weights by 1/(A · mean^B) with the B that validation found, and Prism by 1/fitted^K; both mean any number above 0. The size
 * is a mean or a fit: of a single response only the usual powers 1 and 2 are known. 0 would be `none` under another name, and is refused.
 */
const POWER = /^1\/(mean|fitted)\^(?!0+(?:\.0+)?$)(\d+(?:\.\d+)?)$/;

/** The weights of a method in words, as they divide: `1/fitted^2` is one over the square of the fitted response. */
export const weightsSchema = z
  .union([z.enum(NAMED), z.string().regex(POWER, { error: ({ input }) => otherSpelling(input) })], {
    error: ({ input }) => otherSpelling(input),
  })
  .describe(
    'Weights as 1/variance, written as they are: none, 1/y, 1/y^2, 1/mean, 1/mean^2 (mean of the replicates of a sample at a dose), 1/fitted, 1/fitted^2, 1/mean^p and 1/fitted^p with a number p above 0, 1/fitted^estimated (the power by likelihood), 1/variance. Decided once, then the same in every fit and test; those of fitted responses are iterated with the free fits until they settle.',
  );

export type Weights = z.output<typeof weightsSchema>;

/** What is said of weights that are none: an earlier spelling with the present one, anything else with all of them. */
function otherSpelling(input: unknown): string {
  const earlier = earlierSpelling(input);
  const found = typeof input === 'string' ? input : JSON.stringify(input);
  if (earlier === null)
    return `Expected weights of ${NAMED.join(', ')}, or 1/mean^p and 1/fitted^p with a number p above 0, found '${found}'`;
  return `Expected weights in words, '${earlier.now}', found '${found}': ${earlier.because}`;
}

interface Earlier {
  readonly now: string;
  readonly because: string;
}

/** Spellings of earlier versions: `mean^b` was 1/mean^b, `fitted^p` was 1/fitted^(2p); as keys of a method they had a factor that changed no estimate. */
function earlierSpelling(input: unknown): Earlier | null {
  const [of, power] = earlierParts(input);
  if (of === null) return null;
  if (of === 'fitted' && power === 'estimated')
    return { now: '1/fitted^estimated', because: 'that spelling meant 1/fitted^(2p) with p estimated, which is the same weight' };
  const exponent = Number(power);
  if (!Number.isFinite(exponent)) return null;
  if (exponent === 0) return { now: 'none', because: 'a power of 0 gives every response the same weight' };
  if (of === 'fitted')
    return {
      now: `1/fitted^${2 * exponent}`,
      because: `that spelling of an earlier version meant 1/fitted^(2p), here 1/fitted^${2 * exponent}`,
    };
  if (exponent < 0)
    return {
      now: `1/mean^${-exponent}`,
      because: `that spelling of an earlier version meant 1/mean^${exponent}, a weight that grows with the mean`,
    };
  return { now: `1/mean^${exponent}`, because: `that spelling of an earlier version meant 1/mean^${exponent}` };
}

function earlierParts(input: unknown): readonly ['mean' | 'fitted' | null, string] {
  if (typeof input === 'string') {
    const [, of, power = ''] = /^(mean|fitted)\^(estimated|-?\d+(?:\.\d+)?)$/.exec(input.trim()) ?? [];
    return [of === 'mean' || of === 'fitted' ? of : null, power];
  }
  const parsed = z.union([z.object({ mean: POWERED }), z.object({ fitted: POWERED })]).safeParse(input);
  if (!parsed.success) return [null, ''];
  return 'mean' in parsed.data ? ['mean', String(parsed.data.mean.exponent)] : ['fitted', String(parsed.data.fitted.exponent)];
}

const POWERED = z.object({ exponent: z.union([z.number(), z.string()]) });

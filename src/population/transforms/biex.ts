import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { boundKeys } from './bounds.ts';
import { defineTransform, requireParameters, type ScaleTransform } from './scale-transform.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('biex').describe("FlowJo's biexponential scale, by its table of 4,096 channels."),
    T: z.number().default(262144).describe('Top of scale: the linear value that lies at 1 (FlowJo: maxRange).'),
    positive: z.number().default(4.41854).describe('Positive decades (FlowJo: pos).'),
    negative: z.number().default(0).describe('Additional negative decades (FlowJo: neg).'),
    width: z.number().default(-10).describe('Width basis, below 0 (FlowJo: width).'),
    ...boundKeys(),
  }),
);

type Parameters = z.infer<ReturnType<typeof schema>>;

const CHANNELS = 4096;

/** Linear between the channels of FlowJo's table, and on beyond its ends. Not the logicle scale: the two differ near zero. */
function compile(parameters: Parameters): ScaleTransform {
  const { T, positive, negative, width } = parameters;
  const found = `found T = ${T}, positive = ${positive}, negative = ${negative}, width = ${width}`;
  requireParameters(
    T > 0 && positive > 0 && positive <= 20 && negative <= 10 && width < 0,
    'biex',
    `T > 0, 0 < positive <= 20, negative <= 10 and width < 0, ${found}`,
  );
  const table = biexTable(parameters);
  requireParameters(
    table.every((value, i) => Number.isFinite(value) && (i === 0 || value > table[i - 1]!)),
    'biex',
    `a table that rises, ${found}`,
  );
  return {
    type: 'biex',
    forward: (x) => channelOf(table, x) / CHANNELS,
    inverse: (y) => valueAt(table, y * CHANNELS),
    monotone: true,
    lowest: Number.NEGATIVE_INFINITY,
    view: { from: 0, to: 1 },
    ticks: 'decades',
  };
}

/** The linear value of every channel: a e^(p i) - b e^(-n i), shifted to 0 at the channel of zero and odd about it. */
export function biexTable({ T, positive, negative, width: widthBasis }: Parameters): Float64Array {
  const basis = Math.log10(-widthBasis);
  const width = basis < 0.5 || basis > 3 ? 0.5 : basis;
  const extra = Math.max(negative, 0) + width / 2;
  const zero = Math.min(Math.floor((extra * CHANNELS) / (extra + positive - width / 2)), CHANNELS / 2);
  const decades = zero > 0 ? (extra * CHANNELS) / zero : positive - width / 2;
  const share = width / (2 * decades);
  const rise = Math.LN10 * decades;
  const fall = negativeRange(rise, share);
  const scale = Math.exp((rise + fall) * (share + extra / decades));
  const at = (i: number) => Math.exp((i / (CHANNELS + 1)) * rise) - scale * Math.exp((i / (CHANNELS + 1)) * -fall);
  const smallest = T / Math.exp(rise);
  const table = Float64Array.from({ length: CHANNELS + 1 }, (_, i) => (i < zero ? 0 : smallest * (at(i) - at(zero))));
  for (let i = 0; i < zero; i++) table[i] = -(table[2 * zero - i] ?? Number.NaN);
  return table;
}

/** d of 2 (ln d - ln b) + w (b + d) = 0, by bisection to the last digit. */
function negativeRange(b: number, w: number): number {
  if (w === 0) return b;
  let [low, high] = [0, b];
  for (let iteration = 0; iteration < 200 && high - low > 1e-15 * high; iteration++) {
    const middle = (low + high) / 2;
    if (2 * (Math.log(middle) - Math.log(b)) + w * (b + middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function channelOf(table: Float64Array, x: number): number {
  if (!Number.isFinite(x)) return x;
  let [low, high] = [0, CHANNELS];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (table[middle]! <= x) low = middle;
    else high = middle;
  }
  return low + (x - table[low]!) / (table[high]! - table[low]!);
}

function valueAt(table: Float64Array, channel: number): number {
  if (!Number.isFinite(channel)) return channel;
  const low = Math.min(CHANNELS - 1, Math.max(0, Math.floor(channel)));
  return table[low]! + (channel - low) * (table[low + 1]! - table[low]!);
}

export const biex = defineTransform({ id: 'biex', schema, compile });

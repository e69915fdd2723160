/** A rectangle in pixels of the plot area, y downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What labels should not cover: painted bins, outlines, other labels. */
export class Cover {
  readonly #bins: number;
  readonly #side: number;
  readonly #marks: Uint8Array;

  constructor(twelfths: Uint8Array, bins: number, side: number) {
    this.#bins = bins;
    this.#side = side;
    this.#marks = new Uint8Array(bins * bins);
    const marks = this.#marks;
    for (let row = 0; row < bins; row++) {
      const [from, to] = [row * bins, (bins - 1 - row) * bins];
      for (let x = 0; x < bins; x++) marks[to + x] = twelfths[from + x] === 0 ? 0 : 1;
    }
  }

  /** Marks a rectangle, as a label that stands there already, or a step of an outline. */
  mark(box: Box): void {
    const [x0, y0, x1, y1] = this.#binsOf(box);
    for (let y = y0; y < y1; y++) this.#marks.fill(1, y * this.#bins + x0, y * this.#bins + x1);
  }

  /** Number of marked bins under a rectangle. */
  under(box: Box): number {
    const [x0, y0, x1, y1] = this.#binsOf(box);
    const marks = this.#marks;
    let count = 0;
    for (let y = y0; y < y1; y++) for (let at = y * this.#bins + x0; at < y * this.#bins + x1; at++) count += marks[at]!;
    return count;
  }

  #binsOf(box: Box): readonly [number, number, number, number] {
    const scale = this.#bins / this.#side;
    const bin = (pixel: number): number => Math.min(this.#bins, Math.max(0, Math.round(pixel * scale)));
    return [bin(box.x), bin(box.y), bin(box.x + box.width), bin(box.y + box.height)];
  }
}

const GAP = 6;

/** Places at the corners and the middles of the sides: along x, then y, in halves. */
const EIGHT = [
  [2, 0],
  [1, 0],
  [0, 0],
  [2, 2],
  [1, 2],
  [0, 2],
  [2, 1],
  [0, 1],
] as const;

/**
 * Where a label stands: the place that covers the fewest marks of eight along the gate's box; when even that covers some, or the label
 * does not fit inside, the best of eight places around the box.
 */
export function placeLabel(size: { readonly width: number; readonly height: number }, gate: Box, cover: Cover, side: number): Box {
  const inside = EIGHT.map(([h, v]) => ({
    ...size,
    x: gate.x + GAP + ((gate.width - size.width - 2 * GAP) * h) / 2,
    y: gate.y + GAP + ((gate.height - size.height - 2 * GAP) * v) / 2,
  }));
  const outside = EIGHT.map(([h, v]) => ({
    ...size,
    x: gate.x + (h === 0 ? -size.width - GAP : h === 2 ? gate.width + GAP : (gate.width - size.width) / 2),
    y: gate.y + (v === 0 ? -size.height - GAP : v === 2 ? gate.height + GAP : (gate.height - size.height) / 2),
  }));
  const fits = size.width + 2 * GAP <= gate.width && size.height + 2 * GAP <= gate.height;
  const within = fewest(fits ? inside : [], cover, side);
  if (within !== null && within.covered === 0) return within.box;
  const around = fewest(outside, cover, side);
  const best = [within, around].filter((place) => place !== null).sort((a, b) => a.covered - b.covered)[0];
  return best?.box ?? clamped(inside[0] ?? { ...size, x: 0, y: 0 }, side);
}

function fewest(places: readonly Box[], cover: Cover, side: number): { readonly box: Box; readonly covered: number } | null {
  let best: { readonly box: Box; readonly covered: number } | null = null;
  for (const box of places) {
    if (box.x < 0 || box.y < 0 || box.x + box.width > side || box.y + box.height > side) continue;
    const covered = cover.under(box);
    if (best === null || covered < best.covered) best = { box, covered };
  }
  return best;
}

function clamped(box: Box, side: number): Box {
  return { ...box, x: Math.max(2, Math.min(box.x, side - box.width - 2)), y: Math.max(2, Math.min(box.y, side - box.height - 2)) };
}

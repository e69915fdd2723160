/** A rectangle in pixels of the plot area, y downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What labels should not cover: painted bins, outlines, other labels. Queries cost four look-ups whatever the size of the box. */
export class Cover {
  readonly #bins: number;
  readonly #side: number;
  readonly #marks: Uint8Array;
  #sums: Uint32Array | null = null;

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
    this.#sums = null;
  }

  /** Number of marked bins under a rectangle. */
  under(box: Box): number {
    this.#sums ??= sumTable(this.#marks, this.#bins);
    const [x0, y0, x1, y1] = this.#binsOf(box);
    const width = this.#bins + 1;
    const at = (x: number, y: number): number => this.#sums?.[y * width + x] ?? 0;
    return at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
  }

  #binsOf(box: Box): readonly [number, number, number, number] {
    const scale = this.#bins / this.#side;
    const bin = (pixel: number): number => Math.min(this.#bins, Math.max(0, Math.round(pixel * scale)));
    return [bin(box.x), bin(box.y), bin(box.x + box.width), bin(box.y + box.height)];
  }
}

function sumTable(marks: Uint8Array, bins: number): Uint32Array {
  const width = bins + 1;
  const sums = new Uint32Array(width * width);
  for (let y = 0; y < bins; y++) {
    let row = 0;
    for (let x = 0; x < bins; x++) {
      row += marks[y * bins + x]!;
      sums[(y + 1) * width + x + 1] = sums[y * width + x + 1]! + row;
    }
  }
  return sums;
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

/** A (numerator - B) / (denominator - C), as Gating-ML's fratio. */
export interface ParameterRatio {
  readonly numerator: string;
  readonly denominator: string;
  readonly A: number;
  readonly B: number;
  readonly C: number;
  /** What the result is brought between. */
  readonly boundMin?: number;
  readonly boundMax?: number;
}

/** Sum of factor x parameter, plus offset; without parameters it is the number `offset`. */
export interface Line {
  readonly terms: ReadonlyMap<string, number>;
  readonly offset: number;
}

/** One line over another; `bottom: null` is 1. */
export interface LinearFormula {
  readonly top: Line;
  readonly bottom: Line | null;
}

const LONGEST_FORMULA = 1000;

/**
 * What a formula such as `2 * (<FL1-A> + <FL3-A> - 10) / (<FL2-A> + 5)` comes to: a sum of parameters, or one over another. Parameters stand in angle
 * brackets; numbers, + - * / and brackets around them; null for every formula that is neither, or that is not understood.
 */
export function parseLinearFormula(formula: string): LinearFormula | null {
  const tokens = formula.length > LONGEST_FORMULA ? null : tokensOf(formula);
  if (tokens === null) return null;
  const state: ParseState = { tokens, at: 0, depth: 0 };
  const term = parseSum(state);
  if (term === null || state.at !== tokens.length) return null;
  const { top, bottom } = term;
  const lines = bottom === null ? [top] : [top, bottom];
  const isUsable = ({ terms, offset }: Line) =>
    terms.size > 0 && Number.isFinite(offset) && [...terms.values()].every((factor) => Number.isFinite(factor) && factor !== 0);
  return lines.every(isUsable) ? term : null;
}

/** The ratio of two parameters that a formula is; null where it is none. */
export function ratioOf({ top, bottom }: LinearFormula): ParameterRatio | null {
  const [[numerator, above] = [], more] = [...top.terms];
  const [[denominator, below] = [], further] = bottom === null ? [] : [...bottom.terms];
  if (numerator === undefined || denominator === undefined || above === undefined || below === undefined) return null;
  if (more !== undefined || further !== undefined) return null;
  // + 0 turns -0 into 0.
  const ratio = { numerator, denominator, A: above / below, B: -top.offset / above + 0, C: -(bottom?.offset ?? 0) / below + 0 };
  return Number.isFinite(ratio.A) && Number.isFinite(ratio.B) && Number.isFinite(ratio.C) ? ratio : null;
}

function tokensOf(formula: string): string[] | null {
  const tokens = formula.match(/<[^<>]+>|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|[-+*/()]|\S/g) ?? [];
  return tokens.every((token) => token.length > 1 || /[-+*/()\d]/.test(token)) ? tokens : null;
}

interface ParseState {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
}

function parseSum(state: ParseState): LinearFormula | null {
  let term = parseProduct(state);
  for (let sign = state.tokens[state.at]; term !== null && (sign === '+' || sign === '-'); sign = state.tokens[state.at]) {
    state.at += 1;
    const next = parseProduct(state);
    term = next === null ? null : sum(term, sign === '-' ? scaled(next, -1) : next);
  }
  return term;
}

function parseProduct(state: ParseState): LinearFormula | null {
  let term = parseFactor(state);
  for (let sign = state.tokens[state.at]; term !== null && (sign === '*' || sign === '/'); sign = state.tokens[state.at]) {
    state.at += 1;
    const next = parseFactor(state);
    term = next === null ? null : sign === '*' ? product(term, next) : quotient(term, next);
  }
  return term;
}

function parseFactor(state: ParseState): LinearFormula | null {
  const token = state.tokens[state.at] ?? '';
  state.at += 1;
  if (token.startsWith('<')) return { top: { terms: new Map([[token.slice(1, -1), 1]]), offset: 0 }, bottom: null };
  if (/^[.\d]/.test(token)) return { top: { terms: new Map(), offset: Number(token) }, bottom: null };
  if (token !== '(' && token !== '-') return null;
  state.depth += 1;
  if (state.depth > 50) return null;
  const inner = token === '(' ? parseSum(state) : parseFactor(state);
  state.depth -= 1;
  if (token === '-') return inner === null ? null : scaled(inner, -1);
  if (state.tokens[state.at] !== ')') return null;
  state.at += 1;
  return inner;
}

function scaled({ top, bottom }: LinearFormula, factor: number): LinearFormula {
  return { top: { terms: new Map([...top.terms].map(([name, own]) => [name, own * factor])), offset: top.offset * factor }, bottom };
}

function isNumber({ top, bottom }: LinearFormula): boolean {
  return bottom === null && top.terms.size === 0;
}

function sum(a: LinearFormula, b: LinearFormula): LinearFormula | null {
  if (a.bottom !== null || b.bottom !== null) return null;
  const terms = new Map(a.top.terms);
  for (const [name, factor] of b.top.terms) terms.set(name, (terms.get(name) ?? 0) + factor);
  return { top: { terms, offset: a.top.offset + b.top.offset }, bottom: null };
}

function product(a: LinearFormula, b: LinearFormula): LinearFormula | null {
  if (isNumber(a)) return scaled(b, a.top.offset);
  return isNumber(b) ? scaled(a, b.top.offset) : null;
}

function quotient(a: LinearFormula, b: LinearFormula): LinearFormula | null {
  if (isNumber(b)) return b.top.offset === 0 ? null : scaled(a, 1 / b.top.offset);
  return a.bottom === null && b.bottom === null ? { top: a.top, bottom: b.top } : null;
}

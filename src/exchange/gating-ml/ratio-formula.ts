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

/** slope x parameter + offset; without a parameter it is the number `offset`. */
interface Line {
  readonly parameter: string | null;
  readonly slope: number;
  readonly offset: number;
}

/** One line over another. */
interface Quotient {
  readonly top: Line;
  readonly bottom: Line;
}

type Term = Line | Quotient;

const LONGEST_FORMULA = 1000;

/**
 * The ratio that a formula such as `2 * (<FL1-A> - 10) / (<FL2-A> + 5)` is: parameters stand in angle brackets, numbers, + - * / and brackets
 * around them; null for every formula that is not a factor times one line over another, or that is not understood.
 */
export function parseRatioFormula(formula: string): ParameterRatio | null {
  const tokens = formula.length > LONGEST_FORMULA ? null : tokensOf(formula);
  if (tokens === null) return null;
  const state: ParseState = { tokens, at: 0, depth: 0 };
  const term = parseSum(state);
  if (term === null || state.at !== tokens.length || !('top' in term)) return null;
  const { top, bottom } = term;
  if (top.parameter === null || bottom.parameter === null || bottom.slope === 0 || top.slope === 0) return null;
  const ratio = {
    numerator: top.parameter,
    denominator: bottom.parameter,
    A: top.slope / bottom.slope,
    // + 0 turns -0 into 0.
    B: -top.offset / top.slope + 0,
    C: -bottom.offset / bottom.slope + 0,
  };
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

function parseSum(state: ParseState): Term | null {
  let term = parseProduct(state);
  for (let sign = state.tokens[state.at]; term !== null && (sign === '+' || sign === '-'); sign = state.tokens[state.at]) {
    state.at += 1;
    const next = parseProduct(state);
    term = next === null ? null : sum(term, sign === '-' ? scaled(next, -1) : next);
  }
  return term;
}

function parseProduct(state: ParseState): Term | null {
  let term = parseFactor(state);
  for (let sign = state.tokens[state.at]; term !== null && (sign === '*' || sign === '/'); sign = state.tokens[state.at]) {
    state.at += 1;
    const next = parseFactor(state);
    term = next === null ? null : sign === '*' ? product(term, next) : quotient(term, next);
  }
  return term;
}

function parseFactor(state: ParseState): Term | null {
  const token = state.tokens[state.at] ?? '';
  state.at += 1;
  if (token.startsWith('<')) return { parameter: token.slice(1, -1), slope: 1, offset: 0 };
  if (/^[.\d]/.test(token)) return { parameter: null, slope: 0, offset: Number(token) };
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

function scaled(term: Term, factor: number): Term {
  if ('top' in term) return { top: scaledLine(term.top, factor), bottom: term.bottom };
  return scaledLine(term, factor);
}

function scaledLine({ parameter, slope, offset }: Line, factor: number): Line {
  return { parameter, slope: slope * factor, offset: offset * factor };
}

function sum(a: Term, b: Term): Term | null {
  if ('top' in a || 'top' in b || (a.parameter !== null && b.parameter !== null)) return null;
  return { parameter: a.parameter ?? b.parameter, slope: a.slope + b.slope, offset: a.offset + b.offset };
}

function product(a: Term, b: Term): Term | null {
  if (!('top' in a) && a.parameter === null) return scaled(b, a.offset);
  if (!('top' in b) && b.parameter === null) return scaled(a, b.offset);
  return null;
}

function quotient(a: Term, b: Term): Term | null {
  if ('top' in b) return null;
  if (b.parameter === null) return b.offset === 0 ? null : scaled(a, 1 / b.offset);
  return 'top' in a ? null : { top: a, bottom: b };
}

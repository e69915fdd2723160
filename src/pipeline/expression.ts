import type { MathNode } from 'mathjs';
import { InputError, type Place } from '../errors.ts';
import { exp, ln, log10, pow } from '../numerics/elementary.ts';

/** A compiled expression over named numbers. It may give a number that is not finite; the caller decides what that means. */
export interface Expression {
  readonly text: string;
  /** Names that it reads. */
  readonly names: readonly string[];
  readonly evaluate: (values: ReadonlyMap<string, number>) => number;
}

type Evaluate = (values: ReadonlyMap<string, number>) => number;

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': pow,
};

const FUNCTIONS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  abs: ([x = Number.NaN]) => Math.abs(x),
  sqrt: ([x = Number.NaN]) => Math.sqrt(x),
  exp: ([x = Number.NaN]) => exp(x),
  ln: ([x = Number.NaN]) => ln(x),
  log10: ([x = Number.NaN]) => log10(x),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};

const MAX_LENGTH = 500;

/**
 * Compiles an arithmetic expression: numbers, names, `+ - * / ^`, parentheses and abs, sqrt, exp, ln, log10, min, max.
 * mathjs parses; everything outside this list is refused (`definition/bad-expression`), so nothing else of it can run.
 */
export async function compileExpression(text: string, place: Place = {}): Promise<Expression> {
  if (text.length > MAX_LENGTH) throw refuse(`Expected an expression of at most ${MAX_LENGTH} characters, found ${text.length}.`, place);
  const { parseArithmetic } = await import('./parse-arithmetic.ts');
  let node: MathNode;
  try {
    node = parseArithmetic(text);
  } catch (error) {
    throw refuse(`Expected an arithmetic expression, found '${text}': ${error instanceof Error ? error.message : String(error)}`, place);
  }
  const names = new Set<string>();
  const evaluate = compileNode(node, names, place);
  return { text, names: [...names].sort(), evaluate };
}

/** The parts of mathjs's nodes that are looked at. */
interface AnyNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly op?: string;
  readonly fn?: AnyNode | string;
  readonly content?: AnyNode;
  readonly args?: readonly AnyNode[];
}

function compileNode(given: unknown, names: Set<string>, place: Place): Evaluate {
  const node = given as AnyNode;
  const inner = () => (node.args ?? []).map((argument) => compileNode(argument, names, place));
  if (node.type === 'ParenthesisNode') return compileNode(node.content, names, place);
  if (node.type === 'ConstantNode' && typeof node.value === 'number') {
    const { value } = node;
    return () => value;
  }
  if (node.type === 'SymbolNode' && node.name !== undefined) {
    const { name } = node;
    names.add(name);
    return (values) => values.get(name) ?? Number.NaN;
  }
  if (node.type === 'OperatorNode') return compileOperator(node.op ?? '', inner(), place);
  if (node.type === 'FunctionNode') return compileFunction(node, inner(), place);
  throw refuse(`Expected numbers, names, + - * / ^ and ${Object.keys(FUNCTIONS).join(', ')}; found a ${node.type}.`, place);
}

function compileOperator(operator: string, operands: readonly Evaluate[], place: Place): Evaluate {
  const [left, right] = operands;
  if (left !== undefined && right === undefined && operator === '-') return (values) => -left(values);
  if (left !== undefined && right === undefined && operator === '+') return left;
  const apply = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (left === undefined || right === undefined || apply === undefined)
    throw refuse(`Expected one of + - * / ^, found '${operator}'.`, place);
  return (values) => apply(left(values), right(values));
}

function compileFunction(node: AnyNode, operands: readonly Evaluate[], place: Place): Evaluate {
  const name = typeof node.fn === 'object' ? (node.fn.name ?? '') : (node.name ?? '');
  const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (apply === undefined) throw refuse(`Expected one of the functions ${Object.keys(FUNCTIONS).join(', ')}; found '${name}'.`, place);
  const single = name !== 'min' && name !== 'max';
  if (operands.length === 0 || (single && operands.length !== 1))
    throw refuse(`Expected ${single ? 'one argument' : 'arguments'} for ${name}, found ${operands.length}.`, place);
  return (values) => apply(operands.map((operand) => operand(values)));
}

function refuse(sentence: string, place: Place): InputError {
  return new InputError('definition/bad-expression', sentence, place);
}

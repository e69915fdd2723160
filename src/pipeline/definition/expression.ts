import type { MathNode } from 'mathjs';
import { InputError, type Place } from '../../errors.ts';
import {
  ARITHMETIC_FUNCTIONS,
  ARITHMETIC_OPERATORS,
  type Arithmetic,
  type ArithmeticFunction,
  type ArithmeticOperator,
  namesIn,
} from '../../numerics/exact/arithmetic.ts';

/** A compiled expression over named numbers. */
export interface Expression {
  readonly text: string;
  /** Names that it reads, each once. */
  readonly names: readonly string[];
  readonly tree: Arithmetic;
}

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
  const tree = compileNode(node, place);
  return { text, names: [...new Set(namesIn(tree))].sort(), tree };
}

/** The parts of mathjs's nodes that are looked at. */
interface AnyNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly op?: string;
  /** `2 v` for `2 * v`. */
  readonly implicit?: boolean;
  /** `5%` for `5 / 100`, or in `v + 5%` for five per cent of v. */
  readonly isPercentage?: boolean;
  readonly fn?: AnyNode | string;
  readonly content?: AnyNode;
  readonly args?: readonly AnyNode[];
}

function compileNode(given: unknown, place: Place): Arithmetic {
  const node = given as AnyNode;
  const inner = () => (node.args ?? []).map((argument) => compileNode(argument, place));
  if (node.type === 'ParenthesisNode') return compileNode(node.content, place);
  if (node.type === 'ConstantNode' && typeof node.value === 'number' && Number.isFinite(node.value))
    return { kind: 'number', value: node.value };
  if (node.type === 'SymbolNode' && node.name !== undefined) return { kind: 'name', name: node.name };
  if (node.implicit === true)
    throw refuse(
      `Expected an operator between two values, found none (as in '2 v', or '1 / 2 v', which reads as 1 / (2 v)). Write '*'.`,
      place,
    );
  if (node.isPercentage === true) throw refuse(`Expected one of + - * / ^, found '%'. Write '/ 100', and what it is a part of.`, place);
  if (node.type === 'OperatorNode') return compileOperator(node.op ?? '', inner(), place);
  if (node.type === 'FunctionNode') return compileFunction(node, inner(), place);
  throw refuse(`Expected numbers, names, + - * / ^ and ${ARITHMETIC_FUNCTIONS.join(', ')}; found a ${node.type}.`, place);
}

function compileOperator(operator: string, operands: readonly Arithmetic[], place: Place): Arithmetic {
  const [left, right] = operands;
  if (left !== undefined && right === undefined && operator === '-') return { kind: 'negation', of: left };
  if (left !== undefined && right === undefined && operator === '+') return left;
  const known = ARITHMETIC_OPERATORS.find((one): one is ArithmeticOperator => one === operator);
  if (left === undefined || right === undefined || known === undefined)
    throw refuse(`Expected one of + - * / ^, found '${operator}'.`, place);
  return { kind: 'operation', operator: known, left, right };
}

function compileFunction(node: AnyNode, operands: readonly Arithmetic[], place: Place): Arithmetic {
  const name = typeof node.fn === 'object' ? (node.fn.name ?? '') : (node.name ?? '');
  const known = ARITHMETIC_FUNCTIONS.find((one): one is ArithmeticFunction => one === name);
  if (known === undefined) throw refuse(`Expected one of the functions ${ARITHMETIC_FUNCTIONS.join(', ')}; found '${name}'.`, place);
  const single = known !== 'min' && known !== 'max';
  if (operands.length === 0 || (single && operands.length !== 1))
    throw refuse(`Expected ${single ? 'one argument' : 'arguments'} for ${name}, found ${operands.length}.`, place);
  return { kind: 'function', name: known, arguments: operands };
}

function refuse(sentence: string, place: Place): InputError {
  return new InputError('definition/bad-expression', sentence, place);
}

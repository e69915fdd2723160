/** An arithmetic expression as a tree: what a formula is before any number enters it. */
export type Arithmetic =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negation'; readonly of: Arithmetic }
  | { readonly kind: 'operation'; readonly operator: ArithmeticOperator; readonly left: Arithmetic; readonly right: Arithmetic }
  | { readonly kind: 'function'; readonly name: ArithmeticFunction; readonly arguments: readonly Arithmetic[] };

export const ARITHMETIC_OPERATORS = ['+', '-', '*', '/', '^'] as const;
export type ArithmeticOperator = (typeof ARITHMETIC_OPERATORS)[number];

/** `min` and `max` take one argument or more, every other function one. */
export const ARITHMETIC_FUNCTIONS = ['abs', 'sqrt', 'exp', 'ln', 'log10', 'min', 'max'] as const;
export type ArithmeticFunction = (typeof ARITHMETIC_FUNCTIONS)[number];

/** The names in an expression, once for each time they stand there. */
export function namesIn(tree: Arithmetic): readonly string[] {
  if (tree.kind === 'name') return [tree.name];
  if (tree.kind === 'number') return [];
  if (tree.kind === 'negation') return namesIn(tree.of);
  return tree.kind === 'operation' ? [...namesIn(tree.left), ...namesIn(tree.right)] : tree.arguments.flatMap(namesIn);
}

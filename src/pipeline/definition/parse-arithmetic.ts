import { create, type MathNode, parseDependencies } from 'mathjs';

const math = create(parseDependencies ?? {});

/** Parses a text by mathjs's grammar, nothing else of mathjs. In a file of its own, so that it is loaded only where a definition has a formula and the bundle leaves the rest out. */
export function parseArithmetic(text: string): MathNode {
  return math.parse(text) as MathNode;
}

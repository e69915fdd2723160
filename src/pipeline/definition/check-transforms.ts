import type { Gate } from '../../population/gates/registry.ts';
import { compileTransform, findTransform, type NamedTransforms, type Transform } from '../../population/transforms/registry.ts';

/** Compiles every transform that a gate's axes name, as a run would. Throws `population/bad-transform`. */
export function checkGateTransforms(gate: Gate, named: NamedTransforms): void {
  const references = new Map<string, string | Transform>();
  JSON.stringify(gate, (key, value: unknown) => {
    if (key === 'transform' && isReference(value)) references.set(JSON.stringify(value), value);
    return value;
  });
  for (const reference of references.values()) compileTransform(findTransform(reference, named));
}

/** The schema has checked what stands under the key: the name of a transform, or one with its parameters. */
function isReference(value: unknown): value is string | Transform {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && 'type' in value);
}

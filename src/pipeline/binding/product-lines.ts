import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { otherSpelling } from '../../spelling.ts';
import { type Binding, placeOfSource } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineNote } from '../notes.ts';

/** Lines of a sample list for the product of a definition, and those that say no product. Throws `sample-list/bad-row` for another spelling of it. */
export function linesOfProduct({ product }: Definition, listed: readonly Binding[]): readonly Binding[] {
  for (const { product: named, source } of listed)
    if (named !== null && otherSpelling(named, [product.id]) !== null)
      throw new InputError(
        'sample-list/bad-row',
        `Expected the product '${product.id}' as the definition writes it, found '${named}'. Write both alike.`,
        placeOfSource(source),
      );
  return listed.filter((binding) => binding.product === null || binding.product === product.id);
}

/** Says which lines of a sample list are left to other definitions. */
export function otherProducts({ product }: Definition, listed: readonly Binding[]): readonly Message[] {
  const others = listed.flatMap(({ product: named }) => (named === null || named === product.id ? [] : [named]));
  const products = [...new Set(others)].sort();
  return products.length === 0 ? [] : [pipelineNote('sample-list/other-product', { products, rows: others.length, own: product.id })];
}

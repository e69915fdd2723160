import { InputError, InputErrors } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';
import { type LoadedMethod, loadMethod } from '../method/load-method.ts';

/** A definition that a drop folder is watched for, as it was when watching began. */
export interface WatchedProduct {
  readonly product: string;
  readonly pipeline: string;
  readonly method: LoadedMethod;
}

/** Loads the definitions, one a product. Throws every mistake of them, and `usage/bad-argument` for two of one product. */
export async function loadProducts(disk: Disk, pipelines: readonly string[]): Promise<readonly WatchedProduct[]> {
  const products: WatchedProduct[] = [];
  for (const pipeline of pipelines) {
    const method = await loadMethod(pipeline, null, disk);
    const product = method.definition.product.id;
    const other = products.find((one) => one.product === product);
    if (other !== undefined)
      throw new InputError(
        'usage/bad-argument',
        `Expected one definition for a product, found two for '${product}': '${other.pipeline}' and this one. Watch another folder of results for the second.`,
        { file: pipeline },
      );
    products.push({ product, pipeline, method });
  }
  return products;
}

/** Whether every file of a method holds what it held when watching began; one that cannot be used any more does not. */
export async function isAsLoaded(disk: Disk, { pipeline, method }: WatchedProduct): Promise<boolean> {
  try {
    const now = await loadMethod(pipeline, null, disk);
    return JSON.stringify(now.sources) === JSON.stringify(method.sources);
  } catch (error) {
    if (error instanceof InputError || error instanceof InputErrors) return false;
    throw error;
  }
}

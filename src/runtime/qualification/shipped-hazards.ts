import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Disk } from '../disk/disk.ts';
import { type HazardData, parseHazardData } from './hazard-data.ts';
import type { Generate } from './run-hazards.ts';

/** The hazards that came with the build which a file belongs to, and what generates their inputs. */
export async function loadHazards(disk: Disk, builtFile: string): Promise<HazardData & { readonly generate: Generate }> {
  const folder = join(dirname(builtFile), 'qualification');
  const data = parseHazardData(disk.readText(join(folder, 'hazards.json')));
  const generator: unknown = await import(pathToFileURL(join(folder, 'generator/fixtures.mjs')).href);
  const make = fieldOf(generator, 'filesOfFixture');
  return {
    ...data,
    generate: (fixture) => {
      const files: unknown = typeof make === 'function' ? Reflect.apply(make, undefined, [fixture]) : null;
      if (!(files instanceof Map))
        throw new Error(`expected the files of the fixture '${fixture}' from the generator of this build, found none`);
      return new Map(
        [...files].flatMap(([name, bytes]) => (typeof name === 'string' && bytes instanceof Uint8Array ? [[name, bytes]] : [])),
      );
    },
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

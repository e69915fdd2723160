// The library: dist/library/*.cjs for each path of package.json's exports, and an ES module beside each that names what it exports. Synchronous, so what
// is large is loaded by `require` with the first call that needs it, and packages stay packages.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundle, fileName, lazyModules, lazySources, membersOfZod } from './lazy-modules.mjs';

/** What a path of the library is made of; src/library/*.ts says what each holds. */
const ENTRIES = {
  index: 'src/index.ts',
  ...Object.fromEntries(['fcs', 'gates', 'plates', 'potency', 'pipeline'].map((name) => [name, `src/library/${name}.ts`])),
};

/** Modules that need schemas, or are needed by few calls. */
const LAZY_SOURCES = [
  'src/attributes/types/registry.ts',
  'src/exchange/registry.ts',
  'src/outputs/words/sentence.ts',
  'src/pipeline/definition/definition.ts',
  'src/pipeline/definition/validate-yaml.ts',
  'src/pipeline/definition/yaml-document.ts',
  'src/plates/layout.ts',
  'src/potency/method.ts',
  'src/results/release-result-schema.ts',
  'src/specification/evaluate-specification.ts',
  'src/specification/specification.ts',
];

export async function bundleLibrary(root) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const packages = Object.keys(dependencies).filter((name) => name !== 'zod' && !name.startsWith('@stdlib/'));
  const zod = { members: membersOfZod(root).map((name) => ({ name, kind: 'value' })), file: '../command/zod.cjs' };
  await bundle(
    root,
    { ...ENTRIES, ...Object.fromEntries(LAZY_SOURCES.map((source) => [fileName(source), source])) },
    {
      folder: 'dist/library',
      external: packages.map((name) => new RegExp(`^${name}(/|$)`)),
      plugins: [lazyModules({ zod, ...lazySources(root, LAZY_SOURCES) }, '../command')],
    },
  );
  const require = createRequire(join(root, 'dist/library/index.cjs'));
  for (const name of Object.keys(ENTRIES)) {
    const names = Object.keys(require(`./${name}.cjs`)).sort();
    writeFileSync(
      join(root, `dist/library/${name}.mjs`),
      `import library from './${name}.cjs';\nexport const { ${names.join(', ')} } = library;\n`,
    );
  }
}

// The command as CommonJS: dist/cytolot.cjs answers `--version` and loads the rest from dist/command/, in files that commands share. Node starts
// CommonJS sooner than modules, and few files sooner than many (see docs/decisions/082-plain-bundles.md).
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';
import * as zod from 'zod';

/** Whole modules of src/ that are large and seldom asked for, with what they export: files of their own, loaded by their first caller. */
const LAZY_SOURCES = { 'src/outputs/words/sentence.ts': ['MESSAGES', 'sentenceOf'] };

/** Modules that are loaded together at a start, by what starts: `group-<which of these>.cjs`. What a start does not need lies elsewhere. */
const STARTS = [
  ['src/runtime/threads/gate-worker.ts', 'src/runtime/threads/threads.ts'],
  ['src/cli/program.ts', 'src/cli/commands/inspect/inspect.ts'],
  [
    'src/cli/program.ts',
    'src/cli/commands/gate/gate.ts',
    'src/exchange/registry.ts',
    'src/exchange/gate-document.ts',
    'src/exchange/fit-to-file.ts',
  ],
];

/** Modules that take long to load and that most commands do not need: an object whose members load it when they are first asked for. */
const lazyMembers = (root) => ({
  zod: { keys: membersOfZod(root), file: './zod.cjs' },
  'node:child_process': { keys: ['spawn'], file: 'node:child_process' },
  'node:worker_threads': { keys: ['Worker', 'parentPort'], file: 'node:worker_threads' },
  'node:crypto': { keys: ['createHash', 'randomUUID'], file: 'node:crypto' },
  ...Object.fromEntries(Object.entries(LAZY_SOURCES).map(([path, keys]) => [join(root, path), { keys, file: `./${nameOf(path)}.cjs` }])),
});

/** What src/ uses of zod: an object of all its members takes long to make. */
function membersOfZod(root) {
  const files = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const used = files.flatMap((file) =>
    [...readFileSync(join(root, 'src', file), 'utf8').matchAll(/\bz\s*\.\s*(\w+)/g)].map((match) => match[1]),
  );
  return [...new Set(used)].filter((key) => Object.hasOwn(zod, key)).sort();
}

const nameOf = (path) => basename(path, '.ts');

/** The file of a package that is a single function: `@stdlib/math-base-special-exp` → `math-base-special-exp`. */
const functionName = (name) => name.replace('@stdlib/', '');

/** Packages of single functions that src/ uses: nothing of them is called in a hot loop, and most commands call little of them. */
function functionPackages(root) {
  return Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies).filter((name) =>
    name.startsWith('@stdlib/'),
  );
}

const LAZY = '\0lazy:';

const lazyModules = (lazy) => ({
  name: 'lazy-modules',
  async resolveId(id, importer, { isEntry }) {
    if (importer?.startsWith(LAZY)) return { id, external: true };
    if (isEntry) return null;
    if (id.startsWith('@stdlib/') || Object.hasOwn(lazy, id)) return LAZY + id;
    const found = id.startsWith('.') ? await this.resolve(id, importer, { skipSelf: true }) : null;
    return found !== null && Object.hasOwn(lazy, found.id) ? LAZY + found.id : found;
  },
  load(id) {
    if (!id.startsWith(LAZY)) return null;
    const name = id.slice(LAZY.length);
    if (name.startsWith('@stdlib/')) {
      const file = JSON.stringify(`./${functionName(name)}.cjs`);
      return `let loaded; export default (...values) => (loaded ??= require(${file}))(...values);`;
    }
    const { keys, file } = lazy[name];
    const members = keys.map((key) => `get ${JSON.stringify(key)}() { return load()[${JSON.stringify(key)}]; }`);
    return `let loaded; const load = () => (loaded ??= require(${JSON.stringify(file)}));\nmodule.exports = Object.create({ ${members.join(', ')} });`;
  },
});

/** Tells for each module which starts need it, over imports that are not dynamic. */
function startsOf(root) {
  const imports = new Map();
  let needed = null;
  const closure = (entries) => {
    const seen = new Set();
    const visit = (id) => {
      if (!seen.has(id)) {
        seen.add(id);
        for (const imported of imports.get(id) ?? []) visit(imported);
      }
    };
    for (const entry of entries) visit(join(root, entry));
    return seen;
  };
  return {
    plugin: { name: 'imports', moduleParsed: ({ id, importedIds }) => void imports.set(id, importedIds) },
    groupOf: (id) => {
      needed ??= STARTS.map(closure);
      const starts = needed.map((modules) => (modules.has(id) ? '1' : '0')).join('');
      return starts.includes('1') ? `group-${starts}` : null;
    },
  };
}

async function bundle(root, input, { folder, plugins = [], ...output }) {
  const made = await rolldown({
    cwd: root,
    platform: 'node',
    input,
    external: ['@resvg/resvg-js'],
    plugins,
    logLevel: 'silent',
  });
  // What is not there need not be read: text is a third of what a small `gate` takes beside Node itself. dist/**/*.js keeps its names.
  await made.write({
    dir: join(root, folder),
    format: 'cjs',
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    ...output,
  });
  await made.close();
}

/** A module that is one statement. */
const statement = (code) => ({
  name: 'statement',
  resolveId: (id) => (id === 'statement' ? id : null),
  load: (id) => (id === 'statement' ? code : null),
});

export async function bundleCommand(root) {
  const entry = { cytolot: 'src/cli/main.ts', 'gate-thread': 'src/runtime/threads/gate-thread.ts' };
  for (const [name, path] of Object.entries(entry)) await bundle(root, { [name]: path }, { folder: 'dist', banner: '#!/usr/bin/env node' });
  for (const name of functionPackages(root))
    await bundle(root, { [functionName(name)]: name }, { folder: 'dist/command', exports: 'auto' });
  const lazy = lazyMembers(root);
  const zodOnly = statement(`export { ${lazy.zod.keys.join(', ')} } from 'zod';`);
  await bundle(root, { zod: 'statement' }, { folder: 'dist/command', plugins: [zodOnly] });
  const starts = startsOf(root);
  await bundle(
    root,
    {
      threads: 'src/runtime/threads/threads.ts',
      program: 'src/cli/program.ts',
      'gate-worker': 'src/runtime/threads/gate-worker.ts',
      ...Object.fromEntries(Object.keys(LAZY_SOURCES).map((source) => [nameOf(source), source])),
    },
    {
      folder: 'dist/command',
      plugins: [lazyModules(lazy), starts.plugin],
      // A group holds what each of its starts needs, so no group waits for another that waits for it.
      codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: starts.groupOf, debugName: 'start' }] },
    },
  );
  // For whoever loads the command as an ES module.
  writeFileSync(join(root, 'dist/cytolot.js'), "#!/usr/bin/env node\nimport './cytolot.cjs';\n");
  for (const name of ['cytolot.cjs', 'cytolot.js']) chmodSync(join(root, 'dist', name), 0o755);
}

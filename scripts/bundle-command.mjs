// The command as CommonJS: dist/cytolot.cjs answers `--version` and loads the rest from dist/command/, in files that commands share. Node starts
// CommonJS sooner than modules, and few files sooner than many (see docs/decisions/082-plain-bundles.md).
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bundle,
  fileName,
  functionName,
  functionPackages,
  lazyModules,
  lazySources,
  membersOfNode,
  membersOfZod,
} from './lazy-modules.mjs';

/** Whole modules of src/ that are large and seldom asked for: files of their own, loaded by their first caller. */
const LAZY_SOURCES = ['src/outputs/words/sentence.ts'];

/** Modules that are loaded together at a start, by what starts: `group-<which of these>.cjs`. What a start does not need lies elsewhere. */
const STARTS = [
  ['src/runtime/threads/gate-worker.ts', 'src/runtime/threads/threads.ts'],
  ['src/cli/program.ts', 'src/cli/commands/inspect/inspect.ts'],
  [
    'src/cli/program.ts',
    'src/cli/commands/gate/gate.ts',
    'src/exchange/registry.ts',
    'src/exchange/document/gate-document.ts',
    'src/exchange/document/fit-to-file.ts',
  ],
];

/** Packages of several machines alone: left where npm puts them, so that nothing of them is in the bundle. */
const OF_QUEUES = ['bullmq', 'ioredis'];

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
  const zodOnly = statement(`export { ${membersOfZod(root).join(', ')} } from 'zod';`);
  await bundle(root, { zod: 'statement' }, { folder: 'dist/command', plugins: [zodOnly] });
  const starts = startsOf(root);
  await bundle(
    root,
    {
      threads: 'src/runtime/threads/threads.ts',
      program: 'src/cli/program.ts',
      'gate-worker': 'src/runtime/threads/gate-worker.ts',
      ...Object.fromEntries(LAZY_SOURCES.map((source) => [fileName(source), source])),
    },
    {
      folder: 'dist/command',
      external: OF_QUEUES,
      plugins: [
        lazyModules({
          zod: { members: membersOfZod(root).map((name) => ({ name, kind: 'value' })), file: './zod.cjs' },
          'node:child_process': { members: [{ name: 'spawn', kind: 'value' }], file: 'node:child_process' },
          'node:worker_threads': {
            members: ['Worker', 'parentPort'].map((name) => ({ name, kind: 'value' })),
            file: 'node:worker_threads',
          },
          'node:crypto': {
            members: membersOfNode(root, 'node:crypto').map((name) => ({ name, kind: 'value' })),
            file: 'node:crypto',
          },
          ...lazySources(root, LAZY_SOURCES),
        }),
        starts.plugin,
      ],
      // A group holds what each of its starts needs, so no group waits for another that waits for it.
      codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: starts.groupOf, debugName: 'start' }] },
    },
  );
  // For whoever loads the command as an ES module.
  writeFileSync(join(root, 'dist/cytolot.js'), "#!/usr/bin/env node\nimport './cytolot.cjs';\n");
  for (const name of ['cytolot.cjs', 'cytolot.js']) chmodSync(join(root, 'dist', name), 0o755);
}

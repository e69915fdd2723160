// The command as CommonJS: dist/cytolot.cjs answers `--version` and loads the rest from dist/command/, in chunks that commands share. Node starts
// CommonJS sooner than modules, and only CommonJS can be loaded with compiled code (see src/runtime/chunks.ts and docs/decisions/024-start-up.md).
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, transform } from 'esbuild';
import * as zod from 'zod';

const HEAD = "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;\n";

/** Modules that take long to load and that most commands do not need: an object whose members load it when they are first asked for. */
const lazyMembers = (root) => ({
  zod: { keys: membersOfZod(root), file: './zod.cjs' },
  'node:child_process': { keys: ['spawn'], file: 'node:child_process' },
  'node:worker_threads': { keys: ['Worker', 'parentPort'], file: 'node:worker_threads' },
  'node:crypto': { keys: ['createHash', 'randomUUID'], file: 'node:crypto' },
});

/** What src/ uses of zod: an object of all its members takes long to make, for each module that imports it. */
function membersOfZod(root) {
  const files = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const used = files.flatMap((file) =>
    [...readFileSync(join(root, 'src', file), 'utf8').matchAll(/\bz\s*\.\s*(\w+)/g)].map((match) => match[1]),
  );
  return [...new Set(used)].filter((key) => Object.hasOwn(zod, key)).sort();
}

const lazyModules = (lazy) => ({
  name: 'lazy-modules',
  setup(builder) {
    builder.onResolve({ filter: /^(zod|node:child_process|node:crypto|node:worker_threads)$/ }, ({ path, namespace }) =>
      namespace === 'lazy' ? { path, external: true } : { path, namespace: 'lazy' },
    );
    // A single function: nothing of @stdlib is called in a hot loop.
    builder.onResolve({ filter: /^@stdlib\// }, ({ path, importer, namespace, resolveDir }) =>
      namespace === 'lazy-function' || importer.includes('node_modules')
        ? undefined
        : { path, namespace: 'lazy-function', pluginData: resolveDir },
    );
    builder.onLoad({ filter: /.*/, namespace: 'lazy-function' }, ({ path, pluginData }) => ({
      contents: `let loaded; module.exports = (...values) => (loaded ??= require(${JSON.stringify(path)}))(...values);`,
      loader: 'js',
      resolveDir: pluginData,
    }));
    // On the prototype, since esbuild copies an object's own members for every module that imports it.
    builder.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => {
      const { keys, file } = lazy[path];
      const members = keys.map((key) => `get ${JSON.stringify(key)}() { return load()[${JSON.stringify(key)}]; }`);
      const contents = `let loaded; const load = () => (loaded ??= require(${JSON.stringify(file)}));\nmodule.exports = Object.create({ ${members.join(', ')} });`;
      return { contents, loader: 'js' };
    });
  },
});

const COMMON = { bundle: true, platform: 'node', target: 'node20.19', define: { 'import.meta.url': '__moduleUrl' }, logLevel: 'warning' };

/** The function that a chunk is, as Node would make one of it. */
const wrapped = (code) =>
  `(function (exports, require, module, __filename, __dirname) { ${code.includes('__moduleUrl') ? HEAD : ''}${code}\n})`;

export async function bundleCommand(root) {
  const options = { ...COMMON, absWorkingDir: root };
  const lazy = lazyMembers(root);
  await build({
    ...options,
    entryPoints: { cytolot: 'src/cli/main.ts', 'gate-thread': 'src/runtime/threads/gate-thread.ts' },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    banner: { js: '#!/usr/bin/env node' },
  });
  const stdin = { contents: `export { ${lazy.zod.keys.join(', ')} } from 'zod';`, resolveDir: root };
  const {
    outputFiles: [zodFile],
  } = await build({ ...options, stdin, outfile: 'dist/command/zod.cjs', format: 'cjs', write: false });
  mkdirSync(dirname(zodFile.path), { recursive: true });
  writeFileSync(zodFile.path, wrapped(zodFile.text));
  // Chunks are a matter of ES modules for esbuild: it makes them first, then each one CommonJS.
  const { outputFiles } = await build({
    ...options,
    entryPoints: {
      'waiting-threads': 'src/runtime/threads/waiting-threads.ts',
      program: 'src/cli/program.ts',
      'gate-worker': 'src/runtime/threads/gate-worker.ts',
    },
    outdir: 'dist/command',
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.cjs' },
    chunkNames: '[name]-[hash]',
    external: ['piscina', '@resvg/resvg-js', './zod.cjs'],
    plugins: [lazyModules(lazy)],
    write: false,
  });
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      supported: { 'dynamic-import': false },
    });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wrapped(code));
  }
  // For whoever loads the command as an ES module.
  writeFileSync(join(root, 'dist/cytolot.js'), "#!/usr/bin/env node\nimport './cytolot.cjs';\n");
  for (const name of ['cytolot.cjs', 'cytolot.js']) chmodSync(join(root, 'dist', name), 0o755);
}

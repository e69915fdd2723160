// What the bundles of the command and of the library share: modules that are loaded when something of theirs is first asked for, without a promise.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import * as zod from 'zod';

/** What src/ uses of zod: an object of all its members takes long to make. */
export function membersOfZod(root) {
  const files = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const used = files.flatMap((file) =>
    [...readFileSync(join(root, 'src', file), 'utf8').matchAll(/\bz\s*\.\s*(\w+)/g)].map((match) => match[1]),
  );
  return [...new Set(used)].filter((key) => Object.hasOwn(zod, key)).sort();
}

/** What src/ imports of a module of Node by name. */
export function membersOfNode(root, module) {
  const files = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const statement = new RegExp(`import \\{([^}]*)\\} from '${module}'`, 'g');
  const names = files.flatMap((file) =>
    [...readFileSync(join(root, 'src', file), 'utf8').matchAll(statement)].flatMap((match) => match[1].split(',')),
  );
  const values = names.map((name) => name.trim().split(' as ')[0]).filter((name) => name !== '' && !name.startsWith('type '));
  return [...new Set(values)].sort();
}

/** The file of a package that is a single function: `@stdlib/math-base-special-exp` → `math-base-special-exp`. */
export const functionName = (name) => name.replace('@stdlib/', '');

/** Packages of single functions that src/ uses: nothing of them is called in a hot loop, and most users call little of them. */
export function functionPackages(root) {
  return Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies).filter((name) =>
    name.startsWith('@stdlib/'),
  );
}

/** `src/potency/method.ts` → `potency-method`. */
export const fileName = (source) =>
  source
    .replace(/^src\//, '')
    .replace(/\.ts$/, '')
    .replaceAll('/', '-');

/** Modules of src/ as lazy ones: what each exports, and the file that it is bundled into beside its users. */
export function lazySources(root, sources) {
  return Object.fromEntries(
    sources.map((source) => {
      const exported = readFileSync(join(root, source), 'utf8').matchAll(/(?:^|\n)export (?:async )?(function|const|class) (\w+)/g);
      const members = [...exported].map(([, word, name]) => ({ name, kind: word === 'function' ? 'function' : 'value' }));
      return [join(root, source), { members, file: `./${fileName(source)}.cjs` }];
    }),
  );
}

const LAZY = '\0lazy:';
const VALUES = '\0lazy-values:';

/**
 * Takes the place of modules by members that load them: a function when it is called, a value when it is read. `lazy` says for each package or path of src/
 * what its members are and which file is required; `functions` is the folder of the files of functionPackages.
 */
export const lazyModules = (lazy, functions = '.') => ({
  name: 'lazy-modules',
  async resolveId(id, importer, { isEntry }) {
    if (id.startsWith(VALUES)) return id;
    if (importer?.startsWith(LAZY) || importer?.startsWith(VALUES)) return { id, external: true };
    if (isEntry) return null;
    if (id.startsWith('@stdlib/') || Object.hasOwn(lazy, id)) return LAZY + id;
    const found = id.startsWith('.') ? await this.resolve(id, importer, { skipSelf: true }) : null;
    return found !== null && Object.hasOwn(lazy, found.id) ? LAZY + found.id : found;
  },
  load(id) {
    if (id.startsWith(VALUES)) return valuesText(lazy[id.slice(VALUES.length)]);
    if (!id.startsWith(LAZY)) return null;
    const name = id.slice(LAZY.length);
    if (!name.startsWith('@stdlib/')) return functionsText(name, lazy[name]);
    return `${loader(`${functions}/${functionName(name)}.cjs`)}\nexport default (...values) => load()(...values);`;
  },
});

const loader = (file) => `let loaded; const load = () => (loaded ??= require(${JSON.stringify(file)}));`;

function functionsText(name, { members, file }) {
  const [calls, values] = ['function', 'value'].map((kind) =>
    members.filter((member) => member.kind === kind).map((member) => member.name),
  );
  return [
    loader(file),
    ...calls.map((member) => `export const ${member} = (...values) => load().${member}(...values);`),
    values.length === 0 ? '' : `export { ${values.join(', ')} } from ${JSON.stringify(VALUES + name)};`,
  ].join('\n');
}

/** CommonJS, of which a bundle reads a member where it is used. */
function valuesText({ members, file }) {
  const getters = members.filter(({ kind }) => kind === 'value').map(({ name }) => `get ${name}() { return load().${name}; }`);
  return `${loader(file)}\nmodule.exports = Object.create({ ${getters.join(', ')} });`;
}

/** Writes CommonJS that nobody need wait for. Names go: dist/**\/*.js keeps them, and text is a third of what a small start takes beside Node itself. */
export async function bundle(root, input, { folder, plugins = [], external = [], ...output }) {
  const made = await rolldown({ cwd: root, platform: 'node', input, external, plugins, logLevel: 'silent' });
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

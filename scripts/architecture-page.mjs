// `npm run schemas` also writes docs/architecture.md: the rooms of docs/rooms.json with what they import in fact, and the walks of docs/walks.json.
// With --check nothing is written: it ends with 1 where the page is not what it would write, or where a walk names what is not there.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const rooms = JSON.parse(readFileSync(join(root, 'docs/rooms.json'), 'utf8'));
const walks = JSON.parse(readFileSync(join(root, 'docs/walks.json'), 'utf8'));

const sourceFiles = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
const texts = new Map(sourceFiles(src).map((path) => [relative(src, path), readFileSync(path, 'utf8')]));
const partOf = (name) => name.split('/')[0];
const roomOf = (name) => (name.includes('/') ? dirname(name) : name);

const importsOf = (name) =>
  [...(texts.get(name) ?? '').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)]
    .map(([, specifier]) => relative(src, resolve(src, dirname(name), specifier)))
    .filter((target) => texts.has(target));
const graph = new Map([...texts.keys()].map((name) => [name, new Set(importsOf(name))]));

/** A line a room, and one for each folder that holds rooms alone. */
function tree() {
  const shown = new Set();
  return Object.entries(rooms)
    .flatMap(([name, { holds }]) => {
      const above = name.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));
      const lines = above
        .filter((folder) => folder === name || !(shown.has(folder) || folder in rooms))
        .map((folder) => line(folder, folder === name ? holds : ''));
      for (const folder of above) shown.add(folder);
      return lines;
    })
    .join('\n');
}

function line(name, holds) {
  const files = [...texts.keys()].filter((file) => roomOf(file) === name).length;
  const count = name.endsWith('.ts') || files === 0 ? '' : ` (${files} ${files === 1 ? 'file' : 'files'})`;
  return `${'  '.repeat(name.split('/').length - 1)}- \`${name.split('/').at(-1)}\`${count}${holds === '' ? '' : `: ${holds}`}`;
}

function table() {
  const parts = [...new Set(Object.keys(rooms).map(partOf))].filter((part) => !part.endsWith('.ts'));
  const lines = parts.map((part) => {
    const files = [...graph].filter(([name]) => partOf(name) === part);
    const used = new Set(files.flatMap(([, targets]) => [...targets].map(partOf)).filter((other) => other !== part));
    const found = [...parts, ...Object.keys(rooms)].filter((other, i, all) => used.has(other) && all.indexOf(other) === i);
    const packages = (rooms[part].packages ?? []).filter((name) => !name.endsWith('/') && !name.endsWith('-'));
    return `| \`${part}\` | ${files.length} | ${found.map((other) => `\`${other.replace(/\.ts$/, '')}\``).join(' ')} | ${packages.join(', ')} |`;
  });
  return ['| part | files | imports | packages |', '|---|---:|---|---|', ...lines].join('\n');
}

/** A step leads to the next where one file imports the other, a third one both, or where both import the record that is handed on. */
function meet([a, , , record], [b]) {
  const uses = (file) => file === record || graph.get(file).has(record);
  if (record !== undefined) return uses(a) && uses(b);
  if (graph.get(a).has(b) || graph.get(b).has(a)) return true;
  return [...graph.values()].some((targets) => targets.has(a) && targets.has(b));
}

function mistakesOf({ title, steps }) {
  const missing = steps.flatMap(([file, name]) => {
    const text = texts.get(file);
    if (text === undefined) return [`${title}: no file ${file}`];
    return new RegExp(`^export (?:async )?(?:function\\*?|const|class|interface|type) ${name}\\b`, 'm').test(text)
      ? []
      : [`${title}: ${file} exports no ${name}`];
  });
  if (missing.length > 0) return missing;
  const apart = steps
    .slice(1)
    .flatMap((step, i) => (meet(steps[i], step) ? [] : [`${title}: nothing joins ${steps[i][0]} and ${step[0]}`]));
  return steps.length > 10 ? [...apart, `${title}: ${steps.length} files`] : apart;
}

const walk = ({ title, steps }) =>
  `### ${title}\n\n${steps.map(([file, name, does, record], i) => `${i + 1}. [\`${file}\`](../src/${file}), \`${name}\`: ${does}${record === undefined ? '' : `, as \`${record}\``}`).join('\n')}`;

const page = `# Architecture

Written by \`npm run schemas\` from \`docs/rooms.json\`, the imports in \`src\` and \`docs/walks.json\`; \`test/architecture.test.ts\` fails while a file imports what its room may not, or this
page is another one.

Data flow one way. A part hands its result on as one record; everything but \`runtime\` and \`cli\` is pure: no clock, disk, randomness or environment.

\`\`\`
bytes ─► fcs ────► population ─┐
                               ├─► attributes ─► specification ─► results ─► outputs ─► files
text  ─► plates ─► potency ────┘
         numerics under all · pipeline plans and joins · runtime reads, runs, publishes · cli speaks
\`\`\`

## Rooms

${tree()}

## What imports what

Found in the sources; what may be imported, by parts and by rooms within a part, stands in \`docs/rooms.json\`.

${table()}

## Walks

${walks.map(walk).join('\n\n')}
`;

const mistakes = walks.flatMap(mistakesOf);
const path = join(root, 'docs/architecture.md');
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== page) mistakes.push('docs/architecture.md is not what the sources say: npm run schemas');
} else {
  writeFileSync(path, page);
  console.log('docs/architecture.md');
}
for (const mistake of mistakes) console.error(mistake);
process.exitCode = mistakes.length === 0 ? 0 : 1;

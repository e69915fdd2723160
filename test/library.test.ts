import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const PATHS = ['fcs', 'gates', 'plates', 'potency', 'pipeline'].map((name) => `cytolot/${name}`);

const root = fileURLToPath(new URL('..', import.meta.url));

/** Loads a path of the library in a fresh process, runs a script with it as `library`, and tells what it printed and which packages were loaded by then. */
function use(
  path: string,
  script = '',
): { readonly printed: unknown; readonly names: readonly string[]; readonly packages: readonly string[] } {
  const program = `
    import { createRequire } from 'node:module';
    import { readFileSync } from 'node:fs';
    import * as library from '${path}';
    let printed = null;
    ${script}
    const files = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify({ printed, names: Object.keys(library).sort(), files }));`;
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' });
  const { printed, names, files }: { printed: unknown; names: string[]; files: string[] } = JSON.parse(text);
  return { printed, names, packages: [...new Set(files.flatMap(packageOf))].sort() };
}

/** The package that a loaded file belongs to. zod and functions of @stdlib are files of the build, made of these packages. */
function packageOf(file: string): string[] {
  const installed = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
  if (installed !== undefined) return [installed];
  const built = /\/dist\/command\/(.+)\.cjs$/.exec(file)?.[1];
  return built === undefined ? [] : [built.startsWith('math-') ? '@stdlib' : built];
}

const FCS = `
  const { encodeFcs, openEvents, readDataSets, sourceOfBytes } = await import('cytolot/fcs');
  const bytes = encodeFcs({ parameters: [{ name: 'FSC-A' }, { name: 'PE-A' }], events: [1, 10, 2, 20, 3, 30] });
  const source = sourceOfBytes('a.fcs', bytes);
  const [dataSet] = readDataSets(source);`;

describe('a path of the library', () => {
  it.each(['cytolot', ...PATHS])('%s loads no package by itself', (path) => {
    const { names, packages } = use(path);
    expect(names.length).toBeGreaterThan(2);
    expect(packages).toEqual([]);
  });

  it('is part of cytolot, which holds the version besides', () => {
    const own = PATHS.flatMap((path) => use(path).names);
    expect(use('cytolot').names).toEqual([...new Set([...own, 'version'])].sort());
  });

  it('has one InputError for all, by import and by require', () => {
    const script = `
      const required = createRequire(import.meta.url);
      const all = await Promise.all(${JSON.stringify(['cytolot', ...PATHS])}.map((path) => import(path)));
      printed = [...all, required('cytolot/fcs'), required('cytolot')].every(({ InputError }) => InputError === library.InputError);`;
    expect(use('cytolot/fcs', script).printed).toBe(true);
  });
});

describe('what a call loads, at once and without a promise', () => {
  it('events of an FCS file: nothing', () => {
    const { printed, packages } = use(
      'cytolot/fcs',
      `${FCS} printed = [...[...openEvents(source, dataSet, { columns: [0, 1] }).blocks()][0].values];`,
    );
    expect([printed, packages]).toEqual([[1, 10, 2, 20, 3, 30], []]);
  });

  it('the sentence of a message: nothing but a file of its own', () => {
    const script = `printed = library.sentenceOf({ code: 'none/such', fields: {} }, 'zh');`;
    expect(use('cytolot/fcs', script)).toMatchObject({ printed: 'none/such', packages: [] });
  });

  it('gates of Gating-ML: the parser of XML', () => {
    const gates = `<gating:Gating-ML xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes"><gating:RectangleGate gating:id="high"><gating:dimension gating:compensation-ref="uncompensated" gating:min="15"><data-type:fcs-dimension data-type:name="PE-A"/></gating:dimension></gating:RectangleGate></gating:Gating-ML>`;
    const script = `${FCS}
      const document = library.readGateDocument(${JSON.stringify(gates)}, 'gates.xml');
      const set = library.fitToFile(library.chooseSet(document, { file: 'a.fcs', sample: null }), dataSet);
      printed = library.gateEvents(library.requestOf(set), dataSet, (columns) => openEvents(source, dataSet, { columns })).populations.map(({ count }) => count);`;
    const { printed, packages } = use('cytolot/gates', script);
    expect(printed).toEqual([2]);
    expect(packages).toEqual(['saxes', 'xmlchars']);
  });

  it('a potency method in YAML: schemas and YAML', () => {
    const script = `const method = library.parsePotencyMethod('model: 4pl\\n', 'method.yaml'); printed = method.model;`;
    const { printed, packages } = use('cytolot/potency', script);
    expect([printed, packages]).toEqual(['4pl', ['yaml', 'zod']]);
  });

  it('a shipped definition and specification: schemas and YAML', () => {
    const script = `const read = (name) => readFileSync('pipelines/dopaminergic-progenitors/' + name, 'utf8');
      printed = [library.parseDefinition(read('pipeline.yaml'), 'pipeline.yaml').definition, library.parseSpecification(read('specification.yaml'), 'specification.yaml').rows.length > 0];`;
    const { printed, packages } = use('cytolot/pipeline', script);
    expect(printed).toEqual([1, true]);
    expect(packages).toEqual(expect.arrayContaining(['yaml', 'zod']));
  });

  it('a mistake is said at its line', () => {
    const script = `try { library.parseLayout('wells: 97\\n', 'layout.yaml'); } catch (error) { printed = [error instanceof library.InputErrors, error.errors[0].place.line]; }`;
    expect(use('cytolot/plates', script).printed).toEqual([true, 1]);
  });
});

describe('the package', () => {
  const { exports, dependencies }: { exports: Record<string, unknown>; dependencies: Record<string, string> } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );

  it('has a path for every file of src/library, and no package that serves tests alone', () => {
    expect(Object.keys(exports)).toEqual(['.', ...PATHS.map((path) => path.replace('cytolot', '.')), './package.json']);
    expect(dependencies).not.toHaveProperty('@resvg/resvg-js');
  });
});

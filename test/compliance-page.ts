import { existsSync, readFileSync } from 'node:fs';

const ROOT = new URL('..', import.meta.url);

/** What the page may name: the commands with their options, the hazards, the fields of records. */
export interface Named {
  /** Options of each command, by its words (`key new`). */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
  readonly hazards: ReadonlySet<string>;
  /** Text in which a field of each record is declared or described. */
  readonly records: ReadonlyMap<string, string>;
}

interface Row {
  readonly section: string;
  readonly cells: readonly string[];
}

export const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const isThere = (path: string): boolean => existsSync(new URL(path, ROOT));

/** The sections of a page by their headings of the second level. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  return new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n'))] as const),
  );
}

/** The rows of all tables whose head has five columns: clause, what it asks, the software, shown by, the site. */
export function clauseRows(page: string): readonly Row[] {
  return [...sectionsOf(page)].flatMap(([section, text]) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => ({
        section,
        cells: line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      }))
      .filter(({ cells }) => cells.length === 5 && cells[0] !== 'clause'),
  );
}

/** Clauses of a closed list that have no row in a section, or several. */
export function missingClauses(page: string, section: string, clauses: readonly string[]): readonly string[] {
  const found = clauseRows(page).filter((row) => row.section === section);
  return clauses.filter((clause) => found.filter(({ cells }) => cells[0] === clause).length !== 1);
}

const TESTS = /`(test\/[\w./-]+)`((?:,? "[^"]+")*)/g;
const HAZARD = /(?<![\w.-])[1-9]-\d\d(?![\w-])/g;

/** Whether a test file has a title: what `it(`, `describe(` or the call of a table begins with, or a text at the beginning of its line. */
function isTitle(text: string, title: string): boolean {
  return ["'", '"', '`']
    .flatMap((quote) => text.split(`${quote}${title}${quote}`).slice(0, -1))
    .some((before) => /(?:(?:\b(?:it|test|describe)|\))\(|\n\s*)$/.test(before.slice(-200)));
}

/** Test files with titles in quotes behind them. */
function testFaults(page: string): readonly string[] {
  return [...page.matchAll(TESTS)].flatMap(([, file = '', titles = '']) => {
    if (!isThere(file)) return [`no file ${file}`];
    if (titles === '') return [];
    const text = read(file);
    return [...titles.matchAll(/"([^"]+)"/g)]
      .map(([, title = '']) => title)
      .filter((title) => !isTitle(text, title))
      .map((title) => `no title "${title}" in ${file}`);
  });
}

function commandFaults(page: string, { commands }: Named): readonly string[] {
  const known = (words: string) => commands.has(words);
  const options = new Set([...commands.values()].flatMap((of) => [...of]));
  const called = [...page.matchAll(/`cytolot ([^`]+)`/g)].flatMap(([, line = '']) => {
    const words = line.split(' ').filter((word) => /^[a-z][a-z-]*$/.test(word));
    const [first = '', second = ''] = words;
    const command = known(`${first} ${second}`) ? `${first} ${second}` : first;
    if (!known(command)) return [`no command cytolot ${first}`];
    const given = line.match(/--[a-z][a-z-]*/g) ?? [];
    return given
      .filter((option) => commands.get(command)?.has(option) !== true)
      .map((option) => `no option ${option} of cytolot ${command}`);
  });
  const alone = [...page.matchAll(/`(--[a-z][a-z-]*)[^`]*`/g)].map(([, option = '']) => option);
  return [...called, ...alone.filter((option) => !options.has(option)).map((option) => `no option ${option}`)];
}

/** What GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function linkFaults(page: string): readonly string[] {
  return [...page.matchAll(/\]\(((?!https?:)[^)#]*)(?:#([^)]+))?\)/g)].flatMap(([, path = '', anchor]) => {
    const file = path === '' ? null : new URL(path, new URL('docs/', ROOT));
    if (file !== null && !existsSync(file)) return [`no page ${path}`];
    if (anchor === undefined) return [];
    const text = file === null ? page : readFileSync(file, 'utf8');
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
    return anchors.includes(anchor) ? [] : [`no heading ${path}#${anchor}`];
  });
}

/** Fields in backticks behind the record that has them: `record.json` `reason`, `user`. */
function fieldFaults(page: string, { records }: Named): readonly string[] {
  return [...page.matchAll(/`(\w+\.json)`((?:,? `[\w.]+(?:\[\])?[\w.]*`)+)/g)].flatMap(([, record = '', fields = '']) => {
    const text = records.get(record);
    if (text === undefined) return [`no record ${record}`];
    const names = [...fields.matchAll(/`([^`]+)`/g)].flatMap(([, field = '']) => field.replaceAll('[]', '').split('.'));
    return names.filter((name) => !new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text)).map((name) => `no field ${name} of ${record}`);
  });
}

/** A row has all its cells; what the software is said to do is shown, or it is said that it does nothing, or not yet. */
function rowFaults(page: string): readonly string[] {
  return clauseRows(page).flatMap(({ cells }) => {
    const [clause = '', , software = '', shown = ''] = cells;
    const empty = cells.some((cell) => cell === '') ? [`an empty cell in the row of ${clause}`] : [];
    const isShown = [...shown.matchAll(TESTS)].some(([, , titles]) => titles !== '') || shown.match(HAZARD) !== null;
    const isNothing = shown === '–' && /^(?:Nothing|Not yet)\b/.test(software);
    return isShown || isNothing ? empty : [...empty, `nothing shows the row of ${clause}`];
  });
}

/** Everything that the page names and that is not there, as sentences; none where it holds. */
export function faultsOf(page: string, named: Named): readonly string[] {
  const present = [...sectionsOf(page)].filter(([section]) => section !== 'Not there yet').map(([, text]) => text);
  const hazards = clauseRows(page).flatMap(({ cells }) => cells[3]?.match(HAZARD) ?? []);
  return [
    ...testFaults(page),
    ...hazards.filter((hazard) => !named.hazards.has(hazard)).map((hazard) => `no hazard ${hazard}`),
    ...commandFaults(present.join('\n'), named),
    ...linkFaults(page),
    ...fieldFaults(page, named),
    ...rowFaults(page),
  ];
}

/** Commands that the page calls not there yet, and that are there. */
export function arrivedCommands(page: string, { commands }: Named): readonly string[] {
  const awaited = [...(sectionsOf(page).get('Not there yet') ?? '').matchAll(/`cytolot ([a-z -]+)`/g)].map(([, words = '']) =>
    words.trim(),
  );
  return awaited.filter((words) => commands.has(words));
}

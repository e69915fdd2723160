// Compares results of schema version 1 with those of version 2, field by field: `node scripts/compare-results.mjs OLD NEW [--json]`.
// OLD and NEW are folders of results (OUT of `cytolot run`) of the same inputs. Every difference is printed with why it is there; one without a reason ends the script with 1.
// The sentence of a version 1 message is compared with the English sentence that `outputs/words` makes of the fields of version 2.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Codes that said several things in version 1, by the codes that say one each in version 2. */
export const SPLIT_CODES = {
  'pending/not-arrived': [
    'pending/not-arrived',
    'pending/no-acquisition',
    'pending/no-count',
    'pending/too-few-preparations',
    'pending/no-plates',
    'pending/too-few-plates',
  ],
  'attribute/more-than-planned': ['attribute/more-than-planned', 'attribute/repeat-of-valid'],
  'attribute/bad-count': ['attribute/bad-count', 'attribute/count-unit', 'attribute/none-seeded'],
  'attribute/too-few-events': ['attribute/too-few-events', 'specification/too-few-events', 'specification/certain-failure'],
  'potency/well-excluded': ['potency/well-excluded', 'attribute/well-excluded'],
  'specification/no-value': ['specification/no-value', 'specification/not-a-detection-word'],
  'held/unreadable-file': ['held/unreadable-file', 'held/no-data-set'],
  'held/replaces-unknown': ['held/replaces-unknown', 'held/repeat-not-counted'],
  'held/double-count': ['held/double-count', 'held/sample-not-stated'],
  'held/count-replicates': ['held/count-replicates', 'held/replicate-not-planned', 'held/replicate-units'],
  'held/other-spelling': ['held/other-spelling', 'held/two-spellings'],
  'control/missing': ['control/missing', 'control/no-assay-run'],
  'instrument/not-stated': ['instrument/not-stated', 'instrument/stated-once'],
  'population/not-clustered': [
    'population/not-clustered',
    'population/clusters-without-control',
    'population/clusters-of-samples',
    'held/no-data-set',
  ],
  'population/not-gated': ['population/not-gated', 'population/gating-failed'],
  'reference/unregistered': ['reference/unregistered', 'reference/not-bound'],
};

/** Keys of version 1 that version 2 says in another shape, with why; the values are compared in `sameValue`. */
const WHY = {
  schemaVersion: 'the version of the schema',
  'method.sha256': 'the bytes of the definition',
  'specification.sha256': 'the bytes of the specification',
  message: 'a message is a code with fields: the sentence is made of them',
  code: 'a code that said several things says one',
  criterion: 'a criterion is its ends with numbers: the text is made of them',
  assay: 'the assay that a note is about is a field',
  sentence: 'the sentence in words',
  details: 'a further value stands under its name, decisive numbers apart from it; titles are made of names',
  method: 'the method of an interval is data: its name is made of it',
  serves: 'what an input serves is data',
  lastDigits: 'the last digits of a double, which no rounding reaches: the same to 13 digits, from arithmetic in another order',
  typed: 'rows that people wrote are named, with who entered and checked them',
};

/** What version 2 says and version 1 did not. */
const ADDED = {
  result: ['gating', 'assays'],
  row: ['decisive', 'converted', 'due', 'eventsNeeded', 'typed'],
  replicate: ['file', 'assayRun', 'plate', 'residualDegreesOfFreedom'],
};

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Two numbers that differ by less than 1e-13 of themselves: some hundreds of units in the last place, which no rule of rounding looks at. */
const isSameNumber = (a, b) =>
  typeof a === 'number' && typeof b === 'number' && a !== b && Math.abs(a - b) <= 1e-13 * Math.max(Math.abs(a), Math.abs(b));

/** Differences of two results: `{ path, before, now, why }`, `why` = null where nothing explains it. */
export function compareResults(before, now, words) {
  const found = [];
  const differ = (path, from, to, why) => found.push({ path, before: from, now: to, why });
  const walk = (path, a, b) => {
    if (same(a, b)) return;
    const isObject = (one) => typeof one === 'object' && one !== null;
    if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) {
      differ(path, a, b, WHY[path] ?? (isSameNumber(a, b) ? WHY.lastDigits : null));
      return;
    }
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) walk(path === '' ? key : `${path}.${key}`, a[key], b[key]);
  };
  const messages = (path, list, others) => {
    // Lists of messages are ordered by code and content where a result sorts them: each is looked up by what it says.
    const left = [...others];
    for (const one of list) {
      const at = left.findIndex((other) => isSameMessage(one, other, words));
      const alike = at >= 0 ? at : left.findIndex((other) => (SPLIT_CODES[one.code] ?? [one.code]).includes(other.code));
      if (alike < 0) differ(`${path}[${one.code}]`, one, undefined, null);
      else {
        const [other] = left.splice(alike, 1);
        differ(`${path}[${one.code}].message`, one.message, other.fields, WHY.message);
        if (other.code !== one.code) differ(`${path}[${one.code}].code`, one.code, other.code, WHY.code);
        if (other.scope !== one.scope) differ(`${path}[${one.code}].scope`, one.scope, other.scope, null);
        if (other.assay !== undefined) differ(`${path}[${one.code}].assay`, undefined, other.assay, WHY.assay);
        const said = sentenceOf(other, words);
        if (said !== one.message)
          differ(`${path}[${one.code}].sentence`, one.message, said, reworded(one.message, said) ? WHY.sentence : null);
      }
    }
    for (const other of left) differ(`${path}[${other.code}]`, undefined, other, null);
  };
  const criterion = (path, a, b) => {
    if (a === null || b === null) return walk(path, a, b);
    const { text, lower, lowerClosed, upper, upperClosed, ...rest } = a;
    const { kind: _kind, on: _on, unit: _unit, words: _words, lower: from, upper: to, ...others } = b;
    walk(path, rest, others);
    walk(`${path}.text`, text, words.criterionTitle(b));
    walk(
      `${path}.ends`,
      [lower, lowerClosed, upper, upperClosed],
      [from?.printed ?? null, from?.closed ?? null, to?.printed ?? null, to?.closed ?? null],
    );
    differ(path, text.en, { lower: from, upper: to }, WHY.criterion);
  };
  const { attributes, controls, departures, lot, disposition, ...top } = before;
  const { inputs, ...rest } = top;
  walk('', rest, without(now, ['attributes', 'controls', 'departures', 'lot', 'disposition', 'inputs', ...ADDED.result]));
  rows('inputs', inputs, now.inputs, (path, a, b) => {
    walk(path, without(a, ['serves']), without(b, ['serves']));
    differ(`${path}.serves`, a.serves, b.serves, WHY.serves);
  });
  walk('lot', without(lot, ['unusedRows']), without(now.lot, ['unusedRows']));
  messages(
    'lot.unusedRows',
    lot.unusedRows.map((row) => ({ code: 'table/unused-row', ...row })),
    now.lot.unusedRows,
  );
  walk('disposition', without(disposition, ['held']), without(now.disposition, ['held']));
  messages('disposition.held', disposition.held, now.disposition.held);
  messages('departures', departures, now.departures);
  rows('controls', controls, now.controls, (path, a, b) => {
    walk(path, without(a, ['reasons']), without(b, ['reasons']));
    messages(`${path}.reasons`, a.reasons, b.reasons);
  });
  rows('attributes', attributes, now.attributes, (path, a, b) => {
    const apart = ['reasons', 'criterion', 'limits', 'details', 'interval', 'replicates'];
    walk(path, without(a, [...apart, 'flags']), without(b, [...apart, 'notes', ...ADDED.row]));
    interval(`${path}.interval`, a.interval, b.interval);
    details(`${path}.details`, a, b);
    rows(`${path}.replicates`, a.replicates, b.replicates, (at, one, other) => walk(at, one, without(other, ADDED.replicate)));
    messages(`${path}.reasons`, a.reasons, b.reasons);
    messages(`${path}.notes`, a.flags, b.notes);
    criterion(`${path}.criterion`, a.criterion, b.criterion);
    rows(`${path}.limits`, a.limits, b.limits, (at, one, other) => {
      walk(
        at,
        { kind: one.kind, crossed: one.crossed, text: one.text },
        { kind: other.kind, crossed: other.crossed, text: words.criterionTitle(other.criterion).en },
      );
      differ(at, one.text, other.criterion, WHY.criterion);
    });
  });
  return found;

  function interval(path, a, b) {
    if (a === null || b === null) return walk(path, a, b);
    walk(path, without(a, ['method']), without(b, ['method', 'of', 'combination']));
    const said = words.intervalMethodText(b, 'en');
    differ(`${path}.method`, a.method, said, a.method === said ? WHY.method : null);
  }

  /** Every value of version 1 stands somewhere in the row of version 2. */
  function details(path, a, b) {
    const { decisive, due, eventsNeeded } = b;
    if (b.typed !== undefined) differ(`${path}.typed`, undefined, b.typed, WHY.typed);
    const numbers = [decisive?.oneSided?.lower, decisive?.oneSided?.upper, decisive?.zeroCountUpper, decisive?.recoveryLower];
    const values = [...b.details.map(({ value }) => value), ...numbers, due, eventsNeeded];
    const bounded = b.details.some(({ bounds }) => bounds !== undefined);
    for (const { name, value } of a.details) {
      const stands = values.includes(value) || (typeof value === 'string' && bounded);
      const near = values.find((one) => isSameNumber(value, one));
      differ(`${path}[${name}]`, value, near ?? b.details, stands ? WHY.details : near === undefined ? null : WHY.lastDigits);
    }
  }

  function rows(path, list, others, each) {
    if (list.length !== others.length) differ(`${path}.length`, list.length, others.length, null);
    for (const [index, one] of list.entries()) if (others[index] !== undefined) each(`${path}[${index}]`, one, others[index]);
  }
}

const without = (object, keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
const sentenceOf = (message, words) => `${message.assay === undefined ? '' : `${message.assay}: `}${words.sentenceOf(message, 'en')}`;
const isSameMessage = (one, other, words) =>
  sentenceOf(other, words) === one.message && (SPLIT_CODES[one.code] ?? [one.code]).includes(other.code);

/** A sentence that says the same numbers and names in other words: every quoted name and number of the old one stands in the new one. */
function reworded(before, now) {
  const facts = (before.match(/'[^']*'|\d+(?:\.\d+)?/g) ?? []).filter((fact) => fact !== "''");
  return facts.every((fact) => now.includes(fact));
}

function resultsOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('result.json'))
    .sort();
}

async function main([oldFolder, newFolder, mode]) {
  if (oldFolder === undefined || newFolder === undefined)
    throw new Error('Expected two folders of results, of version 1 and of version 2.');
  const words = {
    ...(await import('../dist/outputs/words/sentence.js')),
    ...(await import('../dist/outputs/words/titles.js')),
    ...(await import('../dist/outputs/words/interval-method.js')),
  };
  const [before, now] = [resultsOf(oldFolder), resultsOf(newFolder)];
  const missing = [...before.filter((path) => !now.includes(path)), ...now.filter((path) => !before.includes(path))];
  const differences = before
    .filter((path) => now.includes(path))
    .flatMap((path) => {
      const [a, b] = [oldFolder, newFolder].map((folder) => JSON.parse(readFileSync(join(folder, path), 'utf8')));
      return compareResults(a, b, words).map((one) => ({ result: relative('lots', path), ...one }));
    });
  const unexplained = differences.filter(({ why }) => why === null);
  if (mode === '--json') console.log(JSON.stringify({ results: before.length, missing, differences }, null, 2));
  else print({ results: before.length, missing, differences, unexplained });
  process.exitCode = missing.length + unexplained.length === 0 ? 0 : 1;
}

function print({ results, missing, differences, unexplained }) {
  console.log(`${results} results compared.`);
  for (const path of missing) console.log(`only in one of the folders: ${path}`);
  const kinds = Map.groupBy === undefined ? grouped(differences) : Map.groupBy(differences, ({ why }) => why ?? 'UNEXPLAINED');
  for (const [why, list] of kinds) console.log(`${String(list.length).padStart(5)}  ${why}`);
  for (const { result, path, before, now } of unexplained)
    console.log(`UNEXPLAINED ${result} ${path}\n  version 1: ${JSON.stringify(before)}\n  version 2: ${JSON.stringify(now)}`);
  const words = new Map(differences.filter(({ path }) => path.endsWith('.sentence')).map(({ before, now }) => [before, now]));
  for (const [before, now] of words) console.log(`reworded: ${before}\n      to: ${now}`);
}

function grouped(differences) {
  const groups = new Map();
  for (const one of differences) groups.set(one.why ?? 'UNEXPLAINED', [...(groups.get(one.why ?? 'UNEXPLAINED') ?? []), one]);
  return groups;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));

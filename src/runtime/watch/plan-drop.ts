import { basename } from 'node:path';
import { InputError, InputErrors } from '../../errors.ts';
import { readDataSets } from '../../fcs/reading/data-set.ts';
import type { Message } from '../../message.ts';
import type { FileFact } from '../../pipeline/binding/bound-file.ts';
import { tableNames } from '../../pipeline/binding/hold-changed.ts';
import type { Binding } from '../../pipeline/binding.ts';
import { readTable } from '../../pipeline/tables/read-table.ts';
import { parseSampleList } from '../../pipeline/tables/sample-list.ts';
import type { RawRow } from '../../pipeline/tables/table.ts';
import { quotedError } from '../../quoted-error.ts';
import { type ClaimedSubject, claimSubjects, type ProductNeeds } from '../../watch/claim-subjects.ts';
import { duplicateCopies } from '../../watch/duplicate-copies.ts';
import { type SubjectNeed, subjectNeeds } from '../../watch/subject-needs.ts';
import type { SubjectHistory } from '../../watch/subject-state.ts';
import { type CounterText, openCounterTexts, openTableRows } from '../../watch/table-rows.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import { lastTaken, type WatchedFiles } from '../../watch/watched-file.ts';
import type { Disk } from '../disk/disk.ts';
import { readContent, readUnchanged } from '../disk/files.ts';
import type { WatchedProduct } from './watched-products.ts';

/** Which subjects a drop folder has, and what each needs. */
export interface DropPlan {
  readonly claimed: readonly ClaimedSubject[];
  /** What is odd: copies, lists that cannot be used, products that nobody watches for. */
  readonly notes: readonly Message[];
  /** Copies of what was judged: they serve nothing. */
  readonly left: ReadonlySet<string>;
  /** Rows of tables, and exports of counters, of a product that may mean a subject. */
  readonly rowsMeaning: (product: string, need: SubjectNeed) => readonly string[];
}

export interface DropPlanning {
  readonly plan: (files: WatchedFiles, histories: readonly SubjectHistory[]) => Promise<DropPlan>;
}

/** Plans a drop folder by the bytes in the intake alone. What was read of a table or a file is kept by its hash as long as the folder has it. */
export function openPlanning(disk: Disk, products: readonly WatchedProduct[], pathOf: (sha256: string) => string): DropPlanning {
  const tables = openCache<Promise<readonly RawRow[]>>();
  const keywords = openCache<FileFact['keywords']>();
  const rowsOf = (files: WatchedFiles, name: string): Promise<readonly RawRow[]> => {
    const file = files.get(name);
    const sha256 = file === undefined ? null : lastTaken(file);
    if (sha256 === null) return Promise.resolve([]);
    return tables.get(`${sha256} ${name}`, async () =>
      readTable(readContent({ path: pathOf(sha256), name: basename(name) }, disk).bytes, name),
    );
  };
  const texts = openCache<{ readonly text: string | null }>();
  const counterText = (files: WatchedFiles, name: string): readonly CounterText[] => {
    const intake = files.get(name)?.intake;
    if (intake?.kind !== 'taken') return [];
    const { sha256 } = intake;
    return [{ name, sha256, ...texts.get(sha256, () => ({ text: textAt(disk, pathOf(sha256)) })) }];
  };
  const keywordsOf = (sha256: string): FileFact['keywords'] => keywords.get(sha256, () => keywordsAt(disk, pathOf(sha256)));
  return {
    plan: async (files, histories) => {
      const lists = await Promise.all(products.map((product) => listOf(product, (name) => rowsOf(files, name))));
      const listed = new Set(lists.flatMap(({ bindings }) => bindings.map(({ file }) => file)));
      const copies = duplicateCopies(files, histories, listed);
      const found = products.map((product, index) =>
        needsOf(product, lists[index] ?? NO_LIST, { files, left: copies.left, keywordsOf: readsKeywords(product) ? keywordsOf : null }),
      );
      const rows = await Promise.all(
        products.map(async (product) => [product.product, await tableRowsOf(product, (name) => rowsOf(files, name))] as const),
      );
      const byProduct = new Map(rows);
      const counters = new Map(
        found.map(({ needs, counters: names }) => [needs.product, openCounterTexts(names.flatMap((name) => counterText(files, name)))]),
      );
      for (const cache of [tables, keywords, texts]) cache.forget();
      return {
        claimed: claimSubjects(found.map(({ needs }) => needs)),
        notes: [...copies.notes, ...found.flatMap(({ notes }) => notes), ...unknownProducts(products, lists)],
        left: copies.left,
        rowsMeaning: (product, { subject, names }) => [
          ...(byProduct.get(product)?.(names) ?? []),
          ...(counters.get(product)?.(subject.lot) ?? []),
        ],
      };
    },
  };
}

interface SampleList {
  readonly name: string;
  readonly bindings: readonly Binding[];
  readonly errors: readonly InputError[];
}

const NO_LIST: SampleList = { name: '', bindings: [], errors: [] };

async function listOf({ method }: WatchedProduct, rowsOf: (name: string) => Promise<readonly RawRow[]>): Promise<SampleList> {
  const { inputs, site } = method.definition;
  const name = inputs.sampleList;
  if (name === undefined) return NO_LIST;
  try {
    const rows = await rowsOf(name);
    return { name, bindings: rows.length === 0 ? [] : parseSampleList(rows, name, site.timeZone), errors: [] };
  } catch (error) {
    return { name, bindings: [], errors: inputErrors(error) };
  }
}

function needsOf(
  { product, method }: WatchedProduct,
  { bindings, errors }: SampleList,
  {
    files,
    left,
    keywordsOf,
  }: {
    readonly files: WatchedFiles;
    readonly left: ReadonlySet<string>;
    readonly keywordsOf: ((sha256: string) => FileFact['keywords']) | null;
  },
): { readonly needs: ProductNeeds; readonly counters: readonly string[]; readonly notes: readonly Message[] } {
  const without = (found: readonly InputError[]) => ({
    needs: { product, needs: [] },
    counters: [],
    notes: [watchNote('watch/not-planned', { product, errors: found.map(quotedError) })],
  });
  if (errors.length > 0) return without(errors);
  const facts = [...files.values()]
    .filter(({ path }) => !left.has(path))
    .map(({ path, intake }): FileFact => {
      return { path, error: null, keywords: intake.kind === 'taken' && keywordsOf !== null ? keywordsOf(intake.sha256) : null };
    });
  const { definition, revisions } = method;
  const specification = revisions.at(-1)?.specification ?? { rows: [] };
  try {
    const { subjects, counters } = subjectNeeds({ definition, specification }, bindings, facts);
    return { needs: { product, needs: subjects }, counters, notes: [] };
  } catch (error) {
    return without(inputErrors(error));
  }
}

function readsKeywords({ method }: WatchedProduct): boolean {
  return method.definition.inputs.bind.some((rule) => rule.kind !== 'counts' && Object.keys(rule.keywords).length > 0);
}

/** What cannot be read binds nothing by its keywords; what it serves by its name, the analysis holds. */
function keywordsAt(disk: Disk, path: string): FileFact['keywords'] {
  try {
    return readUnchanged(disk, { path, stamp: null }, (source) => readDataSets(source).map((dataSet) => dataSet.keywords));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** `null` where it is a workbook or cannot be read. */
function textAt(disk: Disk, path: string): string | null {
  try {
    const text = Buffer.from(readContent({ path }, disk).bytes).toString('utf8');
    return text.includes('\0') ? null : text;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** A table that cannot be read means nobody here: the analysis says what is wrong with it. */
async function tableRowsOf(
  { method }: WatchedProduct,
  rowsOf: (name: string) => Promise<readonly RawRow[]>,
): Promise<(names: readonly string[]) => readonly string[]> {
  const { definition } = method;
  const names = tableNames(definition).filter((name) => name !== definition.inputs.sampleList);
  const tables = await Promise.all(
    names.map(async (name) => {
      try {
        return [{ name, rows: await rowsOf(name) }];
      } catch (error) {
        if (error instanceof InputError) return [];
        throw error;
      }
    }),
  );
  return openTableRows(tables.flat());
}

function unknownProducts(products: readonly WatchedProduct[], lists: readonly SampleList[]): readonly Message[] {
  const known = products.map(({ product }) => product).sort();
  const byList = new Map(lists.map(({ name, bindings }) => [name, bindings]));
  return [...byList].flatMap(([list, bindings]) => {
    const unknown = bindings.flatMap(({ product }) => (product === null || known.includes(product) ? [] : [product]));
    return [...new Set(unknown)].sort().map((product) => {
      const rows = unknown.filter((one) => one === product).length;
      return watchNote('watch/unknown-product', { list, product, rows, products: known });
    });
  });
}

function inputErrors(error: unknown): readonly InputError[] {
  if (error instanceof InputErrors) return error.errors;
  if (error instanceof InputError) return [error];
  throw error;
}

/** Values by key, of which those are kept that were asked for since the last `forget`. */
function openCache<Value extends object | null>(): {
  readonly get: (key: string, make: () => Value) => Value;
  readonly forget: () => void;
} {
  let kept = new Map<string, Value>();
  let asked = new Map<string, Value>();
  return {
    get: (key, make) => {
      const known = [asked, kept].find((values) => values.has(key))?.get(key);
      const value = known === undefined ? make() : known;
      asked.set(key, value);
      return value;
    },
    forget: () => {
      kept = asked;
      asked = new Map();
    },
  };
}

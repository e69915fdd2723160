import { InputError } from '../../errors.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Reason } from '../../reason.ts';
import { type Binding, type BindingField, INITIAL_OCCASION, makeBinding, scopeOfFile } from '../binding.ts';
import type { CountExportRule } from '../definition/count-export.ts';
import type { Definition } from '../definition/definition.ts';
import { type FilePattern, matchFilePattern, parseFilePattern, readingsOf } from '../definition/file-pattern.ts';
import { NO_PERSONS } from '../entry-persons.ts';
import { nearestName } from '../nearest-name.ts';
import { pipelineReason } from '../reasons.ts';
import { NO_SUBJECT, type StatedSubject } from '../stated-subject.ts';
import { secondPersonReasons } from '../tables/second-person.ts';
import { readStatedSubject } from '../tables/subject-columns.ts';
import type { BoundFile, CounterFile, FileFact } from './bound-file.ts';
import { changedReason, tableNames } from './hold-changed.ts';
import { type KeywordStatement, keywordStatements } from './keyword-statements.ts';
import { linesOfProduct } from './product-lines.ts';
import { refusePlatesBoundTwice, refuseSamplesOfTwoSubjects, sampleLines } from './shared-material.ts';

/**
 * Binds files to lots, controls and assay runs: the sample list first, then the patterns for files that it does not name. Lines for another product bind nothing here.
 * Files that nothing binds and nothing ignores are `unbound`. Throws `sample-list/bad-row` where material serves two subjects without saying so.
 */
export function bindFiles(
  definition: Definition,
  listed: readonly Binding[],
  facts: readonly FileFact[],
): { readonly bound: readonly BoundFile[]; readonly unbound: readonly string[]; readonly counters: readonly CounterFile[] } {
  const byPath = new Map(facts.map((fact) => [fact.path, fact]));
  const patterns = definition.inputs.bind.map((rule) => ({ rule, pattern: parseFilePattern(rule.pattern) }));
  const ignored = definition.inputs.ignore.map(parseFilePattern);
  const named = new Set(listed.map((binding) => binding.file));
  const tables = new Set(tableNames(definition));
  const linked = new Set(
    facts.flatMap(({ path, linkTo }) => (linkTo !== undefined && (named.has(path) || tables.has(path)) ? [linkTo] : [])),
  );
  const isTaken = ({ path, linkTo }: FileFact) => linkTo !== undefined || named.has(path) || tables.has(path) || linked.has(path);
  const rest = facts.filter((fact) => !isTaken(fact));
  const fromPatterns: BoundFile[] = [];
  const counters: CounterFile[] = [];
  const unbound: string[] = [];
  for (const fact of rest) {
    const fitting = patterns.filter(({ pattern }) => matchFilePattern(pattern, fact.path) !== null);
    const [first, second] = fitting;
    if (second !== undefined) {
      throw new InputError(
        'definition/bad-value',
        `Expected one pattern of inputs.bind to fit '${fact.path}', found ${fitting.length}: ${fitting.map(({ rule }) => `pattern ${rule.pattern}`).join(', ')}. Make them exclusive.`,
      );
    }
    if (first?.rule.kind === 'counts')
      counters.push({
        file: fact.path,
        rule: first.rule,
        fields: matchFilePattern(first.pattern, fact.path) ?? new Map(),
        error: fact.error,
      });
    else if (first !== undefined) fromPatterns.push(...bindByPattern(first.rule, first.pattern, fact));
    if (first === undefined && !ignored.some((pattern) => matchFilePattern(pattern, fact.path) !== null)) unbound.push(fact.path);
  }
  const asked = definition.inputs.secondPerson.includes('sample-list');
  const fromList = linesOfProduct(definition, listed).map((binding) => ({ binding, held: asked ? unchecked(binding) : [] }));
  const bound = [...fromList, ...fromPatterns].map(({ binding, held: own }) => ({
    binding,
    held: [...own, ...heldReasons(definition, binding, { fact: byPath.get(binding.file), unbound })],
  }));
  const bindings = bound.map((one) => one.binding);
  refusePlatesBoundTwice(definition, bindings);
  refuseSamplesOfTwoSubjects(sampleLines(bindings));
  return { bound, unbound, counters };
}

type FileRule = Exclude<Definition['inputs']['bind'][number], CountExportRule>;

function bindByPattern(rule: FileRule, pattern: FilePattern, fact: FileFact): BoundFile[] {
  const fields = matchFilePattern(pattern, fact.path);
  if (fields === null) return [];
  const keywords = fact.keywords?.[0];
  const value = (field: BindingField): string | null => {
    const keyword = rule.keywords[field];
    return (
      rule.set[field] ??
      fields.get(field) ??
      (keyword === undefined ? null : (keywordStatements(keywords ?? new Map(), keyword)[0]?.value ?? null))
    );
  };
  const lot = value('lot');
  const source = `pattern ${rule.pattern}`;
  const { stated: subject, mistake } = subjectByPattern(value);
  const binding = makeBinding({
    file: fact.path,
    kind: rule.kind,
    source,
    ...subject,
    lot,
    assayRun: value('assayRun'),
    stage: value('stage'),
    sample: value('sample'),
    preparation: value('preparation'),
    tube: value('tube'),
    control: value('control'),
    assay: value('assay'),
    plate: value('plate'),
    instrument: value('instrument'),
    slots: Object.fromEntries(Object.entries(rule.slots).map(([slot, name]) => [slot, name.replaceAll('{lot}', lot ?? '')])),
    occasion: INITIAL_OCCASION,
  });
  return [
    {
      binding,
      held:
        mistake === null
          ? []
          : [
              pipelineReason('held/subject-unreadable', scopeOfFile(binding), {
                file: fact.path,
                source,
                error: quotedError(mistake),
              }),
            ],
    },
  ];
}

/** The subject that a file name or its keywords give. One that cannot be read leaves the release, which the held file then stops: it must not release by omission. */
function subjectByPattern(value: (field: BindingField) => string | null): {
  readonly stated: StatedSubject;
  readonly mistake: InputError | null;
} {
  try {
    const fields = { purpose: value('purpose'), condition: value('condition'), time_point: value('timePoint'), shared: null };
    const refuse = (sentence: string): never => {
      throw new InputError('sample-list/bad-row', sentence);
    };
    return { stated: readStatedSubject((name) => fields[name], refuse), mistake: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { stated: NO_SUBJECT, mistake: error };
  }
}

/** Why a line of the sample list does not count, where a second person must check it. */
function unchecked(binding: Binding): Reason[] {
  return secondPersonReasons({ ...NO_PERSONS, ...binding, place: binding.source, column: 'entered_by' }, scopeOfFile(binding));
}

function heldReasons(
  definition: Definition,
  binding: Binding,
  found: { readonly fact: FileFact | undefined; readonly unbound: readonly string[] },
): Reason[] {
  const { fact } = found;
  const { source, file, notTested } = binding;
  const scope = scopeOfFile(binding);
  if (notTested !== null)
    return [pipelineReason('held/not-tested', scope, { source, file, why: notTested, found: fact === undefined ? 'absent' : 'present' })];
  if (fact === undefined) return [pipelineReason('pending/not-arrived', scope, { source, file, guess: nearestName(file, found.unbound) })];
  if (fact.error?.code === 'io/changed') return [changedReason(binding, { kind: 'error', error: fact.error })];
  if (fact.error !== null) return [pipelineReason('held/unreadable-file', scope, { file, error: quotedError(fact.error) })];
  return definition.inputs.identity
    .filter((rule) => rule.kinds.includes(binding.kind))
    .flatMap((rule) => identityReasons(rule, binding, fact));
}

type IdentityRule = Definition['inputs']['identity'][number];

/** The named sources must be present and agree to the character (white space at the ends aside). A file name that can be read in several ways agrees where one of them does. */
function identityReasons(rule: IdentityRule, binding: Binding, fact: FileFact): Reason[] {
  const found = rule.sources.map((source) => ({ source, values: readSource(rule, source, binding, fact) }));
  const missing = found.filter((one) => one.values.length === 0);
  if (missing.length > 0) {
    return [
      pipelineReason('held/identity-missing', scopeOfFile(binding), {
        file: binding.file,
        field: rule.field,
        sources: rule.sources.map((source) => sourceFields(source, binding, fact)),
        missing: missing.map((one) => sourceFields(one.source, binding, fact)),
      }),
    ];
  }
  const twice = rule.sources.map((source) => statementsOf(source, binding, fact)).find((statements) => statements.length > 1);
  if (twice !== undefined) {
    return [
      disagreement(
        rule,
        binding,
        twice.map(({ keyword, value }) => ({ kind: 'keyword' as const, name: keyword, values: [value] })),
      ),
    ];
  }
  const [first, ...others] = found.map((one) => one.values);
  if ((first ?? []).some((value) => others.every((values) => values.includes(value)))) return [];
  return [
    disagreement(
      rule,
      binding,
      found.map(({ source, values }) => ({ ...sourceFields(source, binding, fact), values })),
    ),
  ];
}

type Statement = ReturnType<typeof sourceFields> & { readonly values: readonly string[] };

function disagreement({ field }: IdentityRule, binding: Binding, found: readonly Statement[]): Reason {
  return pipelineReason('held/identity-mismatch', scopeOfFile(binding), { file: binding.file, field, found });
}

/** A source as the user knows it: `samples.csv:4`, the file name, the keyword SAMPLE ID, or the one that a file has in its place. */
function sourceFields(
  source: string,
  binding: Binding,
  fact: FileFact,
): { readonly kind: 'sample-list' | 'file-name' | 'keyword'; readonly name: string } {
  if (source === 'sample-list') return { kind: source, name: binding.source };
  if (source === 'file-name') return { kind: source, name: fact.path };
  return { kind: 'keyword', name: statementsOf(source, binding, fact)[0]?.keyword ?? keywordOf(source) };
}

/** What a source says: nothing, one value, or the ways in which a file name can be read. */
function readSource(rule: IdentityRule, source: string, binding: Binding, fact: FileFact): readonly string[] {
  if (source === 'sample-list') return stated(binding[rule.field]);
  if (source === 'file-name') {
    const readings = rule.pattern === undefined ? [] : readingsOf(parseFilePattern(rule.pattern), fact.path);
    return [...new Set(readings.flatMap((fields) => stated(fields.get(rule.field))))];
  }
  return statementsOf(source, binding, fact).map(({ value }) => value);
}

function keywordOf(source: string): string {
  return source.slice('keyword:'.length);
}

/** What the file says by a source that is a keyword; nothing for other sources. */
function statementsOf(source: string, binding: Binding, fact: FileFact): readonly KeywordStatement[] {
  const keywords = fact.keywords?.[binding.dataSet - 1];
  return keywords === undefined || !source.startsWith('keyword:') ? [] : keywordStatements(keywords, keywordOf(source));
}

function stated(value: string | null | undefined): readonly string[] {
  const text = value?.trim() ?? '';
  return text === '' ? [] : [text];
}

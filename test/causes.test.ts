import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CAUSES, type Cause, liesInTestArticle } from '../src/cause.ts';
import { causeOf, DECLARED_CAUSES } from '../src/pipeline/causes.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : [path];
  });
}

describe('the cause of a reason', () => {
  it('is one, of the closed list, for every code and scope of every register', () => {
    const byPair = new Map<string, Set<Cause>>();
    for (const { code, scope, cause } of DECLARED_CAUSES)
      byPair.set(`${code} ${scope}`, (byPair.get(`${code} ${scope}`) ?? new Set<Cause>()).add(cause));
    expect([...byPair].filter(([, causes]) => causes.size !== 1)).toEqual([]);
    expect(DECLARED_CAUSES.filter(({ cause }) => !CAUSES.includes(cause))).toEqual([]);
    expect(byPair.size).toBeGreaterThan(100);
    for (const { code, scope, cause } of DECLARED_CAUSES) expect(causeOf({ code, scope })).toBe(cause);
  });

  it('every cause is one of some reason', () => {
    expect(new Set(DECLARED_CAUSES.map(({ cause }) => cause))).toEqual(new Set(CAUSES));
  });

  it('is not guessed', () => {
    expect(() => causeOf({ code: 'held/unknown-tube', scope: 'assay-run' })).toThrow(
      "No register declares the cause of 'held/unknown-tube' in the scope 'assay-run'.",
    );
  });

  // The functions that make reasons take a code of their register and a scope for which it declares a cause, or do not compile. So no other place may make one.
  it('cannot be left out: only the registers make reasons', () => {
    const literal = /\{\s*code(?::[^,{}]*)?,\s*scope(?::[^,{}]*(?:\?[^,{}]*)?)?,\s*fields[\s:,}]/;
    const makers = sourceFiles(src).filter((path) => literal.test(readFileSync(path, 'utf8')));
    expect(makers.map((path) => relative(src, path)).sort()).toEqual([
      'attributes/reasons.ts',
      'pipeline/reasons.ts',
      // It gives a problem of a well, whose code the register declares, its scope.
      'potency/dose-response/curve/prepared-sample.ts',
      'potency/reasons.ts',
      'specification/reasons.ts',
      'studies/study-reasons.ts',
    ]);
  });
});

describe('the test article is the cause', () => {
  it.each([
    ['nothing', [], false],
    ['it alone', ['test article'], true],
    ['it twice', ['test article', 'test article'], true],
    ['it and what follows from it', ['another reason', 'test article'], true],
    ['only what follows from something', ['another reason'], false],
    ['it and a file', ['test article', 'file'], false],
    ['it and the method', ['method', 'test article'], false],
    ['it and the plan', ['test article', 'plan'], false],
    ['it and a control', ['control', 'test article'], false],
    ['it and the reference', ['test article', 'reference', 'another reason'], false],
    ['it and the laboratory', ['test article', 'laboratory'], false],
    ['a control', ['control'], false],
  ] as const)('%s', (_name, causes, expected) => expect(liesInTestArticle(causes)).toBe(expected));
});

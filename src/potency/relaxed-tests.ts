import type { CompendialTestName, CompendialTests } from './compendial-schema.ts';

interface RelaxedTest {
  readonly name: CompendialTestName;
  readonly how: 'information' | 'other-alpha' | 'disregarded';
  readonly alpha: number;
}

/** The tests that the method relaxes: as information, at a smaller level, or, of blanks, by leaving them out. */
export function relaxedTests(tests: CompendialTests, names: readonly CompendialTestName[]): readonly RelaxedTest[] {
  return names.flatMap((name): RelaxedTest[] => {
    const test = tests[name];
    if (test === 'disregarded') return [{ name, how: 'disregarded', alpha: USUAL_ALPHA }];
    if (test.action === 'information') return [{ name, how: 'information', alpha: test.alpha }];
    // A larger alpha asks less of the regression, a smaller one of the other tests.
    const relaxed = name === 'regression' ? test.alpha > USUAL_ALPHA : test.alpha < USUAL_ALPHA;
    return relaxed ? [{ name, how: 'other-alpha', alpha: test.alpha }] : [];
  });
}

const USUAL_ALPHA = 0.05;

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEPARTURES } from '../../src/fcs/departures.ts';

it('docs/fcs-departures.md lists every departure with the sentence of the code', () => {
  const page = readFileSync(new URL('../../docs/fcs-departures.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `(fcs\/[a-z-]+)` \| (.+) \| [^|]+ \|$/gm)].map(([, code, sentence]) => [code, sentence]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(Object.entries(DEPARTURES).map(([code, { meaning }]) => [code, meaning])));
});

import { expect, it } from 'vitest';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';

const title = { en: 'A', zh: '甲' };
const accepts = (timeZone: string): boolean =>
  definitionSchema
    .safeParse({
      definition: 1,
      method: { id: 'm', version: '1', status: 'validated', title },
      product: { id: 'P', title },
      site: { timeZone },
      inputs: {},
      attributes: [{ id: 'a', type: 'external', title, stage: 'final' }],
    })
    .error?.issues.every(({ path }) => path.join('.') !== 'site.timeZone') ?? true;

// The offsets in use lie from -12:00 (Baker Island) to +14:00 (Line Islands).
it.each([
  ['+00:00', true],
  ['-12:00', true],
  ['+05:45', true],
  ['+13:45', true],
  ['+14:00', true],
  ['-12:30', false],
  ['+14:01', false],
  ['+08:60', false],
  ['+99:99', false],
  ['8:00', false],
])('the offset of a site, %s: %s', (text, allowed) => {
  expect(accepts(text)).toBe(allowed);
});

import type { Recipe } from './recipe.ts';

export const addADeclaredFormat: Recipe = {
  task: 'A declared format.',
  steps: [
    {
      path: 'src/plates/formats/declared/pairs-declared.ts',
      write: `import * as z from 'zod';
import { InputError } from '../../../errors.ts';
import { buildRead, putWell, type WellTexts } from '../../build-read.ts';
import { textsOf } from '../../file/sheet.ts';
import { defineDeclaredFormat } from './declared-format.ts';

const PAIR = /^pair,([A-H]\\d{1,2}),(.+)$/;

/** One well a line, as \`pair,A1,0.5\`. */
export const pairs = defineDeclaredFormat({
  id: 'pairs',
  title: 'Declared pairs: one well a line, as pair,A1,0.5',
  description: 'Declared pairs of well and value.',
  optionsSchema: () => z.object({ label: z.string().default('reading').describe('Name of the read.') }),
  recognises: (sheet) => sheet.rows.length > 0 && sheet.rows.every((row) => textsOf(row)[0] === 'pair'),
  encodingOf: () => undefined,
  decode: async (source, { label }, notes) => {
    if (source.kind !== 'text') throw new InputError('plate/bad-export', 'Expected a text of pairs, found a workbook.', { file: source.fileName });
    const wells: WellTexts = new Map();
    source.text.trim().split('\\n').forEach((text, i) => {
      const [, well, value] = PAIR.exec(text) ?? [];
      const place = { file: source.fileName, line: i + 1 };
      if (well === undefined || value === undefined)
        throw new InputError('plate/bad-export', \`Expected a pair such as 'pair,A1,0.5', found '\${text}'.\`, place);
      putWell(wells, well, { text: value, ...place });
    });
    const read = buildRead({ label, mode: 'unknown', wavelengthsNm: [], unit: null, calculated: false }, wells, { decimal: '.', notes });
    return [{ name: 'Plate 1', wellCount: 96, reads: [read] }];
  },
});
`,
    },
    {
      path: 'src/plates/formats/registry.ts',
      before: `import { aidElispot,`,
      put: `import { pairs } from './declared/pairs-declared.ts';\n`,
    },
    { path: 'src/plates/formats/registry.ts', instead: 'registryOf(matrix, longTable);', put: 'registryOf(matrix, longTable, pairs);' },
    { path: 'test/plates/fixtures/pairs.txt', write: 'pair,A1,0.5\npair,A2,OVER\n', last: true },
    {
      path: 'test/plates/fixtures/pairs.expected.json',
      write: JSON.stringify({
        plates: [
          {
            name: 'Plate 1',
            wellCount: 96,
            reads: [
              {
                label: 'reading',
                mode: 'unknown',
                wavelengthsNm: [],
                unit: null,
                calculated: false,
                values: { A1: 0.5 },
                nonNumeric: { A2: 'OVER' },
              },
            ],
          },
        ],
        notes: ['plate/non-numeric', 'plate/partial-plate'],
      }),
      last: true,
    },
    {
      path: 'docs/plate-formats.md',
      before: '| `long-table` |',
      put: '| `pairs` | any text file | declared | pairs of well and value | |\n',
      last: true,
    },
  ],
  proof: {
    name: 'pairs.test.ts',
    text: `import { expect, it } from 'vitest';
import { readPlate } from '../../src/plates/reading/read-plate.ts';
import { plateFormatSchema, plateRequest } from '../../src/plates/reading/plate-format-schema.ts';

it('may be named by a definition at once, with its options', async () => {
  const request = plateRequest(plateFormatSchema.parse({ format: 'pairs', label: 'OD' }));
  const { format, plates } = await readPlate(Buffer.from('pair,B7,1.25\\n'), 'a.txt', request);
  expect([format, plates[0]?.reads[0]?.label, plates[0]?.reads[0]?.values]).toEqual(['pairs', 'OD', { B7: 1.25 }]);
});
`,
  },
};

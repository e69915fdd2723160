import type { Recipe } from './recipe.ts';

const VALUES = { A1: 0.5, A2: 0.25, A3: 0.125, B1: 1.5, B2: 1.25, B3: 1.125 };

export const addAPlateFormat: Recipe = {
  task: 'A plate format.',
  steps: [
    {
      path: 'src/plates/formats/byonoy/example-reader.ts',
      write: `import { linesOf } from '../../file/head-of.ts';
import { besideKey, defineTitledBlocks } from '../tables/titled-blocks.ts';

/** A reader that writes a block below its name. */
export const exampleReader = defineTitledBlocks({
  id: 'example-reader',
  title: 'Example reader, CSV',
  container: 'text',
  marks: /^Example Reader Export\\b/m,
  silent: /^(?:Example Reader Export|Plate)\\b/,
  recognises: (source) => /^Example Reader Export\\b/m.test(linesOf(source)),
  titles: 'never',
  kindOf: () => ({ label: 'OD450', mode: 'absorbance', wavelengthsNm: [450], unit: 'OD', calculated: false }),
  plateOf: (sheet) => ({ name: besideKey(sheet, /^Plate$/), named: 6, readAt: null }),
});
`,
    },
    {
      path: 'src/plates/formats/registry.ts',
      before: `import { ncView } from`,
      put: `import { exampleReader } from './byonoy/example-reader.ts';\n`,
    },
    { path: 'src/plates/formats/registry.ts', instead: `  victorList,\n);`, put: `  victorList,\n  exampleReader,\n);` },
    {
      path: 'test/plates/fixtures/example-reader.csv',
      write: 'Example Reader Export,1.0\nPlate,P7\n,1,2,3\nA,0.5,0.25,0.125\nB,1.5,1.25,1.125\n',
      last: true,
    },
    {
      path: 'test/plates/fixtures/example-reader.expected.json',
      write: JSON.stringify({
        plates: [
          {
            name: 'P7',
            wellCount: 6,
            readAt: null,
            reads: [
              { label: 'OD450', mode: 'absorbance', wavelengthsNm: [450], unit: 'OD', calculated: false, values: VALUES, nonNumeric: {} },
            ],
          },
        ],
        notes: [],
      }),
      last: true,
    },
    {
      path: 'docs/plate-formats.md',
      before: '| `matrix` |',
      put: '| `example-reader` | Example reader, `.csv` | default | the block | |\n',
      last: true,
    },
  ],
  proof: {
    name: 'example-reader.test.ts',
    text: `import { expect, it } from 'vitest';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

it('is detected by its mark', async () => {
  const text = 'Example Reader Export,1.0\\nPlate,P7\\n,1,2,3\\nA,0.5,0.25,0.125\\nB,1.5,1.25,OVER\\n';
  const { format, plates } = await readPlate(Buffer.from(text), 'a.csv', { format: 'detect' });
  expect([format, plates[0]?.name, plates[0]?.reads[0]?.values.B1, plates[0]?.reads[0]?.nonNumeric]).toEqual(['example-reader', 'P7', 1.5, { B3: 'OVER' }]);
});
`,
  },
};

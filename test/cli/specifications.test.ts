import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder, type NewUserFolder } from './new-user-folder.ts';

/** Runs `check` and `run` over a spoiled folder; paths in what is printed are relative to ROOT. */
async function bothCommands(spoil: (folder: NewUserFolder) => void) {
  const folder = makeNewUserFolder();
  try {
    spoil(folder);
    const check = await captureCommand(['check', folder.pipeline]);
    const run = await captureCommand([
      'run',
      folder.exportFolder,
      '--pipeline',
      folder.pipeline,
      '--out',
      folder.out,
      '--jobs',
      '1',
      '--quiet',
    ]);
    const shown = (text: string) => text.replaceAll(folder.root, 'ROOT').trim().split('\n');
    return {
      exits: [check.exitCode, run.exitCode],
      check: shown(check.stderr),
      run: shown(run.stderr),
      checked: shown(check.stdout),
      results: run.exitCode === 65 ? [] : resultsOf(folder),
    };
  } finally {
    rmSync(folder.root, { recursive: true });
  }
}

function resultsOf({ out }: NewUserFolder) {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('result.json'));
  return paths.sort().map((path) => parseReleaseResult(JSON.parse(readFileSync(join(out, path), 'utf8'))));
}

const inMethod = (name: string, from: string, to: string) => (folder: NewUserFolder) =>
  folder.change(`method/${name}`, (text) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  });

describe('a specification is for a product and its methods', () => {
  it.each([
    [
      'another product',
      inMethod('specification.yaml', '{ id: FT', '{ id: OTHER'),
      "error: ROOT/method/specification.yaml:4:16: Expected the specification of product 'FT', which the definition at ROOT/method/pipeline.yaml:8:7 is for; found the specification of product 'OTHER'. Give the specification of this product, or correct product.id. [specification/disagrees]",
    ],
    [
      'a row of another method than the text names',
      inMethod('specification.yaml', 'method: flow', 'method: QC-M-021'),
      "error: ROOT/method/specification.yaml:13:13: Expected row 'CD3' to name the method of attribute 'cd3', 'flow' at ROOT/method/pipeline.yaml:33:21; found 'QC-M-021'. Correct the row, or state the number of the method in the definition (method.id). [specification/disagrees]",
    ],
    [
      'a row of another method than the id',
      inMethod('pipeline.yaml', '{ text: flow,', '{ id: QC-M-021, text: flow,'),
      "error: ROOT/method/specification.yaml:13:13: Expected row 'CD3' to name the method of attribute 'cd3', 'QC-M-021' at ROOT/method/pipeline.yaml:33:19; found 'flow'. Correct the row, or the definition. [specification/disagrees]",
    ],
    [
      'limits in a unit that no value of the attribute can have',
      inMethod('specification.yaml', 'unit: "%"', 'unit: cells/mL'),
      "error: ROOT/method/specification.yaml:15:11: Expected the limits of row 'CD3' in a unit of attribute 'cd3' at ROOT/method/pipeline.yaml:29:5 ('fraction'), or in one that it can be converted to; found 'cells/mL'. Correct the row, or the definition. [specification/disagrees]",
    ],
    [
      'limits without a unit',
      inMethod('specification.yaml', '    unit: "%"\n', ''),
      "error: ROOT/method/specification.yaml:8:5: Expected the limits of row 'CD3' in a unit of attribute 'cd3' at ROOT/method/pipeline.yaml:29:5 ('fraction'), or in one that it can be converted to; found ''. Correct the row, or the definition. [specification/disagrees]",
    ],
  ])('%s is refused with both places, by check as by run', async (_, spoil, sentence) => {
    const found = await bothCommands(spoil);

    expect(found).toMatchObject({ exits: [65, 65], check: [sentence], run: [sentence] });
  });

  it.each(['%', 'fraction', 'per million'])('and agrees on the unit where it can be converted: %s', async (unit) => {
    const found = await bothCommands((folder) => {
      inMethod('specification.yaml', 'unit: "%"', `unit: "${unit}"`)(folder);
      inMethod('specification.yaml', 'atLeast: 70', 'atLeast: 0')(folder);
    });

    expect(found.exits).toEqual([0, 0]);
  });

  it('and agrees where both name the id, which the result states', async () => {
    const found = await bothCommands((folder) => {
      inMethod('pipeline.yaml', '{ text: flow,', '{ id: QC-M-021, text: flow,')(folder);
      inMethod('specification.yaml', 'method: flow', 'method: QC-M-021')(folder);
    });

    expect(found.exits).toEqual([0, 0]);
    expect(found.results.map((result) => result.attributes[0]?.method.id)).toEqual(['QC-M-021', 'QC-M-021']);
  });
});

/** Puts revisions beside the definition: revision 1 with the limit of the shipped file, others with a limit of their own. */
function revisions(
  folder: NewUserFolder,
  list: readonly { readonly revision: string; readonly days: string; readonly atLeast: number }[],
): void {
  const method = join(folder.root, 'method');
  const text = readFileSync(join(method, 'specification.yaml'), 'utf8');
  mkdirSync(join(method, 'revisions'));
  for (const { revision, days, atLeast } of list) {
    const own = text
      .replace(/^revision: .*$/m, `revision: "${revision}"`)
      .replace(/^effectiveFrom: .*$/m, days)
      .replace(/atLeast: \d+/, `atLeast: ${atLeast}`);
    writeFileSync(join(method, 'revisions', `revision-${revision}.yaml`), own);
  }
  rmSync(join(method, 'specification.yaml'));
  folder.change('method/pipeline.yaml', (definition) =>
    definition.replace('specification: specification.yaml', 'specifications: revisions'),
  );
}

const ONE = { revision: '1', days: 'effectiveFrom: 2026-01-01\neffectiveTo: 2026-11-17', atLeast: 70 };
const TWO = { revision: '2', days: 'effectiveFrom: 2026-11-18', atLeast: 90 };

/** Gives a date of the sample rows of both lots in a new column. */
const dated = (column: string, days: readonly [string, string]) => (folder: NewUserFolder) =>
  folder.change('export/samples.csv', (text) =>
    text
      .trim()
      .split('\n')
      .map((line, index) => `${line},${index === 0 ? column : line.includes('LOT-1') ? days[0] : line.includes('LOT-2') ? days[1] : ''}`)
      .join('\n'),
  );

describe('revisions of a specification', () => {
  it('serve each lot by its first acquisition, and the result states which with its hash', async () => {
    let hashes: string[] = [];
    const found = await bothCommands((folder) => {
      revisions(folder, [ONE, TWO]);
      hashes = [1, 2].map((n) => sha256Of(readFileSync(join(folder.root, `method/revisions/revision-${n}.yaml`))));
    });

    // All was acquired on 18 November 2026, the first day of revision 2, which asks for 90 %; the lots have 80 %.
    expect(found.exits).toEqual([0, 30]);
    expect(found.checked[0]).toContain('revisions 1 (2026-01-01 to 2026-11-17), 2 (from 2026-11-18)');
    for (const { specification } of found.results) {
      expect(specification).toMatchObject({
        revision: '2',
        effectiveFrom: '2026-11-18',
        effectiveTo: null,
        servesBy: { rule: 'first-acquisition', day: '2026-11-18' },
        sha256: hashes[1],
      });
    }
  });

  it('serve each lot by its manufacture where the definition says so: two revisions in one run', async () => {
    const found = await bothCommands((folder) => {
      revisions(folder, [ONE, TWO]);
      folder.change('method/pipeline.yaml', (text) =>
        text.replace('specifications: revisions', 'specifications: revisions\nspecificationDate: manufacture'),
      );
      dated('manufactured_at', ['2026-11-17', '2026-11-18'])(folder);
    });

    expect(found.exits).toEqual([0, 30]);
    expect(
      found.results.map((one) => [one.lot.id, one.specification.revision, one.specification.servesBy.day, one.disposition.proposed]),
    ).toEqual([
      ['LOT-1', '1', '2026-11-17', 'conforms'],
      ['LOT-2', '2', '2026-11-18', 'does not conform'],
    ]);
  });

  it.each([
    ['before the first revision', ['2025-12-31', '2026-01-01'], 'specification/not-yet-effective'],
    ['not stated', ['', '2026-01-01'], 'specification/no-date'],
  ] as const)('give no valid result to a lot whose date is %s, and to no other', async (_, days, code) => {
    const found = await bothCommands((folder) => {
      revisions(folder, [ONE, TWO]);
      folder.change('method/pipeline.yaml', (text) =>
        text.replace('specifications: revisions', 'specifications: revisions\nspecificationDate: study-protocol'),
      );
      dated('protocol_date', days)(folder);
    });

    expect(found.exits).toEqual([0, 20]);
    expect(found.results.map((one) => one.disposition.proposed)).toEqual(['no valid result', 'conforms']);
    expect(found.results[0]?.attributes[0]?.reasons.map((one) => one.code)).toEqual([code]);
  });

  it.each([
    [
      'overlap',
      [{ ...ONE, days: 'effectiveFrom: 2026-01-01\neffectiveTo: 2026-11-20' }, TWO],
      "error: ROOT/method/revisions/revision-2.yaml:5:16: Expected one revision for each day, found two from 2026-11-18 to 2026-11-20: revision '2' begins on 2026-11-18, revision '1' at ROOT/method/revisions/revision-1.yaml:6:14 ends on 2026-11-20. [specification/bad-revisions]",
    ],
    [
      'overlap without a last day',
      [{ ...ONE, days: 'effectiveFrom: 2026-01-01' }, TWO],
      "error: ROOT/method/revisions/revision-2.yaml:5:16: Expected one revision for each day, found that revision '2' begins on 2026-11-18 while revision '1' at ROOT/method/revisions/revision-1.yaml:5:16 has no last day: from 2026-11-18 on both are in force. Write effectiveTo: 2026-11-17 there. [specification/bad-revisions]",
    ],
    [
      'leave a day out',
      [{ ...ONE, days: 'effectiveFrom: 2026-01-01\neffectiveTo: 2026-11-16' }, TWO],
      "error: ROOT/method/revisions/revision-2.yaml:5:16: Expected one revision for each day, found none on 2026-11-17: revision '1' at ROOT/method/revisions/revision-1.yaml:6:14 ends on 2026-11-16, revision '2' begins on 2026-11-18. [specification/bad-revisions]",
    ],
  ])('are refused where they %s, the days named', async (_, list, sentence) => {
    const found = await bothCommands((folder) => revisions(folder, list));

    expect(found).toMatchObject({ exits: [65, 65], check: [sentence], run: [sentence] });
  });

  it('are refused where two have one name, or where one is another specification', async () => {
    const twice = await bothCommands((folder) => {
      revisions(folder, [ONE, TWO]);
      inMethod('revisions/revision-2.yaml', 'revision: "2"', 'revision: "1"')(folder);
    });
    const other = await bothCommands((folder) => {
      revisions(folder, [ONE, TWO]);
      inMethod('revisions/revision-2.yaml', 'id: ', 'id: X')(folder);
    });

    expect(twice).toMatchObject({ exits: [65, 65] });
    expect(twice.run[0]).toContain(
      "Expected each revision once, found '1' again; the first is at ROOT/method/revisions/revision-1.yaml:2:11.",
    );
    expect(other).toMatchObject({ exits: [65, 65] });
    expect(other.run[0]).toContain('A folder of revisions holds one specification.');
  });

  it('are refused where the folder is empty, or stands beside a single file', async () => {
    const empty = await bothCommands((folder) => {
      revisions(folder, []);
    });
    const both = await bothCommands((folder) => {
      mkdirSync(join(folder.root, 'method/revisions'));
      copyFileSync(join(folder.root, 'method/specification.yaml'), join(folder.root, 'method/revisions/1.yaml'));
      inMethod(
        'pipeline.yaml',
        'specification: specification.yaml',
        'specification: specification.yaml\nspecifications: revisions',
      )(folder);
    });

    expect(empty.run).toEqual([
      'error: ROOT/method/revisions: Expected the revisions of a specification, a YAML file each; found no .yaml file in this folder. [specification/missing]',
    ]);
    expect(both.exits).toEqual([65, 65]);
    expect(both.run[0]).toContain("Expected specification or specifications, found both: 'specification.yaml' and 'revisions'.");
  });

  it('end with the last valid day of a single file, too', async () => {
    const past = await bothCommands(inMethod('specification.yaml', 'effectiveFrom: ', 'effectiveTo: 2026-11-17\neffectiveFrom: '));
    const last = await bothCommands(inMethod('specification.yaml', 'effectiveFrom: ', 'effectiveTo: 2026-11-18\neffectiveFrom: '));

    expect(past.results.map((one) => one.attributes[0]?.reasons.map((reason) => reason.code))).toEqual([
      ['specification/no-longer-effective'],
      ['specification/no-longer-effective'],
    ]);
    expect(past.exits).toEqual([0, 20]);
    expect(last.exits).toEqual([0, 0]);
  });
});

describe('the text of tables', () => {
  it('of several kinds of line end, or without the last one, is a warning of check as of run', async () => {
    const found = await bothCommands((folder) => {
      folder.change('export/samples.csv', (text) => text.replace('\n', '\r\n').trimEnd());
    });
    const folder = makeNewUserFolder();
    folder.change('export/samples.csv', (text) => text.replace('\n', '\r\n').trimEnd());
    const checked = await captureCommand(['check', folder.pipeline, '--folder', folder.exportFolder]);
    rmSync(folder.root, { recursive: true });

    const lines = [
      'warning: samples.csv: The last line has no line end: if the file was cut off there, it cannot be told. [plate/no-final-line-end]',
      'warning: samples.csv: The file mixes kinds of line end (CRLF, LF, CR): it was edited or joined from parts. [plate/line-ends-mixed]',
    ];
    expect(found.exits).toEqual([0, 0]);
    expect(found.run).toEqual(expect.arrayContaining(lines));
    expect(checked.stderr.trim().split('\n')).toEqual(expect.arrayContaining(lines));
  });

  it('of one kind says nothing', async () => {
    const found = await bothCommands(() => {});
    expect(found.run).toEqual(['']);
  });
});

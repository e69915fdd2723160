import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder, type NewUserFolder } from './new-user-folder.ts';

/** One thing that goes wrong for somebody new, and everything that the command prints then. */
interface Case {
  readonly title: string;
  readonly spoil: (folder: NewUserFolder) => void;
  readonly args?: (folder: NewUserFolder) => readonly string[];
  readonly exitCode: number;
  /** Disposition of the two lots, or nothing printed at all. */
  readonly lots: readonly [string, string] | null;
  readonly stderr: readonly string[];
}

const untouched = (): void => {};
const runArguments = (folder: NewUserFolder, exportFolder = folder.exportFolder): readonly string[] => [
  'run',
  exportFolder,
  '--pipeline',
  folder.pipeline,
  '--out',
  folder.out,
  '--jobs',
  '1',
  '--quiet',
];
const rewrite = (file: string, from: string, to: string) => (folder: NewUserFolder) =>
  folder.change(file, (text) => text.replace(from, to));
const cutOff = (file: string) => (folder: NewUserFolder) => truncateSync(join(folder.exportFolder, file), 6000);

/** 12,467 bytes: HEADER and TEXT 459, 1,000 events of 3 x 32 bits, 8 bytes of CRC; the first 6,000 are left. */
const CUT =
  'Expected 12000 bytes of DATA ($TOT 1000 x 96 bits), found 5541 of them: HEADER gives bytes 459 to 12458 (12000 bytes), TEXT gives bytes 459 to 12458 (12000 bytes), but the data set has 6000 bytes. The file was cut off: copy it again.';

const CASES: readonly Case[] = [
  { title: 'nothing is wrong', spoil: untouched, exitCode: 0, lots: ['conforms', 'conforms'], stderr: [] },
  {
    title: 'the folder does not exist',
    spoil: untouched,
    args: (folder) => runArguments(folder, join(folder.root, 'exprot')),
    exitCode: 66,
    lots: null,
    stderr: [
      'error: ROOT/exprot: Expected the export folder, found nothing. Give the folder into which the instruments export. [usage/not-found]',
    ],
  },
  {
    title: 'the folder is a file',
    spoil: untouched,
    args: (folder) => runArguments(folder, join(folder.exportFolder, 'samples.csv')),
    exitCode: 66,
    lots: null,
    stderr: [
      'error: ROOT/export/samples.csv: Expected the export folder, found a file. Give the folder into which the instruments export. [usage/not-found]',
    ],
  },
  {
    title: 'the folder is another one',
    spoil: untouched,
    args: (folder) => runArguments(folder, join(folder.root, 'method')),
    exitCode: 66,
    lots: null,
    stderr: [
      "error: ROOT/method: Expected the sample list 'samples.csv', which the definition names, in the export folder. Put it there, or check that this is the right folder. [usage/not-found]",
    ],
  },
  {
    title: 'an FCS file is cut off: its lot is held, the other goes on',
    spoil: cutOff('LOT-1_surface.fcs'),
    exitCode: 20,
    lots: ['no valid result', 'conforms'],
    stderr: [`warning: lot LOT-1: 'LOT-1_surface.fcs' cannot be read: ${CUT} [held/unreadable-file]`],
  },
  {
    title: "a control's file is cut off: every lot of its assay run waits for it",
    spoil: cutOff('RUN-1_fmo-cd3.fcs'),
    exitCode: 20,
    lots: ['no valid result', 'no valid result'],
    stderr: [
      `warning: lot LOT-1, cd3: 'RUN-1_fmo-cd3.fcs' cannot be read: ${CUT} [held/unreadable-file]`,
      `warning: lot LOT-2, cd3: 'RUN-1_fmo-cd3.fcs' cannot be read: ${CUT} [held/unreadable-file]`,
    ],
  },
  {
    title: 'a key of the definition is misspelled',
    spoil: rewrite('method/pipeline.yaml', 'percentile:', 'percentle:'),
    exitCode: 65,
    lots: null,
    stderr: [
      "error: ROOT/method/pipeline.yaml:25:77: Unknown key 'percentle' in tubes[1].thresholds[1]. Did you mean 'percentile'? [definition/bad-key]",
    ],
  },
  {
    title: 'a value of the definition is none of those allowed',
    spoil: rewrite('method/pipeline.yaml', 'kind: fmo', 'kind: FMO'),
    exitCode: 65,
    lots: null,
    stderr: [
      "error: ROOT/method/pipeline.yaml:27:32: tubes[1].controls[1].kind: expected one of fmo, unstained, isotype, single-stain, negative, positive, viability, found 'FMO'. Did you mean 'fmo'? [definition/bad-value]",
    ],
  },
  {
    title: 'an attribute counts a gate that is not there',
    spoil: rewrite('method/pipeline.yaml', 'population: CD3+', 'population: CD3'),
    exitCode: 65,
    lots: null,
    stderr: [
      "error: ROOT/method/pipeline.yaml:29:5: Expected a gate of panel 'surface', found 'CD3', which does not exist. Did you mean 'CD3+'? [definition/bad-reference]",
    ],
  },
  {
    title: 'the definition is not YAML',
    spoil: rewrite('method/pipeline.yaml', 'tubes:\n', 'tubes:\n\t'),
    exitCode: 65,
    lots: null,
    stderr: [
      'error: ROOT/method/pipeline.yaml:17:1: Expected valid YAML: Tabs are not allowed as indentation. Mend this first: errors further down may come from it. [definition/bad-yaml]',
    ],
  },
  {
    title: 'a key of the specification is misspelled',
    spoil: rewrite('method/specification.yaml', 'decideOn:', 'decideon:'),
    exitCode: 65,
    lots: null,
    stderr: [
      "error: ROOT/method/specification.yaml:17:5: Unknown key 'decideon' in rows[1]. Did you mean 'decideOn'? [definition/bad-key]",
    ],
  },
  {
    title: 'a control is in neither the folder nor the sample list',
    spoil: (folder) => {
      rmSync(join(folder.exportFolder, 'RUN-1_fmo-cd3.fcs'));
      folder.change('export/samples.csv', (text) => text.replace(/^RUN-1.*\n/m, ''));
    },
    exitCode: 20,
    lots: ['no valid result', 'no valid result'],
    stderr: ['LOT-1', 'LOT-2'].map(
      (lot) =>
        `warning: lot ${lot}, cd3: No file serves the control 'fmo-cd3' of tube 'surface' in assay run 'RUN-1'. Export it and name it in the sample list; if there is none, acquire it with the assay run again, or record a deviation. [control/missing]`,
    ),
  },
  {
    title: "a control's file is not in the folder",
    spoil: (folder) => rmSync(join(folder.exportFolder, 'RUN-1_fmo-cd3.fcs')),
    exitCode: 10,
    lots: ['pending', 'pending'],
    stderr: ['LOT-1', 'LOT-2'].map(
      (lot) =>
        `warning: lot ${lot}, cd3: samples.csv:4 names 'RUN-1_fmo-cd3.fcs', which is not in the export folder. Export it, or correct the name. [pending/not-arrived]`,
    ),
  },
  {
    title: 'the sample list exchanges two lot numbers',
    spoil: (folder) =>
      folder.change('export/samples.csv', (text) =>
        text.replace(/sample,LOT-(\d)/g, (_, number: string) => `sample,LOT-${number === '1' ? '2' : '1'}`),
      ),
    exitCode: 20,
    lots: ['no valid result', 'no valid result'],
    stderr: [
      "warning: lot LOT-1: 'LOT-2_surface.fcs' does not agree on its lot: samples.csv:3 says 'LOT-1', the keyword SAMPLE ID says 'LOT-2'. Find out which one is right before the file is used. [held/identity-mismatch]",
      "warning: lot LOT-2: 'LOT-1_surface.fcs' does not agree on its lot: samples.csv:2 says 'LOT-2', the keyword SAMPLE ID says 'LOT-1'. Find out which one is right before the file is used. [held/identity-mismatch]",
    ],
  },
  {
    title: 'the sample list names an absent file',
    spoil: rewrite('export/samples.csv', 'LOT-1_surface.fcs', 'LOT-1_surfaces.fcs'),
    exitCode: 10,
    lots: ['pending', 'conforms'],
    stderr: [
      'warning: LOT-1_surface.fcs: nothing binds this file; name it in the sample list, or ignore it in the definition. [file/unbound]',
      "warning: lot LOT-1, cd3: samples.csv:2 names 'LOT-1_surfaces.fcs', which is not in the export folder. Did you mean 'LOT-1_surface.fcs'? [pending/not-arrived]",
    ],
  },
  {
    title: 'the sample list has a column of another name',
    spoil: rewrite('export/samples.csv', 'assay_run', 'assayrun'),
    exitCode: 65,
    lots: null,
    stderr: ["error: samples.csv:1: Unknown column 'assayrun'. Did you mean 'assay_run'? [sample-list/bad-row]"],
  },
  {
    title: 'the sample list names a tube that the definition does not have',
    spoil: rewrite('export/samples.csv', 'final,surface', 'final,surfcae'),
    exitCode: 20,
    lots: ['no valid result', 'conforms'],
    stderr: [
      "warning: lot LOT-1: samples.csv:2 gives 'LOT-1_surface.fcs' the tube 'surfcae', which the definition does not have. Did you mean 'surface'? [held/unknown-tube]",
      "warning: lot LOT-1, cd3: Expected an acquisition of panel 'surface' at stage 'final', found none. [pending/no-acquisition]",
      "warning: lot LOT-1, cd3: The attribute declares the control 'fmo-cd3', which was not found. [control/missing]",
    ],
  },
  {
    title: 'the definition names no specification, nor does the command',
    spoil: rewrite('method/pipeline.yaml', 'specification: specification.yaml\n', ''),
    exitCode: 65,
    lots: null,
    stderr: [
      'error: ROOT/method/pipeline.yaml: Expected a specification: a lot without one cannot be judged. Name it in the definition (specification: file.yaml, or specifications: folder) or with --specification. [specification/missing]',
    ],
  },
  {
    title: 'the specification is not where the definition says',
    spoil: (folder) => rmSync(join(folder.root, 'method/specification.yaml')),
    exitCode: 66,
    lots: null,
    stderr: [
      'error: ROOT/method/specification.yaml: Expected the specification here, found no such file. Put it there, or give another with --specification. [usage/not-found]',
    ],
  },
  {
    title: 'the definition is not there',
    spoil: (folder) => rmSync(folder.pipeline),
    exitCode: 66,
    lots: null,
    stderr: [
      'error: ROOT/method/pipeline.yaml: Expected the pipeline definition here, found no such file. Check its path. [usage/not-found]',
    ],
  },
  {
    title: '--jobs is no number',
    spoil: untouched,
    args: (folder) => [...runArguments(folder), '--jobs', 'x'],
    exitCode: 65,
    lots: null,
    stderr: ["error: Expected a whole number of threads from 1 to 256 after --jobs, found 'x'. [usage/bad-argument]"],
  },
  {
    title: '--lot names no lot of the folder',
    spoil: untouched,
    args: (folder) => [...runArguments(folder), '--lot', 'LOT-3'],
    exitCode: 66,
    lots: null,
    stderr: [
      "error: ROOT/export: Expected the lot 'LOT-3' in the export folder, found the lots 'LOT-1', 'LOT-2'. 'cytolot check' shows what every file serves. [usage/not-found]",
    ],
  },
  {
    title: '--out cannot be written to',
    spoil: (folder) => writeFileSync(folder.out, ''),
    exitCode: 73,
    lots: null,
    stderr: [
      "error: ROOT/out: Expected a folder in which results can be written, found that 'ROOT/out' is a file. Give another folder after --out, or have its rights changed. [usage/cannot-create]",
    ],
  },
  {
    title: '--out is left out',
    spoil: untouched,
    args: (folder) => runArguments(folder).filter((argument) => argument !== '--out' && argument !== folder.out),
    exitCode: 64,
    lots: null,
    stderr: ["error: required option '--out <folder>' not specified"],
  },
  {
    title: 'a file in the folder serves nothing',
    spoil: (folder) => writeFileSync(join(folder.exportFolder, 'notes.txt'), ''),
    exitCode: 0,
    lots: ['conforms', 'conforms'],
    stderr: ['warning: notes.txt: nothing binds this file; name it in the sample list, or ignore it in the definition. [file/unbound]'],
  },
  {
    title: 'a lot does not meet its specification: a result, not an error',
    spoil: rewrite('method/specification.yaml', 'atLeast: 70', 'atLeast: 90'),
    exitCode: 30,
    lots: ['does not conform', 'does not conform'],
    stderr: [],
  },
];

async function inFolder<Result>(spoil: Case['spoil'], act: (folder: NewUserFolder) => Promise<Result>): Promise<Result> {
  const folder = makeNewUserFolder();
  try {
    spoil(folder);
    return await act(folder);
  } finally {
    rmSync(folder.root, { recursive: true, force: true });
  }
}

describe('What a new user is told by run', () => {
  it.each(CASES)('where $title', async ({ spoil, args = (folder) => runArguments(folder), exitCode, lots, stderr }) => {
    const said = await inFolder(spoil, async (folder) => {
      const { stdout, ...rest } = await captureCommand(args(folder));
      return {
        exitCode: rest.exitCode,
        lots: [...stdout.matchAll(/^LOT-\d {2}release {2,}(.*?) {2,}.*\/report\.html$/gm)].map((match) => match[1]),
        stderr: rest.stderr.replaceAll(folder.root, 'ROOT'),
      };
    });
    expect(said).toEqual({ exitCode, lots: lots ?? [], stderr: stderr.map((line) => `${line}\n`).join('') });
  });

  it('and by the report: where it is', async () => {
    await inFolder(untouched, async (folder) => {
      const { stdout } = await captureCommand(runArguments(folder));
      const path = /^LOT-1 .* (\S+report\.html)$/m.exec(stdout)?.[1] ?? '';
      expect(path).toBe(join(folder.out, 'lots/LOT-1/release/0001/report.html'));
      expect(readFileSync(path, 'utf8')).toContain('CD3');
    });
  });
});

describe('What a new user is told by check', () => {
  it('shows which file serves what, and below it why one cannot be used', async () => {
    const spoil = (folder: NewUserFolder) => {
      cutOff('LOT-1_surface.fcs')(folder);
      rmSync(join(folder.exportFolder, 'RUN-1_fmo-cd3.fcs'));
    };
    const said = await inFolder(spoil, (folder) => captureCommand(['check', folder.pipeline, '--folder', folder.exportFolder]));
    expect(said).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `first-try 1 (validated) with SPEC-FT revision 1: 1 tubes, 0 assays, 1 attributes, 1 rows

Lot LOT-1
file               serves           tube or plate  assay run  state
-----------------  ---------------  -------------  ---------  -------
LOT-1_surface.fcs  sample, final    surface        RUN-1      HELD
RUN-1_fmo-cd3.fcs  control fmo-cd3  surface        RUN-1      MISSING
  HELD: 'LOT-1_surface.fcs' cannot be read: ${CUT}
  MISSING: samples.csv:4 names 'RUN-1_fmo-cd3.fcs', which is not in the export folder. Export it, or correct the name.

Lot LOT-2
file               serves           tube or plate  assay run  state
-----------------  ---------------  -------------  ---------  -------
LOT-2_surface.fcs  sample, final    surface        RUN-1      ready
RUN-1_fmo-cd3.fcs  control fmo-cd3  surface        RUN-1      MISSING
  MISSING: samples.csv:4 names 'RUN-1_fmo-cd3.fcs', which is not in the export folder. Export it, or correct the name.
`,
    });
  });
});

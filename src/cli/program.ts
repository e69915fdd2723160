import { Command, CommanderError } from 'commander';
import type { Threads } from '../runtime/threads/threads.ts';
import { version } from '../version.ts';
import type { Act, Action, CommandDefinitions } from './command-definition.ts';
import type { GateOptions } from './commands/gate/gate-record.ts';
import { PERSON_COMMANDS } from './person-commands.ts';
import { RECORD_COMMANDS } from './record-commands.ts';
import { SERVICE_COMMANDS } from './service-commands.ts';
import { reportError } from './terminal/report-error.ts';
import { terminal } from './terminal/terminal.ts';

/** Lists that a command's help takes from registries: only that of the command that is asked for is loaded. */
const LISTS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  potency: async () => (await import('../potency/models.ts')).MODELS,
  'potency-study': async () => (await import('../studies/registry.ts')).POTENCY_STUDIES.ids,
};

/** What each command takes. Each imports its own stage only when it is called. */
const COMMANDS: CommandDefinitions = {
  run: (command, act) =>
    command
      .description('analyse an export folder: a release result for every lot')
      .argument('<folder>', 'export folder')
      .requiredOption('--pipeline <file>', 'pipeline definition (YAML)')
      .option('--specification <file>', 'specification (YAML); absent = the one that the definition names')
      .requiredOption('--out <folder>', 'where result folders are written')
      .option('--lot <lot>', 'only this lot')
      .option('--reason <text>', 'why lots are analysed again, where something that was judged already differs')
      .option('--jobs <n>', 'worker threads; absent = one a processor')
      .option('--task-seconds <n>', 'end a thread that takes longer for one task, and hold its file; absent = 600')
      .option('--language <language>', 'language of the report: en, zh or both', 'both')
      .option('--log <file>', 'append an operational log (JSON lines)')
      .option('--log-key <file>', 'private key of the store: sign what its log is when the run is done')
      .option('--actor-from-environment', 'who acts is what CYTOLOT_ACTOR says, and is recorded so')
      .option('--json', 'print JSON and nothing else')
      .option('--quiet', 'show no progress')
      .option('--second-reader', 'read every FCS file again with the npm package fcs; a difference holds it')
      .option('--keep-inputs', 'copy every file into OUT/intake first, by its SHA-256, and analyse these copies alone')
      .action(act(async () => (await import('./commands/run/run.ts')).runCommand as Action)),
  check: (command, act) =>
    command
      .description('validate a definition; with a folder, show what serves what and what is missing')
      .argument('<pipeline>', 'pipeline definition (YAML)')
      .option('--folder <folder>', 'export folder')
      .option('--specification <file>', 'specification (YAML); absent = the one that the definition names')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/check/check.ts')).checkCommand as Action)),
  inspect: (command, act) =>
    command
      .description('show what is in an FCS file')
      .argument('<file>', 'FCS file')
      .option('--json', 'print JSON and nothing else')
      .option('--statistics', 'sum, mean, minimum and maximum of every parameter')
      .option('--hash', 'SHA-256 over the stored values')
      .option('--second-reader', 'read it again with the npm package fcs and compare')
      .option('--data-set <k>', 'data set, counting from 1', '1')
      .action(act(async () => (await import('./commands/inspect/inspect.ts')).inspect as Action)),
  import: (command, act) =>
    command
      .description('make a starting definition of a Gating-ML file, a FlowJo workspace or a FACSDiva experiment')
      .argument('<file>', 'Gating-ML 2.0, FlowJo 10 workspace or FACSDiva experiment')
      .option('--sample <name>', 'sample of a workspace (or specimen/tube); by default the first')
      .option('--matrix <file>', 'write the spillover matrix of the workspace as CSV and refer to it')
      .option('--force', 'replace an output that exists; never an input')
      .action(act(async () => (await import('./commands/import/import.ts')).importGates as Action)),
  gate: (command, act, { threads }) =>
    command
      .description('count the populations of a gating strategy in FCS files')
      .argument('<file...>', 'FCS files')
      .requiredOption(
        '--gates <file>',
        'pipeline definition (YAML), Gating-ML 2.0, FlowJo 10 workspace (.wsp, .acs) or FACSDiva experiment',
      )
      .option('--json', 'print JSON and nothing else')
      .option('--membership <file>', 'write a CSV with 0 or 1 for every event and population')
      .option('--data-set <k>', 'data set, counting from 1', '1')
      .option('--sample <name>', 'sample of a workspace by name or id, or specimen/tube; by default the one that has the file')
      .option('--tube <id>', 'tube of a pipeline definition')
      .option('--threshold <name=value>', 'value of a threshold, in linear units', (value: string, all: string[]) => [...all, value], [])
      .option('--gating-ml <file>', 'write the gates as Gating-ML 2.0')
      .option('--force', 'replace an output that exists; never an input')
      .option('--exact', 'use the exact reference path')
      .action(
        act(async () => {
          const { gate } = await import('./commands/gate/gate.ts');
          return ((paths: readonly string[], options: GateOptions) => gate(paths, options, threads)) as Action;
        }),
      ),
  export: (command, act) =>
    command
      .description('write a data set, or one population of it, as FCS 3.1 or 3.2, CSV or Parquet')
      .argument('<file>', 'FCS file')
      .requiredOption('--out <file>', 'file to write')
      .option('--force', 'replace an output that exists; never an input')
      .option('--format <format>', 'fcs3.1, fcs3.2, csv or parquet; absent = by the ending of the output')
      .option('--values <values>', 'values in CSV and Parquet: scale or stored', 'scale')
      .option('--gates <file>', 'pipeline definition (YAML), Gating-ML 2.0, FlowJo 10 workspace (.wsp, .acs) or FACSDiva experiment')
      .option('--population <path>', 'population of the gates, its path joined by /')
      .option('--data-set <k>', 'data set, counting from 1', '1')
      .option('--sample <name>', 'sample of a workspace by name or id, or specimen/tube; by default the one that has the file')
      .option('--tube <id>', 'tube of a pipeline definition')
      .option('--threshold <name=value>', 'value of a threshold, in linear units', (value: string, all: string[]) => [...all, value], [])
      .action(act(async () => (await import('./commands/export/export.ts')).exportEvents as Action)),
  'read-plate': (command, act) =>
    command
      .description('show what is in a plate-reader export')
      .argument('<file>', 'plate-reader export, text or workbook')
      .option('--format <name>', 'format to read it as (see `cytolot formats`)', 'detect')
      .option('--anchor <cell>', 'cell of the reading of A1, such as B3: read as a declared matrix')
      .option('--sheet <name>', 'sheet of a workbook: read as a declared matrix')
      .option('--read <file>', "YAML with a definition's `read`: read so and not otherwise")
      .option('--layout <file>', "YAML with the keys of a definition's layout: show what stands in the wells")
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/read-plate/read-plate.ts')).readPlateCommand as Action)),
  formats: (command, act) =>
    command
      .description('list the plate-reader formats')
      .action(act(async () => (await import('./commands/read-plate/formats.ts')).formats as Action)),
  potency: (command, act, { list: models }) =>
    command
      .description('relative potency of every test article of a long table (assay, sample, dose, response)')
      .argument(
        '<file>',
        'long table (comma, semicolon or tab delimited), with --layout a plate-reader export, with --pipeline an export folder or a plate file of one',
      )
      .option('--pipeline <file>', 'definition: compute its assays over the plates of a folder, without a release')
      .option('--assay <id>', 'with --pipeline: only this assay')
      .option('--layout <file>', "YAML with the keys of a definition's layout: the file is a plate-reader export")
      .option('--slots <list>', 'with --layout: names for slots, such as reference=RS-07,test-1=LOT-A')
      .option('--format <name>', 'with --layout: format of the export (see `cytolot formats`)')
      .option('--label <label>', 'with --layout: which read of a plate')
      .option('--spot <spot>', 'with --layout: which spot of a well, by number or analyte')
      .option('--reference <name>', 'sample that is the reference standard; by default reference')
      .option('--columns <list>', 'headings of the table, such as assay=assay_id,response=signal')
      .option('--method <file>', "YAML with the keys of a definition's method; options go over it")
      .option('--model <id>', `${models.join(', ')} (4pl where nothing says otherwise)`)
      .option('--orientation <which>', '5pl: lower, upper or best')
      .option(
        '--weights <weights>',
        'none, 1/y, 1/y^2, 1/mean, 1/mean^2, 1/fitted, 1/fitted^2, 1/fitted^p (p a number), 1/fitted^estimated, 1/variance',
      )
      .option('--transform <name>', 'of the response: none, ln, log10, square-root, square')
      .option('--interval <method>', 'log-delta, delta, fieller or profile')
      .option('--level <level>', 'two-sided level of the interval')
      .option('--fit <how>', 'pairwise or simultaneous')
      .option('--outliers <test>', 'outlier test, original and reduced side by side: grubbs, dixon, studentised or rout')
      .option(
        '--combine <variant>',
        'combine the assays of every test article, such as unweighted, weighted, semi-weighted, ph-eur-10-weighted',
      )
      .option('--minimum <n>', 'with --combine: reportable assays that are enough; by default all')
      .option('--homogeneity <rule>', 'with --combine: fail, information or semi-weight, with a level as fail:0.05; weighted variants fail')
      .option('--gcv-limit <percent>', 'with --combine: largest %GCV between the assays')
      .option(
        '--fixed <list>',
        'asymptotes that are not estimated, such as lowerAsymptote=0, or at the mean of a control: lowerAsymptote=control:NC',
      )
      .option('--assigned <potency>', 'with --unit: potency of the reference standard; results also in its unit')
      .option('--unit <unit>', 'with --assigned: unit of the result, such as IU/ml')
      .option(
        '--shared <list>',
        'parameters that reference and articles share, such as slope,upperAsymptote, or none; by default all but the location',
      )
      .option(
        '--design <name>',
        "parallel-line: completely-randomised, randomised-blocks or latin-square, with /plate… by the plates' wells, twin-cross-over or triple-cross-over",
      )
      .option('--heterogeneity <when>', 'probit, logit: none or when-significant')
      .option('--doses <kind>', 'what the dose column holds: concentration, or dilution (50 or 1:50 is the dose 1/50)')
      .option('--dose-scale <scale>', 'linear, or the logarithm that the dose column holds: log10, log2, ln')
      .option('--decimal <mark>', 'what stands before the decimals in the table: point or comma')
      .option('--points', 'with --json: also the wells and residuals')
      .option('--html <file>', 'write a page with curves, residuals, quantiles and parallelism')
      .option('--force', 'with --html: replace an output that exists; never an input')
      .option('--language <language>', 'with --html: en (by default), zh or both')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/potency/potency.ts')).potency as Action)),
  'potency-study': (command, act, { list: studies }) =>
    command
      .description('a study over many assays, or beside relative potency, from a long table (docs/potency-studies.md)')
      .argument('<kind>', `${studies.slice(0, -1).join(', ')} or ${studies.at(-1)}`)
      .argument('<table>', 'long table (comma, semicolon or tab delimited)')
      .option('--options <file>', 'YAML with the options of the study; absent = its defaults')
      .option('--columns <list>', 'headings of the table, such as sample=sample_id,response=signal')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/potency-study/potency-study.ts')).potencyStudy as Action)),
  ...RECORD_COMMANDS,
  ...PERSON_COMMANDS,
  ...SERVICE_COMMANDS,
};

/** Runs a command line and returns the exit code; `threads` were started for it, where it may need them. */
export async function runProgram(argv: readonly string[], threads: Threads | null = null): Promise<number> {
  let exitCode = 0;
  const act: Act =
    (load) =>
    async (...args) => {
      try {
        exitCode = await (await load())(...args);
      } catch (error) {
        exitCode = reportError(error);
      }
    };

  const program = new Command('cytolot')
    .description('From flow cytometry and plate-reader exports to one release result per lot.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) });

  // Only the command that is asked for: to describe the others takes milliseconds.
  const [first = ''] = argv;
  for (const [name, define] of Object.entries(COMMANDS))
    if (name === first || !Object.hasOwn(COMMANDS, first))
      define(program.command(name), act, { threads, list: name === first ? ((await LISTS[name]?.()) ?? []) : [] });

  try {
    await program.parseAsync(argv as string[], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    throw error;
  }
  return exitCode;
}

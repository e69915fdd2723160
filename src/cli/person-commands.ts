import type { Command } from 'commander';
import type { Act, Action, CommandDefinitions } from './command-definition.ts';

const LOT = 'folder of a lot, a subject or an analysis (OUT/lots/LOT[/SUBJECT[/0001]]); with --out, the name of the lot';

/** What every step of a person takes. */
function step(command: Command, act: Act, description: string): Command {
  return command
    .description(description)
    .argument('<lot>', LOT)
    .option('--out <folder>', 'the store; absent = the one that the path leads into')
    .requiredOption('--key <file>', 'private key of who signs: its passphrase is typed')
    .option('--meaning <meaning>', "what the signature means, in English or Chinese: 'cytolot signatures --meanings' lists them")
    .requiredOption('--reason <text>', 'why, in the words of who signs')
    .option('--log-key <file>', 'private key of the store: sign what its log is afterwards')
    .option('--actor-from-environment', 'who acts is what CYTOLOT_ACTOR says, and is recorded so')
    .action(act(async () => (await import('./commands/act/act.ts')).actionOf(command.name()) as Action));
}

/** The commands by which persons act on results. Each imports its own stage only when it is called. */
export const PERSON_COMMANDS: CommandDefinitions = {
  review: (command, act) => step(command, act, 'sign that a result was reviewed'),
  approve: (command, act) => step(command, act, 'sign that a reviewed result is approved; needs the key of the store'),
  reject: (command, act) => step(command, act, 'sign that a result is rejected'),
  release: (command, act) =>
    step(command, act, 'sign the release of a lot whose result is approved').option(
      '--exceptional',
      'of a lot out of specification, where its method is of an autologous product and permits it',
    ),
  reopen: (command, act) => step(command, act, 'sign that a decided lot is open again'),
  method: (command, act) => {
    command.description('methods that an approver approved for a store');
    const signing = (one: Command): Command =>
      one
        .requiredOption('--out <folder>', 'the store')
        .requiredOption('--key <file>', 'private key of an approver: its passphrase is typed')
        .option('--log-key <file>', 'private key of the store, which signs what its log is afterwards')
        .requiredOption('--reason <text>', 'why, in the words of who signs')
        .option('--actor-from-environment', 'who acts is what CYTOLOT_ACTOR says, and is recorded so');
    signing(command.command('approve').description('approve a definition with its specification, or all its revisions, from a time on'))
      .argument('<pipeline>', 'pipeline definition (YAML)')
      .option('--specification <file>', 'specification (YAML); absent = the one that the definition names')
      .option('--from <time>', 'from when on, with offset, such as 2026-12-01T00:00+08:00; absent = from now on')
      .option('--retrospective <reason>', 'why what was used before is approved now; --from then lies in the past')
      .action(act(async () => (await import('./commands/method/method.ts')).approveMethodCommand as Action));
    signing(command.command('withdraw').description('withdraw a method with its specification, from now on'))
      .argument('<method>', 'id of the method')
      .argument('<specification>', 'id of the specification')
      .action(act(async () => (await import('./commands/method/method.ts')).withdrawMethodCommand as Action));
    command
      .command('list')
      .description('list what was approved and withdrawn')
      .argument('<out>', 'the store')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/method/method.ts')).listMethodsCommand as Action));
  },
  signatures: (command, act) =>
    command
      .description('list who signed a lot, when, what it means, and whether it stands')
      .argument('[lot]', `${LOT}; absent = every lot of --out`)
      .option('--out <folder>', 'the store; absent = the one that the path leads into')
      .option('--meanings', 'list what a signature can mean, in both languages')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/act/signatures.ts')).signaturesCommand as Action)),
};

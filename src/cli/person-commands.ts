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
  signatures: (command, act) =>
    command
      .description('list who signed a lot, when, what it means, and whether it stands')
      .argument('[lot]', `${LOT}; absent = every lot of --out`)
      .option('--out <folder>', 'the store; absent = the one that the path leads into')
      .option('--meanings', 'list what a signature can mean, in both languages')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/act/signatures.ts')).signaturesCommand as Action)),
};

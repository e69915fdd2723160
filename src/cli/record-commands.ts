import type { Action, CommandDefinitions } from './command-definition.ts';

/** An option that may be given several times. */
const all = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** The commands that keep and check the record of a store. Each imports its own stage only when it is called. */
export const RECORD_COMMANDS: CommandDefinitions = {
  verify: (command, act) =>
    command
      .description('hash a store again: whether it is as it was written, and the same log grown as one kept elsewhere')
      .argument('<out>', 'the store')
      .option('--known <file>', 'a checkpoint kept elsewhere: of the store, a witness, or a proof; may be given again', all, [])
      .option('--key <key>', 'verifier key of the site, or a file that holds it')
      .option('--witness <key>', 'verifier key of a witness, or a file that holds it; may be given again', all, [])
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/verify/verify.ts')).verify as Action)),
  qualify: (command, act) =>
    command
      .description('qualify the installation on this machine: its files and packages, reference cases with known results, and hazards')
      .option('--html <file>', 'write a report')
      .option('--force', 'with --html: replace an output that exists')
      .option('--language <language>', 'with --html: en, zh or both', 'both')
      .option('--jobs <n>', 'worker threads; absent = one a processor')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/qualify/qualify.ts')).qualifyCommand as Action)),
  replay: (command, act) =>
    command
      .description('compute the analyses of a store again from its intake, and list what differs; changes nothing')
      .argument('<out>', 'the store')
      .option('--method <file>', 'a proposed pipeline definition; absent = that of each analysis')
      .option('--specification <file>', 'a proposed specification; absent = that of each analysis, or of the proposed definition')
      .option('--all', 'every analysis; absent = the latest of each subject')
      .option('--html <file>', 'write a report')
      .option('--force', 'with --html: replace an output that exists')
      .option('--language <language>', 'with --html: en, zh or both', 'both')
      .option('--jobs <n>', 'worker threads; absent = one a processor')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/replay/replay.ts')).replayCommand as Action)),
  key: (command, act) => {
    command.description('keys: those that sign the log of a store, and those of persons');
    command
      .command('new')
      .description(
        'make a private key (Ed25519): of a store or a witness, which signs unattended; or, with --person, of a person, under a passphrase',
      )
      .argument('[file]', 'file to write; nobody but the account may read it')
      .option('--person <name>', 'printed name of the person: the passphrase is typed twice, and FILE.pub is written beside')
      .option('--out <file>', 'file to write, in place of the argument')
      .action(act(async () => (await import('./commands/key/key.ts')).newKey as Action));
    command
      .command('show')
      .description('show the public part of the key of a store, and its fingerprint')
      .argument('<file>', 'private key')
      .requiredOption('--out <folder>', 'the store')
      .action(act(async () => (await import('./commands/key/key.ts')).showKey as Action));
    command
      .command('rotate')
      .description('put another key in the place of the one that signs the log of a store')
      .argument('<out>', 'the store')
      .requiredOption('--log-key <file>', 'private key that signs now')
      .requiredOption('--new-key <file>', 'private key that signs from here on')
      .requiredOption('--reason <text>', 'why')
      .action(act(async () => (await import('./commands/key/key.ts')).rotateKey as Action));
    command
      .command('enrol')
      .description('enrol the key of a person in the log of a store')
      .argument('<out>', 'the store')
      .requiredOption('--person-key <file>', "FILE.pub of 'cytolot key new --person'")
      .requiredOption('--role <role>', `what the person may do: reviewer or approver; may be given again`, all, [])
      .option('--account <name>', 'account of the person on the host, by which an approver is told from an analyst')
      .option('--replaces <key>', 'id of the key of the same person that counts no longer from here on')
      .option('--key <file>', 'private key of the enrolled approver who enrols')
      .option('--log-key <file>', 'private key of the store: enrols while no approver is enrolled, and signs the log')
      .option('--reason <text>', 'why')
      .option('--actor-from-environment', 'who acts is what CYTOLOT_ACTOR says, and is recorded so')
      .action(act(async () => (await import('./commands/key/person-keys.ts')).enrolKey as Action));
    command
      .command('withdraw')
      .description('withdraw the key of a person: what it signed before stands')
      .argument('<out>', 'the store')
      .requiredOption('--key-id <key>', "id of the key, as 'cytolot key list' shows it")
      .requiredOption('--reason <text>', 'why')
      .option('--key <file>', 'private key of an enrolled approver, or the key itself')
      .option('--log-key <file>', 'private key of the store: withdraws any, and signs the log')
      .option('--actor-from-environment', 'who acts is what CYTOLOT_ACTOR says, and is recorded so')
      .action(act(async () => (await import('./commands/key/person-keys.ts')).withdrawKey as Action));
    command
      .command('list')
      .description('list the keys of persons that a store knows')
      .argument('<out>', 'the store')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/key/person-keys.ts')).listKeys as Action));
  },
  proof: (command, act) =>
    command
      .description('write one file with a result, its report and the proof that it is in the log, which checks itself in a browser')
      .argument('<lot>', 'folder of a lot, a subject or an analysis: OUT/lots/LOT[/SUBJECT[/0001]]')
      .requiredOption('--out <file>', 'page to write')
      .option('--force', 'replace an output that exists; never an input')
      .action(act(async () => (await import('./commands/proof/proof.ts')).proof as Action)),
  witness: (command, act) => {
    command.description('have the log of a store signed by a witness, who keeps what it saw elsewhere (a file drop)');
    command
      .command('request')
      .description('put the last checkpoint of a store into the drop folder, for a witness to sign')
      .argument('<out>', 'the store')
      .requiredOption('--name <name>', 'name of the witness')
      .requiredOption('--drop <folder>', 'folder that the store and the witness share')
      .action(act(async () => (await import('./commands/witness/witness.ts')).requestCommand as Action));
    command
      .command('sign')
      .description('as the witness: sign each request that is the log seen last, grown')
      .requiredOption('--name <name>', 'name of the witness')
      .requiredOption('--witness-key <file>', 'private key of the witness')
      .requiredOption('--state <folder>', 'where the witness keeps what it saw: never in the drop folder nor in a store')
      .requiredOption('--drop <folder>', 'folder that the store and the witness share')
      .option('--log <key>', 'verifier key of a log, once for each log and after its key was changed; may be given again', all, [])
      .action(act(async () => (await import('./commands/witness/witness.ts')).signCommand as Action));
    command
      .command('collect')
      .description('take what a witness signed into the log of a store')
      .argument('<out>', 'the store')
      .requiredOption('--witness <key>', 'verifier key of the witness, or a file that holds it')
      .requiredOption('--drop <folder>', 'folder that the store and the witness share')
      .action(act(async () => (await import('./commands/witness/witness.ts')).collectCommand as Action));
  },
};

import type { Action, CommandDefinitions } from './command-definition.ts';

/** The commands that keep and check the record of a store. Each imports its own stage only when it is called. */
export const RECORD_COMMANDS: CommandDefinitions = {
  key: (command, act) => {
    command.description('keys that sign the log of a store');
    command
      .command('new')
      .description('make a private key (Ed25519) that signs unattended: of a store, or of a witness')
      .argument('<file>', 'file to write; nobody but the account may read it')
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
  },
};

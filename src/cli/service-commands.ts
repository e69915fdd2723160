import type { Action, CommandDefinitions } from './command-definition.ts';

/** An option that may be given several times. */
const all = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** The commands of unattended use. Each imports its own stage only when it is called. */
export const SERVICE_COMMANDS: CommandDefinitions = {
  watch: (command, act) =>
    command
      .description('watch the folder that instruments write to, and judge each subject once its files are there')
      .argument('<folder>', 'drop folder')
      .requiredOption('--pipeline <file>', 'pipeline definition (YAML), one a product; may be given again', all)
      .requiredOption('--out <folder>', 'where result folders are written')
      .option('--log-key <file>', 'private key of the store, with which its log is signed: needed')
      .option('--scan <seconds>', 'time between two looks at the folder', '10')
      .option('--quiet <seconds>', 'how long a file must be still before it is whole', '30')
      .option('--timeout <seconds>', 'how long a subject is waited for before what is there is judged', '86400')
      .option('--min-free <space>', 'free space of the disk of the results below which nothing is taken: 5% or 20GiB', '5%')
      .option('--max-file <size>', 'largest file that is taken, such as 8GiB; absent = any')
      .option('--health-address <address>', 'serve /livez, /readyz and /metrics there, such as 127.0.0.1:9464 or 9464 alone')
      .option(
        '--queue <url>',
        'let `cytolot work` on other machines analyse, by a queue: redis://[USER@]HOST[:PORT][/DATABASE], or rediss:// for TLS',
      )
      .option('--queue-password-file <file>', 'file with the password of the queue')
      .option('--queue-ca <file>', "certificates of the site's authority (PEM), for rediss://")
      .option('--jobs <n>', 'worker threads; absent = one a processor')
      .option('--task-seconds <n>', 'end a thread that takes longer for one task; absent = 600')
      .option('--language <language>', 'language of the reports: en, zh or both', 'both')
      .option('--log <file>', 'append an operational log (JSON lines)')
      .option('--actor-from-environment', 'who acts is what CYTOLOT_ACTOR says, and is recorded so')
      .option('--second-reader', 'read every FCS file again with the npm package fcs; a difference holds it')
      .action(act(async () => (await import('./commands/watch/watch.ts')).watchCommand as Action)),
  work: (command, act) =>
    command
      .description('analyse what a `watch --queue` on this or another machine orders (docs/scale.md)')
      .requiredOption('--out <folder>', 'the folder of results, which all machines share')
      .requiredOption('--queue <url>', 'the queue, as for `watch`: redis://[USER@]HOST[:PORT][/DATABASE], or rediss:// for TLS')
      .option('--queue-password-file <file>', 'file with the password of the queue')
      .option('--queue-ca <file>', "certificates of the site's authority (PEM), for rediss://")
      .option('--lock <seconds>', 'how long a worker may not be heard of before its orders go to another', '30')
      .option('--at-once <n>', 'orders that are worked on at a time; absent = one a thread')
      .option('--health-address <address>', 'serve /livez, /readyz and /metrics there, such as 127.0.0.1:9465 or 9465 alone')
      .option('--jobs <n>', 'worker threads; absent = one a processor')
      .option('--task-seconds <n>', 'end a thread that takes longer for one task; absent = 600')
      .option('--log <file>', 'append an operational log (JSON lines)')
      .option('--actor-from-environment', 'who acts is what CYTOLOT_ACTOR says, and is recorded so')
      .action(act(async () => (await import('./commands/worker/work.ts')).workCommand as Action)),
  push: (command, act) =>
    command
      .description('send results to the systems of a site, once each, and read them back (docs/lims.md)')
      .argument('<out>', 'the folder of results')
      .requiredOption('--targets <file>', 'the systems (YAML)')
      .option('--target <id>', 'only this one')
      .option('--wait <seconds>', 'how long entries that must be tried again are waited for', '60')
      .option('--retry', 'send again what was refused, and read again what differed')
      .option('--log-key <file>', 'private key of the store: sign what its log is when all is sent')
      .option('--json', 'print JSON and nothing else')
      .action(act(async () => (await import('./commands/push/push.ts')).pushCommand as Action)),
  status: (command, act) =>
    command
      .description('show what is watched into a folder of results: what waits, what is held, what runs')
      .argument('[out]', 'the folder of results; absent = --out, or this folder')
      .option('--out <folder>', 'the folder of results')
      .option('--json', 'print JSON and nothing else')
      .option('--health', 'print nothing but why it is not ready, and exit with 69 then: for probes of a container')
      .action(act(async () => (await import('./commands/status/status.ts')).statusCommand as Action)),
};

import { version } from '../version.ts';

/** Entry of the command. `--version` is answered before anything else is loaded. */
async function main(argv: readonly string[]): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${version}\n`);
    return;
  }
  const { runCommand } = await import('./program.ts');
  process.exitCode = await runCommand(argv);
}

await main(process.argv.slice(2));

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadChunksWithCodeCache } from '../runtime/code-cache.ts';
import { version } from '../version.ts';

/** Entry of the bundled command. `--version` is answered before anything else is loaded. */
async function main(argv: readonly string[]): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${version}\n`);
    return;
  }
  loadChunksWithCodeCache(join(__dirname, 'command'));
  const { runCommand }: typeof import('./program.ts') = createRequire(import.meta.url)('./command/program.cjs');
  process.exitCode = await runCommand(argv);
}

void main(process.argv.slice(2));

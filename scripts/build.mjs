// Builds dist/: every module by tsc (the library and the worker threads of `run` load these), then the command as a bundle for a quick start.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from './bundle-command.mjs';
import { bundleLibrary } from './bundle-library.mjs';
import { listFiles } from './list-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}/dist`, { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
await bundleCommand(root);
await bundleLibrary(root);
// The hazards that `cytolot qualify` runs, and what generates their inputs.
cpSync(`${root}/qualification`, `${root}/dist/qualification`, { recursive: true });
listFiles(root);

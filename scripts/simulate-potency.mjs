// The simulations of test/potency/simulations with all their assays: 2,000 each, or as many as the first argument says.
import { spawnSync } from 'node:child_process';

const count = process.argv[2] ?? '2000';
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/potency/simulations', '--maxWorkers=1', '--testTimeout=1200000'],
  {
    stdio: 'inherit',
    env: { ...process.env, CYTOLOT_SIMULATED_ASSAYS: count },
  },
);
process.exitCode = status ?? 1;

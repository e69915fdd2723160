// Runs a command in fresh processes and takes medians.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const usage = fileURLToPath(new URL('report-usage.mjs', import.meta.url));

/** Wall seconds, CPU seconds, peak megabytes and standard output of one fresh process of Node. */
export function runOnce(args) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr, output } = spawnSync(process.execPath, ['--import', usage, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const wallSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`node ${args.join(' ')}: exit code ${status}\n${stderr}`);
  return { wallSeconds, ...JSON.parse(output[3]), stdout };
}

/** Medians over `times` fresh processes; the output must be the same each time. */
export function measure(args, times) {
  const runs = Array.from({ length: times }, () => runOnce(args));
  for (const { stdout } of runs)
    if (stdout !== runs[0].stdout) throw new Error(`node ${args.join(' ')}: the output is not the same each time`);
  const median = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[times >> 1];
  return {
    wallSeconds: median('wallSeconds'),
    cpuSeconds: median('cpuSeconds'),
    rssMegabytes: median('rssMegabytes'),
    stdout: runs[0].stdout,
  };
}

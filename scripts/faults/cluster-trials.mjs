// The examples for clusters, run for real where their program is: several export folders into one folder of results, by rule, and again.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, expectPublished, publishedIn, runWords, writeSmallLots } from './small-lots.mjs';
import { copyLots, freshFolder, writeList } from './watched.mjs';

const examples = fileURLToPath(new URL('../../docs/deployment/clusters/', import.meta.url));
const FOLDERS = 4;

function must(program, words, options) {
  const ended = spawnSync(program, words, { encoding: 'utf8', ...options });
  if (ended.status !== 0) throw new Error(`${program} ended with ${ended.status}: ${ended.stderr.slice(-800)}`);
  return ended;
}

/** Each lot in an export folder of its own. What a single process makes of them stands in `whole`. */
async function prepare(folder) {
  const lots = await writeSmallLots(folder, FOLDERS);
  const place = freshFolder(join(folder, 'place'));
  for (const lot of lots) {
    const run = join(place, 'exports', `run-${lot}`);
    mkdirSync(run, { recursive: true });
    copyLots(join(folder, 'export'), run, [lot]);
    writeList(run, [lot]);
  }
  const whole = join(folder, 'whole');
  rmSync(whole, { recursive: true, force: true });
  for (const lot of lots) {
    const words = runWords(folder, whole).map((word) => (word === join(folder, 'export') ? join(place, 'exports', `run-${lot}`) : word));
    must(process.execPath, words);
  }
  return { folder, place, lots, expected: publishedIn(whole) };
}

export const CLUSTER_TRIALS = {
  snakemake: {
    what: 'the Snakefile of docs/deployment/clusters: four export folders into one folder of results, two at a time, where one result stands already; then again, which changes nothing',
    times: 1,
    obstacle: () => (spawnSync('snakemake', ['--version']).status === 0 ? null : 'needs the program snakemake'),
    prepare,
    once: ({ folder, place, expected }) => {
      copyFileSync(join(examples, 'Snakefile'), join(place, 'Snakefile'));
      for (const name of ['done', 'results', '.snakemake']) rmSync(join(place, name), { recursive: true, force: true });
      const config = ['--config', `pipeline=${join(folder, 'method/pipeline.yaml')}`, `cytolot=${command}`];
      const words = ['--cores', '2', '--set-threads', 'judge=1', ...config];
      // What stands already, as of a rule that was ended behind it, is found and not published again.
      const [first] = readdirSync(join(place, 'exports'));
      const [out, pipeline] = [join(place, 'results'), join(folder, 'method/pipeline.yaml')];
      must(process.execPath, [
        command,
        'run',
        join(place, 'exports', first),
        '--pipeline',
        pipeline,
        '--out',
        out,
        '--keep-inputs',
        '--quiet',
      ]);
      const since = performance.now();
      must('snakemake', words, { cwd: place });
      const seconds = Math.round((performance.now() - since) / 1000);
      expectPublished(out, expected);
      rmSync(join(place, 'done'), { recursive: true });
      must('snakemake', words, { cwd: place });
      expectPublished(out, expected);
      must(process.execPath, [command, 'verify', out]);
      if (!existsSync(join(place, 'done'))) throw new Error('expected what the rules wrote');
      return { 'seconds for four folders': seconds };
    },
  },
};

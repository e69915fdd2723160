import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderQualification } from '../../../outputs/pages/qualification-page.ts';
import { type Qualification, qualificationOutcome } from '../../../results/qualification.ts';
import { refuseTaken, writeOutputFile } from '../../../runtime/disk/output-file.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { examineInstallation } from '../../../runtime/qualification/installation.ts';
import { runReferenceCases } from '../../../runtime/qualification/qualify.ts';
import { REFERENCE_CASES } from '../../../runtime/qualification/reference-cases.ts';
import { openThreads } from '../../../runtime/threads/threads.ts';
import { workerPath } from '../../../runtime/threads/worker-path.ts';
import { version } from '../../../version.ts';
import { jobsOf, languageOf } from '../../inputs/job-options.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';

interface Options {
  readonly html?: string;
  readonly force?: true;
  readonly language: string;
  readonly jobs?: string;
  readonly json?: true;
}

const FAILED = 76;

/** `cytolot qualify`: the installation, and the reference cases on this machine; 76 where a check fails. */
export async function qualifyCommand(options: Options): Promise<number> {
  const surroundings = nodeSurroundings();
  const { disk, host, clock, actor } = surroundings;
  const language = languageOf(options.language);
  const target =
    options.html === undefined
      ? null
      : { path: options.html, inputs: [], existing: options.force === true ? ('replace' as const) : ('refuse' as const) };
  if (target !== null) refuseTaken(target);
  const { sha256, parts } = examineInstallation(disk, workerPath(), host);
  const workFolder = join(tmpdir(), `cytolot-qualify-${randomUUID()}`);
  disk.makeFolder(workFolder);
  const threads = openThreads({ most: jobsOf(options.jobs) ?? host.processors, startNow: 2 });
  try {
    const qualification: Qualification = {
      software: `cytolot ${version}`,
      node: host.node,
      platform: host.platform,
      host: host.name,
      user: actor,
      performedAt: clock.now().toISOString(),
      installationSha256: sha256,
      installation: parts,
      operation: await runReferenceCases(REFERENCE_CASES, { surroundings, threads, workFolder }),
    };
    const outcome = qualificationOutcome(qualification);
    if (options.json === true) terminal.json({ outcome, ...qualification });
    else print(qualification);
    if (target !== null) writeOutputFile(target, new TextEncoder().encode(renderQualification(qualification, language)));
    return outcome === 'passed' ? 0 : FAILED;
  } finally {
    await threads.close();
    disk.remove(workFolder);
  }
}

function print(qualification: Qualification): void {
  const { installation, operation, installationSha256 } = qualification;
  const rows = [...installation, ...operation].map(({ title, checks }) => {
    const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
    return [title.en, `${passed} of ${checks.length}`, passed === checks.length ? 'passed' : 'failed'];
  });
  for (const { title, checks } of [...installation, ...operation])
    for (const check of checks.filter(({ outcome }) => outcome === 'failed'))
      terminal.line(`failed: ${title.en}: ${check.title.en}: expected ${check.expected}, found ${check.found}`);
  terminal.out(textTable(['check', 'passed', 'outcome'], rows));
  terminal.out(`installation ${installationSha256 ?? 'without a list of its files'}; compare it with what the release states\n`);
}

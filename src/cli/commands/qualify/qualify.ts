import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderQualification } from '../../../outputs/pages/qualification-page.ts';
import { type Qualification, type QualificationCheck, qualificationOutcome } from '../../../results/qualification.ts';
import { refuseTaken, writeOutputFile } from '../../../runtime/disk/output-file.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { examineInstallation } from '../../../runtime/qualification/installation.ts';
import { runReferenceCases } from '../../../runtime/qualification/qualify.ts';
import { REFERENCE_CASES } from '../../../runtime/qualification/reference-cases.ts';
import { runHazards } from '../../../runtime/qualification/run-hazards.ts';
import { loadHazards } from '../../../runtime/qualification/shipped-hazards.ts';
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

/** `cytolot qualify`: the installation, the reference cases and the hazards on this machine; 76 where a check fails. */
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
    const means = { surroundings, threads, workFolder };
    const hazards = await loadHazards(disk, workerPath());
    const qualification: Qualification = {
      software: `cytolot ${version}`,
      node: host.node,
      platform: host.platform,
      host: host.name,
      user: actor,
      performedAt: clock.now().toISOString(),
      installationSha256: sha256,
      installation: parts,
      operation: await runReferenceCases(REFERENCE_CASES, means),
      hazards: await runHazards(hazards, { ...means, generate: hazards.generate }),
      shownByTests: hazards.shownByTests,
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
  const { installation, operation, hazards, shownByTests, installationSha256 } = qualification;
  const counted = (title: string, checks: readonly QualificationCheck[]) => {
    const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
    return [title, `${passed} of ${checks.length}`, passed === checks.length ? 'passed' : 'failed'];
  };
  for (const { title, checks } of [...installation, ...operation, ...hazards])
    for (const check of checks.filter(({ outcome }) => outcome === 'failed'))
      terminal.line(`failed: ${title.en}: ${check.title.en}: expected ${check.expected}, found ${check.found}`);
  const rows = [...installation, ...operation].map(({ title, checks }) => counted(title.en, checks));
  const ofHazards = counted(
    `${hazards.length} hazards and their honest counterparts`,
    hazards.flatMap(({ checks }) => checks),
  );
  terminal.out(textTable(['check', 'passed', 'outcome'], [...rows, ofHazards]));
  terminal.out(
    `${shownByTests.length} further hazards need a test rig and are shown by the tests of the project alone (docs/qualification.md)\n`,
  );
  terminal.out(`installation ${installationSha256 ?? 'without a list of its files'}; compare it with what the release states\n`);
}

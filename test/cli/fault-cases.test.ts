import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { describeShared } from '../shared-data.ts';

/*
 * The scripts of ../shared/data/cases/faults against the built command; what each shows stands in its README. They were written when a stage was called
 * sample and results of a lot had no subject: their definitions and paths are brought up to date in a copy, nothing else.
 */

const project = fileURLToPath(new URL('../../', import.meta.url));
const command = join(project, 'dist/cytolot.cjs');
const folder = mkdtempSync(join(tmpdir(), 'fault-cases-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasTools = ['cc', 'python3', 'bash', 'setpriv'].every((tool) => spawnSync('which', [tool]).status === 0);

function copyOf(cases: string): void {
  cpSync(cases, folder, { recursive: true });
  // One script is another user.
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    chmodSync(path, 0o755);
    if (!/\.(?:yaml|sh)$/.test(entry.name)) continue;
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text
        .replaceAll(/\bsample: (?=\w)/g, 'stage: ')
        .replaceAll('lots/$L/', 'lots/$L/release/')
        .replaceAll('lots/*/0', 'lots/*/release/0')
        .replaceAll(/lots\/GMC-2026-(%d|\d+)\/0/g, 'lots/GMC-2026-$1/release/0'),
    );
  }
}

/** What a script printed. A fault of our own ends with 1, 70 or a signal, and prints a trace. */
function outputOf(name: string): string {
  const { stdout, stderr } = spawnSync('bash', [join(folder, name)], {
    encoding: 'utf8',
    cwd: project,
    env: { ...process.env, PROJECT: project, APP: command },
  });
  return `${stdout}${stderr}`;
}

interface Case {
  readonly script: string;
  /** What it prints now. */
  readonly shows: readonly RegExp[];
  /** What it printed when the case was written. */
  readonly never?: readonly RegExp[];
}

const CASES: readonly Case[] = [
  // The FCS file that is stated is the one that was counted: 91.8 % of A, whose hash begins with 46e1a2a5.
  {
    script: '01-hash-of-other-bytes.sh',
    shows: [/rc=0/, /conforms \| k\/N \d+ \d+ \| .*46e1a2a5/],
    never: [/e6d9fce5'\)/, /hash of the definition that was NOT used/],
  },
  {
    script: '02-input-without-a-trace.sh',
    shows: [/rc=20/, /102 no valid result inputs: \['GMC-2026-102_final_viability\.fcs'\]/],
    never: [/ conforms inputs: \[\]/],
  },
  { script: '03-specification-of-another-product.sh', shows: [/check rc=65/, /run rc=65/, /specification of product 'OTHER-PRODUCT'/] },
  { script: '04-counts-averaged.sh', shows: [/one row\(s\)/, /two row\(s\)[\s\S]*\[held\/double-count\]/] },
  {
    script: '05-external-rows-ignored.sh',
    shows: [/'sterilty'.*\[table\/unused-row\]/, /'gmc-2026-100'.*\[held\/other-spelling\]/, /'viability'.*measures itself/],
  },
  {
    script: '06-outputs-overwrite-raw-data.sh',
    shows: [
      /--membership raw\.fcs rc=73: FCS3\.1 +410179 bytes \(was 410179\)/,
      /--gating-ml raw\.fcs rc=73: FCS3\.1/,
      /run --log raw\.fcs rc=73/,
    ],
  },
  { script: '07-uid-without-passwd.sh', shows: [/rc=(?:0|20)/], never: [/\.partial/] },
  {
    script: '08-one-entry-stops-all.sh',
    shows: [
      /Latin-1, serves nothing: rc=20, results 3 of 3/,
      /vanishes during the scan: rc=20/,
      /nine levels deep: rc=20, results 3 of 3/,
      /record\.json of lot 101 broken: rc=\d+/,
    ],
  },
  { script: '09-exit-1-with-trace.sh', shows: [/(?:run rc=65 error: [\s\S]*){8}/] },
  { script: '10-worker-crash.sh', shows: [/worker exit: rc=20, results 3 of 3/, /worker oom: rc=20, results 3 of 3/] },
  { script: '11-gain-hangs.sh', shows: [/logicle T = 1e-308: rc=65/] },
  { script: '12-pattern-hangs.sh', shows: [/^rc=0 /m] },
  { script: '14-export-needs-hard-links.sh', shows: [/rc=0/] },
  { script: '15-numbers-of-analyses.sh', shows: [/eight at once:/], never: [/analysis 0003 of [12]\b/] },
  { script: '16-links-are-not-there.sh', shows: [/rc=20/, /symbolic link to a file outside.*\[held\/unreadable-file\]/] },
  {
    script: '17-lines-and-controls-in-names.sh',
    shows: [/a\\x0aerror: forged/, /^0 line\(s\) of run --json with the raw control/m],
    never: [/^error: forged/m],
  },
  {
    script: '18-definitions-that-fault.sh',
    shows: [
      /own anchor: check rc=65, run rc=65/,
      /M 1000: check rc=65, run rc=65/,
      /constructor in the specification: check rc=(\d+), run rc=\1/,
      /\+99:99.*: check rc=65, run rc=65/,
    ],
  },
  { script: '19-check-does-not-look.sh', shows: [/(?:check rc=65, run rc=65[\s\S]*){5}/] },
];

describe.skipIf(!hasTools || !existsSync(command))('faults under the built command', () => {
  describeShared('scripts of faults', (shared) => {
    copyOf(`${shared}data/cases/faults/`);
    it.each(CASES.filter(({ script }) => !script.startsWith('07-') || process.getuid?.() === 0))(
      '$script',
      ({ script, shows, never = [] }) => {
        const output = outputOf(script);
        for (const expected of shows) expect(output).toMatch(expected);
        for (const one of [...never, /\brc=(?:1|70|137|139)\b/, /^\s+at \S+ \(.*\.(?:c?js|ts):\d+/m]) expect(output).not.toMatch(one);
      },
      600_000,
    );
  });
});

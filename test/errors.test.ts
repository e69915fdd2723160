import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { INTERVAL_GAPS } from '../src/attributes/interval-gaps.ts';
import { ATTRIBUTE_REASONS } from '../src/attributes/reasons.ts';
import { VERIFY_NOTES } from '../src/audit-log/verify-notes.ts';
import { ERROR_CODES } from '../src/errors.ts';
import { GATE_NOTES } from '../src/exchange/document/notes.ts';
import { DEPARTURES } from '../src/fcs/departures.ts';
import { FCS_NOTES } from '../src/fcs/notes.ts';
import { LIMS_NOTES } from '../src/lims/lims-notes.ts';
import { PIPELINE_NOTES, UNUSED_ROWS } from '../src/pipeline/notes.ts';
import { PIPELINE_REASONS } from '../src/pipeline/reasons.ts';
import { PLATE_NOTES } from '../src/plates/file/notes.ts';
import { CLUSTER_FAILURES } from '../src/population/clusters/cluster-failures.ts';
import { POTENCY_REASONS } from '../src/potency/reasons.ts';
import { QUOTED_ERROR } from '../src/quoted-error.ts';
import { DIFFERENCES } from '../src/results/differences.ts';
import { REPLAY_NOTES } from '../src/results/replay-notes.ts';
import { RUN_NOTES } from '../src/results/run-notes.ts';
import { SECOND_READINGS } from '../src/results/second-readings.ts';
import { SPECIFICATION_REASONS } from '../src/specification/reasons.ts';
import { STUDY_REASONS } from '../src/studies/study-reasons.ts';
import { WATCH_NOTES } from '../src/watch/watch-notes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const REGISTERS: readonly Readonly<Record<string, string | { readonly meaning: string }>>[] = [
  ERROR_CODES,
  DEPARTURES,
  FCS_NOTES,
  PLATE_NOTES,
  GATE_NOTES,
  PIPELINE_REASONS,
  PIPELINE_NOTES,
  UNUSED_ROWS,
  INTERVAL_GAPS,
  CLUSTER_FAILURES,
  QUOTED_ERROR,
  ATTRIBUTE_REASONS,
  POTENCY_REASONS,
  STUDY_REASONS,
  SPECIFICATION_REASONS,
  RUN_NOTES,
  VERIFY_NOTES,
  SECOND_READINGS,
  DIFFERENCES,
  REPLAY_NOTES,
  WATCH_NOTES,
  LIMS_NOTES,
];
const registered = new Map(
  REGISTERS.flatMap((register) =>
    Object.entries(register).map(([code, entry]) => [code, typeof entry === 'string' ? entry : entry.meaning] as const),
  ),
);
const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : [path];
  });
}

describe('errors', () => {
  it('stand on their page, every one and no other (else: npm run schemas)', () => {
    const onPage = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
    expect(new Set(onPage)).toEqual(new Set(registered.keys()));
  });

  it('have one meaning each, a sentence', () => {
    const lines = page.split('\n');
    for (const [code, meaning] of registered) {
      expect(meaning, code).toMatch(/^[\p{Lu}\d$].*\.$/u);
      expect(
        lines.some((line) => line === `| \`${code}\` | ${meaning.replaceAll('|', '\\|')} |`),
        code,
      ).toBe(true);
    }
  });

  it('are used nowhere without being registered', () => {
    const families = new Set([...registered.keys()].filter((code) => code.includes('/')).map((code) => code.split('/')[0]));
    const strange = sourceFiles(join(root, 'src')).flatMap((path) => {
      const text = readFileSync(path, 'utf8').replace(/^import .*$/gm, '');
      const used = [...text.matchAll(/'([a-z-]+\/[a-z0-9-]+)'/g)].map((match) => match[1] ?? '');
      return used
        .filter((code) => families.has(code.split('/')[0] ?? '') && !registered.has(code))
        .map((code) => `${path.slice(root.length)}: ${code}`);
    });
    expect(strange).toEqual([]);
  });

  it('are each given somewhere', () => {
    const registers = /\/(?:errors|departures|reasons|notes|interval-gaps|cluster-failures)\.ts$/;
    const text = sourceFiles(join(root, 'src'))
      .filter((path) => !registers.test(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const given = (code: string) => text.includes(`'${code}'`) || text.includes(`"${code}"`) || text.includes(`\`${code}\``);
    expect([...registered.keys()].filter((code) => !given(code))).toEqual([]);
  });
});

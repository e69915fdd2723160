import { HAZARD_SECTIONS, type HazardSection } from './all-hazards.ts';
import type { Case, Expected, Hazard } from './hazard.ts';

const HEAD = `# Hazards

Ways in which a lot could be released, or refused, wrongly, and what prevents each of them. It is meant for the risk file (ISO 14971) and the validation plan of a laboratory
that uses cytolot: a **hazard** is what could go wrong, the **cause** is the one thing that is changed in a shipped export folder or its method, the **control** is the rule of
the software that catches it, and the **test** is where it is shown. Beside every cause stands its **honest counterpart**: a folder that looks alike, has nothing wrong, and must pass as
easily as before.

The harm behind all of them is the same: a patient receives a lot that does not conform, or waits for one that does. How severe and how probable that is depends on the product and on what else
the laboratory does; this page estimates neither. What a person could do on purpose with rights to all files is not a hazard of this page.

Each case is a whole run of \`cytolot run\` over a copy of a shipped folder (\`fixtures/\`, with the attributes that the hazard needs), in \`test/hazards/\`. A disposition and an outcome stand as
\`result.json\` has them; codes are explained in [errors](errors.md). \`npx vitest run test/hazards\` runs them and prints the same table with what was found. This page is written from
the data of the tests by \`npm run hazards\`; a test fails while it is stale. Those of persons sign with keys that are made for the case, as \`cytolot qualify\` runs them; the exit code is that of the run.
`;

/** `docs/hazards.md`. */
export function hazardsPage(): string {
  const count = HAZARD_SECTIONS.reduce((sum, { hazards }) => sum + hazards.length, 0);
  return `${HEAD}\n${count} causes, and as many counterparts.\n\n${HAZARD_SECTIONS.map(sectionText).join('\n')}`;
}

function sectionText({ number, title, hazards }: HazardSection): string {
  const rows = hazards.map((hazard) => rowText(hazard, number));
  return `## ${number}. ${title}\n\n| No. | Hazard | Cause → what comes out | Control | Honest counterpart → what comes out | Test |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
}

function rowText({ id, hazard, control, violation, counterpart }: Hazard, section: number): string {
  const cells = [id, hazard, caseText(violation), control, caseText(counterpart), `\`section-${section}.test.ts\` ${id}`];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function caseText({ what, expect, arguments: more }: Case): string {
  const asked = more === undefined ? '' : ` (\`${more.join(' ')}\`)`;
  return `${what}${asked} → ${expectedText(expect)}`;
}

/** What comes out, as the page and the printed table say it. */
export function expectedText({ exit, subjects, codes, states = {} }: Expected): string {
  const lots = subjects === 'none' ? [] : Object.entries(subjects);
  const of = (key: string) => (lots.length === 1 ? '' : `${decodeURIComponent(key)}: `);
  const found = lots.map(([key, { disposition, rows = {} }]) => {
    const outcomes = Object.entries(rows).map(([row, outcome]) => `${row} ${outcome}`);
    return `${of(key)}**${disposition}**${outcomes.length === 0 ? '' : ` (${outcomes.join(', ')})`}`;
  });
  const said = codes.map((code) => `\`${code}\``).join(', ');
  const acted = Object.values(states).map((state) => `the lot is *${state}*`);
  return [...(found.length === 0 ? ['refused'] : found), `exit ${exit}`, ...acted, ...(said === '' ? [] : [said])].join('; ');
}

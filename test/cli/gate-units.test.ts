import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { planGating } from '../../src/population/gating-plan.ts';
import { box, linearScale, population, spilloverMatrix, workspace } from '../exchange/build-workspace.ts';
import { bytesSource } from '../fcs/bytes-source.ts';
import { bareRequest } from '../population/bare-request.ts';
import { captureCommand } from './captured-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'gate-units-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** 200 events of a time in steps 0, 1, … 199 of 0.01 s, and of two detectors: 10 x the step, and 100. */
const STEPS = Array.from({ length: 200 }, (_, step) => step);

interface Asked {
  readonly time: string;
  /** Keywords that both the file and the workspace have. */
  readonly keywords?: Readonly<Record<string, string>>;
  /** Those of the workspace alone; absent = the same. */
  readonly copied?: Readonly<Record<string, string>>;
  readonly detectors?: readonly [string, string];
  readonly transformations?: string;
  readonly matrix?: string;
  readonly derived?: string;
  readonly populations: string;
}

async function gated({ time, keywords = { $TIMESTEP: '0.01' }, copied, detectors: [a, b] = ['A', 'B'], ...sample }: Asked) {
  const names = [time, a, b];
  const path = join(folder, 'made.fcs');
  const events = STEPS.flatMap((step) => [step, 10 * step, 100]);
  const ranges = names.map((name) => ({ name, range: 1024 }));
  writeFileSync(path, encodeFcs({ parameters: ranges, keywords: Object.entries(keywords), events }));
  const named = Object.fromEntries(names.flatMap((name, i) => [[`$P${i + 1}N`, name] as const, [`$P${i + 1}R`, '1024'] as const]));
  const gates = join(folder, 'made.wsp');
  writeFileSync(gates, workspace([{ keywords: copied ?? { ...keywords, ...named }, ...sample }]));
  const { stdout, stderr } = await captureCommand(['gate', path, '--gates', gates, '--json']);
  const shown: { readonly populations: readonly { readonly path: readonly string[]; readonly count: number }[] } = JSON.parse(stdout);
  return {
    counts: Object.fromEntries(shown.populations.map(({ path: parts, count }) => [parts.join('/'), count])),
    codes: [...stderr.matchAll(/\[(gate-file\/[a-z-]+)\]/g)].map(([, code]) => code),
    stderr,
  };
}

describe('a FlowJo gate on a time: 0.5 s to 1 s are steps 50 to 99 of 0.01 s', () => {
  const seconds = population('t', box({ T: { min: 0.5, max: 1 } }));
  const on = (time: string, max: number, gain = 1): Asked => ({
    time,
    transformations: linearScale(time, { max, gain }),
    populations: seconds.replaceAll('"T"', `"${time}"`),
  });
  const steps = (time: string): Asked => ({ ...on(time, 1024), populations: population('t', box({ [time]: { min: 50, max: 100 } })) });

  it('counts the Time in seconds by its $TIMESTEP', async () => {
    expect(await gated(on('Time', 10.24))).toMatchObject({ counts: { t: 50 }, codes: [] });
  });

  it.each(['HDR-T', 'T1', 'Time (s)'])(
    '%s: whether FlowJo counts seconds is not said, so that the gate is left out by name',
    async (time) => {
      const { counts, stderr } = await gated(on(time, 10.24));
      expect(counts).toEqual({});
      expect(stderr).toContain(
        `made.wsp, sample 'made.fcs': the gate of 't' (RectangleGate) is left out, and what lies below it: '${time}' may be the time by another name, and the workspace does not say whether FlowJo counts it in seconds or in steps of 0.01 s ($TIMESTEP). [gate-file/left-out]`,
      );
    },
  );

  it('HDR-T on an axis as long as its $PnR is counted in steps', async () => {
    expect((await gated(steps('HDR-T'))).counts).toEqual({ t: 50 });
  });

  it('by $PnTYPE alone: our values are seconds, so that steps of the axis become seconds', async () => {
    const keywords = { $TIMESTEP: '0.01', $P1TYPE: 'Time' };
    expect((await gated({ ...steps('Clock'), keywords })).counts).toEqual({ t: 50 });
    expect((await gated({ ...on('Clock', 10.24), keywords })).codes).toContain('gate-file/left-out');
  });

  // T1 names a time only where the file has none: some cytometers have a detector of that name.
  it('a parameter T1 of a file that has a Time besides is one as any other', async () => {
    const detectors = ['Time', 'B'] as const;
    expect((await gated({ ...steps('T1'), detectors })).counts).toEqual({ t: 50 });
  });

  it('a workspace that copied no keywords: the file says that HDR-T may be its time', async () => {
    const { counts, codes } = await gated({ ...on('HDR-T', 10.24), copied: {} });
    expect([counts, codes]).toEqual([{}, ['gate-file/left-out']]);
  });

  it('a workspace that copied no keywords does not say what a gain of its Time makes of a step', async () => {
    const { counts, stderr } = await gated({ ...on('Time', 10.24, 0.02), copied: {} });
    expect(counts).toEqual({});
    expect(stderr).toContain("the workspace has no $TIMESTEP, in which the steps of 'Time' are seconds. [gate-file/left-out]");
  });
});

it('a time gate of a method on a parameter that is not read in seconds is refused', () => {
  const bytes = encodeFcs({ parameters: [{ name: 'HDR-T' }], keywords: [['$TIMESTEP', '0.01']], events: [1] });
  const [dataSet] = readDataSets(bytesSource(bytes));
  const gates = [{ name: 't', type: 'time', parameter: 'HDR-T', from: 1, parent: null }] as const;
  expect(() => planGating(bareRequest(gates), dataSet!)).toThrow(
    "expected a time in seconds, found 'HDR-T', which stays in steps of 0.01 s ($TIMESTEP): give a rectangle in steps",
  );
});

describe('a population that is empty since its gate lies beyond all values', () => {
  it.each([
    ['above them', { min: 5000, max: 9000 }, true],
    ['below them', { max: -1 }, true],
    // The greatest value is 1990, and a bound above is not within.
    ['from the greatest value on', { min: 1990 }, false],
    ['between two of them', { min: 1, max: 9 }, false],
  ])('%s: %o', async (_, bounds, noted) => {
    const sample = { time: 'Time', transformations: linearScale('A'), populations: population('p', box({ A: bounds })) };
    const { codes, stderr } = await gated(sample);
    expect(codes.includes('gate-file/outside-data')).toBe(noted);
    if (noted)
      expect(stderr).toContain(
        "made.fcs: 'p' is empty, of 200 events: its gate lies wholly beyond the values of 'A', which are 0 to 1990. Compare its unit and scale. [gate-file/outside-data]",
      );
  });
});

describe('the prefixes Comp- and FJComp- of compensated parameters', () => {
  // A - 0.5 B = 10 step - 50: at least 100 from step 15 on; A as acquired from step 10 on.
  const matrix = spilloverMatrix({ A: [1, 0], B: [0.5, 1] });
  const on = (name: string): Pick<Asked, 'time' | 'transformations' | 'populations'> => ({
    time: 'Time',
    transformations: linearScale(name),
    populations: population('c', box({ [name]: { min: 100 } })),
  });

  it.each(['Comp-A', 'FJComp-A', 'fjcomp-A'])('%s with the matrix is compensated', async (name) => {
    expect(await gated({ ...on(name), matrix })).toMatchObject({ counts: { c: 185 }, codes: [] });
  });

  it('in a ratio too', async () => {
    const derived = '<DerivedParameters><DerivedParameter name="R" formula="&lt;FJComp-A&gt; / &lt;FJComp-B&gt;"/></DerivedParameters>';
    // (10 step - 50) / 100 is at least 1 from step 15 on.
    const ratio = { ...on('R'), derived, populations: population('c', box({ R: { min: 1 } })) };
    expect((await gated({ ...ratio, matrix })).counts).toEqual({ c: 185 });
  });

  it.each(['Comp-A', 'FJComp-A'])('%s without a matrix is counted as acquired, in a note', async (name) => {
    const { counts, stderr } = await gated(on(name));
    expect(counts).toEqual({ c: 190 });
    expect(stderr).toContain(
      `made.fcs: gates on '${name}' are counted on 'A' as acquired: the sample has no matrix that compensates it. [gate-file/other-prefix]`,
    );
  });

  it('of the file: a gate on values as acquired is counted on the compensated ones, in a note', async () => {
    const { counts, stderr } = await gated({ ...on('A'), detectors: ['FJComp-A', 'B'] });
    expect(counts).toEqual({ c: 190 });
    expect(stderr).toContain("gates on 'A' are counted on 'FJComp-A', whose values are compensated in the file. [gate-file/other-prefix]");
  });

  it('of both, written otherwise: the same values, without a note', async () => {
    expect(await gated({ ...on('Comp-A'), detectors: ['FJComp-A', 'B'] })).toMatchObject({ counts: { c: 190 }, codes: [] });
  });
});

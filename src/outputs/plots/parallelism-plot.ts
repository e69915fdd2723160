import { decimalsOf } from '../../numerics/exact/exact-decimal.ts';
import type { EquivalenceTest } from '../../potency/potency-result.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { parameterWords, wordFor } from '../record-words.ts';
import { formatDeclared } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { plotColours } from './palette.ts';
import { line, picture, text } from './svg.ts';

const WIDTH = 430;
const ROW = 60;
const HEAD = 26;
const BAR = { left: 90, right: 340, height: 24 } as const;

/** The equivalence tests: each parameter's interval in a bar whose ends are its margins (log scale for ratios). */
export function parallelismPlot(tests: readonly EquivalenceTest[], { id, speech }: { id: string; speech: Speech }): Markup {
  const bounded = tests.some((test) => test.lowerMargin !== null || test.upperMargin !== null);
  const heads = bounded
    ? ([
        [BAR.left, words.lowerMargin],
        [(BAR.left + BAR.right) / 2, words.equal],
        [BAR.right, words.upperMargin],
      ] as const)
    : [];
  const title = tests.map((test) => `${nameOf(test, speech)}: ${found(test, speech)}`).join('; ');
  const content = [
    heads.map(([x, word]) => text(x, 14, speech.short(word), { anchor: 'middle', fill: plotColours.secondary })),
    tests.map((test, i) => markup`<g transform="translate(0 ${HEAD + i * ROW})">${row(test, speech)}</g>`),
  ];
  return picture({ id, title: `${speech.text(words.parallelism)}. ${title}.`, width: WIDTH, height: HEAD + tests.length * ROW, content });
}

function nameOf({ parameter }: EquivalenceTest, speech: Speech): string {
  return speech.text(wordFor(parameterWords, parameter));
}

function found({ estimate, lower, upper }: EquivalenceTest, speech: Speech): string {
  if (estimate === null) return speech.short(words.notEstimable);
  return speech.interval({ estimate, lower, upper });
}

function row(test: EquivalenceTest, speech: Speech): Markup {
  const heading = markup`${text(14, 16, nameOf(test, speech), { bold: true })}${text(WIDTH - 14, 16, found(test, speech), { anchor: 'end' })}`;
  const { lowerMargin, upperMargin } = test;
  if (lowerMargin === null || upperMargin === null) {
    return markup`${heading}${text(14, 38, speech.text(words.noMargins), { fill: plotColours.secondary })}`;
  }
  return markup`${heading}<rect x="${BAR.left}" y="24" width="${BAR.right - BAR.left}" height="${BAR.height}" fill="${plotColours.band}"/>${interval(test, placeIn(lowerMargin, upperMargin))}${edges(lowerMargin, upperMargin)}`;
}

function edges(lower: number, upper: number): Markup {
  const style = { stroke: plotColours.bandEdge, width: 1.5 };
  const equal = placeIn(lower, upper)(lower > 0 ? 1 : 0);
  const middle =
    equal > BAR.left && equal < BAR.right ? line([equal, 24], [equal, 48], { stroke: plotColours.axis, dash: '1 3' }) : nothing;
  const decimals = Math.min(3, Math.max(decimalsOf(lower), decimalsOf(upper)));
  // An interval that leaves the bar runs behind its margin.
  const side = { size: 11, fill: plotColours.secondary, halo: 3 } as const;
  return markup`${line([BAR.left, 24], [BAR.left, 48], style)}${line([BAR.right, 24], [BAR.right, 48], style)}${middle}${text(BAR.left - 6, 40, formatDeclared(lower, decimals), { ...side, anchor: 'end' })}${text(BAR.right + 6, 40, formatDeclared(upper, decimals), side)}`;
}

/** Place of a value in the bar: log scale where both margins are above zero, since ratios are compared. */
function placeIn(lower: number, upper: number): (value: number) => number {
  const ratio = lower > 0;
  const scaled = (value: number): number => (ratio ? Math.log(Math.max(value, 1e-12)) : value);
  const span = scaled(upper) - scaled(lower) || 1;
  return (value) => BAR.left + ((scaled(value) - scaled(lower)) / span) * (BAR.right - BAR.left);
}

/** Estimate and interval with caps; what leaves the picture ends at its edge without a cap. */
function interval({ estimate, lower, upper, outcome }: EquivalenceTest, place: (value: number) => number): Markup {
  if (estimate === null) return nothing;
  const colour = outcome === 'outside' ? plotColours.limit : plotColours.ink;
  const inside = (x: number): number => Math.max(20, Math.min(WIDTH - 20, x));
  const ends = [lower, upper].filter((end) => end !== null).map((end) => place(end));
  const caps = ends.filter((x) => x === inside(x)).map((x) => line([x, 31], [x, 41], { stroke: colour, width: 1.5 }));
  const [from, to] = [ends[0] ?? place(estimate), ends[1] ?? place(estimate)];
  return markup`${line([inside(from), 36], [inside(to), 36], { stroke: colour, width: 1.5 })}${caps}<circle cx="${inside(place(estimate))}" cy="36" r="4.5" fill="${colour}"/>`;
}

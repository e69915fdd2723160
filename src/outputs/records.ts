import type { Figures } from '../results/figures.ts';
import type { ReleaseResult } from '../results/release-result.ts';

/** Names for the parts of the two records that outputs read; outputs know no earlier stage than `results/`. */
export type AttributeRow = ReleaseResult['attributes'][number];
export type Title = AttributeRow['title'];
export type Outcome = AttributeRow['outcome'];
export type ControlRecord = ReleaseResult['controls'][number];
export type Disposition = ReleaseResult['disposition']['proposed'];
export type SampleFigures = Figures['samples'][number];
export type FlowPlot = SampleFigures['plots'][number];
export type PlotAxis = FlowPlot['x'];
export type PlotGate = FlowPlot['gates'][number];
export type Outline = PlotGate['outline'];
export type ControlFigures = Figures['controls'][number];
export type PotencyFigures = Figures['potency'][number];
export type PotencyCurves = PotencyFigures['curves'][number];
export type AssayResult = PotencyFigures['assays'][number];
export type TestArticleResult = AssayResult['tests'][number];
export type EquivalenceTest = TestArticleResult['parallelism']['equivalence'][number];
export type SuitabilityCheck = TestArticleResult['checks'][number];

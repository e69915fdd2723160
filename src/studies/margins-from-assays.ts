import * as z from 'zod';
import { InputError } from '../errors.ts';
import { estimateAssay } from '../potency/estimation/relative-potency.ts';
import { potencyMethodSchema } from '../potency/method.ts';
import { notNumeric, type PotencyAssay } from '../potency/potency-assay.ts';
import type { TestArticleResult } from '../potency/potency-result.ts';
import { marginOptions } from './margins-options.ts';
import { type FigureMargins, type HistoricFigure, marginsOf, marginsTable } from './margins-table.ts';
import { defineStudy, type Placed } from './study.ts';
import { measuredColumn, nameColumn, numberColumn, optionalText } from './study-columns.ts';
import { type StudyReason, studyReason } from './study-reasons.ts';

const row = z.object({
  assay: nameColumn('the historic assay'),
  sample: nameColumn('the preparation; one is the reference, the others are of the same material'),
  dose: numberColumn({ unit: 'one in an assay', domain: 'not-negative', meaning: 'the dose' }),
  response: measuredColumn('the response; a marker is not read as a number'),
  excluded: optionalText('why the well is left out'),
});

type Row = Placed<z.output<typeof row>>;

const RATIOS = ['upper-asymptote-ratio', 'lower-asymptote-difference', 'slope-ratio', 'range-ratio', 'asymmetry-ratio'] as const;

const options = z
  .strictObject({
    reference: z.string().min(1).default('reference').describe('Preparation that is the reference.'),
    method: potencyMethodSchema.prefault({ model: '4pl' }).describe("How the assays are fitted, with the keys of a definition's method."),
    figures: z
      .array(z.enum([...RATIOS, 'rsse']))
      .min(1)
      .default(['upper-asymptote-ratio', 'lower-asymptote-difference', 'slope-ratio', 'rsse'])
      .describe('What is compared; `rsse` is the sum of squares of non-parallelism.'),
    ...marginOptions,
  })
  .describe('How historic assays are fitted and what follows from them.');

type Options = z.output<typeof options>;

interface AssayMarginsResult {
  readonly figures: readonly FigureMargins[];
  /** What every assay gave. */
  readonly history: readonly { readonly assay: string; readonly figure: string; readonly value: number }[];
  readonly reasons: readonly StudyReason[];
}

/** Equivalence margins and the limit of the sum of squares of non-parallelism from the responses of historic assays of one material against itself. */
export const marginsFromAssays = defineStudy({
  id: 'margins-from-assays',
  title: 'Margins from responses of historic assays of a material against itself',
  row,
  options,
  compute: (rows, settings): AssayMarginsResult => {
    const found = [...new Set(rows.map((one) => one.assay))].map((assay) =>
      historyOf(
        assay,
        rows.filter((one) => one.assay === assay),
        settings,
      ),
    );
    const history = found.flatMap(({ values }) => values);
    const { figures, reasons } = marginsOf(history, settings);
    return {
      figures,
      history: history.map(({ assay, figure, value }) => ({ assay, figure, value })),
      reasons: [...found.flatMap((one) => one.reasons), ...reasons],
    };
  },
  render: ({ figures }) => [marginsTable(figures)],
});

function historyOf(
  name: string,
  rows: readonly Row[],
  settings: Options,
): { readonly values: readonly HistoricFigure[]; readonly reasons: readonly StudyReason[] } {
  const place = rows[0]?.place ?? {};
  const tests = estimateAssay(assayOf(name, rows, settings), methodOf(settings)).tests;
  const results = tests.map((test) => {
    const label = tests.length === 1 ? name : `${name}, ${test.name}`;
    const values = valuesOf(test, settings);
    if (values.length === settings.figures.length) return { values: values.map((one) => ({ ...one, assay: label, place })), reasons: [] };
    const [first] = test.reasons;
    const because = first === undefined ? null : { code: first.code, fields: first.fields };
    return { values: [], reasons: [studyReason('study/assay-left-out', 'assay-run', { assay: label, because })] };
  });
  return { values: results.flatMap(({ values }) => values), reasons: results.flatMap(({ reasons }) => reasons) };
}

/** Whether an assay passes the tests that the margins are for must not decide whether it is in their history: only assays without a curve are left out. */
function valuesOf(test: TestArticleResult, settings: Options): readonly { readonly figure: string; readonly value: number }[] {
  if (test.relativePotency === null) return [];
  return settings.figures.flatMap((figure): { readonly figure: string; readonly value: number }[] => {
    if (figure !== 'rsse') {
      const estimate = test.parallelism.equivalence.find((one) => one.parameter === figure)?.estimate ?? null;
      return estimate === null ? [] : [{ figure, value: estimate }];
    }
    // Of lines and counts `rss` is another sum than that of non-parallelism.
    const ofLines = test.anova !== undefined && !test.anova.some(({ name }) => name === 'free residual');
    if (test.constrained === null || test.free === null || ofLines || test.quantal !== undefined) return [];
    return [{ figure, value: test.constrained.rss - test.free.rss }];
  });
}

function methodOf({ method, figures }: Options): Options['method'] {
  const equivalence = RATIOS.filter((one) => figures.includes(one)).map((parameter) => ({
    parameter,
    level: 0.9,
    action: 'information' as const,
  }));
  const { sampleSuitability } = method;
  return {
    ...method,
    fit: 'pairwise',
    sampleSuitability: { ...sampleSuitability, parallelism: { ...sampleSuitability.parallelism, equivalence } },
  };
}

function assayOf(name: string, rows: readonly Row[], { reference }: Options): PotencyAssay {
  const samples = [...new Set(rows.map((one) => one.sample))].map((sample) => sampleOf(sample, rows));
  const own = samples.find((sample) => sample.name === reference);
  if (own === undefined || samples.length < 2) {
    const found = samples.map((sample) => `'${sample.name}'`).join(', ');
    const sentence = `Expected the reference '${reference}' and another preparation in the assay '${name}', found ${found}. Name it under reference.`;
    throw new InputError('potency/bad-data', sentence, rows[0]?.place ?? {});
  }
  return { name, doseUnit: null, responseUnit: null, reference: own, tests: samples.filter((sample) => sample !== own) };
}

function sampleOf(name: string, rows: readonly Row[]): PotencyAssay['reference'] {
  const own = rows.filter((one) => one.sample === name);
  const points = own.flatMap(({ dose, response, excluded }) =>
    response.number === null ? [] : [{ dose, response: response.number, well: null, plate: null, excluded }],
  );
  const marked = own.filter(({ response, excluded }) => response.number === null && excluded === null);
  const problems = marked.map(({ response, place }) =>
    notNumeric({ of: 'line', line: place.line ?? null, sample: name, fault: 'marker', marker: response.text }),
  );
  return { name, points, problems };
}

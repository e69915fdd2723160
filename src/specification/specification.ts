import * as z from 'zod';
import { PURPOSES } from '../subject.ts';
import { agreementSchema, pairMistakes } from './agreement.ts';
import { type Criterion, criterionOf, criterionSchema, endsOf, limitDecimals, rangeOf } from './criterion.ts';
import { type DoseProfile, doseMistake, doseSchema } from './dose-profile.ts';
import { furtherLimits, purposeLimitsSchema, withLimitsOf } from './purpose-limits.ts';
import { SECTIONS } from './sections.ts';

const titleSchema = z.strictObject({
  en: z.string().min(1).describe('English.'),
  zh: z.string().min(1).describe('Chinese.'),
});

const roundingSchema = z.enum(['half-up', 'half-even']);

const purposeSchema = z.enum(PURPOSES);

const rowSchema = z
  .strictObject({
    id: z
      .string()
      .min(1)
      .refine((id) => !id.startsWith('not-in-specification/'), {
        error: "expected an id that does not begin with 'not-in-specification/', which names the values that no row asks for",
      })
      .describe('Code of the row, unique in the specification; the LIMS sees it.'),
    attribute: z.string().min(1).describe('Id of the attribute in the pipeline definition.'),
    component: z.string().min(1).nullable().default(null).describe('Part of a panel or composition; leave out for the whole.'),
    stage: z.string().min(1).describe('Stage of the sample, e.g. final or before-sorting.'),
    section: z.enum(SECTIONS.map((section) => section.id)).describe('Section of the guideline.'),
    role: z
      .enum(['release', 'supportive', 'parallel', 'information'])
      .default('release')
      .describe('Release rows decide the lot. A supportive or parallel row that fails keeps it pending until an investigation is closed.'),
    whenFails: z
      .enum(['pending', 'does-not-conform'])
      .optional()
      .describe('What a valid failure of a supportive or parallel row makes of the lot; pending where nothing is said.'),
    agreesWith: agreementSchema
      .optional()
      .describe('The other member of an orthogonal pair; beyond its margin a row that meets has no valid result.'),
    purposes: z
      .array(purposeSchema)
      .min(1)
      .default(['release'])
      .describe('Purposes of the subjects that this row judges. A subject is judged by the rows of its purpose alone. Default: release.'),
    title: titleSchema.describe('Title of the row in the report.'),
    method: z.string().min(1).describe('The analytical procedure, as the specification names it.'),
    criterion: criterionSchema.describe('The acceptance criterion.'),
    on: z
      .enum(['estimate', 'lower-limit', 'upper-limit'])
      .default('estimate')
      .describe('What the criterion judges: the value or one of its confidence limits.'),
    unit: z
      .string()
      .default('')
      .describe('Unit of limits and reported value: %, per million, cells per dose, cells/mL, EU/mL …; empty for words.'),
    decideOn: z
      .enum(['rounded', 'unrounded'])
      .optional()
      .describe('Whether the reported digits or the value before rounding is judged. Mandatory for numbers.'),
    digits: z.int().min(0).max(12).optional().describe('Decimals of the reported value.'),
    significantDigits: z.int().min(1).max(12).optional().describe('Significant digits of the reported value, in place of digits.'),
    rounding: roundingSchema.optional().describe("Rounding rule of this row, where it differs from the specification's."),
    source: z.string().min(1).describe('Where the criterion comes from: publication, batch data, guideline.'),
    ...furtherLimits,
    limits: z
      .partialRecord(purposeSchema, purposeLimitsSchema)
      .default({})
      .describe("Purpose → its limits, where they are not the row's own, such as shelf-life limits for stability."),
    due: z.iso.date().optional().describe('Day on which a result from elsewhere is expected; until then the row is pending.'),
  })
  .superRefine((row, context) => {
    for (const { text, path } of [...rowMistakes(row), ...purposeMistakes(row)])
      context.addIssue({ code: 'custom', message: text, path: [...path] });
  });

/** Schema of a specification file. */
export const specificationSchema = z
  .strictObject({
    id: z.string().min(1).describe('Document number of the specification, e.g. SPEC-DAP-03.'),
    revision: z.string().min(1).describe('Revision, as text: "4".'),
    title: titleSchema.describe('Title of the specification.'),
    product: z
      .strictObject({
        id: z.string().min(1).describe('Product code.'),
        title: titleSchema.describe('Product name.'),
        dose: doseSchema.optional().describe('Dose profile; limits per dose and per kg are derived from it.'),
      })
      .describe('The product that the specification is for.'),
    effectiveFrom: z.iso
      .date()
      .describe(
        'First day on which the revision is in force; compared with the date that the definition names (specificationDate), never with the clock.',
      ),
    effectiveTo: z.iso.date().optional().describe('Last valid day of the revision, included; leave out while it is in force.'),
    accepts: z
      .literal('qualified')
      .optional()
      .describe('qualified: methods that are qualified and not yet validated release, as in early clinical trials; the report says so.'),
    rounding: roundingSchema.describe(
      'half-up: ties away from zero (USP General Notices 7.20). half-even: ties to the even digit (GB/T 8170).',
    ),
    rows: z.array(rowSchema).min(1).describe('One row a test, in the order in which they are reported.'),
  })
  .superRefine((specification, context) => {
    const { effectiveFrom, effectiveTo } = specification;
    if (effectiveTo !== undefined && effectiveTo < effectiveFrom) {
      const message = `expected a last valid day not before ${effectiveFrom}, on which the revision comes into force`;
      context.addIssue({ code: 'custom', message, path: ['effectiveTo'] });
    }
    const seen = new Set<string>();
    for (const [index, row] of specification.rows.entries()) {
      if (seen.has(row.id))
        context.addIssue({ code: 'custom', message: `expected unique row ids, found '${row.id}' twice`, path: ['rows', index, 'id'] });
      seen.add(row.id);
      for (const message of doseMistakes(row, specification.product.dose))
        context.addIssue({ code: 'custom', message, path: ['rows', index, 'criterion'] });
      for (const purpose of PURPOSES) {
        const mistakes = row.limits[purpose] === undefined ? [] : doseMistakes(withLimitsOf(row, purpose), specification.product.dose);
        for (const message of mistakes)
          context.addIssue({ code: 'custom', message, path: ['rows', index, 'limits', purpose, 'criterion'] });
      }
    }
    for (const { index, text } of pairMistakes(specification.rows))
      context.addIssue({ code: 'custom', message: text, path: ['rows', index, 'agreesWith'] });
  });

export type Specification = z.output<typeof specificationSchema>;
export type SpecificationRow = Specification['rows'][number];

interface Mistake {
  readonly path: readonly string[];
  readonly text: string;
}

type RowBeforeChecks = z.output<z.ZodObject<typeof rowSchema.shape>>;

function rowMistakes(row: RowBeforeChecks): Mistake[] {
  const criterion = criterionOf(row.criterion);
  const mistakes: Mistake[] = [];
  const numeric = criterion.kind === 'range';
  if (numeric && row.decideOn === undefined)
    mistakes.push({ path: ['decideOn'], text: 'expected rounded or unrounded: a criterion on a number must say which is judged' });
  if (numeric && row.digits === undefined && row.significantDigits === undefined) {
    mistakes.push({ path: ['digits'], text: 'expected digits or significantDigits: a number is reported with a fixed number of digits' });
  }
  if (row.digits !== undefined && row.significantDigits !== undefined) {
    mistakes.push({ path: ['significantDigits'], text: 'expected digits or significantDigits, found both' });
  }
  if (criterion.kind === 'report-only' && row.role === 'release') {
    mistakes.push({ path: ['role'], text: 'expected supportive, parallel or information: a row without a limit releases nothing' });
  }
  if (row.whenFails !== undefined && row.role !== 'supportive' && row.role !== 'parallel')
    mistakes.push({
      path: ['whenFails'],
      text: `expected whenFails in a supportive or parallel row only, found it in a row of the role ${row.role}`,
    });
  if (row.agreesWith !== undefined && criterion.kind === 'text')
    mistakes.push({ path: ['agreesWith'], text: 'expected a row that is judged by a number: words have no difference and no ratio' });
  return [...mistakes, ...limitMistakes(row, criterion), ...furtherLimitMistakes(row, criterion)];
}

/** Alert, action and discard limits judge the same number as the criterion, rounded or not as it is. */
function furtherLimitMistakes(row: RowBeforeChecks, criterion: Criterion): Mistake[] {
  return (['alert', 'action', 'discard'] as const).flatMap((key) => {
    const definition = row[key];
    if (definition === undefined) return [];
    const limits = rangeOf(definition);
    if (criterion.kind === 'text')
      return [{ path: [key], text: `expected no ${key} limit: this row is judged by its words, and a limit needs a number` }];
    const texts = [
      row.decideOn === 'rounded' && row.digits !== undefined && limitDecimals(limits) > row.digits
        ? `expected limits with at most ${row.digits} decimals, since the value rounded to ${row.digits} is judged`
        : '',
      row.decideOn === 'rounded' && endsOf(limits).some((end) => typeof end.limit !== 'number')
        ? 'expected decideOn: unrounded, since a limit derived from the dose has no fixed number of digits'
        : '',
      emptyRange(limits) ? 'expected a lower end below the upper end' : '',
    ];
    return texts.filter((text) => text !== '').map((text) => ({ path: [key], text }));
  });
}

const LIMIT_KEYS: readonly string[] = ['criterion', 'alert', 'action', 'discard'];

/** Limits of a purpose are checked like the row's own, in their place; what does not belong to the limits is said once, for the row. */
function purposeMistakes(row: RowBeforeChecks): Mistake[] {
  const twice = row.purposes.find((purpose, index) => row.purposes.indexOf(purpose) !== index);
  const double = twice === undefined ? [] : [{ path: ['purposes'], text: `expected each purpose once, found '${twice}' twice` }];
  const own = new Set(rowMistakes(row).map(({ text }) => text));
  return [
    ...double,
    ...PURPOSES.filter((purpose) => row.limits[purpose] !== undefined).flatMap((purpose): Mistake[] => {
      if (!row.purposes.includes(purpose))
        return [
          { path: ['limits', purpose], text: `expected limits for a purpose of this row (${row.purposes.join(', ')}), found ${purpose}` },
        ];
      return rowMistakes(withLimitsOf(row, purpose))
        .filter(({ text }) => !own.has(text))
        .map(({ path, text }) => ({ path: LIMIT_KEYS.includes(path[0] ?? '') ? ['limits', purpose, ...path] : path, text }));
    }),
  ];
}

function limitMistakes(row: RowBeforeChecks, criterion: Criterion): Mistake[] {
  const mistakes: Mistake[] = [];
  if (row.decideOn === 'rounded' && row.digits !== undefined && limitDecimals(criterion) > row.digits) {
    mistakes.push({
      path: ['criterion'],
      text: `expected limits with at most ${row.digits} decimals, since the value rounded to ${row.digits} is judged`,
    });
  }
  if (row.decideOn === 'rounded' && endsOf(criterion).some((end) => typeof end.limit !== 'number')) {
    mistakes.push({ path: ['decideOn'], text: 'expected unrounded: a limit derived from the dose has no fixed number of digits' });
  }
  if (criterion.kind === 'range' && emptyRange(criterion))
    mistakes.push({ path: ['criterion'], text: 'expected a lower end below the upper end' });
  return mistakes;
}

function emptyRange(criterion: Extract<Criterion, { kind: 'range' }>): boolean {
  const lower = criterion.lower?.limit;
  const upper = criterion.upper?.limit;
  if (typeof lower !== 'number' || typeof upper !== 'number') return false;
  return lower > upper || (lower === upper && !(criterion.lower?.closed === true && criterion.upper?.closed === true));
}

function doseMistakes(row: SpecificationRow, dose: DoseProfile | undefined): readonly string[] {
  const further = [row.alert, row.action, row.discard].filter((limits) => limits !== undefined).map(rangeOf);
  const derived = [criterionOf(row.criterion), ...further].flatMap(endsOf).filter((end) => typeof end.limit !== 'number');
  if (dose === undefined) return derived.length === 0 ? [] : ['expected product.dose, from which this limit is derived'];
  return [...new Set(derived.flatMap((end) => doseMistake(end, row.unit, dose) ?? []))];
}

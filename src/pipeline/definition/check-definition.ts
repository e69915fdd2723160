import { plannedFor } from '../../attributes/planned-units.ts';
import { attributeNeeds } from '../../attributes/types/registry.ts';
import { InputError, InputErrors } from '../../errors.ts';
import { buildLayout } from '../../plates/layout.ts';
import { populationsOf, prerequisitesOf } from '../../population/gates/registry.ts';
import { ALL_EVENTS } from '../../population/population.ts';
import { compileTransform } from '../../population/transforms/registry.ts';
import { PURPOSES, parseTimePoint, TIME_POINT_FORM } from '../../subject.ts';
import { nearestName } from '../nearest-name.ts';
import { checkClusters, clusterControls } from './check-clusters.ts';
import { checkGateTransforms } from './check-transforms.ts';
import { tubeGates } from './cluster-gates.ts';
import { checkCountExport } from './count-export.ts';
import { countPlanMistakes, plannedCounts } from './count-plan.ts';
import type { Definition } from './definition.ts';
import { parseFilePattern } from './file-pattern.ts';
import { checkReagentDemands } from './reagent-demands.ts';
import { gatesFor, learningRounds, thresholdsOf } from './thresholds.ts';
import type { TubeDefinition } from './tube-definition.ts';
import type { YamlDocument } from './yaml-document.ts';

type Path = readonly PropertyKey[];

/** A name that is used, the names that exist, and where it is used. */
interface Use {
  readonly path: Path;
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
}

/** Checks what a schema cannot: that names refer to something, stand once, and make no circle. Throws all mistakes at once, each at its line and column. */
export function checkDefinition(definition: Definition, document: YamlDocument): void {
  const mistakes: InputError[] = [];
  const mistake = (path: Path, sentence: string) =>
    mistakes.push(new InputError('definition/bad-reference', sentence, document.placeOf(path)));
  for (const use of usesOf(definition)) {
    if (use.known.includes(use.name)) continue;
    const guess = nearestName(use.name, use.known);
    const hint =
      guess === null
        ? `There ${use.known.length === 0 ? 'is none' : `are ${use.known.map((name) => `'${name}'`).join(', ')}`}.`
        : `Did you mean '${guess}'?`;
    mistake(use.path, `Expected ${use.what}, found '${use.name}', which does not exist. ${hint}`);
  }
  for (const { path, sentence } of undeclaredControls(definition)) mistake(path, sentence);
  for (const { path, name } of doublesOf(definition)) mistake(path, `Expected each name once, found '${name}' again.`);
  for (const [path, check] of checksOf(definition)) {
    try {
      check();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(new InputError(error.code, error.message, document.placeOf(path)));
    }
  }
  for (const { index, sentence } of countPlanMistakes(definition))
    mistakes.push(new InputError('definition/bad-value', sentence, document.placeOf(['attributes', index])));
  if (mistakes.length > 0) throw new InputErrors(mistakes);
}

function usesOf(definition: Definition): Use[] {
  return [...definition.tubes.flatMap((tube, index) => tubeUses(tube, ['tubes', index])), ...attributeUses(definition)];
}

function tubeUses(tube: TubeDefinition, at: Path): Use[] {
  const populations = tubeGates(tube).flatMap(populationsOf);
  const controls = tube.controls.map((control) => control.name);
  const thresholds = tube.thresholds.map((threshold) => threshold.name);
  return [
    ...tube.gates.flatMap((gate, index) => [
      ...prerequisitesOf(gate).map((name) => ({
        path: [...at, 'gates', index],
        what: `a gate of tube '${tube.id}'`,
        name,
        known: populations,
      })),
      ...thresholdsOf(gate).map((name) => ({
        path: [...at, 'gates', index],
        what: `a threshold of tube '${tube.id}'`,
        name,
        known: thresholds,
      })),
    ]),
    ...tube.thresholds.flatMap((threshold, index) => [
      { path: [...at, 'thresholds', index, 'control'], what: `a control of tube '${tube.id}'`, name: threshold.control, known: controls },
      {
        path: [...at, 'thresholds', index, 'population'],
        what: `a gate of tube '${tube.id}'`,
        name: threshold.population,
        known: populations,
      },
    ]),
    ...tube.clusters.flatMap((clusters, index) => [
      ...(clusters.population === null
        ? []
        : [
            {
              path: [...at, 'clusters', index, 'population'],
              what: `a gate of tube '${tube.id}'`,
              name: clusters.population,
              known: populations,
            },
          ]),
      {
        path: [...at, 'clusters', index, 'learnFrom'],
        what: `sample, or a control of tube '${tube.id}'`,
        name: clusters.learnFrom,
        known: ['sample', ...controls],
      },
    ]),
    ...tube.controls.flatMap((control, index) => [
      ...(control.minimumEvents === undefined
        ? []
        : [
            {
              path: [...at, 'controls', index, 'minimumEvents'],
              what: `a gate of tube '${tube.id}'`,
              name: control.minimumEvents.population,
              known: populations,
            },
          ]),
      ...control.limits.map((limit, place) => ({
        path: [...at, 'controls', index, 'limits', place],
        what: `a gate of tube '${tube.id}'`,
        name: limit.population,
        known: populations,
      })),
    ]),
  ];
}

function attributeUses(definition: Definition): Use[] {
  const panels = definition.tubes.map((tube) => tube.panel);
  const controls = definition.tubes.flatMap((tube) => tube.controls.map((control) => control.name));
  const assays = definition.assays.map((assay) => assay.id);
  const ids = definition.attributes.map((attribute) => attribute.id);
  return definition.attributes.flatMap((attribute, index) => {
    const path = ['attributes', index];
    const needs = attributeNeeds(attribute);
    return [
      ...needs.populations.flatMap((need) => {
        const tubes = definition.tubes.filter((tube) => tube.panel === need.panel && (need.tube === null || tube.id === need.tube));
        const populations = [ALL_EVENTS, ...tubes.flatMap((tube) => tubeGates(tube).flatMap(populationsOf))];
        const ofStage = tubes.some((tube) => tube.stages.includes(need.stage));
        return [
          { path, what: 'a panel', name: need.panel, known: panels },
          ...(tubes.length === 0 ? [] : [{ path, what: `a gate of panel '${need.panel}'`, name: need.population, known: populations }]),
          ...(tubes.length === 0 || ofStage
            ? []
            : [
                {
                  path: [...path, 'sample'],
                  what: `a stage at which panel '${need.panel}' is acquired`,
                  name: need.stage,
                  known: tubes.flatMap((tube) => tube.stages),
                },
              ]),
        ];
      }),
      ...needs.controls.map((name) => ({ path, what: 'a control of a tube', name, known: controls })),
      ...needs.assays.map((name) => ({ path, what: 'an assay', name, known: assays })),
      ...needs.attributes.map((name) => ({ path, what: 'an attribute that stands before', name, known: ids.slice(0, index) })),
    ];
  });
}

/** An attribute depends on every control from which a gate of its populations takes a threshold, so it must declare it: else a failed control would not invalidate it. */
function undeclaredControls(definition: Definition): { readonly path: Path; readonly sentence: string }[] {
  return definition.attributes.flatMap((attribute, index) => {
    const needs = attributeNeeds(attribute);
    const sources = needs.populations.flatMap((need) =>
      definition.tubes
        .filter((tube) => tube.panel === need.panel && (need.tube === null || tube.id === need.tube))
        .flatMap((tube) => {
          const names = gatesFor(tubeGates(tube), [need.population]).flatMap(thresholdsOf);
          const thresholds = tube.thresholds.filter((threshold) => names.includes(threshold.name));
          return [
            ...thresholds.map(({ name, control }) => ({
              population: need.population,
              what: `the threshold '${name}', which is taken`,
              control,
            })),
            ...clusterControls(tube, need.population),
          ];
        }),
    );
    const missing = new Map(sources.filter(({ control }) => !needs.controls.includes(control)).map((one) => [one.control, one]));
    return [...missing.values()].map(({ population, what, control }) => ({
      path: ['attributes', index],
      sentence: `Expected attribute '${attribute.id}' to declare the control '${control}': '${population}' is gated by ${what} from it. Add it to controls.`,
    }));
  });
}

function doublesOf(definition: Definition): { readonly path: Path; readonly name: string }[] {
  const lists: readonly (readonly [Path, readonly string[]])[] = [
    [['tubes'], definition.tubes.map((tube) => tube.id)],
    [['assays'], definition.assays.map((assay) => assay.id)],
    [['attributes'], definition.attributes.map((attribute) => attribute.id)],
    ...definition.tubes.flatMap((tube, index) => [
      [['tubes', index, 'gates'], tubeGates(tube).flatMap(populationsOf)] as const,
      [['tubes', index, 'clusters'], tube.clusters.map((clusters) => clusters.name)] as const,
      [['tubes', index, 'thresholds'], tube.thresholds.map((threshold) => threshold.name)] as const,
      [['tubes', index, 'controls'], tube.controls.map((control) => control.name)] as const,
    ]),
  ];
  return lists.flatMap(([path, names]) =>
    names.flatMap((name, index) => (names.indexOf(name) === index ? [] : [{ path: [...path, index], name }])),
  );
}

/** Parts that check themselves when they are built. */
function checksOf(definition: Definition): (readonly [Path, () => void])[] {
  return [
    ...definition.tubes.map((tube, index) => [['tubes', index, 'thresholds'], () => void learningRounds(tube, 'controls')] as const),
    ...definition.tubes.map((tube, index) => [['tubes', index, 'clusters'], () => void learningRounds(tube, 'sample')] as const),
    ...definition.tubes.flatMap((tube, index) =>
      tube.clusters.map((clusters, place) => [['tubes', index, 'clusters', place], () => checkClusters(tube, clusters)] as const),
    ),
    ...Object.entries(definition.transforms).map(
      ([name, transform]) => [['transforms', name], () => void compileTransform(transform)] as const,
    ),
    ...definition.tubes.flatMap((tube, index) =>
      tube.gates.map((gate, place) => [['tubes', index, 'gates', place], () => checkGateTransforms(gate, definition.transforms)] as const),
    ),
    ...definition.assays.map((assay, index) => [['assays', index, 'layout'], () => void buildLayout(assay.layout)] as const),
    ...definition.assays.map((assay, index) => [['assays', index, 'minimum'], () => checkMinimum(assay)] as const),
    [['specifications'], () => checkOneSpecification(definition)],
    [['reagents'], () => checkReagentDemands(definition)],
    ...definition.inputs.bind.map(
      (rule, index) => [['inputs', 'bind', index, 'pattern'], () => void parseFilePattern(rule.pattern)] as const,
    ),
    ...definition.inputs.bind.map((rule, index) => [['inputs', 'bind', index, 'set'], () => checkSubject(rule.set)] as const),
    ...definition.inputs.bind.flatMap((rule, index) =>
      rule.kind !== 'counts'
        ? []
        : [
            [
              ['inputs', 'bind', index],
              () => checkCountExport(rule, [...new Set(plannedCounts(definition).map(({ count }) => count))]),
            ] as const,
          ],
    ),
    ...definition.inputs.ignore.map((pattern, index) => [['inputs', 'ignore', index], () => void parseFilePattern(pattern)] as const),
    ...definition.inputs.identity.map((rule, index) => [['inputs', 'identity', index], () => checkIdentity(rule)] as const),
  ];
}

function checkOneSpecification({ specification, specifications }: Definition): void {
  if (specification === undefined || specifications === undefined) return;
  throw new InputError(
    'definition/bad-value',
    `Expected specification or specifications, found both: '${specification}' and '${specifications}'. Keep the file, or the folder of revisions.`,
  );
}

/** Fixed parts of a subject can be read now; whether they go together is known with the file. */
function checkSubject({ purpose, timePoint }: { readonly purpose?: string | undefined; readonly timePoint?: string | undefined }): void {
  if (purpose !== undefined && !PURPOSES.some((known) => known === purpose))
    throw new InputError('definition/bad-value', `Expected purpose to be ${PURPOSES.join(', ')}; found '${purpose}'.`);
  if (timePoint !== undefined && parseTimePoint(timePoint) === null)
    throw new InputError('definition/bad-value', `Expected ${TIME_POINT_FORM}; found '${timePoint}'.`);
}

function checkMinimum(assay: Definition['assays'][number]): void {
  for (const purpose of PURPOSES) {
    const planned = plannedFor(assay.planned, purpose);
    const minimum = plannedFor(assay.minimum, purpose);
    if (planned !== null && minimum !== null && minimum > planned)
      throw new InputError('definition/bad-value', `Expected at most the ${planned} planned assays as the minimum, found ${minimum}.`);
  }
}

function checkIdentity(rule: Definition['inputs']['identity'][number]): void {
  if (rule.sources.includes('file-name') !== (rule.pattern !== undefined)) {
    throw new InputError('definition/bad-value', 'Expected a pattern exactly where file-name is one of the sources of the identity check.');
  }
  if (rule.pattern !== undefined && !parseFilePattern(rule.pattern).parts.some((part) => 'field' in part && part.field === rule.field)) {
    throw new InputError(
      'definition/bad-value',
      `Expected the field {${rule.field}} in the pattern of its identity check, found '${rule.pattern}'.`,
    );
  }
}

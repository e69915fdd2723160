import type { AttributeEstimate, TestOccasion } from '../../attributes/attribute-result.ts';
import { type AttributeDefinition, attributeNeeds, estimateAttribute } from '../../attributes/types/registry.ts';
import { distinctMessages } from '../../message.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Reason } from '../../reason.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { proposeDisposition } from '../../specification/disposition.ts';
import type { InForce } from '../../specification/evaluate-row.ts';
import { evaluateSpecification } from '../../specification/evaluate-specification.ts';
import { effectOfStatus } from '../../specification/method-status.ts';
import { countOccasions } from '../../specification/occasions.ts';
import { specificationReason } from '../../specification/reasons.ts';
import type { Specification } from '../../specification/specification.ts';
import { subjectTitle } from '../../subject.ts';
import { unmatchedInvestigations } from '../binding/account-for-investigations.ts';
import type { UnusedRow } from '../binding/account-for-rows.ts';
import { beyondAllowed } from '../binding/allowed-occasions.ts';
import { awaitArrivals } from '../binding/await-arrivals.ts';
import { occasionKey } from '../binding/plan.ts';
import { INITIAL_OCCASION } from '../binding.ts';
import { causeOf } from '../causes.ts';
import type { Definition } from '../definition/definition.ts';
import { gatedFileKey, tubeRunKey } from '../gating/compute-gating.ts';
import { attributeContext, checkLotControls, type LotControl, type LotMaterial } from './lot-context.ts';
import { withRepeats } from './repeat-notes.ts';
import { earliestKnown } from './subject-date.ts';

/** A lot with everything that was computed for it, before it becomes a record. */
export interface AnalysedLot {
  readonly attributes: ReleaseResult['attributes'];
  readonly disposition: ReleaseResult['disposition'];
  readonly controls: readonly LotControl[];
  readonly occasions: ReleaseResult['occasions'];
  /** Investigations of a row or an occasion that was not judged. */
  readonly unusedRows: readonly UnusedRow[];
}

/** The revision of the specification that serves a lot. */
export interface Judging {
  readonly specification: Specification;
  readonly inForce: InForce;
}

/** Estimates every attribute on every test occasion, judges them and proposes a disposition. Pure. */
export function analyseLot(material: LotMaterial, judging: Judging, held: readonly Reason[]): AnalysedLot {
  const { definition } = material;
  const controls = checkLotControls(material);
  const { purpose } = material.plan.subject;
  const estimates = estimateOccasions(material, controls);
  const attributes = evaluateSpecification(judging.specification, estimates, {
    inForce: judging.inForce,
    acquiredAt: earliestKnown(acquisitionsOf(material)),
    occasion: INITIAL_OCCASION,
    methodStatus: definition.method.status,
    causeOf,
    investigations: material.investigations,
    purpose,
  });
  const { held: misspelled, unused: unusedRows } = unmatchedInvestigations(material.plan.lot, material.investigations, attributes);
  const unfit = unfitMethod(definition.method, judging.specification);
  const occasions = countOccasions(testedOccasions(material), definition.occasions);
  const isHeld = held.some((reason) => reason.code === 'held/occasion-not-allowed');
  const tooMany = isHeld ? [] : beyondAllowed(occasions, subjectTitle(material.plan.subject));
  return {
    attributes,
    disposition: proposeDisposition(attributes, [...held, ...tooMany, ...misspelled, ...unfit], purpose),
    controls,
    occasions,
    unusedRows,
  };
}

/** Every test occasion that a file or a row of a table names. */
function testedOccasions({ plan, external, counts }: LotMaterial): TestOccasion[] {
  return [
    ...plan.samples.map((sample) => sample.binding.occasion),
    ...plan.assays.flatMap((assay) => assay.plates.map((plate) => plate.binding.occasion)),
    ...[...external, ...counts].map((row) => row.occasion),
  ];
}

/** A definition that releases nothing leaves no valid result, whatever its rows are. */
function unfitMethod({ id, version, status }: Definition['method'], { accepts }: Specification): Reason[] {
  if (effectOfStatus(status, accepts) !== 'information') return [];
  return [specificationReason('method/not-validated', { what: 'method', name: id, version, status })];
}

/** The occasions on which anything of the lot was tested, the initial one first, the others by their numbers. */
function occasionsOf(material: LotMaterial): TestOccasion[] {
  const later = [
    ...material.plan.samples.map((sample) => sample.occasion),
    ...material.plan.assays.map((assay) => assay.occasion),
    ...material.external.map((row) => row.occasion),
    ...material.counts.map((row) => row.occasion),
  ].filter((occasion) => occasion.kind !== 'initial');
  const ordered = [INITIAL_OCCASION, ...later.sort((a, b) => a.number - b.number || compareCodeUnits(a.kind, b.kind))];
  const first = new Map<string, TestOccasion>();
  for (const occasion of ordered) if (!first.has(occasionKey(occasion))) first.set(occasionKey(occasion), occasion);
  return [...first.values()];
}

/** What one test occasion gave, by attribute: what was not tested on it is absent. */
type TestedAttributes = ReadonlyMap<string, readonly AttributeEstimate[]>;

function estimateOccasions(material: LotMaterial, controls: readonly LotControl[]): AttributeEstimate[] {
  const tests: TestedAttributes[] = [];
  for (const occasion of occasionsOf(material)) tests.push(estimateOccasion(material, { occasion, controls, before: tests }));
  return tests.flatMap((test) => [...test.values()].flat());
}

/** On a later occasion only what was tested again is a result; what is computed from it takes the rest from the tests before. */
function estimateOccasion(
  material: LotMaterial,
  round: { readonly occasion: TestOccasion; readonly controls: readonly LotControl[]; readonly before: readonly TestedAttributes[] },
): TestedAttributes {
  const sources = sourcesOf(material, round.occasion);
  const earlier = new Map<string, readonly AttributeEstimate[]>();
  const tested = new Map<string, readonly AttributeEstimate[]>();
  for (const attribute of material.definition.attributes) {
    const estimates = estimateAttribute(attribute, attributeContext(material, { attribute, ...round, earlier })).map((estimate) =>
      withRepeats(material.plan, awaitArrivals(withAbsence(material, attribute, estimate))),
    );
    const again =
      round.occasion.kind === 'initial' ? estimates : estimates.filter((one) => one.sources.some((source) => sources.has(source)));
    if (again.length > 0) tested.set(attribute.id, again);
    earlier.set(attribute.id, again.length > 0 ? estimates : standingBefore(round.before, attribute.id));
  }
  return tested;
}

/** Files and rows of one test occasion, as estimates name their sources. */
function sourcesOf(material: LotMaterial, occasion: TestOccasion): ReadonlySet<string> {
  const key = occasionKey(occasion);
  const { samples, assays } = material.plan;
  return new Set([
    ...samples.filter((sample) => occasionKey(sample.occasion) === key).map((sample) => sample.binding.file),
    ...assays.filter((assay) => occasionKey(assay.occasion) === key).flatMap((assay) => assay.plates.map((plate) => plate.binding.file)),
    ...[...material.external, ...material.counts].filter((row) => occasionKey(row.occasion) === key).map((row) => row.place),
  ]);
}

/** The first valid test of an attribute stands for it; without one the initial test. The latest does not win by being latest. */
function standingBefore(before: readonly TestedAttributes[], attribute: string): readonly AttributeEstimate[] {
  const tests = before.flatMap((test) => [test.get(attribute) ?? []]).filter((estimates) => estimates.length > 0);
  const valid = tests.find((estimates) => estimates.every((one) => one.status === 'computed' && one.reasons.length === 0));
  return valid ?? tests[0] ?? [];
}

/** Adds why a population that the attribute needs could not be gated: the cause says more than its absence. */
function withAbsence(material: LotMaterial, attribute: AttributeDefinition, estimate: AttributeEstimate): AttributeEstimate {
  const needs = attributeNeeds(attribute).populations.filter((need) => need.control === null);
  const causes = material.plan.samples.flatMap((sample) => {
    const panel = material.definition.tubes.find((tube) => tube.id === sample.tube)?.panel;
    const absent = material.gated.files.get(gatedFileKey(tubeRunKey(sample.tube, sample.binding.assayRun), sample.binding))?.absent;
    const names = needs
      .filter((need) => need.panel === panel && need.stage === sample.stage && (need.tube === null || need.tube === sample.tube))
      .map((need) => need.population);
    return names.flatMap((name) => absent?.get(name) ?? []);
  });
  const isMissing = estimate.reasons.some((reason) => reason.code === 'attribute/no-population');
  const isHeld = estimate.reasons.some((reason) => reason.code.startsWith('held/'));
  if ((causes.length === 0 && !isHeld) || !isMissing) return estimate;
  const all = [...causes, ...estimate.reasons.filter((reason) => reason.code !== 'attribute/no-population')];
  return {
    ...estimate,
    reasons: distinctMessages(all),
  };
}

/** When the lot's own material was acquired: not its controls', which serve several lots. */
function acquisitionsOf(material: LotMaterial): readonly (string | null)[] {
  return [
    ...material.plan.samples.map((sample) => material.acquiredAtOf(sample.binding)),
    ...material.assays.map((assay) => assay.acquiredAt),
  ];
}

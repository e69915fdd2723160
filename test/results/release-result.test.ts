import { describe, expect, it } from 'vitest';
import { assembleReleaseResult, type ReleaseResultParts } from '../../src/results/assemble-release-result.ts';
import { canonicalJson } from '../../src/results/canonical-json.ts';
import { parseReleaseResult, releaseResultJsonSchema } from '../../src/results/release-result-schema.ts';
import { proposeDisposition } from '../../src/specification/disposition.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import { counted, estimate, lot, parsed, row } from '../specification/specification-fixtures.ts';

const sha256 = 'a'.repeat(64);
const title = { en: 'T', zh: '题' };

function parts(): ReleaseResultParts {
  const rows = [row({ alert: { atLeast: 96 } }), row({ id: 'R2', attribute: 'b', due: '2026-04-01' })];
  const interval = { lower: 0.9, upper: 0.98, level: 0.95, sides: 'two', method: 'clopper-pearson' } as const;
  const estimates = [counted(95, 100, { interval, replicates: [{ name: '1', estimate: 0.95, lower: 0.9, upper: 0.98, k: 95, N: 100 }] })];
  const attributes = evaluateSpecification(
    parsed(rows),
    [...estimates, estimate({ attribute: 'c', estimate: 3, operator: '<', acquiredAt: null })],
    lot,
  );
  const input = {
    sha256,
    bytes: 10,
    kind: 'fcs',
    serves: { what: 'sample', stage: 'final', tube: 'a', preparation: null },
    sample: 'S1',
    assayRun: null,
    acquiredAt: null,
    instrument: null,
    events: 5,
  } as const;
  return {
    softwareVersion: '0.1.0',
    method: { id: 'm', version: '1', status: 'validated', title, sha256 },
    specification: {
      id: 's',
      revision: '4',
      title,
      effectiveFrom: '2026-01-01',
      effectiveTo: null,
      servesBy: { rule: 'first-acquisition', day: '2026-03-11' },
      sha256,
    },
    lot: {
      id: 'L1',
      product: { id: 'P', title },
      subject: 'release',
      purpose: 'release',
      processVersion: null,
      condition: null,
      timePoint: null,
      drawnAt: null,
      acquiredFrom: null,
      acquiredTo: null,
      assayRuns: ['B', 'A'],
      instruments: [],
      occasion: 'initial',
      reagents: [],
      unusedRows: [],
    },
    inputs: [
      { ...input, file: 'é.fcs' },
      { ...input, file: 'z.fcs' },
      { ...input, file: 'Z.fcs' },
    ],
    gating: [],
    assays: [],
    controls: [
      {
        name: 'FMO',
        title: { en: 'FMO', zh: '荧光减一' },
        kind: 'fmo',
        panel: 'P',
        tube: 'T',
        assayRun: 'A',
        file: null,
        outcome: 'missing',
        limits: [],
        settings: [],
        thresholds: [],
        clusters: null,
        reasons: [],
      },
    ],
    attributes,
    departures: [],
    occasions: [],
    disposition: proposeDisposition(attributes, []),
  };
}

describe('a release result', () => {
  it('fits its own published schema and is canonical whatever the order of the parts', () => {
    const given = parts();
    const result = assembleReleaseResult(given);
    const shuffled = assembleReleaseResult({ ...given, inputs: [...given.inputs].reverse(), lot: { ...given.lot, assayRuns: ['A', 'B'] } });
    expect(result.inputs.map((input) => input.file)).toEqual(['Z.fcs', 'z.fcs', 'é.fcs']);
    expect(canonicalJson(shuffled)).toBe(canonicalJson(result));
    expect(parseReleaseResult(JSON.parse(canonicalJson(result)))).toEqual(result);
  });

  it('has the top-level keys of the contract', () => {
    expect(Object.keys(assembleReleaseResult(parts())).sort()).toEqual(
      [
        'schemaVersion',
        'gating',
        'assays',
        'software',
        'method',
        'specification',
        'lot',
        'inputs',
        'controls',
        'attributes',
        'departures',
        'occasions',
        'disposition',
      ].sort(),
    );
  });

  it('is closed: another key is refused at every level', () => {
    const result = assembleReleaseResult(parts());
    expect(() => parseReleaseResult({ ...result, extra: 1 })).toThrow();
    expect(() => parseReleaseResult({ ...result, lot: { ...result.lot, extra: 1 } })).toThrow();
    expect(() => parseReleaseResult({ ...result, attributes: [{ ...result.attributes[0], extra: 1 }] })).toThrow();
  });

  it('has a JSON Schema that closes every object', () => {
    const open: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ('properties' in schema && (!('additionalProperties' in schema) || schema.additionalProperties !== false)) open.push(path);
      for (const [key, value] of Object.entries(schema)) visit(value, `${path}/${key}`);
    };
    const schema = releaseResultJsonSchema();
    visit(schema, '#');
    expect(open).toEqual([]);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });
});

import { describe, expect, it } from 'vitest';
import { gatesFor, learningRounds, thresholdsOf } from '../../src/pipeline/definition/thresholds.ts';
import { tubeSchema } from '../../src/pipeline/definition/tube-definition.ts';

const tube = (thresholds: readonly { name: string; population: string }[]) =>
  tubeSchema.parse({
    id: 't',
    panel: 'p',
    stages: ['final'],
    compensation: { from: 'none' },
    gates: [
      { name: 'Cells', type: 'range', x: 'FSC-A', min: 1 },
      { name: 'Viable', type: 'range', parent: 'Cells', x: 'A', max: { threshold: 'viability' } },
      { name: 'Positive', type: 'range', parent: 'Viable', x: 'B', min: { threshold: 'marker' } },
      { name: 'Other', type: 'boolean', parent: 'Viable', operator: 'not', of: ['Positive'] },
    ],
    thresholds: thresholds.map((one) => ({ control: 'c', parameter: 'A', percentile: 99, ...one })),
    controls: [{ name: 'c', kind: 'fmo', title: { en: 'c', zh: 'c' } }],
  });

describe('thresholds', () => {
  it('are ordered into rounds by what their gates need, whatever their order in the definition', () => {
    const rounds = learningRounds(
      tube([
        { name: 'marker', population: 'Viable' },
        { name: 'viability', population: 'Cells' },
      ]),
      'controls',
    );
    expect(rounds.map((round) => round.thresholds.map((one) => one.name))).toEqual([['viability'], ['marker']]);
  });

  it('refuse a circle', () => {
    expect(() =>
      learningRounds(
        tube([
          { name: 'marker', population: 'Viable' },
          { name: 'viability', population: 'Positive' },
        ]),
        'controls',
      ),
    ).toThrow(
      "The thresholds 'marker', 'viability' of tube 't' depend on one another, or on a threshold that is not defined: each must be taken in a population that does not need it.",
    );
  });

  it('are found wherever a gate takes them', () => {
    const [, viable] = tube([]).gates;
    expect(viable === undefined ? [] : thresholdsOf(viable)).toEqual(['viability']);
  });

  it('need the gates of their population with all parents and operands, and no others', () => {
    expect(gatesFor(tube([]).gates, ['Viable']).map((gate) => gate.name)).toEqual(['Cells', 'Viable']);
    expect(gatesFor(tube([]).gates, ['Other']).map((gate) => gate.name)).toEqual(['Cells', 'Viable', 'Positive', 'Other']);
  });
});

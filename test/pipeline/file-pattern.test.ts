import { describe, expect, it } from 'vitest';
import { matchFilePattern, parseFilePattern } from '../../src/pipeline/definition/file-pattern.ts';

describe('file patterns', () => {
  it.each([
    ['{lot}_{tube}.fcs', 'DAP-1_surface.fcs', { lot: 'DAP-1', tube: 'surface' }],
    ['{lot}_*.fcs', 'DAP-1_x_y.fcs', null],
    ['{lot}_S*.fcs', 'DAP-1_S2.fcs', { lot: 'DAP-1' }],
    ['run/{assayRun}/{lot}.fcs', 'run/AR-1/L.fcs', { assayRun: 'AR-1', lot: 'L' }],
    ['{lot}.fcs', 'deep/folder/L.fcs', { lot: 'L' }],
    ['{lot}_{lot}.fcs', 'A_A.fcs', { lot: 'A' }],
    ['{lot}_{lot}.fcs', 'A_B.fcs', null],
    ['{lot}.fcs', 'A.lmd', null],
    ['a.c', 'abc', null],
  ])('%s on %s', (pattern, path, expected) => {
    const found = matchFilePattern(parseFilePattern(pattern), path);
    expect(found === null ? null : Object.fromEntries(found)).toEqual(expected);
  });

  it('is done with a name in which stars can lie in more ways than can be tried', () => {
    // 240 underscores and six stars: 4e9 ways, none of which ends well; with the ending, as many for each of 235 lots.
    const long = '_'.repeat(240);
    const pattern = parseFilePattern('*_*_*_*_*_{lot}.fcs');
    expect(matchFilePattern(pattern, `${long}.txt`)).toBeNull();
    expect(matchFilePattern(pattern, `${long}.fcs`)).toBeNull();
    expect(matchFilePattern(pattern, 'a_b_c_d_e_L1.fcs')).toEqual(new Map([['lot', 'L1']]));
    const doubled = parseFilePattern('{lot}_{stage}_{tube}_{plate}_{lot}_{stage}_{tube}_{plate}');
    expect(matchFilePattern(doubled, `${long}x`)).toBeNull();
    expect(Object.fromEntries(matchFilePattern(doubled, 'a_b_c_d_a_b_c_d') ?? [])).toEqual({ lot: 'a', stage: 'b', tube: 'c', plate: 'd' });
  });

  it('does not choose where a name can be read in two ways', () => {
    expect(matchFilePattern(parseFilePattern('{lot}_{tube}.fcs'), 'A_B_C.fcs')).toBeNull();
  });

  it.each([
    [
      '{lots}.fcs',
      "Expected the fields {lot}, {assayRun}, {stage}, {sample}, {preparation}, {tube}, {control}, {assay}, {plate}, {instrument}, {purpose}, {condition}, {timePoint}, {any} in the file pattern, found '{lots}.fcs'.",
    ],
    ['{lot}{tube}', "Expected text between the fields of the file pattern '{lot}{tube}': two that touch cannot be told apart."],
  ])('refuses %s', (pattern, message) => {
    expect(() => parseFilePattern(pattern)).toThrow(message);
  });
});

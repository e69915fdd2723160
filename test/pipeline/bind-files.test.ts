import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bindFiles } from '../../src/pipeline/binding/bind-files.ts';
import { makeBinding } from '../../src/pipeline/binding.ts';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';
import { said } from '../said.ts';

function definitionWith(identity: string) {
  const text = readFileSync(new URL('../cli/fixtures/new-user/pipeline.yaml', import.meta.url), 'utf8');
  const changed = text.replace('{ field: lot, sources: [sample-list, "keyword:SAMPLE ID"] }', identity);
  return validateYaml(definitionSchema, parseYamlDocument(changed, 'pipeline.yaml'));
}

function held(identity: string, keywords: Readonly<Record<string, string>>) {
  const definition = definitionWith(identity);
  const listed = makeBinding({ file: 'a.fcs', kind: 'sample', source: 'samples.csv:2', lot: 'LOT-1', sample: 'A1' });
  const facts = [{ path: 'a.fcs', keywords: [new Map(Object.entries(keywords))], error: null }];
  return bindFiles(definition, [listed], facts).bound.flatMap((one) => said(one.held).map(({ code, message }) => ({ code, message })));
}

describe('an identity in a keyword of place', () => {
  const byWell = '{ field: sample, sources: [sample-list, "keyword:$WELLID"] }';
  const byLocation = '{ field: sample, sources: [sample-list, "keyword:$locationid"] }';

  it.each([
    [byWell, { $WELLID: 'A1' }],
    // FCS 3.2 says $LOCATIONID where 3.1 says $WELLID; a definition for the one serves files of the other.
    [byWell, { $LOCATIONID: 'A1' }],
    [byLocation, { $WELLID: 'A1' }],
    [byWell, { $WELLID: 'A1', $LOCATIONID: 'A01' }],
  ])('%s agrees in %j', (identity, keywords) => {
    expect(held(identity, keywords)).toEqual([]);
  });

  it.each([
    [
      byWell,
      { $LOCATIONID: 'A2' },
      'held/identity-mismatch',
      "'a.fcs' does not agree on its sample: samples.csv:2 says 'A1', the keyword $LOCATIONID says 'A2'. Find out which one is right before the file is used.",
    ],
    [
      byWell,
      { $WELLID: 'A1', $LOCATIONID: 'A2' },
      'held/identity-mismatch',
      "'a.fcs' does not agree on its sample: the keyword $WELLID says 'A1', the keyword $LOCATIONID says 'A2'. Find out which one is right before the file is used.",
    ],
    [
      byWell,
      { $PLATEID: 'A1' },
      'held/identity-missing',
      "'a.fcs' must state its sample in samples.csv:2, the keyword $WELLID; it is missing in the keyword $WELLID.",
    ],
  ])('%s holds %j', (identity, keywords, code, message) => {
    expect(held(identity, keywords)).toEqual([{ code, message }]);
  });
});

describe('an identity in three sources', () => {
  const identity = '{ field: lot, sources: [sample-list, "keyword:SAMPLE ID", file-name], pattern: "{lot}_{sample}.fcs" }';

  /** The list says LOT-1; what the keyword and the file name say is given. */
  function codesOf(keyword: string, name: string) {
    const file = `${name}_A1.fcs`;
    const definition = definitionWith(identity);
    const listed = makeBinding({ file, kind: 'sample', source: 'samples.csv:2', lot: 'LOT-1', sample: 'A1' });
    const facts = [{ path: file, keywords: [new Map(keyword === '' ? [] : [['SAMPLE ID', keyword]])], error: null }];
    return bindFiles(definition, [listed], facts).bound.flatMap((one) => one.held.map(({ code }) => code));
  }

  it.each([
    ['all agree', 'LOT-1', 'LOT-1', []],
    ['the list and the keyword agree, the name does not', 'LOT-1', 'LOT-2', ['held/identity-mismatch']],
    ['the list and the name agree, the keyword does not', 'LOT-2', 'LOT-1', ['held/identity-mismatch']],
    ['the keyword and the name agree, the list does not', 'LOT-2', 'LOT-2', ['held/identity-mismatch']],
    ['none agree', 'LOT-2', 'LOT-3', ['held/identity-mismatch']],
    ['one says nothing', '', 'LOT-1', ['held/identity-missing']],
  ])('%s', (_, keyword, name, codes) => {
    expect(codesOf(keyword, name)).toEqual(codes);
  });
});

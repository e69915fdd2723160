import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openEvents } from '../../src/fcs/events/events.ts';
import type { ByteSource } from '../../src/fcs/fcs-file.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { compileGating, type GatingPath, gateSource } from '../../src/population/gating/gating.ts';
import { isMember } from '../../src/population/gating/gating-result.ts';
import { describeShared } from '../shared-data.ts';
import { mergedDocument } from './merged-document.ts';
import { requestOfDocument } from './request-of-document.ts';

function bytesOf(path: string): ByteSource {
  const bytes = readFileSync(path);
  return {
    name: 'data1.fcs',
    byteLength: bytes.length,
    read: (offset, target) => target.set(bytes.subarray(offset, offset + target.length)),
  };
}

describeShared('Gating-ML 2.0: not one event differs from the compliance results', (shared) => {
  const folder = `${shared}data/gatingml/`;
  const cases = readFileSync(`${folder}cases.csv`, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const [xml = '', id = '', truth = '', events = '', inside = ''] = line.split(',');
      return { xml, id, truth, events: Number(events), inside: Number(inside) };
    });
  const source = bytesOf(`${folder}data1.fcs`);
  const dataSet = readDataSets(source)[0]!;

  it('all documents in one: the same events in every gate', () => {
    const files = [...new Set(cases.map(({ xml }) => xml))];
    const text = mergedDocument(files.map((xml) => readFileSync(`${folder}gml/${xml}`, 'utf8')));
    const request = { ...requestOfDocument(text, 'merged.xml'), membership: cases.map(({ id }) => id) };
    const result = gateSource(compileGating(request, dataSet), (columns) => openEvents(source, dataSet, { columns }));
    for (const [i, { id, truth }] of cases.entries()) {
      const expected = readFileSync(`${folder}truth/${truth}`, 'utf8').trim().split(/\s+/).map(Number);
      const membership = result.membership?.[i];
      const different = expected.filter((bit, event) => membership === undefined || isMember(membership, event) !== (bit === 1));
      expect([id, different.length]).toEqual([id, 0]);
    }
  });

  it('has 25 cases', () => expect(cases.length).toBe(25));

  it.each(cases.flatMap((each) => (['fast', 'exact'] as const).map((path: GatingPath) => ({ ...each, path }))))(
    '$id ($xml, $path)',
    ({ xml, id, truth, events, inside, path }) => {
      const request = { ...requestOfDocument(readFileSync(`${folder}gml/${xml}`, 'utf8'), xml), membership: [id] };
      const gating = compileGating(request, dataSet, { path });
      const result = gateSource(gating, (columns) => openEvents(source, dataSet, { columns }));
      const expected = readFileSync(`${folder}truth/${truth}`, 'utf8').trim().split(/\s+/).map(Number);
      const membership = result.membership?.[0];
      const found = expected.map((_, event) => (membership !== undefined && isMember(membership, event) ? 1 : 0));
      const different = expected.flatMap((bit, event) => (bit === found[event] ? [] : [event]));
      expect(different).toEqual([]);
      expect(result.eventCount).toBe(events);
      expect(found.filter((bit) => bit === 1).length).toBe(inside);
    },
  );
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Hl7Message } from '@medplum/core';
import { parseString } from 'fast-csv';
import { expect, it } from 'vitest';
import { LONG_COLUMNS, mappedCsv } from '../../src/lims/column-map.ts';
import { unescapeHl7 } from '../../src/lims/hl7.ts';
import { limsMessage } from '../../src/lims/lims-message.ts';
import { oruMessage } from '../../src/lims/oru-message.ts';
import { twoDimensional } from '../../src/lims/targets/senaite-csv.ts';
import { listedCell } from '../../src/results/listed-cell.ts';
import { describeShared } from '../shared-data.ts';
import { sampleDispatch, withRows } from './sample-dispatch.ts';

/** The texts that another program puts where names stand: the list of its loop over `enumerate((...))` in which `__proto__` is one. */
const READ_LIST = `
import ast, json, sys
for node in ast.walk(ast.parse(open(sys.argv[1], encoding="utf-8").read())):
    if isinstance(node, ast.Tuple) and all(isinstance(one, ast.Constant) for one in node.elts):
        texts = [one.value for one in node.elts]
        if "__proto__" in texts and len(texts) > 5: print(json.dumps(texts))
`;

async function cellsOf(text: string): Promise<string[][]> {
  const rows: string[][] = [];
  await new Promise((resolve, reject) => {
    parseString(text)
      .on('data', (row: string[]) => rows.push(row))
      .on('end', resolve)
      .on('error', reject);
  });
  return rows;
}

const RUNS_AS_FORMULA = /^\s*[=+\-@]/;
const LINE_END = /\r\n|\r/g;
const HL7_NAMES = {
  sendingApplication: 'cytolot',
  sendingFacility: 'QC',
  receivingApplication: 'LIMS',
  receivingFacility: 'SITE',
  processing: 'P',
  patient: 'none',
  units: {},
} as const;

describeShared('a hostile name in what is sent', (shared) => {
  const { stdout } = spawnSync('python3', ['-c', READ_LIST, join(shared, 'tools/hostile_csv.py')], { encoding: 'utf8' });
  const texts: string[] = JSON.parse(stdout);

  it('is one of ten', () => {
    expect(texts).toHaveLength(10);
  });

  it.each(texts)('stays a name: %j', async (name) => {
    const row = {
      row: 'VIA',
      title: name,
      sample: listedCell([name]),
      entered_by: name,
      reported_value: '95.4',
      operator: '',
      unit: '',
      limit_unit: '',
    };
    const dispatch = { ...withRows(sampleDispatch(), [row]), lot: name };
    // JSON gives back what was given.
    expect(JSON.parse(limsMessage(dispatch))).toMatchObject({ lot: name, results: [{ title: name }] });
    // CSV: as many cells as columns, none of which a spreadsheet runs.
    const [head = [], ...rows] = await cellsOf(mappedCsv(dispatch, LONG_COLUMNS, { delimiter: ',', byteOrderMark: false, headings: true }));
    expect(rows.map((cells) => cells.length)).toEqual([head.length]);
    for (const cell of rows.flat()) if (!/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(cell)) expect(cell).not.toMatch(RUNS_AS_FORMULA);
    // HL7: segments as of a harmless name, the text as it was but for its line ends.
    const message = oruMessage(dispatch, HL7_NAMES);
    const harmless = oruMessage(
      { ...withRows(sampleDispatch(), [{ ...row, title: 'x', sample: 'x', entered_by: 'x' }]), lot: 'x' },
      HL7_NAMES,
    );
    if (typeof message !== 'string' || typeof harmless !== 'string') throw new Error(JSON.stringify([message, harmless]));
    const namesOf = (text: string) => Hl7Message.parse(text).segments.map((segment) => segment.name);
    expect(namesOf(message)).toEqual(namesOf(harmless));
    expect(unescapeHl7(message)).toContain(name.replaceAll(LINE_END, '\n'));
    // SENAITE's CSV has no way to quote: what it cannot hold is refused.
    const prepared = twoDimensional(dispatch, { VIA: 'Viability' });
    if (prepared.kind === 'message') expect(prepared.text).toBe(`,Viability,end\n${name},95.4,\nend,,\n`);
    const mustRefuse = RUNS_AS_FORMULA.test(name) || /[,"\r\n]/.test(name);
    expect(prepared.kind).toBe(mustRefuse ? 'refused' : 'message');
  });
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { gateNoteLine } from '../../src/cli/terminal/gate-note-line.ts';
import { chooseSet } from '../../src/exchange/document/gate-document.ts';
import { readGateDocument } from '../../src/exchange/registry.ts';
import { openEvents } from '../../src/fcs/events/events.ts';
import type { ByteSource } from '../../src/fcs/fcs-file.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { populationsOf } from '../../src/population/gates/registry.ts';
import { compileGating, gateSource } from '../../src/population/gating/gating.ts';
import { biexTable } from '../../src/population/transforms/biex.ts';
import { describeShared } from '../shared-data.ts';

function bytesOf(path: string): ByteSource {
  const bytes = readFileSync(path);
  return {
    name: path.split('/').pop() ?? '',
    byteLength: bytes.length,
    read: (offset, target) => target.set(bytes.subarray(offset, offset + target.length)),
  };
}

describeShared('FlowJo workspaces', (shared) => {
  const folder = `${shared}data/fcs/flowkit/`;

  /** Counts beside those that FlowJo stored in the workspace. */
  function countsOf(workspace: string, file: string) {
    const source = bytesOf(folder + file);
    const set = chooseSet(readGateDocument(readFileSync(folder + workspace, 'utf8'), workspace), { file: source.name, sample: null });
    const dataSet = readDataSets(source)[0]!;
    const { gates, transforms, matrices, markers, compensation } = set;
    const request = { gates, transforms, matrices, markers, compensation, thresholds: {}, quantiles: [], histograms: [], points: [] };
    const result = gateSource(compileGating(request, dataSet), (columns) => openEvents(source, dataSet, { columns }));
    const names = gates.flatMap(populationsOf);
    return {
      notes: set.notes.map(gateNoteLine),
      counts: names.map((name, i) => ({ name, count: result.populations[i]?.count, stored: set.storedCounts.get(name) })),
    };
  }

  it('an ellipse on linear axes: 51 events, as FlowJo', () => {
    expect(countsOf('simple_line/single_ellipse_51_events.wsp', 'simple_line/data_set_simple_line_100.fcs').counts).toEqual([
      { name: 'ellipse1', count: 51, stored: 51 },
    ]);
  });

  it('quadrants: 200,000 events, as FlowJo', () => {
    const { counts } = countsOf('simple_diamond/simple_diamond_example_quad_gate.wsp', 'simple_diamond/test_data_diamond_01.fcs');
    // The reference counts of FlowJo itself: analysis_reference.json.
    expect(counts.map(({ stored }) => stored)).toEqual([49671, 50596, 50330, 49403]);
    expect(counts.map(({ count }) => count)).toEqual([49671, 50596, 50330, 49403]);
  });

  it('a rectangle on asinh axes: 50,559 events, as FlowJo', () => {
    const { counts } = countsOf('simple_diamond/test_data_diamond_asinh_rect.wsp', 'simple_diamond/test_data_diamond_01.fcs');
    expect(counts).toEqual([{ name: 'upper_right', count: 50559, stored: 50559 }]);
  });

  it('an eight-colour workspace: samples, compensation, transforms, nested gates and stored counts', () => {
    const { format, sets } = readGateDocument(readFileSync(`${folder}wsp_only/8_color_ICS_simple.wsp`, 'utf8'), '8_color_ICS_simple.wsp');
    expect(format).toBe('FlowJo workspace');
    expect(sets.map(({ sample }) => sample)).toEqual([
      '101_DEN084Y5_15_E03_009_clean.fcs',
      '101_DEN084Y5_15_E05_010_clean.fcs',
      '101_DEN084Y5_15_E01_008_clean.fcs',
    ]);
    const [, second] = sets;
    expect([...(second?.storedCounts ?? [])]).toEqual([
      ['Time', 284933],
      ['Time/Singlets', 236035],
      ['Time/Singlets/aAmine-', 161247],
      ['Time/Singlets/aAmine-/CD3+', 131510],
    ]);
    expect(second?.compensation).toMatchObject({ from: 'matrix', parameters: expect.arrayContaining(['CD3 APC-H7 FLR-A']) });
    expect(second?.gates[3]).toMatchObject({
      type: 'polygon',
      parent: 'Time/Singlets/aAmine-',
      x: { parameter: 'CD3 APC-H7 FLR-A', compensated: true, transform: { type: 'logicle', T: 262144, W: 1, M: 4.418539922, A: 0 } },
      y: { parameter: 'SSC-A', compensated: false },
      on: 'linear',
    });
    expect(second?.notes.map(gateNoteLine)).toEqual([
      "8_color_ICS_simple.wsp, sample '101_DEN084Y5_15_E05_010_clean.fcs': 'Time' counts 0.0102654811 a step in FlowJo and 0.01 here ($TIMESTEP): coordinates of its gates are multiplied by the quotient.",
    ]);
  });

  it("the biex scale is FlowJo's own table of 4,096 channels, to its six digits", () => {
    const rows = readFileSync(`${folder}flowjo_xforms/tr_biex_l256_w-7.943282_n1.000000_m4.418540_r262144.000029.csv`, 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const table = biexTable({ type: 'biex', T: 262144.000029, positive: 4.41854, negative: 1, width: -7.943282 });
    expect(rows.length).toBe(4096);
    for (const row of rows) {
      const [channel = 0, value = 0] = row.split(',').map(Number);
      expect(Math.abs((table[channel] ?? Number.NaN) - value)).toBeLessThanOrEqual(5.1e-6 * Math.abs(value) + 1e-9);
    }
  });
});

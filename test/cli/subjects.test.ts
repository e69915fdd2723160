import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { captureCommand } from './captured-command.ts';
import { acquisition, makeNewUserFolder, type NewUserFolder } from './new-user-folder.ts';

const PULL = 'stability.25C%2F60RH.6%20months';

/**
 * LOT-1 has a release of 800 positive events of 1,000 and a pull of 500. The threshold is 99, the 99.5th percentile of 0…99, so that one in a hundred
 * of the negative events is counted too: (800 + 2)/1,000 and (500 + 5)/1,000. Pooled they would be 65.35 %.
 */
function withPull(folder: NewUserFolder): void {
  writeFileSync(join(folder.exportFolder, 'LOT-1_6-months.fcs'), acquisition('LOT-1', 500));
  folder.change('export/samples.csv', (text) => {
    const [head, ...rows] = text.trimEnd().split('\n');
    return [
      `${head},purpose,condition,time_point,shared`,
      ...rows.map((row) => `${row},,,,`),
      'LOT-1_6-months.fcs,sample,LOT-1,RUN-1,final,surface,,stability,25C/60RH,6 months,',
      '',
    ].join('\n');
  });
}

const judgeStability = (folder: NewUserFolder) =>
  folder.change(
    'method/specification.yaml',
    (text) => `${text.trimEnd()}\n    purposes: [release, stability]\n    limits: { stability: { criterion: { atLeast: 45 } } }\n`,
  );

async function run(spoil: (folder: NewUserFolder) => void, further: readonly string[] = []) {
  const folder = makeNewUserFolder();
  try {
    spoil(folder);
    const said = await captureCommand([
      'run',
      folder.exportFolder,
      '--pipeline',
      folder.pipeline,
      '--out',
      folder.out,
      '--quiet',
      ...further,
    ]);
    const lots = [...said.stdout.matchAll(/^(LOT-\d) {2}(\S.*?) {2,}(\S.*?) {2,}\d{4} .*?(\S+)\/report\.html$/gm)].map(
      ([, lot = '', subject = '', disposition = '', at = '']) => ({
        lot,
        subject,
        disposition,
        folder: at.replace(`${folder.out}/lots/`, ''),
        values: readFileSync(join(at, 'results.csv'), 'utf8')
          .trimEnd()
          .split('\r\n')
          .slice(1)
          .map((line) => /(\d+\.\d),%/.exec(line)?.[1] ?? ''),
        result: JSON.parse(readFileSync(join(at, 'result.json'), 'utf8')),
        record: JSON.parse(readFileSync(join(at, 'record.json'), 'utf8')),
        report: readFileSync(join(at, 'report.html'), 'utf8'),
      }),
    );
    return { ...said, stderr: said.stderr.replaceAll(folder.root, 'ROOT'), lots };
  } finally {
    rmSync(folder.root, { recursive: true, force: true });
  }
}

describe('A release and a pull of one lot', () => {
  it('are two results, each with its own samples, limits, folder and number', async () => {
    const { exitCode, lots } = await run((folder) => {
      withPull(folder);
      judgeStability(folder);
    });
    expect(lots.map(({ lot, subject, disposition, folder, values }) => [lot, subject, disposition, folder, values])).toEqual([
      ['LOT-1', 'release', 'conforms', 'LOT-1/release/0001', ['80.2']],
      ['LOT-1', 'stability, 25C/60RH, 6 months', 'conforms', `LOT-1/${PULL}/0001`, ['50.5']],
      ['LOT-2', 'release', 'conforms', 'LOT-2/release/0001', ['80.2']],
    ]);
    expect(exitCode).toBe(0);
    expect(lots.map(({ result }) => [result.lot.subject, result.lot.purpose, result.lot.condition, result.lot.timePoint])).toEqual([
      ['release', 'release', null, null],
      [PULL, 'stability', '25C/60RH', '6 months'],
      ['release', 'release', null, null],
    ]);
    expect(lots[1]?.record).toMatchObject({
      lot: 'LOT-1',
      subject: PULL,
      purpose: 'stability',
      condition: '25C/60RH',
      timePoint: '6 months',
      analysis: 1,
    });
    for (const words of [`Report LOT-1/${PULL}/0001`, 'LOT-1, stability, 25C/60RH, 6 months', 'A person decides.', '稳定性'])
      expect(lots[1]?.report).toContain(words);
    // The pull's file is no input of the release, and the other way round; the control serves both.
    const files = lots.map(({ result }) => result.inputs.map((input: { file: string }) => input.file));
    expect(files[0]).not.toContain('LOT-1_6-months.fcs');
    expect(files[1]).not.toContain('LOT-1_surface.fcs');
    expect(files.every((one) => one.includes('RUN-1_fmo-cd3.fcs'))).toBe(true);
  });

  it('that no row judges is information, exit 0, with its values', async () => {
    const { exitCode, lots } = await run(withPull);
    expect(exitCode).toBe(0);
    expect(lots[1]).toMatchObject({
      disposition: 'information',
      result: { disposition: { proposed: 'information', counts: { information: 1 } } },
    });
    expect(lots[1]?.report).toContain('No row of SPEC-FT revision 1 decides for this purpose: the values are information.');
    expect(lots[1]?.report).toContain('该标准没有对此用途作出判定的项目，结果仅供参考');
    expect(lots[1]?.result.attributes[0].estimate).toBe(0.505);
  });

  it('does not conform by itself where the pull fails', async () => {
    const { exitCode, lots } = await run((folder) => {
      withPull(folder);
      folder.change('method/specification.yaml', (text) => `${text.trimEnd()}\n    purposes: [release, stability]\n`);
    });
    expect(lots.map(({ disposition }) => disposition)).toEqual(['conforms', 'does not conform', 'conforms']);
    expect(exitCode).toBe(30);
  });

  it('are both taken by --lot', async () => {
    const { lots } = await run(withPull, ['--lot', 'LOT-1']);
    expect(lots.map(({ lot, subject }) => [lot, subject])).toEqual([
      ['LOT-1', 'release'],
      ['LOT-1', 'stability, 25C/60RH, 6 months'],
    ]);
  });

  it('hold apart: a pull that cannot be read holds the pull, by name', async () => {
    const { exitCode, lots, stderr } = await run((folder) => {
      withPull(folder);
      judgeStability(folder);
      writeFileSync(join(folder.exportFolder, 'LOT-1_6-months.fcs'), 'no FCS');
    });
    expect(lots.map(({ disposition }) => disposition)).toEqual(['conforms', 'no valid result', 'conforms']);
    expect(exitCode).toBe(20);
    expect(stderr).toContain("warning: lot LOT-1, stability, 25C/60RH, 6 months: 'LOT-1_6-months.fcs' cannot be read:");
  });

  it('are shown apart by check', async () => {
    const folder = makeNewUserFolder();
    try {
      withPull(folder);
      const { stdout } = await captureCommand(['check', folder.pipeline, '--folder', folder.exportFolder]);
      expect([...stdout.matchAll(/^Lot .*$/gm)].map(String)).toEqual([
        'Lot LOT-1',
        'Lot LOT-1, stability, 25C/60RH, 6 months',
        'Lot LOT-2',
      ]);
    } finally {
      rmSync(folder.root, { recursive: true, force: true });
    }
  });
});

describe('One file for a release and for time zero', () => {
  const timeZero = (shared: string) => (folder: NewUserFolder) => {
    withPull(folder);
    judgeStability(folder);
    folder.change('export/samples.csv', (text) =>
      text
        .replace('LOT-1_6-months.fcs,', 'LOT-1_surface.fcs,')
        .replace('6 months,', `0 months,${shared}`)
        .replace(/^(LOT-1_surface.fcs,sample,LOT-1,RUN-1,final,surface,),,,,$/m, `$1,,,,${shared}`),
    );
    rmSync(join(folder.exportFolder, 'LOT-1_6-months.fcs'));
  };

  it('gives each its own result where both lines say shared', async () => {
    const { exitCode, lots } = await run(timeZero('t0'));
    expect(lots.map(({ subject, disposition, values }) => [subject, disposition, values])).toEqual([
      ['release', 'conforms', ['80.2']],
      ['stability, 25C/60RH, 0 months', 'conforms', ['80.2']],
      ['release', 'conforms', ['80.2']],
    ]);
    expect(exitCode).toBe(0);
  });

  it('is refused where they do not', async () => {
    const { exitCode, stderr } = await run(timeZero(''));
    expect(exitCode).toBe(65);
    expect(stderr).toContain("samples.csv:5: Expected one row for 'LOT-1_surface.fcs', data set 1; the first is samples.csv:2.");
  });
});

describe('A store without subjects', () => {
  it('is refused before anything is computed', async () => {
    const { exitCode, stderr, stdout } = await run((folder) => {
      mkdirSync(join(folder.out, 'lots/LOT-1/0001'), { recursive: true });
      rmSync(join(folder.exportFolder, 'samples.csv'));
    });
    expect(exitCode).toBe(73);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      "Expected a store with a folder for each subject (lots/<lot>/<subject>/0001), found 'lots/LOT-1/0001' of the older layout; give another folder after --out and keep this one as it is, or move its 'lots' folder away first.",
    );
  });
});

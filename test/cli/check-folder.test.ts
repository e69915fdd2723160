import { describe, expect, it } from 'vitest';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder } from './new-user-folder.ts';

const check = async (change: (text: string) => string) => {
  const { pipeline, exportFolder, change: rewrite } = makeNewUserFolder();
  rewrite('method/pipeline.yaml', change);
  return captureCommand(['check', pipeline, '--folder', exportFolder]);
};

describe('check with a folder looks at what a run would gate', () => {
  it('has nothing to say where every gate fits every file', async () => {
    const { exitCode, stderr } = await check((text) => text);
    expect({ exitCode, errors: stderr.split('\n').filter((line) => line.startsWith('error:')) }).toEqual({ exitCode: 0, errors: [] });
  });

  it.each([
    ['a channel of a gate', (text: string) => text.replace(/(x: .*)CD3-A/, '$1CD4-A')],
    ['a channel of a threshold', (text: string) => text.replace(/(control: fmo-cd3.*)CD3-A/, '$1CD4-A')],
  ])('refuses %s that no file has, by file and tube', async (_, change) => {
    const { exitCode, stderr } = await check(change);
    const errors = stderr.split('\n').filter((line) => line.startsWith('error:'));
    expect(exitCode).toBe(65);
    expect(
      errors.map((line) => /tube '(\w+)': '([\w-]+\.fcs)': Expected a parameter with the name or label 'CD4-A'/.exec(line)?.slice(1)),
    ).toEqual([
      ['surface', 'LOT-1_surface.fcs'],
      ['surface', 'RUN-1_fmo-cd3.fcs'],
      ['surface', 'LOT-2_surface.fcs'],
    ]);
  });
});

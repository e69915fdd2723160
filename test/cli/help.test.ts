import { afterEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { terminal } from '../../src/cli/terminal/terminal.ts';
import { DOSE_RESPONSE_MODELS } from '../../src/potency/dose-response/models/registry.ts';
import { LINE_MODELS, QUANTAL_MODELS } from '../../src/potency/line-models.ts';
import { POTENCY_STUDIES } from '../../src/studies/registry.ts';

async function helpOf(...words: readonly string[]): Promise<string> {
  let text = '';
  vi.spyOn(terminal, 'out').mockImplementation((part) => {
    text += part;
  });
  expect(await runProgram([...words, '--help'])).toBe(0);
  // Commander wraps lines at the width of the terminal.
  return text.replace(/\s+/g, ' ');
}

afterEach(() => void vi.restoreAllMocks());

describe('--help', () => {
  it('of potency lists every model of the registries', async () => {
    const models = [...DOSE_RESPONSE_MODELS.ids, ...LINE_MODELS, ...QUANTAL_MODELS];
    expect(models.length).toBeGreaterThan(10);
    expect(await helpOf('potency')).toContain(`--model <id> ${models.join(', ')} (4pl where nothing says otherwise)`);
  });

  it('of potency-study lists every study of the registry', async () => {
    const help = await helpOf('potency-study');
    for (const id of POTENCY_STUDIES.ids) expect(help).toMatch(new RegExp(`kind [^)]*\\b${id}\\b`));
  });

  it('names every command', async () => {
    const help = await helpOf();
    for (const name of ['run', 'check', 'inspect', 'import', 'gate', 'export', 'read-plate', 'formats', 'potency', 'potency-study'])
      expect(help).toContain(` ${name} `);
  });
});

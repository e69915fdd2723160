import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { captureCommand } from '../cli/captured-command.ts';
import { readBackBlock } from './lims-stand-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'cytolot-targets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function check(text: string) {
  writeFileSync(join(folder, 'targets.yaml'), text);
  return captureCommand(['check', join(folder, 'targets.yaml'), '--json']);
}

it('a file of targets is checked, and what is made of it shown, without a word to any of them', async () => {
  const { exitCode, stdout, stderr } = await check(readBackBlock('https://lims.example'));
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({ targets: [{ id: 'lims', type: 'http-json', gets: 'analysed', keys: 'known', readBack: 'yes' }] });
});

it.each([
  {
    what: 'an unknown key, with what was meant',
    text: readBackBlock('https://lims.example', '    timeoutSecond: 3\n'),
    said: "Did you mean 'timeoutSeconds'?",
  },
  { what: 'another kind', text: readBackBlock('https://lims.example').replace('http-json', 'http-jsn'), said: 'http-json' },
  { what: 'plain HTTP to another host', text: readBackBlock('http://lims.example'), said: 'Expected an https:// address' },
  {
    what: 'an id that is no name of a folder',
    text: readBackBlock('https://lims.example').replace('id: lims', 'id: ../lims'),
    said: 'Expected lower-case letters',
  },
  {
    what: 'one id twice',
    text: `${readBackBlock('https://lims.example')}${readBackBlock('https://lims.example').replace('targets:\n', '')}`,
    said: 'Expected an id of its own for every target',
  },
  { what: 'no way of reading back', text: readBackBlock('https://lims.example').replace(/ {4}readBack:[\s\S]*$/, ''), said: 'readBack' },
  {
    what: 'a client certificate without its key',
    text: readBackBlock('https://lims.example', '    tls: { certificateFile: a.pem }\n'),
    said: 'Expected certificateFile and keyFile together',
  },
  {
    what: 'a certificate that is not there',
    text: readBackBlock('https://lims.example', '    tls: { caFile: /nowhere/ca.pem }\n'),
    said: 'Expected a file, found none of this name',
  },
])('a file with $what is refused', async ({ text, said }) => {
  const { exitCode, stderr } = await check(text);
  expect(exitCode).toBeGreaterThanOrEqual(65);
  expect(stderr).toContain(said);
});

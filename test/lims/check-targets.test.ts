import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { captureCommand } from '../cli/captured-command.ts';
import { readBackBlock } from './lims-stand-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'cytolot-targets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = { written: 0 };

/** A file that this account alone may read. */
function fileOf(text: string): string {
  files.written += 1;
  const path = join(folder, `file-${files.written}`);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const mllpBlock = (host: string, more = '') => `targets:
  - id: engine
    type: hl7-mllp
    host: ${host}
    port: 2575
    keys: { known: MSH-10 }
    readBack: { none: HL7 has no query that engines answer }
${more}`;

function check(text: string) {
  writeFileSync(join(folder, 'targets.yaml'), text);
  return captureCommand(['check', join(folder, 'targets.yaml'), '--json']);
}

it('a file of targets is checked, and what is made of it shown, without a word to any of them', async () => {
  const { exitCode, stdout, stderr } = await check(readBackBlock('https://lims.example'));
  expect([exitCode, stderr]).toEqual([0, '']);
  const notCompared = ['limitLowerClosed', 'limitUpperClosed'];
  expect(JSON.parse(stdout)).toEqual({
    targets: [{ id: 'lims', type: 'http-json', gets: 'analysed', keys: 'known', readBack: 'yes', notCompared }],
  });
});

it('a file says what is not compared: the fields that are excluded or not named', async () => {
  const block = readBackBlock('https://lims.example').replace(
    'unit: unit,',
    "unit: { none: 'it has one unit for all' }, limitLowerClosed: low,",
  );
  expect(JSON.parse((await check(block)).stdout).targets[0].notCompared).toEqual(['unit', 'limitUpperClosed']);
  expect(JSON.parse((await check(mllpBlock('127.0.0.1'))).stdout).targets[0].notCompared).toEqual(['all']);
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
  {
    what: 'two targets that once had one id',
    text: `${readBackBlock('https://lims.example', '    formerly: old\n')}${readBackBlock('https://lims.example', '    formerly: old\n').replace('targets:\n', '').replace('id: lims', 'id: other')}`,
    said: 'Expected no target formerly to have had the id of another',
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
  ...['Key for us', 'Schlüssel', 'Key:', 'a\\nb'].map((name) => ({
    what: `the key in a header that is none (${name})`,
    text: readBackBlock('https://lims.example').replace('known: Idempotency-Key', `known: "${name}"`),
    said: 'Expected the name of a header',
  })),
  ...['Authorization', 'authorization', 'Host', 'Content-Length', 'content-md5', 'Transfer-Encoding', 'X-Cytolot-Key'].map((name) => ({
    what: `the key in a header that says something else (${name})`,
    text: readBackBlock('https://lims.example').replace('known: Idempotency-Key', `known: ${name}`),
    said: 'Expected a header of the target for keys',
  })),
  {
    what: 'an id of HMAC that no header holds',
    text: readBackBlock('https://lims.example', '    credentials: { hmac: "质控", secretFile: /nowhere }\n'),
    said: 'Expected an id of printable ASCII',
  },
  ...['https://lims.example/results', 'https://lims.example/results#{key}'].map((url) => ({
    what: `no place for the key where it is read back (${url})`,
    text: readBackBlock('https://lims.example').replace('https://lims.example/results?key={key}', url),
    said: 'Expected {key} in the path or the query',
  })),
  {
    what: 'the key in the name of a host',
    text: readBackBlock('https://lims.example').replace('https://lims.example/results?key={key}', 'https://{key}.example/'),
    said: 'Expected {key} in the path or the query',
  },
  {
    what: 'no place for the key where it is looked for',
    text: readBackBlock('https://lims.example').replace(
      'known: Idempotency-Key',
      "unknown: { settleSeconds: 65, look: { url: 'https://lims.example/results', count: count } }",
    ),
    said: 'Expected {key} in the path or the query',
  },
  { what: 'plain MLLP to another host', text: mllpBlock('engine.example'), said: 'Expected tls, since MLLP without it' },
  ...['caFile: FILE', 'certificateFile: FILE, keyFile: FILE'].map((settings) => ({
    what: `no certificate in ${settings}`,
    text: readBackBlock('https://lims.example', `    tls: { ${settings.replaceAll('FILE', fileOf('no certificate'))} }\n`),
    said: 'Expected a certificate in PEM',
  })),
  ...['tok€n', 'two words', 'two\nlines', 'a\u0000b'].map((token) => ({
    what: `a token that no header holds (${JSON.stringify(token)})`,
    text: readBackBlock('https://lims.example', `    credentials: { tokenFile: ${fileOf(token)} }\n`),
    said: 'Expected a token of printable ASCII characters',
  })),
])('a file with $what is refused', async ({ text, said }) => {
  const { exitCode, stderr } = await check(text);
  expect(exitCode).toBeGreaterThanOrEqual(65);
  expect(stderr).toContain(said);
});

it.each([
  ['MLLP to this host', mllpBlock('127.0.0.1')],
  ['MLLP over TLS to another', mllpBlock('engine.example', '    tls: {}\n')],
  ['a token of ASCII', readBackBlock('https://lims.example', `    credentials: { tokenFile: ${fileOf('abc.DEF-123_~+/=\n')} }\n`)],
  ['another name of the header', readBackBlock('https://lims.example').replace('known: Idempotency-Key', 'known: X-Site_Key.1')],
  ['the key in the path', readBackBlock('https://lims.example').replace('results?key={key}', 'results/{key}/values')],
])('a file with %s is taken', async (_, text) => {
  const { exitCode, stderr } = await check(text);
  expect([exitCode, stderr]).toEqual([0, '']);
});

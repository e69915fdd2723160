import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf, formatVerifierKey } from '../../src/audit-log/verifier-key.ts';
import { actEvent } from '../../src/persons/act-event.ts';
import { formatSignatureRecord, type SignatureRecord } from '../../src/persons/signature-record.ts';
import type { State } from '../../src/persons/steps.ts';
import { appendEntry } from '../../src/runtime/audit-log/append-entry.ts';
import { sha256 } from '../../src/runtime/audit-log/ed25519.ts';
import { writeCheckpoint } from '../../src/runtime/audit-log/write-checkpoint.ts';
import {
  hash,
  newPair,
  personNamed,
  put,
  resultText,
  type SignedStore,
  signatureOf,
  signedFields,
  signedStore,
} from '../runtime/audit-log/signed-store.ts';
import { captureCommand } from './captured-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'cytolot-proof-'));
const script = fileURLToPath(new URL('../../docs/check-proof.py', import.meta.url));
const hasBrowser = spawnSync('chromium', ['--version']).error === undefined;
const hasPython = spawnSync('python3', ['--version']).error === undefined && spawnSync('openssl', ['version']).error === undefined;

let store: SignedStore;
let page = '';
let other = '';
beforeAll(async () => {
  store = await signedStore();
  const file = join(folder, 'B.proof.html');
  expect(await captureCommand(['proof', join(store.shelf.root, 'lots/B'), '--out', file])).toMatchObject({ exitCode: 0 });
  page = readFileSync(file, 'utf8');
  const another = join(folder, 'A.proof.html');
  await captureCommand(['proof', join(store.shelf.root, 'lots/A/release/0001'), '--out', another]);
  other = readFileSync(another, 'utf8');
});

const PART = (id: string): RegExp => new RegExp(`(<script type="application/octet-stream" id="${id}">)([A-Za-z0-9+/=]*)(</script>)`);
const partOf = (text: string, id: string): string => Buffer.from(PART(id).exec(text)?.[2] ?? '', 'base64').toString('utf8');
const withPart = (id: string, content: string): string =>
  page.replace(PART(id), (_, head: string, __: string, tail: string) => `${head}${Buffer.from(content).toString('base64')}${tail}`);
const changed = (id: string, from: string | RegExp, to: string | ((found: string) => string)): string => {
  const before = partOf(page, id);
  const after = before.replace(from, (found) => (typeof to === 'string' ? to : to(found)));
  expect(after, id).not.toBe(before);
  return withPart(id, after);
};

interface Link {
  readonly entry: string;
  readonly proof: string;
}
interface Signed extends Link {
  readonly file: string;
}
const textOf = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
const changedText = (base64: string, from: string | RegExp, to: string): string =>
  Buffer.from(textOf(base64).replace(from, to)).toString('base64');
const signedIn = (text: string): readonly Signed[] => JSON.parse(partOf(text, 'signatures'));
const withSigned = (change: (one: Signed) => Signed): string => withPart('signatures', JSON.stringify(signedIn(page).map(change)));
const withChain = (change: (links: readonly Link[]) => readonly Link[]): string =>
  withPart('chain', JSON.stringify(change(JSON.parse(partOf(page, 'chain')))));

/** A page of a store in which more was signed under lot B, by whoever writes entries. */
async function pageWith(acts: (store: SignedStore) => readonly (readonly [SignatureRecord, State])[]): Promise<string> {
  const own = await signedStore();
  for (const [i, [record, from]] of acts(own).entries()) {
    const event = actEvent({ folder: 'lots/B/release/0001', from, signature: record, number: i + 2 }, sha256);
    put(own.shelf, event.object, formatSignatureRecord(record));
    await appendEntry(own.shelf, event);
  }
  await writeCheckpoint(own.shelf, own.signing);
  const file = join(folder, `${own.signed.job}-${Math.random()}.html`);
  expect(await captureCommand(['proof', join(own.shelf.root, 'lots/B'), '--out', file])).toMatchObject({ exitCode: 0 });
  return readFileSync(file, 'utf8');
}

/** Of a page in which more was signed: what is signed, and the words that a page and the script say of it. */
const SIGNED: readonly (readonly [string, (store: SignedStore) => readonly (readonly [SignatureRecord, State])[], string, string])[] = [
  [
    'by nobody who was enrolled',
    (own) => [[signatureOf(personNamed('Eve'), fieldsOf(own)), 'reviewed']],
    '密钥未登记',
    'counts not: the key was not enrolled',
  ],
  [
    'with another text than was signed',
    (own) => [[{ ...signatureOf(own.person, fieldsOf(own)), reason: 'none' }, 'reviewed']],
    '签名与密钥或内容不符',
    'counts not: the signature is not of the key and this text',
  ],
  [
    'for another store',
    (own) => [[signatureOf(own.person, { ...fieldsOf(own), store: 'cytolot/another' }), 'reviewed']],
    '所签为另一结果库',
    'counts not: signed for another store',
  ],
  [
    'of another report',
    (own) => [[signatureOf(own.person, { ...fieldsOf(own), manifestSha256: hash('other') }), 'reviewed']],
    '结果文件与所签内容不同',
    'counts not: the files of the result are not those that were signed',
  ],
  [
    'before it was approved',
    (own) => [[signatureOf(own.person, { ...fieldsOf(own), meaning: 'released' }), 'reviewed']],
    '当时不允许该步骤',
    'counts not: the step was not allowed then',
  ],
];
const fieldsOf = ({ shelf, signed }: SignedStore) => ({ ...signedFields(shelf, signed), meaning: 'approved', reason: 'right' }) as const;

/** Each is a page that somebody made of ours. */
const MANIPULATIONS: readonly (readonly [string, () => string])[] = [
  ['another result', () => changed('result', 'B', 'b')],
  [
    'another result, with its manifest',
    () =>
      changed('manifest', hash(resultText('B')), hash(resultText('b'))).replace(
        PART('result'),
        (_, head: string, __, tail: string) => `${head}${Buffer.from(resultText('b')).toString('base64')}${tail}`,
      ),
  ],
  ['another report', () => changed('report', 'B', 'b')],
  ['another manifest', () => changed('manifest', '\n', '\n\n')],
  ['another entry', () => changed('entry', 'conforms', 'pending')],
  ['another index', () => changed('proof', /index 3/, 'index 2')],
  ['another hash in the path', () => changed('proof', /^([A-Za-z0-9+/]{43}=)$/m, Buffer.from(new Uint8Array(32)).toString('base64'))],
  ['another root', () => changed('proof', /\n8\n[A-Za-z0-9+/]{43}=/, `\n8\n${Buffer.from(new Uint8Array(32)).toString('base64')}`)],
  ['another size', () => changed('proof', '\n8\n', '\n7\n')],
  ['another signature', () => changed('proof', /— \S+ .{30}/, (found) => `${found.slice(0, -1)}${found.endsWith('A') ? 'B' : 'A'}`)],
  ['another key', () => withPart('key', formatVerifierKey({ ...store.signing.key, publicKey: newPair().publicKey }, sha256))],
  ['the proof of another result', () => withPart('proof', partOf(other, 'proof'))],
  [
    'a signature under another result',
    () =>
      withPart(
        'signatures',
        partOf(page, 'signatures').replace(/"file":"[^"]*"/, `"file":"${Buffer.from('{"meaning":"approved"}').toString('base64')}"`),
      ),
  ],
  ['a signature with another reason', () => withSigned((one) => ({ ...one, file: changedText(one.file, 'complete', 'incomplete') }))],
  [
    'a signature with another reason in the file and its entry',
    () =>
      withSigned((one) => {
        const file = changedText(one.file, 'complete', 'incomplete');
        const entry = changedText(changedText(one.entry, /complete/g, 'incomplete'), hash(textOf(one.file)), hash(textOf(file)));
        return { ...one, file, entry };
      }),
  ],
  [
    'a signature whose key was enrolled by no entry',
    () => withChain((links) => links.filter(({ entry }) => !textOf(entry).includes('key-enrolled'))),
  ],
  [
    'an enrolment under another name',
    () => withChain((links) => links.map((one) => ({ ...one, entry: changedText(one.entry, /Rui Reviewer|^$/g, 'Eve Reviewer') }))),
  ],
  [
    'an enrolment with the proof of another entry',
    () => withChain((links) => links.map((one) => ({ ...one, proof: links[0]?.proof ?? '' }))),
  ],
  ['the entries of keys in another order', () => withChain((links) => links.toReversed())],
  ['a signature twice', () => withPart('signatures', JSON.stringify([...signedIn(page), ...signedIn(page)]))],
  ['a part that cannot be read', () => withPart('entry', 'no entry')],
];

interface Shown {
  readonly state: string;
  readonly text: string;
  readonly whole: string;
}

/** What Chromium shows of a page that it opens from the disk. */
function shownBy(text: string, name: string): Shown {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.html`);
  writeFileSync(file, text);
  const { stdout } = spawnSync('chromium', [...flagsOf(), '--dump-dom', `file://${file}`], { encoding: 'utf8', timeout: 60_000 });
  return verdictIn(stdout);
}

function flagsOf(): readonly string[] {
  const profile = mkdtempSync(join(folder, 'profile-'));
  return ['--headless=new', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`, '--virtual-time-budget=20000'];
}

function verdictIn(whole: string): Shown {
  const [, state = '', text = ''] = /<p id="verdict" class="(\w+)" role="status">([^<]*)<\/p>/.exec(whole) ?? [];
  return { state, text, whole };
}

describe('cytolot proof', () => {
  it('writes one file with nothing from outside: its own script by hash, no other', () => {
    const [, own = ''] = /<script>([\s\S]*)<\/script>\n<\/html>/.exec(page) ?? [];
    const policy = /content="(default-src[^"]*)"/.exec(page)?.[1];
    const digest = Buffer.from(sha256(Buffer.from(own))).toString('base64');
    expect(policy).toBe(`default-src 'none'; script-src 'sha256-${digest}'; style-src 'unsafe-inline'; img-src data:`);
    expect(page).not.toMatch(/https?:\/\/|src=|href=/);
  });

  it('never says authentic', () => {
    expect(page.toLowerCase()).not.toContain('authentic');
    expect(partOf(page, 'words').toLowerCase()).not.toContain('authentic');
  });

  it('holds the very bytes, and a checkpoint that verify takes as one kept elsewhere', async () => {
    expect(partOf(page, 'result')).toBe(resultText('B'));
    expect(JSON.parse(partOf(page, 'entry'))).toMatchObject({ index: 3, object: 'lots/B/release/0001' });
    const kept = join(folder, 'kept.html');
    writeFileSync(kept, page);
    const { exitCode, stderr } = await captureCommand(['verify', store.shelf.root, '--known', kept]);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('no outside checkpoint');
  });

  it.each([
    ['a lot that is not there', () => [join(store.shelf.root, 'lots/Z')], 65, 'found a lot with no subject, or several'],
    ['a path outside of any store', () => [folder], 65, 'found another path'],
    [
      'an output in the store',
      () => [join(store.shelf.root, 'lots/A'), join(store.shelf.root, 'A.html')],
      65,
      'Expected a file outside of the store',
    ],
  ])('refuses %s', async (_, words, exitCode, message) => {
    const [lot = '', out = join(folder, 'none.html')] = words();
    const captured = await captureCommand(['proof', lot, '--out', out]);
    expect(captured.exitCode).toBe(exitCode);
    expect(captured.stderr).toContain(message);
  });

  it('refuses a result that is behind the last checkpoint, and a store that is broken', async () => {
    const late = await signedStore();
    const object = 'lots/L/release/0001';
    mkdirSync(join(late.shelf.root, object), { recursive: true });
    put(late.shelf, `${object}/result.json`, '{}');
    await appendEntry(late.shelf, { action: 'published', object, objectSha256: hash(''), old: null, new: null, reason: null });
    const behind = await captureCommand(['proof', join(late.shelf.root, object), '--out', join(folder, 'late.html')]);
    expect(behind).toMatchObject({
      exitCode: 66,
      stderr: expect.stringContaining('Expected a signed checkpoint over entry 8 of the log, found the last one over 8 entries'),
    });
    put(late.shelf, 'log/entries/000/000/001/entry.json', '{}');
    expect(await captureCommand(['proof', join(late.shelf.root, 'lots/A'), '--out', join(folder, 'late.html')])).toMatchObject({
      exitCode: 76,
    });
  });
});

describe.runIf(hasBrowser)('a proof page in Chromium, opened from the disk', () => {
  it('is green, with the fingerprint to compare, and shows report, entry and signature', () => {
    const { state, text, whole } = shownBy(page, 'right');
    const fingerprint = fingerprintOf(store.signing.key, sha256);
    expect({ state, text }).toEqual({
      state: 'right',
      text: `consistent, signed by key ${fingerprint}: compare with your site’s / 一致，由密钥 ${fingerprint} 签名：请与贵处的密钥核对`,
    });
    expect(whole.match(/<li class="right">/g)).toHaveLength(6);
    expect(whole).toMatch(
      /✓ Rui Reviewer: reviewed \/ 已复核; valid \/ 有效; .*key \/ 密钥 [0-9a-f]{64}; result\.json [0-9a-f]{64}; manifest\.sha256 [0-9a-f]{64}; entry \/ 条目 6</,
    );
    expect(whole).toContain('"object":"lots/B/release/0001"');
    expect(whole).toContain('"meaning":"reviewed"');
    expect(whole).toMatch(/<iframe id="report-frame" sandbox="" title="[^"]*" srcdoc="(?:<|&lt;)!doctype html/);
  }, 60_000);

  it('compares the key that it is given', () => {
    const given = (key: string): string => page.replace('<input id="trusted"', `<input id="trusted" value="${key}"`);
    expect(shownBy(given(formatVerifierKey(store.signing.key, sha256)), 'trusted').state).toBe('right');
    const another = formatVerifierKey({ ...store.signing.key, publicKey: newPair().publicKey }, sha256);
    expect(shownBy(given(another), 'not trusted').state).toBe('wrong');
    expect(shownBy(given('no key'), 'no key').state).toBe('wrong');
  }, 120_000);

  it.each(MANIPULATIONS)(
    'is red with %s',
    (name, make) => {
      expect(shownBy(make(), name).state).toBe('wrong');
    },
    60_000,
  );

  it.each(SIGNED)(
    'is red, and says why, with what was signed %s',
    async (name, acts, words) => {
      const { state, whole } = shownBy(await pageWith(acts), `signed ${name}`);
      expect(state).toBe('wrong');
      expect(whole).toMatch(new RegExp(`<li class="wrong">✗ [^<]*${words}`));
    },
    60_000,
  );

  it('shows what counts and no longer stands', async () => {
    const again = await pageWith((own) => [
      [signatureOf(own.person, fieldsOf(own)), 'reviewed'],
      [signatureOf(own.person, { ...fieldsOf(own), meaning: 're-opened' }), 'approved'],
    ]);
    const { state, whole } = shownBy(again, 're-opened');
    expect(state).toBe('right');
    expect(whole.match(/no longer in force: the lot was re-opened afterwards/g)).toHaveLength(2);
  }, 60_000);

  it('cannot check, and is not green, where there is no WebCrypto: a place that is not secure', async () => {
    const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(page));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const flags = [...flagsOf(), '--host-resolver-rules=MAP proof.example 127.0.0.1', '--dump-dom', `http://proof.example:${port}/`];
    const { stdout } = await promisify(execFile)('chromium', flags, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
    server.close();
    expect(verdictIn(stdout)).toMatchObject({ state: 'unknown', text: expect.stringMatching(/^cannot check here/) });
  }, 60_000);

  it('does not run another script that stands in it, and is not green then', () => {
    const forged = page.replace("show('unknown', say('checking'));", "show('right', 'authentic');");
    expect(forged).not.toBe(page);
    expect(shownBy(forged, 'forged')).toMatchObject({ state: 'unknown', text: expect.stringMatching(/^cannot check here/) });
  }, 60_000);
});

describe.runIf(hasPython)('docs/check-proof.py, with openssl', () => {
  const check = (text: string, name: string, ...more: readonly string[]) => {
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.html`);
    writeFileSync(file, text);
    return spawnSync('python3', [script, file, ...more], { encoding: 'utf8' });
  };

  it('agrees that the page is consistent, with the same fingerprint', () => {
    const { status, stdout } = check(page, 'right');
    expect(stdout).toContain(`consistent, signed by key ${fingerprintOf(store.signing.key, sha256)}: compare with your site's\n`);
    expect(status).toBe(0);
  });

  it('compares the key that it is given', () => {
    expect(check(page, 'right', '--key', formatVerifierKey(store.signing.key, sha256)).status).toBe(0);
    const another = formatVerifierKey({ ...store.signing.key, publicKey: newPair().publicKey }, sha256);
    expect(check(page, 'right', '--key', another)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('WRONG key that was given'),
    });
  });

  it('says of each act who, what it means, by which key, what was signed, and that it counts', () => {
    const { stdout } = check(page, 'right');
    const { keyId } = store.person.file;
    const { resultSha256, manifest } = store.signed;
    expect(stdout).toContain(
      `ok    Rui Reviewer: reviewed; counts; 2026-11-18T06:05:00.000Z (Asia/Shanghai); key ${keyId}; result.json ${resultSha256}; manifest.sha256 ${hash(manifest)}; entry 6\n`,
    );
  });

  it.each(SIGNED)('finds what was signed %s, and says why', async (name, acts, _words, why) => {
    expect(check(await pageWith(acts), `signed ${name}`)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(new RegExp(`WRONG .*${why};`)),
    });
  });

  it.each(MANIPULATIONS)('finds %s', (name, make) => {
    expect(check(make(), name)).toMatchObject({ status: 1, stdout: expect.stringContaining('NOT consistent') });
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OutboxRecord } from '../../src/lims/outbox-record.ts';
import { readEntries } from '../../src/runtime/audit-log/read-entries.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { hmacOf } from '../../src/runtime/outbox/http-connection.ts';
import { readOutbox } from '../../src/runtime/outbox/outbox-folder.ts';
import { type Captured, captureCommand } from '../cli/captured-command.ts';
import { type Arrived, bookingLims, type GivenAnswer, readBackBlock, type StandIn, startStandIn } from './lims-stand-in.ts';
import { newStore, type SentStore } from './sent-store.ts';

const open: { readonly standIns: StandIn[]; readonly folders: string[] } = { standIns: [], folders: [] };

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const standIn of open.standIns.splice(0)) await standIn.end();
  for (const folder of open.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function storeOf(): SentStore {
  const store = newStore();
  open.folders.push(store.out);
  return store;
}

async function standInOf(...given: Parameters<typeof startStandIn>): Promise<StandIn> {
  const standIn = await startStandIn(...given);
  open.standIns.push(standIn);
  return standIn;
}

async function push(store: SentStore, targets: string, ...options: readonly string[]): Promise<Captured> {
  const path = join(store.out, 'targets.yaml');
  writeFileSync(path, targets);
  return captureCommand(['push', store.out, '--targets', path, '--wait', '0.3', ...options]);
}

const stateOf = (records: readonly OutboxRecord[]) => records.map(({ state, revision, reason }) => [state, revision, reason?.code ?? null]);

const sentIn = (store: SentStore) => [...readEntries(store.shelf)].filter(({ action }) => action === 'sent');

describe('a result that is sent', () => {
  it('is booked, read back, and stands in outbox and log', async () => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    const lims = bookingLims();
    const { url } = await standInOf(lims.answer);
    const { exitCode, stderr } = await push(store, readBackBlock(url));
    expect([exitCode, stderr]).toEqual([0, '']);
    const [record] = readOutbox(store.shelf, 'lims');
    expect(record).toMatchObject({ folder, state: 'sent', revision: 1, attempts: 1, replaces: null, reason: null });
    expect(lims.booked.get(record?.key ?? '')?.results).toHaveLength(
      JSON.parse(readFileSync(join(store.out, folder, 'result.json'), 'utf8')).attributes.length,
    );
    expect(sentIn(store)).toMatchObject([
      { object: `${folder}/result.json`, objectSha256: record?.resultSha256, new: { key: record?.key, state: 'sent' } },
    ]);
  });

  it('is sent once, whatever is pushed again, also where the outbox was lost', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const { url, arrived } = await standInOf(bookingLims().answer);
    await push(store, readBackBlock(url));
    await push(store, readBackBlock(url));
    rmSync(join(store.out, 'outbox'), { recursive: true });
    const { exitCode } = await push(store, readBackBlock(url));
    expect(exitCode).toBe(0);
    expect(arrived.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(sentIn(store)).toHaveLength(1);
  });

  it('is not sent where a person must approve it first and nobody did', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const { url, arrived } = await standInOf(bookingLims().answer);
    const { exitCode } = await push(store, readBackBlock(url).replace('    send: analysed\n', ''));
    expect([exitCode, arrived.length]).toEqual([0, 0]);
  });

  it('is not sent where its bytes are not those that the log lists; the others are', async () => {
    const store = storeOf();
    const folder = await store.publish('LOT-1');
    await store.publish('LOT-2');
    writeFileSync(join(store.out, folder, 'manifest.sha256'), `${'0'.repeat(64)}  result.json\n`);
    const lims = bookingLims();
    const { url } = await standInOf(lims.answer);
    const { exitCode, stderr } = await push(store, readBackBlock(url));
    expect(exitCode).toBe(76);
    expect(stderr).toBe(
      `error: ${folder}: It is not sent, since it is not as the log of the store lists it: another manifest. Run 'cytolot verify'. [audit-log/damaged]\n`,
    );
    expect(lims.booked.size).toBe(1);
  });
});

describe('a correction', () => {
  it('is a revision that says what it stands in place of, never the same key', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const lims = bookingLims();
    const { url } = await standInOf(lims.answer);
    await push(store, readBackBlock(url));
    await store.publish('LOT-1', (result) => ({ ...result, method: { ...result.method, version: '99' } }));
    expect((await push(store, readBackBlock(url))).exitCode).toBe(0);
    const messages = [...lims.booked.values()];
    expect(messages.map(({ revision, kind }) => [revision, kind])).toEqual([
      [1, 'result'],
      [2, 'result'],
    ]);
    expect(messages[1]?.replaces).toBe(messages[0]?.key);
  });
});

describe('what was read back', () => {
  /** In the sample result: row `viability` is 95.4 % with a lower limit, and one row has the operator `<`. */
  const change =
    (field: string, of: (result: Readonly<Record<string, unknown>>) => boolean, to: unknown) =>
    (result: Readonly<Record<string, unknown>>) =>
      of(result) ? { ...result, [field]: to } : result;
  const viability = ({ attribute }: Readonly<Record<string, unknown>>) => attribute === 'viability';
  const below = ({ operator }: Readonly<Record<string, unknown>>) => operator === '<';

  it.each([
    { what: 'a wrong unit', spoil: change('unit', viability, 'mg'), said: "unit of 'viability' was sent as '%' and is read as 'mg'" },
    {
      what: 'a truncated value',
      spoil: change('value', viability, '95'),
      said: "value of 'viability' was sent as '95.4' and is read as '95'",
    },
    { what: 'a swapped operator', spoil: change('operator', below, '>'), said: "was sent as '<' and is read as '>'" },
    { what: 'an operator that was lost', spoil: change('operator', below, ''), said: "was sent as '<' and is read as ''" },
    {
      what: 'an operator carried over from another result',
      spoil: change('operator', viability, '<'),
      said: "operator of 'viability' was sent as '' and is read as '<'",
    },
    {
      what: 'another limit',
      spoil: change('limitLower', viability, '9.0'),
      said: "limitLower of 'viability' was sent as '90.0' and is read as '9.0'",
    },
    {
      what: 'another state',
      spoil: change('state', viability, 'FAIL'),
      said: "state of 'viability' was sent as 'PASS' and is read as 'FAIL'",
    },
  ])('with $what is a mismatch, shown, with exit 76, and stays one', async ({ spoil, said }) => {
    const store = storeOf();
    await store.publish('LOT-1');
    const { url } = await standInOf(bookingLims(spoil).answer);
    const { exitCode, stderr } = await push(store, readBackBlock(url));
    expect(exitCode).toBe(76);
    expect(stderr).toContain(said);
    expect(stateOf(readOutbox(store.shelf, 'lims'))).toEqual([['mismatch', 1, 'lims/differs']]);
    expect((await push(store, readBackBlock(url))).exitCode).toBe(76);
    expect(sentIn(store)).toMatchObject([{ new: { state: 'mismatch' } }]);
  });

  it('is read again when a person asks for it, and then is sent', async () => {
    const store = storeOf();
    await store.publish('LOT-1', (result) => ({ ...result, attributes: result.attributes.slice(1, 2) }));
    const wrong = { now: 'mg' };
    const { url } = await standInOf(bookingLims((result) => ({ ...result, unit: wrong.now })).answer);
    await push(store, readBackBlock(url));
    wrong.now = '%';
    expect((await push(store, readBackBlock(url), '--retry')).exitCode).toBe(0);
    expect(sentIn(store).map(({ new: said }) => said)).toMatchObject([{ state: 'mismatch' }, { state: 'sent' }]);
  });
});

describe('an answer', () => {
  const given = (status: number, body: string, headers = {}): GivenAnswer => ({ status, body, headers });
  const stored = ({ body }: Arrived) => JSON.stringify({ id: JSON.parse(body).key, status: 'stored' });

  it.each([
    {
      what: 'a login page with 200',
      answer: () => given(200, '<html><title>Sign in</title></html>'),
      exit: 75,
      state: 'waiting',
      code: 'lims/not-understood',
    },
    {
      what: '200 with another key',
      answer: () => given(200, '{"id":"other","status":"stored"}'),
      exit: 75,
      state: 'waiting',
      code: 'lims/not-understood',
    },
    {
      what: '200 with another state',
      answer: (one: Arrived) => given(200, stored(one).replace('stored', 'queued')),
      exit: 75,
      state: 'waiting',
      code: 'lims/not-understood',
    },
    { what: '204 without a body', answer: () => given(204, ''), exit: 75, state: 'waiting', code: 'lims/not-understood' },
    {
      what: 'a redirect',
      answer: () => given(302, '', { Location: 'http://127.0.0.1:9/elsewhere' }),
      exit: 75,
      state: 'waiting',
      code: 'lims/not-now',
    },
    { what: '500', answer: () => given(500, '{}'), exit: 75, state: 'waiting', code: 'lims/not-now' },
    ...[408, 409, 425, 429].map((status) => ({
      what: String(status),
      answer: () => given(status, '{}'),
      exit: 75,
      state: 'waiting',
      code: 'lims/not-now',
    })),
    ...[400, 401, 403, 404, 410, 422].map((status) => ({
      what: String(status),
      answer: () => given(status, '{"error":"unknown sample"}'),
      exit: 65,
      state: 'parked',
      code: 'lims/refused',
    })),
  ])('of $what ends with $exit, and the entry is $state', async ({ answer, exit, state, code }) => {
    const store = storeOf();
    await store.publish('LOT-1');
    const { url, arrived } = await standInOf(answer);
    const { exitCode } = await push(store, readBackBlock(url));
    expect(exitCode).toBe(exit);
    expect(stateOf(readOutbox(store.shelf, 'lims'))).toEqual([[state, 1, code]]);
    // What waits was tried again; what is parked was not, nor is it by the next push.
    expect(arrived.length > 1).toBe(state === 'waiting');
    if (state === 'parked') {
      await push(store, readBackBlock(url));
      expect(arrived).toHaveLength(1);
      await push(store, readBackBlock(url), '--retry');
      expect(arrived).toHaveLength(2);
    }
  });

  it('that never comes leaves an entry that waits, with exit 75, and the next push ends it', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const closed = await standInOf(() => given(200, ''));
    await closed.end();
    expect((await push(store, readBackBlock(closed.url))).exitCode).toBe(75);
    expect(stateOf(readOutbox(store.shelf, 'lims'))).toEqual([['waiting', 1, 'lims/no-answer']]);
    const outbox = async () => JSON.parse((await captureCommand(['status', store.out, '--json'])).stdout).outbox;
    expect(await outbox()).toBe(1);
    const { url } = await standInOf(bookingLims().answer);
    expect((await push(store, readBackBlock(url), '--wait', '5')).exitCode).toBe(0);
    expect(await outbox()).toBe(0);
  });
});

describe('a target that knows no keys', () => {
  it('is looked at after an attempt without an answer, no sooner than settleSeconds later, and not sent to where it has it', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const times: [string, number][] = [];
    const { url } = await standInOf(({ method }) => {
      times.push([method, performance.now()]);
      return method === 'POST' ? { status: 500, body: '' } : { status: 200, body: '{"count":1}' };
    });
    const block = `targets:
  - id: lims
    type: http-json
    send: analysed
    url: ${url}/results
    timeoutSeconds: 0.4
    keys: { unknown: { settleSeconds: 0.7, look: { url: '${url}/results?key={key}', count: count } } }
    readBack: { none: the stand-in holds no values }
`;
    expect((await push(store, block, '--wait', '10')).exitCode).toBe(0);
    expect(times.map(([method]) => method)).toEqual(['POST', 'GET']);
    const [sent = 0, looked = 0] = times.map(([, time]) => time);
    // Timers of Node may come 1 ms early.
    expect(looked - sent).toBeGreaterThan(690);
  });

  it.each([
    { count: 1, exit: 0, state: ['sent', 1, null] },
    { count: 2, exit: 65, state: ['parked', 1, 'lims/booked-repeatedly'] },
  ])('has it $count times: the entry is $state', async ({ count, exit, state }) => {
    const store = storeOf();
    await store.publish('LOT-1');
    const { url, arrived } = await standInOf(({ method }) =>
      method === 'POST' ? { status: 500, body: '' } : { status: 200, body: JSON.stringify({ count }) },
    );
    const block = `targets:
  - id: lims
    type: http-json
    send: analysed
    url: ${url}/results
    timeoutSeconds: 0.2
    keys: { unknown: { settleSeconds: 0.3, look: { url: '${url}/results?key={key}', count: count } } }
    readBack: { none: the stand-in holds no values }
`;
    expect((await push(store, block, '--wait', '10')).exitCode).toBe(exit);
    expect(stateOf(readOutbox(store.shelf, 'lims'))).toEqual([state]);
    // Asked for again it is looked at again, never sent again.
    await push(store, block, '--retry', '--wait', '10');
    expect(arrived.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('must say a settleSeconds that is longer than its timeoutSeconds', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const block = `targets:
  - id: lims
    type: http-json
    url: https://lims.example/results
    keys: { unknown: { settleSeconds: 2, look: { url: 'https://lims.example/results?key={key}', count: count } } }
    readBack: { none: the stand-in holds no values }
`;
    const { exitCode, stderr } = await push(store, block);
    expect(exitCode).toBe(65);
    expect(stderr).toContain('Expected settleSeconds to be longer than timeoutSeconds');
  });
});

describe('a secret', () => {
  const CANARY = 'canary-7f3a"9&c';
  const secretIn = (store: SentStore, mode = 0o600) => {
    const path = join(store.out, '..', `${store.out.split('/').at(-1)}-secret`);
    open.folders.push(path);
    writeFileSync(path, `${CANARY}\n`);
    chmodSync(path, mode);
    return path;
  };
  /** Every byte that a store and a command left. */
  const everything = (folder: string): string =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');

  it.each([
    { kind: 'basic', credentials: (path: string) => `{ user: cytolot, passwordFile: ${path} }` },
    { kind: 'bearer', credentials: (path: string) => `{ tokenFile: ${path} }` },
    { kind: 'hmac', credentials: (path: string) => `{ hmac: site, secretFile: ${path} }` },
  ])(
    'of $kind reaches the target alone: no record, log, error, address or argument, also where the target says it back',
    async ({ credentials }) => {
      const store = storeOf();
      await store.publish('LOT-1');
      const secret = secretIn(store);
      const { url, arrived } = await standInOf(({ headers }) => ({
        status: 400,
        body: `${headers.authorization ?? ''} ${CANARY} ${encodeURIComponent(CANARY)}`,
      }));
      const shown = await push(store, readBackBlock(url, `    credentials: ${credentials(secret)}\n`), '--json');
      expect(arrived).toHaveLength(1);
      const basic = Buffer.from(`cytolot:${CANARY}`).toString('base64');
      for (const text of [shown.stdout, shown.stderr, everything(store.out), arrived[0]?.url ?? '', arrived[0]?.body ?? '']) {
        for (const form of [CANARY, encodeURIComponent(CANARY), basic, JSON.stringify(CANARY).slice(1, -1)])
          expect(text).not.toContain(form);
      }
      expect(everything(store.out)).toContain('***');
    },
  );

  it('is not in the arguments or the environment of the process, as ps shows them', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const secret = secretIn(store);
    const seen: string[] = [];
    const look: { pid: number | undefined } = { pid: undefined };
    const { url } = await standInOf(() => {
      // What ps prints of a process, also where there is no ps: proc_pid_cmdline(5), proc_pid_environ(5).
      for (const file of ['cmdline', 'environ']) seen.push(readFileSync(`/proc/${look.pid ?? 0}/${file}`, 'utf8').replaceAll('\0', ' '));
      seen.push(spawnSync('ps', ['eww', '-p', String(look.pid)], { encoding: 'utf8' }).stdout ?? '');
      return { status: 400, body: '' };
    });
    const path = join(store.out, 'targets.yaml');
    writeFileSync(path, readBackBlock(url, `    credentials: { tokenFile: ${secret} }\n`));
    const command = fileURLToPath(new URL('../../dist/cytolot.cjs', import.meta.url));
    const child = spawn(process.execPath, [command, 'push', store.out, '--targets', path], { stdio: 'ignore' });
    look.pid = child.pid;
    await once(child, 'close');
    expect(seen.join()).toContain(`push ${store.out}`);
    expect(seen.join()).not.toContain(CANARY);
  });

  it('in a file that others may read is refused before anything is sent', async () => {
    const store = storeOf();
    await store.publish('LOT-1');
    const { url, arrived } = await standInOf(bookingLims().answer);
    for (const mode of [0o644, 0o604, 0o640]) {
      const { exitCode, stderr } = await push(store, readBackBlock(url, `    credentials: { tokenFile: ${secretIn(store, mode)} }\n`));
      expect(exitCode).toBe(65);
      expect(stderr).toContain('Expected a file with a secret that this account alone may read, found one that others may read');
    }
    expect(arrived).toHaveLength(0);
  });

  it('may not stand in an address', async () => {
    const store = storeOf();
    const { exitCode, stderr } = await push(store, readBackBlock('https://cytolot:secret@lims.example'));
    expect(exitCode).toBe(65);
    expect(stderr).toContain('Expected an https:// address without user and password');
  });

  it('signs method, path, timestamp and body: HMAC-SHA-256 as openssl computes it', () => {
    const parts = { method: 'POST', path: '/results?x=1', timestamp: '1790000000', body: '{"a":1}' };
    const { stdout } = spawnSync('openssl', ['dgst', '-sha256', '-hmac', 'secret'], {
      input: 'POST\n/results?x=1\n1790000000\n{"a":1}',
      encoding: 'utf8',
    });
    expect(stdout).toContain(hmacOf('secret', parts));
  });
});

describe('a connection', () => {
  /** An authority of the site, with certificates of a server and of a client; made by openssl. */
  function certificates(): string {
    const folder = mkdtempSync(join(tmpdir(), 'cytolot-tls-'));
    open.folders.push(folder);
    const openssl = (...words: readonly string[]) => {
      const { status, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    };
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=site', '-days', '2');
    for (const name of ['server', 'client']) {
      openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      writeFileSync(join(folder, 'ext'), 'subjectAltName=DNS:localhost\n');
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-out',
        `${name}.pem`,
        '-days',
        '2',
        '-extfile',
        'ext',
      );
      chmodSync(join(folder, `${name}.key`), 0o600);
    }
    return folder;
  }

  it("is made where the site's authority signed the server, with the client's certificate; not without either", async () => {
    const folder = certificates();
    const text = (name: string) => readFileSync(join(folder, name), 'utf8');
    const tls = { key: text('server.key'), cert: text('server.pem'), ca: text('ca.pem'), requestCert: true, rejectUnauthorized: true };
    const { url, arrived } = await standInOf(bookingLims().answer, tls);
    const own = `certificateFile: ${folder}/client.pem, keyFile: ${folder}/client.key`;
    // Neither does the environment of the process take the verification away.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    for (const [settings, exit] of [
      [own, 75],
      [`caFile: ${folder}/ca.pem`, 75],
      [`caFile: ${folder}/ca.pem, ${own}`, 0],
    ] as const) {
      const store = storeOf();
      await store.publish('LOT-1');
      const { exitCode } = await push(store, readBackBlock(url, `    tls: { ${settings} }\n`));
      expect([settings, exitCode]).toEqual([settings, exit]);
      if (exit === 75) expect(arrived).toHaveLength(0);
    }
  });

  it("is told before anything is sent where the key is not that of the client's certificate", async () => {
    const folder = certificates();
    const { url, arrived } = await standInOf(bookingLims().answer);
    const store = storeOf();
    await store.publish('LOT-1');
    chmodSync(join(folder, 'server.key'), 0o600);
    const tls = `    tls: { certificateFile: ${folder}/client.pem, keyFile: ${folder}/server.key }\n`;
    const { exitCode, stderr } = await push(store, readBackBlock(url, tls));
    expect([exitCode, arrived.length]).toEqual([65, 0]);
    expect(stderr).toContain(`${folder}/server.key: Expected the key of the client certificate`);
  });
});

it('verifies certificates whatever the environment says', async () => {
  const { tlsOptions } = await import('../../src/runtime/outbox/tls-options.ts');
  expect(tlsOptions(null, nodeDisk)).toEqual({ rejectUnauthorized: true });
  expect(tlsOptions({}, nodeDisk)).toEqual({ rejectUnauthorized: true });
});

it('is sent by one process at a time', async () => {
  const store = storeOf();
  await store.publish('LOT-1');
  const lims = bookingLims();
  const gate: { open: () => void } = { open: () => {} };
  const { url } = await standInOf(lims.answer);
  const { becomeOnlySender } = await import('../../src/runtime/outbox/only-sender.ts');
  gate.open = await becomeOnlySender(store.shelf, 'lims');
  const { exitCode, stderr } = await push(store, readBackBlock(url));
  expect(exitCode).toBe(75);
  expect(stderr).toContain("Expected to be the only one that sends to 'lims', found process");
  gate.open();
  expect((await push(store, readBackBlock(url))).exitCode).toBe(0);
});

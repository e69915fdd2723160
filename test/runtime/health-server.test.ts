import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type HealthServer, openHealthServer } from '../../src/runtime/status/health-server.ts';
import { openMetrics } from '../../src/runtime/status/metrics.ts';
import type { WatchStatus } from '../../src/watch/watch-status.ts';

const STATUS: WatchStatus = {
  schemaVersion: 1,
  folder: '/drop/SECRET-FOLDER',
  products: ['SECRET-PRODUCT'],
  waiting: 3,
  held: 2,
  running: 1,
  published: 7,
  outbox: 0,
  ready: true,
  notReady: [],
  files: { seen: 9, writing: 4, taken: 3, held: 2 },
  notes: [{ code: 'watch/vanished', fields: { file: 'SECRET.fcs' }, sentence: "'SECRET.fcs' was gone" }],
  subjects: [
    {
      product: 'SECRET-PRODUCT',
      lot: 'SECRET-LOT',
      purpose: 'release',
      condition: null,
      timePoint: null,
      state: 'waiting',
      waitedSeconds: 1,
      awaited: [],
      why: [],
      analysis: null,
      disposition: null,
      folder: null,
    },
  ],
  scans: 12,
  updatedAtUtc: '2026-11-18T06:05:00.000Z',
};

const open: HealthServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(status: WatchStatus = STATUS): Promise<string> {
  const server = await openHealthServer({ host: '127.0.0.1', port: 0 }, { status: () => status, metrics: openMetrics(() => status) });
  open.push(server);
  return `http://127.0.0.1:${server.port}`;
}

describe('the health server', () => {
  it.each([
    ['GET', '/livez', true, 200, 'ok\n'],
    ['GET', '/livez', false, 200, 'ok\n'],
    ['GET', '/readyz', true, 200, 'ready\n'],
    ['GET', '/readyz', false, 503, 'not ready\n'],
    ['GET', '/readyz?verbose=1', true, 200, 'ready\n'],
    ['POST', '/readyz', true, 405, 'method not allowed\n'],
    ['DELETE', '/metrics', true, 405, 'method not allowed\n'],
    ['GET', '/', true, 404, 'not found\n'],
    ['GET', '/status', true, 404, 'not found\n'],
    ['GET', '/livez/', true, 404, 'not found\n'],
  ])('answers %s %s, where it is ready: %s, with %i', async (method, path, ready, code, body) => {
    const response = await fetch(`${await serve({ ...STATUS, ready })}${path}`, { method });
    expect([response.status, await response.text()]).toEqual([code, body]);
  });

  it('says in metrics how many there are of what, and no name', async () => {
    const text = await (await fetch(`${await serve()}/metrics`)).text();
    const ours = text.split('\n').filter((line) => line.startsWith('cytolot_'));
    expect(ours).toEqual([
      'cytolot_subjects{state="waiting"} 3',
      'cytolot_subjects{state="held"} 2',
      'cytolot_subjects{state="running"} 1',
      'cytolot_subjects{state="published"} 7',
      'cytolot_files{state="writing"} 4',
      'cytolot_files{state="taken"} 3',
      'cytolot_files{state="held"} 2',
      'cytolot_ready 1',
      'cytolot_outbox 0',
      'cytolot_scans 12',
    ]);
    expect(text).not.toContain('SECRET');
  });

  it('closes while a client that says nothing is connected', async () => {
    const url = new URL(await serve());
    const socket = connect(Number(url.port), url.hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    for (const server of open.splice(0)) await server.close();
    await new Promise((resolve) => (socket.destroyed ? resolve(null) : socket.once('close', resolve)));
    expect(socket.destroyed).toBe(true);
  });

  it('refuses an address that is taken', async () => {
    const { port } = new URL(await serve());
    await expect(
      openHealthServer({ host: '127.0.0.1', port: Number(port) }, { status: () => STATUS, metrics: openMetrics(() => STATUS) }),
    ).rejects.toMatchObject({
      code: 'usage/bad-argument',
      message: expect.stringContaining(`found '127.0.0.1:${port}': listen EADDRINUSE`),
    });
  });
});

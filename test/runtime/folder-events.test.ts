import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../src/message.ts';

const roots: string[] = [];
afterEach(() => {
  vi.doUnmock('chokidar');
  vi.resetModules();
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-events-'));
  roots.push(folder);
  return folder;
}

const opened = async (folder: string, wake: () => void) => {
  const notes: Message[] = [];
  const { openFolderEvents } = await import('../../src/runtime/watch/folder-events.ts');
  const events = await openFolderEvents(folder, { wake, note: (message) => notes.push(message) });
  return { events, notes };
};

describe('the events of a watched folder', () => {
  it('wake the watch when a file comes', async () => {
    const folder = newFolder();
    let wake = () => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const { events, notes } = await opened(folder, () => wake());
    // A listener is ready some time after it is opened: a file a moment, until one is heard of.
    let count = 0;
    const writing = setInterval(() => writeFileSync(join(folder, `file-${count++}.fcs`), 'FCS3.1'), 50);
    await woken;
    clearInterval(writing);
    await events.close();
    expect(notes).toEqual([]);
  });

  it('are noted as not heard where the package that listens cannot be loaded, and the watch goes on by its scans', async () => {
    vi.doMock('chokidar', () => {
      throw new Error('Cannot find the package');
    });
    const { events, notes } = await opened(newFolder(), () => {});
    expect(notes.map(({ code }) => code)).toEqual(['watch/no-events']);
    await events.close();
  });

  it('are noted as not heard where the system refuses to listen', async () => {
    vi.doMock('chokidar', () => ({
      watch: () => {
        throw Object.assign(new Error('ENOSPC: System limit for number of file watchers reached'), { code: 'ENOSPC' });
      },
    }));
    const { notes } = await opened(newFolder(), () => {});
    expect(notes).toEqual([
      { code: 'watch/no-events', fields: { error: expect.stringContaining('System limit for number of file watchers reached') } },
    ]);
  });
});

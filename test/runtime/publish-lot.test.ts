import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { publishLot } from '../../src/runtime/store/publish-lot.ts';
import { sampleFigures } from '../outputs/sample-figures.ts';
import { sampleResult } from '../outputs/sample-result.ts';
import { openSmallStore } from './small-store.ts';
import { threadsHere } from './threads-here.ts';
import { type Act, watchDisk } from './watched-disk.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const FULL = 'ENOSPC: no space left on device';
const CASES: readonly {
  readonly title: string;
  readonly refuse: (act: Act, path: string) => boolean;
  readonly said: RegExp;
  readonly left: readonly string[];
}[] = [
  {
    title: 'the disk is full in the middle: what was written is removed, and that is said',
    refuse: (act, path) => act === 'writeSoon' && path.endsWith('report.html'),
    said: /found: ENOSPC: .* Analysis 0001 was not published; its unfinished files were removed\.$/,
    left: [],
  },
  {
    title: 'the disk is full and nothing can be removed: where it lies is said',
    refuse: (act, path) => (act === 'writeSoon' && path.endsWith('report.html')) || act === 'remove',
    said: /Analysis 0001 was not published; its unfinished files stay in '.*\.0001\.partial' \(ENOSPC.*\) and the next run clears them\.$/,
    left: ['.0001.partial'],
  },
  {
    title: 'the folder appeared, but its name may not be on the disk: that it stands is said',
    refuse: (act, path) => act === 'syncFolder' && path.endsWith('release') && existsSync(join(path, '0001')),
    said: /Analysis 0001 stands in '.*0001', but the system did not confirm that it is on the disk\.$/,
    left: ['0001'],
  },
];

describe('a result that cannot be published', () => {
  it.each(CASES)('$title', async ({ refuse, said, left }) => {
    const root = mkdtempSync(join(tmpdir(), 'cytolot-publish-'));
    folders.push(root);
    const { disk } = watchDisk((act, path) => (refuse(act, path) ? FULL : null));
    const subject = { lot: 'DAP-2026-014', purpose: 'release', condition: null, timePoint: null } as const;
    const record = { subject, result: sampleResult, figures: sampleFigures };
    await expect(
      publishLot(openSmallStore(root, { ...nodeSurroundings(), disk }), record, {
        language: 'en',
        reason: null,
        threads: threadsHere(),
        announce: () => {},
      }),
    ).rejects.toThrow(said);
    expect(readdirSync(join(root, 'lots/DAP-2026-014/release'))).toEqual(left);
  });
});

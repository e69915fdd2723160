import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeFcs } from '../../src/fcs/encoding/encode-fcs.ts';
import { captureCommand } from './captured-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'other-kinds-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

const fcs = write('a.fcs', encodeFcs({ parameters: [{ name: 'A' }], keywords: [], events: [1, 2] }));

/** First bytes by which a kind is known (their formats' specifications). */
const KINDS = [
  ['a PDF document', '%PDF-1.7\n1 0 obj\n'],
  ['a PNG image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
  ['a JPEG image', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46)],
] as const;

describe('a file of another kind than its reader takes is refused by the name of its kind', () => {
  it.each(KINDS)('%s', async (kind, bytes) => {
    const path = write('other.csv', bytes);
    for (const [argv, expected] of [
      [['read-plate', path], 'a plate-reader export (text or an Excel workbook)'],
      [['inspect', path], 'FCS2.0, FCS3.0, FCS3.1, FCS3.2 at byte 0'],
      [['gate', fcs, '--gates', path], 'Gating-ML, a FlowJo 10 workspace or a definition'],
      [['potency', path, '--reference', 'R'], "text, such as a table saved as 'CSV UTF-8'"],
    ] as const) {
      const { exitCode, stderr } = await captureCommand(argv);
      expect(exitCode).toBe(65);
      expect(stderr).toContain(`Expected ${expected}, found ${kind}.`);
    }
  });

  it.each([
    ['an Excel workbook (.xlsx) or another ZIP archive', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0)],
    ['an old Office document, such as an .xls workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
  ])('%s in place of a table', async (kind, bytes) => {
    const { exitCode, stderr } = await captureCommand(['potency', write('table.csv', bytes), '--reference', 'R']);
    expect([exitCode, stderr.includes(`Expected text, such as a table saved as 'CSV UTF-8', found ${kind}.`)]).toEqual([65, true]);
  });
});

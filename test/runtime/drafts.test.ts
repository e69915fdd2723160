import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { namesInFolder } from '../../src/runtime/disk/draft.ts';

const failing = (code: string): Disk => ({
  ...nodeDisk,
  names: (folder) => {
    throw Object.assign(new Error(`${code}: scandir '${folder}'`), { code });
  },
});

describe('the names in a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-names-'));
  writeFileSync(join(folder, 'a'), '');

  it('are those that are there', () => {
    expect(namesInFolder(nodeDisk, folder)).toEqual(['a']);
  });

  it('are none where it is not there', () => {
    expect(namesInFolder(nodeDisk, join(folder, 'gone'))).toEqual([]);
  });

  // Another run renamed its draft away, and a third one took the name.
  it('are none where it was not there and has the name again', () => {
    expect(namesInFolder(failing('ENOENT'), folder)).toEqual([]);
  });

  it('are not guessed where it cannot be read', () => {
    expect(() => namesInFolder(failing('EACCES'), folder)).toThrow('EACCES: scandir');
  });
});

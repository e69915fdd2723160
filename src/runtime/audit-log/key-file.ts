import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';
import { readText } from '../disk/files.ts';
import { type KeyPair, keyPairOf } from './ed25519.ts';

/** Folders in which a private key must not lie: whoever reads or writes them would have it. */
export interface KeyFile {
  readonly path: string;
  /** The folder of results, the export or drop folder. */
  readonly notBelow: readonly string[];
}

/**
 * Reads the private key of a store or of a witness: a PEM file with an Ed25519 key (PKCS#8, without a passphrase: it signs unattended). Throws
 * `usage/not-found`, `usage/bad-argument` where it is none, or lies where it must not.
 */
export function readKeyFile(disk: Disk, { path, notBelow }: KeyFile): KeyPair {
  const pair = keyPairOf(readText(path, disk));
  for (const folder of notBelow) if (isBelow(disk, path, folder)) refuse(path, `it below '${folder}', which others read or write`);
  return pair ?? refuse(path, 'something else: make one by `openssl genpkey -algorithm ed25519`, or by `cytolot key new`');
}

function refuse(path: string, found: string): never {
  throw new InputError(
    'usage/bad-argument',
    `Expected a private Ed25519 key (PEM, PKCS#8, without a passphrase) in a folder of its own, found ${found}.`,
    { file: path },
  );
}

/** Whether a path lies in a folder, links resolved; a folder that is not there yet is where its nearest one above is. */
export function isBelow(disk: Disk, path: string, folder: string): boolean {
  const way = relative(realOf(disk, folder), realOf(disk, path));
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

function realOf(disk: Disk, path: string): string {
  const whole = resolve(path);
  if (disk.kindOf(whole) !== 'nothing') return disk.realPath(whole);
  const above = dirname(whole);
  return above === whole ? whole : resolve(realOf(disk, above), relative(above, whole));
}

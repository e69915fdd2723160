import type { Disk } from './disk.ts';

/** The file system of a folder, and whether other machines may write to it at the same time. */
export interface FileSystem {
  /** As mount(8) names it; `unknown` where its magic number is none of ours or the system does not say. */
  readonly name: string;
  readonly reach: 'local' | 'network' | 'unknown';
}

/** Magic numbers of statfs(2) and of Linux' `include/uapi/linux/magic.h`. FUSE may be either: a share, or a disk of this machine. */
const KNOWN: ReadonlyMap<number, FileSystem> = new Map([
  [0xef53, { name: 'ext4', reach: 'local' }],
  [0x58465342, { name: 'xfs', reach: 'local' }],
  [0x9123683e, { name: 'btrfs', reach: 'local' }],
  [0x2fc12fc1, { name: 'zfs', reach: 'local' }],
  [0xf2f52010, { name: 'f2fs', reach: 'local' }],
  [0x01021994, { name: 'tmpfs', reach: 'local' }],
  [0x794c7630, { name: 'overlay', reach: 'local' }],
  [0x4d44, { name: 'vfat', reach: 'local' }],
  [0x2011bab0, { name: 'exfat', reach: 'local' }],
  [0x5346544e, { name: 'ntfs', reach: 'local' }],
  [0x7366746e, { name: 'ntfs3', reach: 'local' }],
  [0x6969, { name: 'nfs', reach: 'network' }],
  [0xff534d42, { name: 'cifs', reach: 'network' }],
  [0xfe534d42, { name: 'smb3', reach: 'network' }],
  [0x517b, { name: 'smbfs', reach: 'network' }],
  [0x5346414f, { name: 'afs', reach: 'network' }],
  [0x00c36400, { name: 'ceph', reach: 'network' }],
  [0x01021997, { name: '9p', reach: 'network' }],
  [0x47504653, { name: 'gpfs', reach: 'network' }],
  [0x0bd00bd0, { name: 'lustre', reach: 'network' }],
  [0x01161970, { name: 'gfs2', reach: 'network' }],
  [0x65735546, { name: 'fuse', reach: 'unknown' }],
]);

const UNKNOWN: FileSystem = { name: 'unknown', reach: 'unknown' };

/** The file system that a path lies on. */
export function fileSystemOf(disk: Disk, path: string): FileSystem {
  const magic = disk.fileSystemMagic(path);
  // 32 bits, which some systems give as a signed number.
  return magic === null ? UNKNOWN : (KNOWN.get(magic >>> 0) ?? UNKNOWN);
}

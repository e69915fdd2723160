import { dirname, join } from 'node:path';
import * as z from 'zod';
import { compareCodeUnits } from '../../order.ts';
import { parseManifest } from '../../outputs/manifest.ts';
import type { QualificationCheck, QualificationPart } from '../../results/qualification.ts';
import { type Disk, messageOf } from '../disk/disk.ts';
import { readUnchanged, sha256Of, sha256OfSource } from '../disk/files.ts';
import type { Host } from '../disk/surroundings.ts';

const LIST = 'files.sha256';

/** What is installed, as far as it says of itself what it must be. */
export interface Installation {
  readonly sha256: string | null;
  readonly parts: readonly QualificationPart[];
}

/** Looks at the installation that a file of the build, such as that of the threads, belongs to. */
export function examineInstallation(disk: Disk, builtFile: string, host: Host): Installation {
  const dist = dirname(builtFile);
  const listed = filesPart(disk, dist);
  return { sha256: listed.sha256, parts: [listed.part, packagesPart(disk, dirname(dist)), machinePart(host)] };
}

function filesPart(disk: Disk, dist: string): { readonly sha256: string | null; readonly part: QualificationPart } {
  const title = { en: 'Installed files against the list of the build', zh: '已安装文件与构建清单核对' };
  const path = join(dist, LIST);
  const text = disk.kindOf(path) === 'file' ? disk.readText(path) : '';
  const listed = parseManifest(text) ?? [];
  const differing = listed.filter((one) => hashOf(disk, join(dist, one.path)) !== one.sha256).map((one) => one.path);
  const known = new Set(listed.map((one) => one.path));
  const more = filesBelow(disk, dist, '').filter((one) => one !== LIST && !known.has(one));
  const found = [...differing.map((one) => `${one}: other bytes`), ...more.map((one) => `${one}: not listed`)].sort(compareCodeUnits);
  const check: QualificationCheck = {
    id: 'files',
    title: { en: 'Every file has the bytes of the build, and there is no other', zh: '每个文件的字节与构建一致，且无多余文件' },
    expected: `${listed.length} files`,
    found: listed.length === 0 ? `no ${LIST}` : found.length === 0 ? `${listed.length} files` : found.slice(0, 20).join('; '),
    outcome: listed.length > 0 && found.length === 0 ? 'passed' : 'failed',
  };
  return { sha256: listed.length === 0 ? null : sha256Of(text), part: { id: 'installed-files', title, source: null, checks: [check] } };
}

function hashOf(disk: Disk, path: string): string | null {
  try {
    return readUnchanged(disk, { path, stamp: null }, sha256OfSource);
  } catch {
    return null;
  }
}

function filesBelow(disk: Disk, root: string, folder: string): readonly string[] {
  return disk.entries(join(root, folder)).flatMap(({ name, kind }) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    return kind === 'folder' ? filesBelow(disk, root, path) : [path];
  });
}

const packageSchema = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()).optional() });

/** Versions of the packages that the release names, each in one spelling. */
function packagesPart(disk: Disk, root: string): QualificationPart {
  const own = readPackage(disk, join(root, 'package.json'));
  const checks = Object.entries('found' in own ? {} : (own.dependencies ?? {})).map(([name, expected]): QualificationCheck => {
    const installed = packageAbove(disk, root, name);
    const found = 'found' in installed ? installed.found : installed.version;
    return {
      id: name,
      title: { en: `Package ${name}`, zh: `软件包 ${name}` },
      expected,
      found,
      outcome: found === expected ? 'passed' : 'failed',
    };
  });
  const none: QualificationCheck = {
    id: 'package.json',
    title: { en: 'The list of packages', zh: '软件包清单' },
    expected: 'package.json',
    found: 'found' in own ? own.found : 'no dependencies',
    outcome: 'failed',
  };
  return {
    id: 'packages',
    title: { en: 'Packages at the versions of the release', zh: '软件包版本与发布版本一致' },
    source: null,
    checks: checks.length === 0 ? [none] : checks,
  };
}

type ReadPackage = z.infer<typeof packageSchema> | { readonly found: string };

function readPackage(disk: Disk, path: string): ReadPackage {
  try {
    return packageSchema.parse(JSON.parse(disk.readText(path)));
  } catch (error) {
    return { found: messageOf(error) };
  }
}

/** As Node finds it: in the node_modules of a folder, or of one above. */
function packageAbove(disk: Disk, folder: string, name: string): ReadPackage {
  const path = join(folder, 'node_modules', name, 'package.json');
  if (disk.kindOf(path) === 'file') return readPackage(disk, path);
  const above = dirname(folder);
  return above === folder ? { found: 'none' } : packageAbove(disk, above, name);
}

function machinePart(host: Host): QualificationPart {
  const [major = 0, minor = 0] = host.node.replace(/^v/, '').split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return {
    id: 'machine',
    title: { en: 'The machine', zh: '运行环境' },
    source: null,
    checks: [
      {
        id: 'node',
        title: { en: 'Version of Node', zh: 'Node 版本' },
        expected: 'v20.19.0 or newer',
        found: host.node,
        outcome: fits ? 'passed' : 'failed',
      },
    ],
  };
}

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeNewUserFolder } from './new-user-folder.ts';

const command = fileURLToPath(new URL('../../dist/cytolot.cjs', import.meta.url));

describe('what a command prints', () => {
  it('is said to be lost where its reader has gone, with the exit code of a failed write', () => {
    const { root, exportFolder } = makeNewUserFolder();
    const script = `node "$1" inspect "$2" --json | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', command, join(exportFolder, 'LOT-1_surface.fcs')], {
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe('74');
    expect(stderr).toContain('Expected to write all of standard output, found that its reader has gone. [io/failed]');
    rmSync(root, { recursive: true, force: true });
  });
});

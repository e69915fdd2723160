import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bytesAfter, healthAddressAfter, leastFreeAfter, secondsAfter } from '../../src/cli/commands/watch/watch-options.ts';
import { newKeyPem } from '../../src/runtime/audit-log/ed25519.ts';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder, type NewUserFolder } from './new-user-folder.ts';

describe('options of watch', () => {
  it.each([
    ['10', 10],
    ['0', 0],
    ['0.5', 0.5],
  ])('%s are so many seconds', (text, seconds) => {
    expect(secondsAfter('--quiet', text, 0)).toBe(seconds);
  });

  it.each(['', ' ', '-1', 'ten', 'Infinity', '1h'])('%j are no seconds', (text) => {
    expect(() => secondsAfter('--quiet', text, 0)).toThrow(`Expected a number of seconds, 0 or more, after --quiet; found '${text}'.`);
  });

  it.each([
    ['0', 0],
    ['1048576', 1_048_576],
    ['500MB', 500_000_000],
    ['8GiB', 8_589_934_592],
    ['1.5 KiB', 1536],
    ['2tb', 2_000_000_000_000],
  ])('%s is a size of %i bytes', (text, bytes) => {
    expect(bytesAfter('--max-file', text)).toBe(bytes);
  });

  it.each(['', 'GiB', '-1', '1e9', '8 Gi B', '8GX', '5%'])('%j is no size', (text) => {
    expect(() => bytesAfter('--max-file', text)).toThrow(`after --max-file; found '${text}'.`);
  });

  it.each([
    ['5%', { kind: 'fraction', value: 0.05 }],
    ['0 %', { kind: 'fraction', value: 0 }],
    ['12.5%', { kind: 'fraction', value: 0.125 }],
    ['20GiB', { kind: 'bytes', value: 21_474_836_480 }],
  ])('%s is the least free space %j', (text, least) => {
    expect(leastFreeAfter('--min-free', text)).toEqual(least);
  });

  it('all of the disk is never free', () => {
    expect(() => leastFreeAfter('--min-free', '100%')).toThrow("Expected less than 100% after --min-free, found '100%'.");
  });

  it.each([
    ['9464', { host: '127.0.0.1', port: 9464 }],
    [':9464', { host: '127.0.0.1', port: 9464 }],
    ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
    ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
    ['[::1]:9464', { host: '::1', port: 9464 }],
    ['qc-host:9464', { host: 'qc-host', port: 9464 }],
  ])('%s is the address %j', (text, address) => {
    expect(healthAddressAfter('--health-address', text)).toEqual(address);
  });

  it.each(['', 'localhost', '127.0.0.1:', '127.0.0.1:65536', '::1:9464', '127.0.0.1:9464/x', 'a b:1'])('%j is no address', (text) => {
    expect(() => healthAddressAfter('--health-address', text)).toThrow(`after --health-address; found '${text}'.`);
  });
});

const made: NewUserFolder[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder.root, { recursive: true, force: true });
});

describe('watch refuses', () => {
  const newFolder = () => {
    const folder = makeNewUserFolder();
    made.push(folder);
    writeFileSync(join(folder.root, 'store.key'), newKeyPem(), { mode: 0o600 });
    return folder;
  };
  const watch = ({ exportFolder, pipeline, out, root }: NewUserFolder, more: Readonly<Record<string, string | null>> = {}) => {
    const options = { '--pipeline': pipeline, '--out': out, '--log-key': join(root, 'store.key'), ...more };
    return captureCommand([
      'watch',
      exportFolder,
      ...Object.entries(options).flatMap(([name, value]) => (value === null ? [] : [name, value])),
    ]);
  };

  it.each<[string, (folder: NewUserFolder) => Readonly<Record<string, string | null>>, number, string]>([
    ['no key', () => ({ '--log-key': null }), 64, 'usage/key-needed'],
    ['no definition', () => ({ '--pipeline': null }), 64, "required option '--pipeline <file>'"],
    ['results inside of the drop folder', ({ exportFolder }) => ({ '--out': join(exportFolder, 'out') }), 64, 'usage/misplaced'],
    ['the drop folder inside of the results', ({ root }) => ({ '--out': root }), 64, 'usage/misplaced'],
    [
      'a key inside of the drop folder',
      ({ exportFolder }) => {
        writeFileSync(join(exportFolder, 'store.key'), newKeyPem());
        return { '--log-key': join(exportFolder, 'store.key') };
      },
      64,
      'usage/misplaced',
    ],
    [
      'a definition inside of the drop folder, by a link',
      (folder) => {
        symlinkSync(join(folder.root, 'method'), join(folder.exportFolder, 'method'));
        return { '--pipeline': join(folder.exportFolder, 'method/pipeline.yaml') };
      },
      64,
      'usage/misplaced',
    ],
    [
      'a specification inside of the drop folder',
      (folder) => {
        mkdirSync(join(folder.exportFolder, 'limits'));
        symlinkSync(join(folder.exportFolder, 'limits'), join(folder.root, 'method/limits'));
        writeFileSync(join(folder.exportFolder, 'limits/specification.yaml'), '');
        folder.change('method/specification.yaml', (text) => {
          writeFileSync(join(folder.exportFolder, 'limits/specification.yaml'), text);
          return text;
        });
        folder.change('method/pipeline.yaml', (text) =>
          text.replace('specification: specification.yaml', 'specification: limits/specification.yaml'),
        );
        return {};
      },
      64,
      'usage/misplaced',
    ],
    [
      'a mistake of the definition',
      (folder) => {
        folder.change('method/pipeline.yaml', (text) => text.replace('product:', 'produkt:'));
        return {};
      },
      65,
      'definition/',
    ],
    ['a size that is none', () => ({ '--max-file': 'large' }), 65, 'usage/bad-argument'],
  ])(
    '%s',
    async (_, change, exitCode, says) => {
      const folder = newFolder();
      const found = await watch(folder, change(folder));
      expect({ exitCode: found.exitCode, stderr: found.stderr }).toEqual({ exitCode, stderr: expect.stringContaining(says) });
    },
    60_000,
  );

  it('two definitions of one product', async () => {
    const folder = newFolder();
    const { exitCode, stderr } = await captureCommand([
      'watch',
      folder.exportFolder,
      '--out',
      folder.out,
      '--log-key',
      join(folder.root, 'store.key'),
      '--pipeline',
      folder.pipeline,
      '--pipeline',
      folder.pipeline,
    ]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 65,
      stderr: expect.stringContaining("Expected one definition for a product, found two for 'FT'"),
    });
  }, 60_000);

  it('a drop folder that is not there', async () => {
    const folder = newFolder();
    rmSync(folder.exportFolder, { recursive: true });
    expect(await watch(folder)).toMatchObject({ exitCode: 66 });
  }, 60_000);
});

describe('status of a folder of results that nobody watches', () => {
  it('counts nothing, is not ready, and fails the probe of a container', async () => {
    const out = mkdtempSync(join(tmpdir(), 'cytolot-status-'));
    const json = await captureCommand(['status', out, '--json']);
    expect([json.exitCode, JSON.parse(json.stdout)]).toEqual([
      0,
      {
        waiting: 0,
        held: 0,
        running: 0,
        published: 0,
        outbox: 0,
        ready: false,
        notReady: ['No process watches a folder for these results.'],
        states: [],
        watches: [],
      },
    ]);
    expect(await captureCommand(['status', '--out', out, '--health'])).toEqual({
      exitCode: 69,
      stdout: '',
      stderr: 'No process watches a folder for these results.\n',
    });
    rmSync(out, { recursive: true });
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeDisk } from '../../../src/runtime/disk/disk.ts';
import { isWholeEncryptedKey, newEncryptedKeyPem } from '../../../src/runtime/persons/encrypted-key.ts';
import { openPersonKey } from '../../../src/runtime/persons/person-key.ts';

const SECRET = 'correct horse';
const folder = mkdtempSync(join(tmpdir(), 'cytolot-person-key-'));
const pem = newEncryptedKeyPem(SECRET);
const lines = pem.split('\n');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'pem',
  type: 'pkcs8',
  cipher: 'aes-256-cbc',
  passphrase: SECRET,
});

function open(text: string, passphrase = SECRET) {
  const path = join(folder, 'key.pem');
  writeFileSync(path, text);
  return openPersonKey(nodeDisk, { path, notBelow: [] }, () => Promise.resolve(passphrase));
}

describe('the key file of a person', () => {
  it('opens by its passphrase, and by no other', async () => {
    expect(await open(pem)).toHaveProperty('keyId');
    expect(await open(pem, 'wrong horse')).toBeNull();
  });

  it('is whole as Node and openssl write it', () => {
    expect([pem, rsa.toString(), pem.replaceAll('\n', '\r\n')].map(isWholeEncryptedKey)).toEqual([true, true, true]);
  });

  it.each([
    ['of another kind', rsa.toString(), 'found a key of another kind (rsa), which the passphrase opens'],
    ['without its last line', [...lines.slice(0, -3), ...lines.slice(-2)].join('\n'), 'found a file of which a part is missing or changed'],
    ['without its end', lines.slice(0, -2).join('\n'), 'found a file of which a part is missing or changed'],
    ['with a line twice', [...lines.slice(0, 2), ...lines.slice(1)].join('\n'), 'found a file of which a part is missing or changed'],
    ['that holds something else', `${lines[0]}\nAAAA\n${lines.at(-2)}\n`, 'found a file of which a part is missing or changed'],
  ])('%s is told from another passphrase', async (_title, text, found) => {
    await expect(open(text)).rejects.toMatchObject({ code: 'usage/bad-argument', message: expect.stringContaining(found) });
  });
});

import { createCipheriv, generateKeyPairSync, randomBytes, scryptSync } from 'node:crypto';

/** Of scrypt (RFC 7914), as `openssl pkcs8 -scrypt` takes them: 16 MiB and tens of milliseconds a guess. */
const COST = { N: 16_384, r: 8, p: 1 } as const;
const KEY_BYTES = 32;

/**
 * A new Ed25519 private key, encrypted by a passphrase: PKCS#8 with PBES2 (RFC 8018), the key by scrypt, the cipher AES-256-CBC, as PEM. `openssl pkey -in` opens
 * it. Node's own export would derive the key by 2,048 rounds of PBKDF2, which a stolen file does not withstand.
 */
export function newEncryptedKeyPem(passphrase: string): string {
  const plain = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const key = scryptSync(Buffer.from(passphrase, 'utf8'), salt, KEY_BYTES, COST);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
  const scrypt = sequence(object('2b06010401da47040b'), sequence(octets(salt), integer(COST.N), integer(COST.r), integer(COST.p)));
  const aes = sequence(object('60864801650304012a'), octets(iv));
  const info = sequence(sequence(object('2a864886f70d01050d'), sequence(scrypt, aes)), octets(encrypted));
  const lines = info.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${lines.join('\n')}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
}

/** Whether a PEM holds an EncryptedPrivateKeyInfo (RFC 5958, section 3) from its first to its last byte: a sequence of an algorithm and the encrypted octets. What these hold is not looked at. */
export function isWholeEncryptedKey(pem: string): boolean {
  const [, base64 = ''] =
    /^-----BEGIN ENCRYPTED PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END ENCRYPTED PRIVATE KEY-----\s*$/.exec(pem) ?? [];
  const whole = contentOf(Buffer.from(base64, 'base64'), 0x30);
  const algorithm = whole === null ? null : contentOf(whole.content, 0x30);
  if (whole === null || whole.rest.length > 0 || algorithm === null) return false;
  return contentOf(algorithm.rest, 0x04)?.rest.length === 0;
}

/** The content of the first element, where its tag is this one and it is there whole, and what follows it. */
function contentOf(bytes: Buffer, tag: number): { readonly content: Buffer; readonly rest: Buffer } | null {
  const [found, first = 0] = bytes;
  const more = first < 0x80 ? 0 : first - 0x80;
  if (found !== tag || more > 4 || bytes.length < 2 + more) return null;
  const length = more === 0 ? first : bytes.readUIntBE(2, more);
  const end = 2 + more + length;
  return end > bytes.length ? null : { content: bytes.subarray(2 + more, end), rest: bytes.subarray(end) };
}

/** DER (X.690): tag, length, content. All that is written here is shorter than 65,536 bytes. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const octets = (bytes: Buffer): Buffer => der(0x04, bytes);
const object = (identifier: string): Buffer => der(0x06, Buffer.from(identifier, 'hex'));

/** Positive: a zero goes before a first bit that would be a sign. */
function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

import { generateKeyPairSync, sign } from 'node:crypto';
import type { AuditEntry, AuditEvent } from '../../src/audit-log/audit-entry.ts';
import { base64Of } from '../../src/audit-log/bytes.ts';
import { keyEvent, logKeysOf, type SigningKey } from '../../src/audit-log/log-keys.ts';
import { formatVerifierKey, type Sign } from '../../src/audit-log/verifier-key.ts';
import { actEvent } from '../../src/persons/act-event.ts';
import { type Acts, actsOf } from '../../src/persons/acts.ts';
import { enrolmentEvent, keyIdOfPublicKey, type PersonKeyFile, withdrawalEvent } from '../../src/persons/enrolment.ts';
import type { SignatureRecord } from '../../src/persons/signature-record.ts';
import { withSignature } from '../../src/persons/signed-json.ts';
import type { Meaning, PersonRole, State } from '../../src/persons/steps.ts';
import type { SubjectActs } from '../../src/persons/subject-acts.ts';
import { cryptography, sha256 } from '../../src/runtime/audit-log/ed25519.ts';

export const ORIGIN = 'cytolot/00000000-0000-4000-8000-000000000000';
export const FOLDER = 'lots/LOT-1/release/0001';
export const RESULT = 'ab'.repeat(32);
export const MANIFEST = '12'.repeat(32);
/** The time of the entry of an index: a second each. */
export const timeOf = (index: number): string => new Date(Date.UTC(2026, 10, 18, 6, 5, index)).toISOString();

/** A person with a key, as `cytolot key new --person` makes it. */
export interface Person {
  readonly file: PersonKeyFile;
  readonly sign: Sign;
}

export function keyPair(): { readonly publicKey: Uint8Array; readonly sign: Sign } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return { publicKey: new Uint8Array(spki.subarray(12)), sign: (message) => new Uint8Array(sign(null, message, privateKey)) };
}

export function person(name: string): Person {
  const { publicKey, sign: signs } = keyPair();
  const unsigned = { schemaVersion: 1, name, keyId: keyIdOfPublicKey(publicKey, sha256), publicKey: base64Of(publicKey) } as const;
  return { file: withSignature(unsigned, signs), sign: signs };
}

export function storeKey(): SigningKey {
  const { publicKey, sign: signs } = keyPair();
  return { key: { name: ORIGIN, type: 'ed25519', publicKey }, sign: signs };
}

/** A log in memory: each act appends an entry, as the commands do. */
export class MemoryLog {
  readonly entries: AuditEntry[] = [];
  readonly store: SigningKey = storeKey();

  constructor() {
    this.append(keyEvent({ old: null, new: this.store }, null, cryptography));
  }

  append(event: AuditEvent, actor = 'anna'): void {
    const index = this.entries.length;
    const stamp = { schemaVersion: 1, timeUtc: timeOf(index), zone: 'Asia/Shanghai', host: 'qc-1', version: '0.0.0' } as const;
    this.entries.push({ ...stamp, actor, actorSource: 'operating-system', ...event, index });
  }

  enrol(of: Person, roles: readonly PersonRole[], by: Person | 'store', options: { replaces?: string; account?: string } = {}): void {
    const authority =
      by === 'store' ? { storeKey: formatVerifierKey(this.store.key, sha256) } : { keyId: by.file.keyId, name: by.file.name };
    const unsigned = {
      schemaVersion: 1,
      store: ORIGIN,
      person: of.file,
      roles: [...roles],
      account: options.account ?? null,
      replaces: options.replaces ?? null,
      by: authority,
    } as const;
    this.append(enrolmentEvent(unsigned, by === 'store' ? this.store.sign : by.sign, null));
  }

  withdraw(of: Person, by: Person | 'store'): void {
    const authority =
      by === 'store' ? { storeKey: formatVerifierKey(this.store.key, sha256) } : { keyId: by.file.keyId, name: by.file.name };
    const { keyId, name } = of.file;
    const unsigned = { schemaVersion: 1, store: ORIGIN, keyId, name, reason: 'left the site', by: authority } as const;
    this.append(withdrawalEvent(unsigned, by === 'store' ? this.store.sign : by.sign));
  }

  publish(folder = FOLDER, { disposition = 'conforms', resultSha256 = RESULT, manifestSha256 = MANIFEST } = {}): void {
    const now = { disposition, job: 'cd'.repeat(32), keySha256: 'ef'.repeat(32), resultSha256 };
    this.append({ action: 'published', object: folder, objectSha256: manifestSha256, old: null, new: now, reason: null });
  }

  act(by: Person, meaning: Meaning, change: Partial<SignatureRecord> & { folder?: string; from?: State; number?: number } = {}): void {
    const { folder = FOLDER, from, number, ...fields } = change;
    const now = this.acts().subjects.get(folder.slice(0, folder.lastIndexOf('/')))?.state ?? 'analysed';
    const unsigned = {
      schemaVersion: 1,
      store: ORIGIN,
      resultSha256: RESULT,
      manifestSha256: MANIFEST,
      name: by.file.name,
      keyId: by.file.keyId,
      meaning,
      reason: 'looked at every plot',
      timeUtc: timeOf(this.entries.length),
      zone: 'Asia/Shanghai',
      ...fields,
    } as const;
    const signature: SignatureRecord = { ...withSignature(unsigned, by.sign), ...fields };
    const next = this.entries.filter(({ object }) => object.startsWith(`signatures/${signature.resultSha256}/`)).length + 1;
    this.append(actEvent({ folder, from: from ?? now, signature, number: number ?? next }, sha256));
  }

  acts(): Acts {
    return actsOf(this.entries, { origin: ORIGIN, logKeys: logKeysOf(this.entries, ORIGIN, cryptography), cryptography });
  }

  subject(name = 'lots/LOT-1/release'): SubjectActs {
    const found = this.acts().subjects.get(name);
    if (found === undefined) throw new Error(`no subject ${name}`);
    return found;
  }
}

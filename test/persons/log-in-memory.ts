import { generateKeyPairSync, sign } from 'node:crypto';
import type { AuditEntry, AuditEvent } from '../../src/audit-log/audit-entry.ts';
import { base64Of } from '../../src/audit-log/bytes.ts';
import { keyEvent, logKeysOf, type SigningKey } from '../../src/audit-log/log-keys.ts';
import { formatVerifierKey, type Sign } from '../../src/audit-log/verifier-key.ts';
import { actEvent } from '../../src/persons/act-event.ts';
import { type Acts, actsOf, type SubjectActs } from '../../src/persons/acts.ts';
import { enrolmentEvent, keyIdOfPublicKey, type PersonKeyFile, withdrawalEvent } from '../../src/persons/enrolment.ts';
import type { SignatureRecord } from '../../src/persons/signature-record.ts';
import { withSignature } from '../../src/persons/signed-json.ts';
import type { Meaning, PersonRole, State } from '../../src/persons/steps.ts';
import { cryptography, sha256 } from '../../src/runtime/audit-log/ed25519.ts';

export const ORIGIN = 'cytolot/00000000-0000-4000-8000-000000000000';
export const FOLDER = 'lots/LOT-1/release/0001';
export const RESULT = 'ab'.repeat(32);

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
    const stamp = { schemaVersion: 1, timeUtc: '2026-11-18T06:05:00.000Z', zone: 'Asia/Shanghai', host: 'qc-1', version: '0.0.0' } as const;
    this.entries.push({ ...stamp, index: this.entries.length, actor, actorSource: 'operating-system', ...event });
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

  publish(folder = FOLDER, { disposition = 'conforms', resultSha256 = RESULT } = {}): void {
    const now = { disposition, job: 'cd'.repeat(32), keySha256: 'ef'.repeat(32), resultSha256 };
    this.append({ action: 'published', object: folder, objectSha256: '12'.repeat(32), old: null, new: now, reason: null });
  }

  act(by: Person, meaning: Meaning, change: Partial<SignatureRecord> & { folder?: string; from?: State; number?: number } = {}): void {
    const { folder = FOLDER, from = 'analysed', number, ...fields } = change;
    const unsigned = {
      schemaVersion: 1,
      resultSha256: RESULT,
      name: by.file.name,
      keyId: by.file.keyId,
      meaning,
      reason: 'looked at every plot',
      timeUtc: `2026-11-18T06:05:${String(this.entries.length).padStart(2, '0')}.000Z`,
      zone: 'Asia/Shanghai',
      ...fields,
    } as const;
    const signature: SignatureRecord = { ...withSignature(unsigned, by.sign), ...fields };
    const next = this.entries.filter(({ object }) => object.startsWith(`signatures/${signature.resultSha256}/`)).length + 1;
    this.append(actEvent({ folder, from, signature, number: number ?? next }, sha256));
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

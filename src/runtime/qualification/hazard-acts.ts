import { join } from 'node:path';
import { base64Of } from '../../audit-log/bytes.ts';
import { isWrong } from '../../audit-log/verify-notes.ts';
import { InputError } from '../../errors.ts';
import { shownState } from '../../outputs/index-state.ts';
import { keyIdOfPublicKey, type PersonKeyFile } from '../../persons/enrolment.ts';
import { withSignature } from '../../persons/signed-json.ts';
import type { PersonRole } from '../../persons/steps.ts';
import { type KeyPair, keyPairOf, newKeyPem, sha256 } from '../audit-log/ed25519.ts';
import { nextIndex } from '../audit-log/log-folder.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import { RefusedAct } from '../audit-log/refused-act.ts';
import { useStoreKey } from '../audit-log/store-key.ts';
import { verifyStore } from '../audit-log/verify-store.ts';
import type { Shelf } from '../disk/draft.ts';
import { loadMethod } from '../method/load-method.ts';
import { approveMethod } from '../method-approval/approve-method.ts';
import { type Enroller, enrolPerson } from '../persons/enrol-person.ts';
import type { OpenedPersonKey } from '../persons/person-key.ts';
import { readActs } from '../persons/read-acts.ts';
import { takeStep } from '../persons/take-step.ts';
import type { HazardAct } from './hazard-data.ts';

/** Who acts in a hazard: each with a key of this qualification alone. `analyst`: an approver under the account that analyses. */
const CAST = {
  approver: { name: 'Approver 1', roles: ['approver'] },
  reviewer: { name: 'Reviewer 2', roles: ['reviewer'] },
  analyst: { name: 'Analyst 3', roles: ['approver'] },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly roles: readonly PersonRole[] }>>;

type CastName = keyof typeof CAST;

/** The acts of a hazard on its store. */
export interface HazardActs {
  /** Codes of what was refused, or found damaged, are kept. */
  readonly act: (act: HazardAct) => Promise<void>;
  readonly codes: ReadonlySet<string>;
}

/** Keys are made when the first person acts. */
export function openHazardActs(shelf: Shelf, pipelinePath: string): HazardActs {
  const codes = new Set<string>();
  let cast: Promise<Readonly<Record<CastName, OpenedPersonKey>>> | null = null;
  const keyOf = async (name: CastName): Promise<OpenedPersonKey> => {
    cast ??= enrolCast(shelf);
    return (await cast)[name];
  };
  const doing = async (act: HazardAct): Promise<void> => {
    if (act.do === 'change-file') {
      const path = join(shelf.root, lastFolder(shelf), act.file);
      const text = shelf.disk.readText(path);
      shelf.disk.remove(path);
      shelf.disk.writeNew(path, Buffer.from(`${text}\n`));
    } else if (act.do === 'approve-method') {
      const method = await loadMethod(pipelinePath, null, shelf.disk);
      await approveMethod(shelf, { method, from: null, retrospective: null, reason: 'validated', signer: await keyOf('approver') });
    } else {
      const key = await keyOf(act.person);
      const actor = act.person === 'analyst' ? shelf.actor : act.person;
      await takeStep({ ...shelf, actor }, { folder: lastFolder(shelf), meaning: act.meaning, reason: 'qualification', key });
    }
  };
  return {
    codes,
    act: async (act) => {
      try {
        await doing(act);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        codes.add(error instanceof RefusedAct ? error.why : error.code);
      }
    },
  };
}

/** What the log of a store says behind all runs: the state of each subject with what a signature says beyond it, why steps were refused, and what verification finds wrong. */
export function actsFound(shelf: Shelf): { readonly states: ReadonlyMap<string, string>; readonly codes: readonly string[] } {
  if (nextIndex(shelf) === 0) return { states: new Map(), codes: [] };
  const states = [...readActs(shelf).subjects].map(([subject, acts]): [string, string] => {
    const { state, meaning } = shownState(acts);
    return [subject.slice('lots/'.length), meaning === null ? state : `${state}: ${meaning}`];
  });
  const refused = [...readEntries(shelf)].flatMap(({ action, new: now }) => (action === 'refused-step' ? whyOf(now) : []));
  const wrong = verifyStore(shelf, { known: [], key: null, witnesses: [] }).notes.filter(isWrong);
  return { states: new Map(states), codes: [...refused, ...wrong.map(({ code }) => code)] };
}

function whyOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && 'why' in value && typeof value.why === 'string' ? [value.why] : [];
}

/** The last analysis of the one subject. */
function lastFolder(shelf: Shelf): string {
  const [subject] = readActs(shelf).subjects.values();
  if (subject === undefined) throw new Error('expected a published result that persons act on, found none');
  return subject.latest.folder;
}

async function enrolCast(shelf: Shelf): Promise<Readonly<Record<CastName, OpenedPersonKey>>> {
  const storeKey = await useStoreKey(shelf, newPair());
  const approver = await enrol(shelf, 'approver', { storeKey });
  const by = { personKey: approver };
  return { approver, reviewer: await enrol(shelf, 'reviewer', by), analyst: await enrol(shelf, 'analyst', by) };
}

async function enrol(shelf: Shelf, who: CastName, enroller: Enroller): Promise<OpenedPersonKey> {
  const { name, roles } = CAST[who];
  const pair = newPair();
  const keyId = keyIdOfPublicKey(pair.publicKey, sha256);
  const unsigned = { schemaVersion: 1, name, keyId, publicKey: base64Of(pair.publicKey) } as const;
  const person: PersonKeyFile = withSignature(unsigned, pair.sign);
  const account = who === 'analyst' ? shelf.actor : who;
  await enrolPerson(shelf, { person, roles, account, replaces: null, reason: null }, enroller);
  return { ...pair, keyId };
}

function newPair(): KeyPair {
  const pair = keyPairOf(newKeyPem());
  if (pair === null) throw new Error('a key that was made a moment ago does not open');
  return pair;
}

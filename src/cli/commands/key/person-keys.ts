import { InputError } from '../../../errors.ts';
import { formatPersonKeyFile, personObject } from '../../../persons/enrolment.ts';
import { accountSchema, givenReasonSchema } from '../../../persons/signed-fields.ts';
import { PERSON_ROLES, type PersonRole } from '../../../persons/steps.ts';
import { readBeginning } from '../../../runtime/audit-log/begin-log.ts';
import { readKeyFile } from '../../../runtime/audit-log/key-file.ts';
import { openSigning } from '../../../runtime/audit-log/open-signing.ts';
import { type AskedAct, loggingRefusal } from '../../../runtime/audit-log/refused-act.ts';
import { useStoreKey } from '../../../runtime/audit-log/store-key.ts';
import { nodeDisk } from '../../../runtime/disk/disk.ts';
import { openShelf, type Shelf } from '../../../runtime/disk/draft.ts';
import { refuseTaken, writeOutputFile, writePrivateFile } from '../../../runtime/disk/output-file.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { type Enroller, enrolPerson, withdrawPerson } from '../../../runtime/persons/enrol-person.ts';
import { newPersonKey, readPersonKeyFile } from '../../../runtime/persons/person-key.ts';
import { readActs } from '../../../runtime/persons/read-acts.ts';
import { type ActorOption, actingSurroundings } from '../../inputs/acting-surroundings.ts';
import { signAfter } from '../../inputs/sign-after.ts';
import { openTypedKey, withTerminal } from '../../inputs/typed-key.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';

/** `cytolot key new --person NAME --out FILE`: FILE under a passphrase, and FILE.pub. */
export async function newKeyOfPerson(name: string, path: string): Promise<number> {
  const publicFile = { path: `${path}.pub`, inputs: [], existing: 'refuse' } as const;
  for (const target of [{ ...publicFile, path }, publicFile]) refuseTaken(target);
  const { pem, file } = await withTerminal((ask) => newPersonKey(name, ask));
  writePrivateFile(path, pem);
  writeOutputFile(publicFile, Buffer.from(formatPersonKeyFile(file)));
  terminal.out(
    `${path}: the private key of ${file.name}. Whoever has it and its passphrase signs in that name: give neither to anybody.\n` +
      `${publicFile.path}: its public key, to be enrolled\nkey id: ${file.keyId}\n`,
  );
  return 0;
}

interface AuthorityOptions extends ActorOption {
  readonly key?: string;
  readonly logKey?: string;
}

interface EnrolOptions extends AuthorityOptions {
  readonly personKey: string;
  readonly role: readonly string[];
  readonly account?: string;
  readonly replaces?: string;
  readonly reason?: string;
}

/** `cytolot key enrol OUT`. Codes: usage/bad-argument, usage/key-needed, usage/not-permitted. */
export async function enrolKey(out: string, options: EnrolOptions): Promise<number> {
  const shelf = openShelf(out, actingSurroundings(options));
  const person = readPersonKeyFile(nodeDisk, options.personKey);
  const roles = PERSON_ROLES.filter((role) => options.role.includes(role));
  if (options.role.some((role) => !isRole(role)))
    throw new InputError('usage/bad-argument', `Expected ${PERSON_ROLES.join(' or ')} after --role, found '${options.role.join("', '")}'.`);
  const request = {
    person,
    roles,
    account: checked(options.account, accountSchema, '--account'),
    replaces: options.replaces ?? null,
    reason: checked(options.reason, givenReasonSchema, '--reason'),
  };
  const asked = { step: 'enrol', object: personObject(person.keyId), reason: request.reason } as const;
  return withAuthority(shelf, { options, asked }, async (enroller) => {
    const { index } = await enrolPerson(shelf, request, enroller);
    terminal.out(`${person.name}: ${roles.join(', ')} (entry ${index})\nkey id: ${person.keyId}\n`);
    return index;
  });
}

function isRole(text: string): text is PersonRole {
  return PERSON_ROLES.some((role) => role === text);
}

interface WithdrawOptions extends AuthorityOptions {
  readonly keyId: string;
  readonly reason: string;
}

/** `cytolot key withdraw OUT`. Codes: usage/bad-argument, usage/key-needed, usage/not-permitted. */
export async function withdrawKey(out: string, options: WithdrawOptions): Promise<number> {
  const shelf = openShelf(out, actingSurroundings(options));
  const reason = checked(options.reason, givenReasonSchema, '--reason') ?? '';
  const { keyId } = options;
  const asked = { step: 'withdraw', object: personObject(keyId), reason } as const;
  return withAuthority(shelf, { options, asked }, async (enroller) => {
    const { key, index } = await withdrawPerson(shelf, { keyId, reason }, enroller);
    terminal.out(`${key.name}: withdrawn (entry ${index})\nkey id: ${keyId}\n`);
    return index;
  });
}

/** The key of a person before that of the store: with both, the person stands for it and the store signs its log. `act` gives the entry. */
async function withAuthority(
  shelf: Shelf,
  { options: { key, logKey }, asked }: { readonly options: AuthorityOptions; readonly asked: AskedAct },
  act: (enroller: Enroller) => Promise<number>,
): Promise<number> {
  const notBelow = [shelf.root];
  const sign = logKey === undefined ? null : await openSigning(shelf, { path: logKey, notBelow });
  const index = await loggingRefusal(shelf, asked, async () => act(await enroller()));
  await signAfter(sign, index);
  return 0;

  async function enroller(): Promise<Enroller> {
    if (key !== undefined) return { personKey: await openTypedKey(shelf.disk, { path: key, notBelow }) };
    if (logKey !== undefined) return { storeKey: await useStoreKey(shelf, readKeyFile(shelf.disk, { path: logKey, notBelow })) };
    throw new InputError(
      'usage/key-needed',
      'Expected the private key of an approver after --key, or that of the store after --log-key, found neither.',
    );
  }
}

function checked(text: string | undefined, schema: typeof accountSchema, option: string): string | null {
  if (text === undefined) return null;
  const parsed = schema.safeParse(text.trim());
  if (parsed.success) return parsed.data;
  throw new InputError('usage/bad-argument', `Expected a short text without invisible characters after ${option}, found none or another.`);
}

/** `cytolot key list OUT`. Codes: usage/not-found. */
export function listKeys(out: string, { json }: { readonly json?: true }): Promise<number> {
  const shelf = openShelf(out, nodeSurroundings());
  readBeginning(shelf);
  const { keys } = readActs(shelf).persons;
  const listed = keys.map(({ keyId, name, roles, account, from, until }) => ({
    keyId,
    name,
    roles,
    account,
    enrolledBy: from,
    withdrawnBy: until,
  }));
  if (json === true) terminal.json({ keys: listed });
  else
    terminal.out(
      textTable(
        ['name', 'roles', 'account', 'counts', 'key id'],
        listed.map((key) => [key.name, key.roles.join(', '), key.account ?? '–', key.withdrawnBy === null ? 'yes' : 'no', key.keyId]),
      ),
    );
  return Promise.resolve(0);
}

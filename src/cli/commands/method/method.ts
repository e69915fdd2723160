import { InputError } from '../../../errors.ts';
import { methodStatusText } from '../../../outputs/method-approvals.ts';
import { methodObject } from '../../../persons/method-approval.ts';
import { givenReasonSchema } from '../../../persons/signed-fields.ts';
import { readBeginning } from '../../../runtime/audit-log/begin-log.ts';
import { openSigning } from '../../../runtime/audit-log/open-signing.ts';
import { readEntries } from '../../../runtime/audit-log/read-entries.ts';
import { type AskedAct, loggingRefusal } from '../../../runtime/audit-log/refused-act.ts';
import { openShelf, type Shelf } from '../../../runtime/disk/draft.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { loadMethod } from '../../../runtime/method/load-method.ts';
import { approveMethod, type Signer, withdrawMethod } from '../../../runtime/method-approval/approve-method.ts';
import { methodStepsIn } from '../../../runtime/method-approval/read-method-steps.ts';
import { type ActorOption, actingSurroundings } from '../../inputs/acting-surroundings.ts';
import { signAfter } from '../../inputs/sign-after.ts';
import { openTypedKey } from '../../inputs/typed-key.ts';
import { terminal } from '../../terminal/terminal.ts';

interface SigningOptions extends ActorOption {
  readonly out: string;
  readonly key: string;
  readonly logKey?: string;
  readonly reason: string;
}

interface ApproveOptions extends SigningOptions {
  readonly specification?: string;
  readonly from?: string;
  readonly retrospective?: string;
}

/** `cytolot method approve PIPELINE`. Codes: usage/bad-argument, usage/key-needed, usage/no-terminal, usage/not-permitted. */
export async function approveMethodCommand(pipeline: string, options: ApproveOptions): Promise<number> {
  const reason = reasonIn(options.reason, '--reason');
  const retrospective = options.retrospective === undefined ? null : reasonIn(options.retrospective, '--retrospective');
  const from = options.from === undefined ? null : instantOf(options.from);
  if (retrospective !== null && from === null)
    throw new InputError(
      'usage/bad-argument',
      'Expected from when on it is approved after --from, since it is approved in retrospect; found none.',
    );
  const shelf = openShelf(options.out, actingSurroundings(options));
  const method = await loadMethod(pipeline, options.specification ?? null, shelf.disk);
  const object = methodObject(method.definition.method.id, method.revisions[0]?.specification.id ?? '');
  return signed(shelf, { options, asked: { step: 'method-approve', object, reason } }, async (signer) => {
    const { index, approval, entered } = await approveMethod(shelf, { method, from, reason, retrospective, signer });
    terminal.out(methodStatusText({ index, ...approval }));
    if (entered === 'before') terminal.line(`note: this approval stands since entry ${index}; nothing was entered again`);
    return index;
  });
}

/** `cytolot method withdraw METHOD SPECIFICATION`. Codes: as `approveMethodCommand`, usage/not-found. */
export async function withdrawMethodCommand(methodId: string, specificationId: string, options: SigningOptions): Promise<number> {
  const reason = reasonIn(options.reason, '--reason');
  const shelf = openShelf(options.out, actingSurroundings(options));
  const object = methodObject(methodId, specificationId);
  return signed(shelf, { options, asked: { step: 'method-withdraw', object, reason } }, async (signer) => {
    const index = await withdrawMethod(shelf, { methodId, specificationId, reason, signer });
    terminal.out(`${methodId} with ${specificationId}: withdrawn from now on (entry ${index})\n`);
    return index;
  });
}

/** `cytolot method list OUT`. Codes: usage/not-found. */
export function listMethodsCommand(out: string, { json }: { readonly json?: true }): Promise<number> {
  const shelf = openShelf(out, nodeSurroundings());
  readBeginning(shelf);
  const { steps, unproven } = methodStepsIn([...readEntries(shelf)]);
  if (json === true) terminal.json({ methods: steps, unproven });
  else {
    for (const { index, methodId, specificationId, from, approval } of steps)
      terminal.out(
        approval === null
          ? `${methodId} with ${specificationId}: withdrawn from ${from} (entry ${index})\n`
          : methodStatusText({ index, ...approval, from, differences: null }),
      );
    for (const index of unproven) terminal.line(`warning: entry ${index} claims an approval or a withdrawal of a method, and proves none`);
  }
  return Promise.resolve(0);
}

/** With the key of the store first: without one nothing would show later that the approval was not written in afterwards. `act` gives the entry. */
async function signed(
  shelf: Shelf,
  { options: { key, logKey }, asked }: { readonly options: SigningOptions; readonly asked: AskedAct },
  act: (signer: Signer) => Promise<number>,
): Promise<number> {
  if (logKey === undefined)
    throw new InputError(
      'usage/key-needed',
      'Expected the private key of the store after --log-key, found none: the approval of a method is signed into the log.',
    );
  const notBelow = [shelf.root];
  const sign = await openSigning(shelf, { path: logKey, notBelow });
  const index = await loggingRefusal(shelf, asked, async () => act(await openTypedKey(shelf.disk, { path: key, notBelow })));
  await signAfter(sign, index);
  return 0;
}

function reasonIn(text: string, option: string): string {
  const parsed = givenReasonSchema.safeParse(text.trim());
  if (parsed.success) return parsed.data;
  throw new InputError('usage/bad-argument', `Expected why after ${option}, in 1 to 2000 characters on one line, none of them invisible.`);
}

/** A time with its offset; a day alone would be another instant in another zone. */
function instantOf(text: string): string {
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = isTime ? new Date(text) : null;
  if (time !== null && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new InputError(
    'usage/bad-argument',
    `Expected a time with its offset after --from, such as 2026-12-01T00:00+08:00, found '${text}'.`,
  );
}

import type { KeyFile } from '../../runtime/audit-log/key-file.ts';
import { RefusedAct } from '../../runtime/audit-log/refused-act.ts';
import type { Disk } from '../../runtime/disk/disk.ts';
import { openSecretTerminal } from '../../runtime/disk/secret-terminal.ts';
import { type AskSecret, type OpenedPersonKey, openPersonKey } from '../../runtime/persons/person-key.ts';
import { WRONG_PASSPHRASE } from '../../runtime/persons/refusal-sentences.ts';

/** Does something that asks at the terminal, and gives the terminal back. The terminal is opened at the first question. Codes: usage/no-terminal. */
export async function withTerminal<Result>(act: (ask: AskSecret) => Promise<Result>): Promise<Result> {
  const opened: ReturnType<typeof openSecretTerminal>[] = [];
  const ask: AskSecret = (prompt) => {
    const [secret = openSecretTerminal()] = opened;
    opened.splice(0, 1, secret);
    return secret.ask(prompt);
  };
  try {
    return await act(ask);
  } finally {
    for (const secret of opened) secret.close();
  }
}

/** A person's key, by the passphrase that is typed. Codes: usage/bad-argument, usage/not-permitted where the passphrase is another one, usage/no-terminal. */
export async function openTypedKey(disk: Disk, file: KeyFile): Promise<OpenedPersonKey> {
  const key = await withTerminal((ask) => openPersonKey(disk, file, ask));
  if (key !== null) return key;
  throw new RefusedAct('wrong-passphrase', { sentence: WRONG_PASSPHRASE }, { file: file.path });
}

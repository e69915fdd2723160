import { closeSync, openSync, writeSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';
import { InputError } from '../../errors.ts';

/** The terminal that a command was started from, for what is typed without being shown. `close` gives it back as it was. */
export interface SecretTerminal {
  readonly ask: (prompt: string) => Promise<string>;
  readonly close: () => void;
}

const KEYS = {
  interrupt: 0x03,
  endOfInput: 0x04,
  backspace: 0x08,
  delete: 0x7f,
  killLine: 0x15,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
} as const;

/**
 * Opens the terminal, whatever standard output is. A secret never comes by a pipe, a file, an argument or an environment: a signature is the act of a person who sits
 * there. Throws `usage/no-terminal`.
 */
export function openSecretTerminal(): SecretTerminal {
  const descriptor = isatty(0) ? 0 : controllingTerminal();
  const stream = new ReadStream(descriptor);
  const typed: number[] = [];
  const waiting: (() => void)[] = [];
  let state: 'open' | 'ended' = 'open';
  const wake = (): void => {
    for (const resume of waiting.splice(0)) resume();
  };
  const end = (): void => {
    state = 'ended';
    wake();
  };
  stream.setRawMode(true);
  stream.on('data', (bytes: Buffer) => {
    typed.push(...bytes);
    wake();
  });
  stream.on('end', end).on('close', end).on('error', end);
  const next = async (): Promise<number> => {
    while (typed.length === 0 && state === 'open') await new Promise<void>((resolve) => waiting.push(resolve));
    return typed.shift() ?? KEYS.endOfInput;
  };
  return {
    ask: async (prompt) => {
      writeSync(descriptor, prompt);
      try {
        return await readLine(next);
      } finally {
        writeSync(descriptor, '\n');
      }
    },
    close: () => {
      stream.setRawMode(false);
      stream.destroy();
    },
  };
}

function controllingTerminal(): number {
  try {
    const descriptor = openSync('/dev/tty', 'r+');
    if (isatty(descriptor)) return descriptor;
    closeSync(descriptor);
  } catch {
    // There is none: said below.
  }
  throw new InputError(
    'usage/no-terminal',
    'Expected a terminal on which the passphrase is typed, found none: it is never taken from a pipe, a file, an argument or the environment. Run the command from a terminal (docker run -it, ssh -t).',
  );
}

/** One line as it was typed, up to its end, with the keys that correct it. Throws `usage/no-terminal` where it ends before, `usage/bad-argument` where it is no UTF-8. */
async function readLine(next: () => Promise<number>): Promise<string> {
  const line: number[] = [];
  for (;;) {
    const byte = await next();
    if (byte === KEYS.lineFeed || byte === KEYS.carriageReturn) return textOf(Uint8Array.from(line));
    if (byte === KEYS.interrupt || byte === KEYS.endOfInput)
      throw new InputError('usage/no-terminal', 'Expected a passphrase, found that typing it was broken off. Nothing was signed.');
    if (byte === KEYS.killLine) line.length = 0;
    else if (byte === KEYS.delete || byte === KEYS.backspace) dropLast(line);
    else line.push(byte);
  }
}

/**
 * The form NFC of what was typed, so that one phrase is one whatever keyboard composed it. Bytes of another encoding would each become the same sign, by which many
 * phrases opened one key. Throws `usage/bad-argument`.
 */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).normalize('NFC');
  } catch {
    throw new InputError(
      'usage/bad-argument',
      'Expected a passphrase in UTF-8, found bytes that are none: set the terminal to UTF-8 (its settings, or `LANG=zh_CN.UTF-8`), and type it again. Nothing was signed.',
    );
  }
}

/** Takes away the last character: its continuation bytes in UTF-8 (10xxxxxx) before its first. */
function dropLast(line: number[]): void {
  while (((line.at(-1) ?? 0) & 0xc0) === 0x80) line.pop();
  line.pop();
}

import { basename } from 'node:path';
import { isWrong, type VerifyNote } from '../../../audit-log/verify-notes.ts';
import { InputError } from '../../../errors.ts';
import { sentenceOf } from '../../../outputs/words/sentence.ts';
import { type Verification, verifyStore } from '../../../runtime/audit-log/verify-store.ts';
import { openShelf } from '../../../runtime/disk/draft.ts';
import { readText } from '../../../runtime/disk/files.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { readVerifierKey } from '../../inputs/verifier-key-option.ts';
import { terminal } from '../../terminal/terminal.ts';
import { withText } from '../../terminal/with-text.ts';

interface VerifyOptions {
  readonly known: readonly string[];
  readonly key?: string;
  readonly witness: readonly string[];
  readonly json?: true;
}

const WRONG = 76;

/** `cytolot verify OUT`: whether a store is as it was written; 76 where something is wrong. */
export function verify(out: string, options: VerifyOptions): Promise<number> {
  const shelf = openShelf(out, nodeSurroundings());
  if (shelf.disk.kindOf(out) !== 'folder')
    throw new InputError('usage/not-found', 'Expected a folder of results, found none.', { file: out });
  const result = verifyStore(shelf, {
    known: options.known.map((path) => ({ name: basename(path), text: readText(path) })),
    key: options.key === undefined ? null : readVerifierKey(options.key, '--key', 'ed25519'),
    witnesses: options.witness.map((text) => readVerifierKey(text, '--witness', 'cosignature/v1')),
  });
  if (options.json === true) terminal.json({ ...result, notes: result.notes.map(withText) });
  else print(result);
  return Promise.resolve(result.outcome === 'wrong' ? WRONG : 0);
}

function print(result: Verification): void {
  for (const note of result.notes.filter(isWrong)) terminal.line(`wrong: ${lineOf(note)}`);
  for (const note of result.notes.filter((one) => !isWrong(one))) terminal.line(`note: ${lineOf(note)}`);
  const signed = result.signedEntries === null ? 'unsigned' : `signed over ${result.signedEntries}`;
  const wrong = result.notes.filter(isWrong).length;
  terminal.out(
    [
      `store: ${result.origin ?? 'unknown'}`,
      `entries: ${result.entries}, ${signed}; root ${result.root}`,
      `results: ${result.results}; files hashed: ${result.files}; checkpoints from outside: ${result.known}`,
      'outside of the record: unfinished drafts (.NNNN.partial, .claim-*.partial), runs/, index.html',
      result.outcome === 'intact' ? 'nothing wrong was found' : `${wrong} wrong`,
      '',
    ].join('\n'),
  );
}

function lineOf(note: VerifyNote): string {
  const sentence = `${sentenceOf(note, 'en')} [${note.code}]`;
  return note.place === '' ? sentence : `${note.place}: ${sentence}`;
}

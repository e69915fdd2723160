import { InputError } from '../../../errors.ts';
import { isBelow } from '../../../runtime/audit-log/key-file.ts';
import { chooseResult, makeProof } from '../../../runtime/audit-log/make-proof.ts';
import { nodeDisk } from '../../../runtime/disk/disk.ts';
import { refuseTaken, writeOutputFile } from '../../../runtime/disk/output-file.ts';
import { outputTarget } from '../../inputs/output-target.ts';
import { terminal } from '../../terminal/terminal.ts';

/** `cytolot proof LOT --out FILE`: one file that holds a result and checks itself. */
export function proof(lot: string, { out, ...options }: { readonly out: string; readonly force?: boolean }): Promise<number> {
  const { root, folder } = chooseResult(nodeDisk, lot);
  const target = outputTarget(out, [root], options);
  refuseTaken(target);
  if (isBelow(nodeDisk, out, root))
    throw new InputError(
      'usage/bad-argument',
      'Expected a file outside of the store, found one in it: what no entry lists does not belong there.',
      {
        file: out,
      },
    );
  writeOutputFile(target, Buffer.from(makeProof({ disk: nodeDisk, root }, folder)));
  terminal.out(`${out}: ${folder}\n`);
  return Promise.resolve(0);
}

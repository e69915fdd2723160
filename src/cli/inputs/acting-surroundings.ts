import { InputError } from '../../errors.ts';
import { nodeSurroundings, type Surroundings } from '../../runtime/disk/surroundings.ts';

export interface ActorOption {
  readonly actorFromEnvironment?: true;
}

/**
 * The surroundings of a command, with who answers for it: the account of the operating system, or, only where that is asked for, what `CYTOLOT_ACTOR` says. An
 * environment can say anything: every entry records where the name comes from. Codes: usage/bad-argument.
 */
export function actingSurroundings({ actorFromEnvironment }: ActorOption): Surroundings {
  const surroundings = nodeSurroundings();
  if (actorFromEnvironment !== true) return surroundings;
  const actor = process.env['CYTOLOT_ACTOR'] ?? '';
  if (/^[^\p{C}\p{Zl}\p{Zp}]{1,120}$/u.test(actor) && actor.trim() === actor) return { ...surroundings, actor, actorSource: 'environment' };
  throw new InputError(
    'usage/bad-argument',
    `Expected the name of who acts in CYTOLOT_ACTOR, since --actor-from-environment was given: 1 to 120 characters, none of them invisible. Found ${actor === '' ? 'nothing' : 'another text'}.`,
  );
}

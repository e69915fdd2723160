import * as z from 'zod';
import { excerpt } from '../excerpt.ts';
import type { Conversation, DropRequest, SendResult } from './conversation.ts';
import type { Dispatch } from './dispatch.ts';
import { limsNote } from './lims-notes.ts';
import { compareSending } from './read-back.ts';
import { notReadBack, type OpenTarget, PACE, type Prepared } from './target.ts';

/** What every target has that takes files from a folder. */
export const DROP_SETTINGS = {
  folder: z.string().min(1).describe('Where the other system takes files; its .cytolot-sent must stay.'),
  retry: PACE.retry,
  readBack: notReadBack,
};

export interface DropForm {
  readonly folder: string;
  readonly retry: OpenTarget['retry'];
  /** The text of the only file, or what all files are made of. */
  readonly prepare: (dispatch: Dispatch) => Prepared;
  readonly files: (dispatch: Dispatch, text: string) => Pick<DropRequest, 'name' | 'files'>;
}

/** A target that takes files: the drop folder itself knows what was put there, by a name with the key in it that is never used again. */
export function dropTarget({ folder, retry, prepare, files }: DropForm): OpenTarget {
  return {
    link: { via: 'drop' },
    timeoutSeconds: 600,
    inFlight: 1,
    retry,
    settleSeconds: null,
    prepare,
    send: (dispatch, text) => put({ via: 'drop', folder, ...files(dispatch, text) }),
    look: null,
    readBack: null,
    compare: compareSending,
    notCompared: [],
  };
}

/** `cytolot-` and the first 20 digits of the key. */
export function dropName({ key }: Dispatch): string {
  return `cytolot-${key.slice(0, 20)}`;
}

/** One file with an ending of its own. */
export function singleFile(ending: string): DropForm['files'] {
  return (dispatch, text) => {
    const name = `${dropName(dispatch)}.${ending}`;
    return { name, files: [{ path: name, text }] };
  };
}

function* put(request: DropRequest): Conversation<SendResult> {
  const { status, text } = yield request;
  if (status === 200) return { kind: 'done' };
  const { folder, name } = request;
  // Whole, and under neither of its names.
  return status === 410
    ? { kind: 'refused', reason: limsNote('lims/perhaps-taken', { folder, name }), arrived: 'partly' }
    : { kind: 'refused', reason: limsNote('lims/refused', { status: String(status), answer: excerpt(text) }) };
}

import type { Message } from '../message.ts';
import type { ReadDifference } from './read-back.ts';

/** A request over HTTP. Signatures and credentials are added where the secrets are. */
export interface HttpRequest {
  readonly via: 'http';
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Absolute. */
  readonly url: string;
  /** `null` = without a body. */
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message over MLLP, without its frame. */
export interface MllpRequest {
  readonly via: 'mllp';
  readonly message: string;
  /** Whether a message that comes back is about this one: an engine may say other things first. */
  readonly isAnswer: (text: string) => boolean;
}

/** Files that appear in a folder by one rename: a folder of this name, or, of one file alone, that file. */
export interface DropRequest {
  readonly via: 'drop';
  readonly folder: string;
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export type Request = HttpRequest | MllpRequest | DropRequest;

/** A whole answer. */
export interface TargetAnswer {
  /** Of HTTP; 200 of anything else that was answered. */
  readonly status: number;
  readonly text: string;
  /** Seconds that the target asks to be left alone for; 0 = it says nothing. */
  readonly retryAfterSeconds: number;
}

/**
 * What is said to a target and what it answers: a generator that is given an answer for each request. Where there is no answer the one who holds the
 * conversation ends it: what was said may have arrived or not.
 */
export type Conversation<Result> = Generator<Request, Result, TargetAnswer>;

/** How sending ended. */
export type SendResult =
  | { readonly kind: 'done' }
  /** The target has it, and its answer says something else than what was sent. */
  | { readonly kind: 'differs'; readonly differences: readonly ReadDifference[] }
  /** For ever: the same message is refused again. `partly` = some of it was booked before. */
  | { readonly kind: 'refused'; readonly reason: Message; readonly arrived?: 'partly' }
  | { readonly kind: 'not now'; readonly reason: Message; readonly retryAfterSeconds: number };

/** How looking for a message that may have arrived ended. */
export type LookResult = { readonly kind: 'there' } | { readonly kind: 'absent' } | { readonly kind: 'partly' } | NotDone;

/** How reading back ended. */
export type ReadResultOf<Value> = { readonly kind: 'read'; readonly values: readonly Value[] } | NotDone;

/** Refused, or not now. */
export type NotDone = Exclude<SendResult, { readonly kind: 'done' | 'differs' }>;

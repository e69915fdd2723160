/** Statuses of HTTP from 400 to 499 after which the same request may be answered otherwise later (RFC 9110; 425 RFC 8470; 429 RFC 6585). */
const PASSING: readonly number[] = [408, 409, 425, 429];

/** What a status says before its body is looked at. `refused`: the same request is answered so for ever. */
export function statusMeaning(status: number): 'answered' | 'refused' | 'not now' {
  if (status >= 200 && status < 300) return 'answered';
  return status >= 400 && status < 500 && !PASSING.includes(status) ? 'refused' : 'not now';
}

/** What a wait is made of. */
export interface Wait {
  /** Of the first wait and of the longest. */
  readonly firstSeconds: number;
  readonly longestSeconds: number;
  /** How often it was tried, from 1. */
  readonly attempts: number;
  /** From 0 up to, but not including, 1: so that many senders don't come back at once. */
  readonly random: number;
  /** What the target itself asked for; 0 = nothing. */
  readonly retryAfterSeconds: number;
  /** At least as long: until an attempt without an answer has arrived or never will; 0 = nothing to wait for. */
  readonly settleSeconds: number;
}

/** Seconds until the next try: doubled each time up to the longest, of which the second half is drawn ("equal jitter"); never less than what is asked for. */
export function waitSeconds({ firstSeconds, longestSeconds, attempts, random, retryAfterSeconds, settleSeconds }: Wait): number {
  let whole = firstSeconds;
  for (let i = 1; i < attempts && whole < longestSeconds; i++) whole *= 2;
  const half = Math.min(whole, longestSeconds) / 2;
  return Math.max(half + half * random, Math.min(retryAfterSeconds, 3600), settleSeconds);
}

/** `Retry-After` in seconds; 0 where it is absent or a date: clocks of two hosts differ. */
export function parseRetryAfter(text: string | null): number {
  return text !== null && /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : 0;
}

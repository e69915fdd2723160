import { join } from 'node:path';
import { creating, isOfTheDisk, makeFolders } from '../disk/disk.ts';
import { type Draft, discardDraft, isThere, namesInFolder, openDraft, renameDraft, type Shelf } from '../disk/draft.ts';
import { type FoundDraft, findDrafts } from '../disk/found-draft.ts';
import { keepBeating, watchBeats } from '../disk/heartbeat.ts';
import type { Store } from './publication.ts';
import { PATIENCE_MILLISECONDS, putAside, settleDraft } from './settle-draft.ts';

/** How long whoever waits for another looks away. */
export const PAUSE_MILLISECONDS = 50;

/** An analysis number that is ours alone, when every number below it is settled: analyses appear in the order of their numbers. */
export interface ClaimedAnalysis {
  readonly number: number;
  /** Where it will be published. */
  readonly folder: string;
  readonly draft: Draft;
  /** Numbers of the analyses that were published before. */
  readonly earlier: readonly number[];
  /** Numbers below this one that no analysis has. With `earlier` and this one they are 1 to `number`. */
  readonly gaps: readonly Gap[];
  /** Its beats end: what comes of it is decided. */
  readonly stop: () => void;
}

export interface Gap {
  readonly number: number;
  /** Who claimed it and published nothing, in words; `null` = nobody knows any more. */
  readonly claimedBy: string | null;
}

/** The folder name of an analysis: `0001`. */
export function analysisName(number: number): string {
  return String(number).padStart(4, '0');
}

/**
 * Claims the next number in a folder of analyses and waits until every lower one is published or given back, so that the earlier analyses are all known.
 * A number that was given back is taken instead of a higher one; one whose owner is gone is cleared, or published where its key says so. The claim counts its
 * beats until `giveUp`, or until it is published. Throws `usage/cannot-create`, `io/failed`.
 */
export async function claimAnalysis(store: Store, folder: string): Promise<ClaimedAnalysis> {
  return claiming(store, folder, async (current) => {
    const still = watchBeats(store.clock);
    for (let held = current.set(takeNumber(store, current.get())); ; held = current.get()) {
      const next = await step(store, held, still);
      if (next.kind === 'settled') return next;
      current.set(next.held);
      if (next.kind === 'wait') await store.clock.pause(PAUSE_MILLISECONDS);
    }
  });
}

/**
 * Claims the number of a key whose files were lost, for those that are computed in their place. What is left of these, or of somebody who does not move, is put aside.
 * `null` = another run has put files in their place meanwhile.
 */
export async function claimNumber(store: Store, folder: string, number: number): Promise<ClaimedAnalysis | null> {
  return claiming(store, folder, async (current) => {
    const still = watchBeats(store.clock);
    for (;;) {
      if (isThere(store.disk, join(folder, analysisName(number)))) return null;
      const moved = renamed(store, current.get().draft, number);
      const others = numbered(findDrafts(store, folder));
      if (moved !== null) {
        const lower = others.filter((one) => one.number < number);
        const published = publishedIn(store, folder).filter((one) => one < number);
        return { draft: current.set(moved).draft, number, published, lower };
      }
      for (const one of others.filter((other) => other.number === number)) {
        const unmoved = still(one.name, one.beat);
        const { kind } = await settleDraft(store, one, unmoved);
        const nobodys = one.state === 'gone' || one.state === 'without-owner';
        if (kind === 'kept' && (nobodys || unmoved >= PATIENCE_MILLISECONDS)) putAside(store.disk, one);
      }
      await store.clock.pause(PAUSE_MILLISECONDS);
    }
  });
}

interface Current {
  readonly get: () => Held;
  readonly set: (held: Held) => Held;
}

type Settled = Held & { readonly published: readonly number[]; readonly lower: readonly Numbered[] };

async function claiming(store: Store, folder: string, settle: (current: Current) => Promise<Settled>): Promise<ClaimedAnalysis>;
async function claiming(
  store: Store,
  folder: string,
  settle: (current: Current) => Promise<Settled | null>,
): Promise<ClaimedAnalysis | null>;
async function claiming(
  store: Store,
  folder: string,
  settle: (current: Current) => Promise<Settled | null>,
): Promise<ClaimedAnalysis | null> {
  creating(folder, () => makeFolders(store.disk, folder));
  let held: Held = { draft: openDraft(store, folder), number: 0 };
  const stop = keepBeating(store, () => held.draft);
  try {
    const settled = await settle({ get: () => held, set: (next) => (held = next) });
    if (settled === null) {
      stop();
      discardDraft(store.disk, held.draft);
      return null;
    }
    const { draft, number, published, lower } = settled;
    const gaps = gapsBelow(number, { published, lower });
    return { number, folder: join(folder, analysisName(number)), draft, earlier: published, gaps, stop };
  } catch (error) {
    stop();
    discardDraft(store.disk, held.draft);
    throw error;
  }
}

/** Numbers of the published analyses of a folder, ascending. */
export function publishedIn({ disk }: Pick<Shelf, 'disk'>, folder: string): readonly number[] {
  return namesInFolder(disk, folder)
    .filter((name) => /^\d{4,}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

interface Held {
  readonly draft: Draft;
  readonly number: number;
}

type Step =
  | (Settled & { readonly kind: 'settled' })
  /** `again`: the number changed, or one below was settled. `wait`: a lower one is not settled. */
  | { readonly kind: 'again' | 'wait'; readonly held: Held };

/** Looks once at the numbers below. */
async function step(store: Store, held: Held, still: (key: string, beat: string) => number): Promise<Step> {
  const { folder, name } = held.draft;
  const published = publishedIn(store, folder);
  // Another run did not wait for us, or ours was published and given back before we took it.
  if ((published.at(-1) ?? 0) >= held.number) return { kind: 'again', held: takeNumber(store, held) };
  const others = numbered(findDrafts(store, folder)).filter((one) => one.name !== name && one.number < held.number);
  const lower: Numbered[] = [];
  const aside: Numbered[] = [];
  // All of them are watched at once, so that several are waited for no longer than one.
  const unmovedOf = new Map(others.map((one) => [one, still(one.name, one.beat)]));
  for (const one of others) {
    const unmoved = unmovedOf.get(one) ?? 0;
    const settled = await settleDraft(store, one, unmoved);
    if (settled.kind !== 'kept') return { kind: 'again', held };
    if (unmoved >= PATIENCE_MILLISECONDS && !settled.promised) aside.push(one);
    if (unmoved < PATIENCE_MILLISECONDS && (one.state === 'running' || one.state === 'unknown')) return { kind: 'wait', held };
    lower.push(one);
  }
  const lowest = Math.max(0, published.at(-1) ?? 0, ...lower.map((one) => one.number)) + 1;
  if (lowest < held.number) {
    const moved = renamed(store, held.draft, lowest);
    return moved === null ? { kind: 'wait', held } : { kind: 'again', held: moved };
  }
  // So that nobody waits for them again, and their owners, should they still live, find nothing left to publish.
  for (const one of aside) tryPutAside(store, one);
  return { kind: 'settled', ...held, published, lower };
}

/**
 * One that its owner has given back meanwhile is no longer there; one that belongs to another user may refuse, and is waited for by the next run as well. Nothing hangs on it:
 * what lies below a published number is refused when it is to be published (`overtaken`).
 */
function tryPutAside(store: Store, one: Numbered): void {
  try {
    putAside(store.disk, one);
  } catch (error) {
    if (isOfTheDisk(error)) throw error;
  }
}

type Numbered = FoundDraft & { readonly number: number };

function numbered(drafts: readonly FoundDraft[]): readonly Numbered[] {
  return drafts.flatMap((draft) => {
    const match = /^\.(\d{4,})\.partial$/.exec(draft.name);
    return match === null ? [] : [{ ...draft, number: Number(match[1]) }];
  });
}

/** Numbers that are neither published nor this one. */
function gapsBelow(
  number: number,
  { published, lower }: { readonly published: readonly number[]; readonly lower: readonly Numbered[] },
): readonly Gap[] {
  const all = Array.from({ length: number - 1 }, (_, index) => index + 1);
  return all
    .filter((one) => !published.includes(one))
    .map((one) => ({ number: one, claimedBy: lower.find((draft) => draft.number === one)?.owner ?? null }));
}

/** Takes the first number above all that are published or claimed. */
function takeNumber(shelf: Shelf, held: Held): Held {
  const { folder, name } = held.draft;
  for (let least = 1; ; ) {
    const claimed = numbered(findDrafts(shelf, folder)).filter((one) => one.name !== name);
    const number = Math.max(least, 1 + Math.max(0, ...publishedIn(shelf, folder), ...claimed.map((one) => one.number)));
    const moved = renamed(shelf, held.draft, number);
    if (moved !== null) return moved;
    least = number + 1;
  }
}

function renamed(shelf: Shelf, draft: Draft, number: number): Held | null {
  const name = `.${analysisName(number)}.partial`;
  const moved = creating(join(draft.folder, name), () => renameDraft(shelf.disk, draft, name));
  return moved === null ? null : { draft: moved, number };
}

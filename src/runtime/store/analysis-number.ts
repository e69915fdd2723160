import { join } from 'node:path';
import { creating, makeFolders } from '../disk/disk.ts';
import {
  clearDraft,
  type Draft,
  type DraftFile,
  discardDraft,
  type FoundDraft,
  findDrafts,
  namesInFolder,
  openDraft,
  publishDraft,
  renameDraft,
  type Shelf,
  writeDraft,
} from '../disk/draft.ts';

/** How long a number is waited for that another run claimed and in which nothing changes. A run claims one when it has computed, and publishes within seconds. */
export const PATIENCE_MILLISECONDS = 120_000;
const PAUSE_MILLISECONDS = 50;
const TOUCH_EVERY = 100;

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
 * A number that was given back is taken instead of a higher one; one whose owner is gone is cleared. Throws `usage/cannot-create`.
 */
export async function claimAnalysis(shelf: Shelf, folder: string): Promise<ClaimedAnalysis> {
  creating(folder, () => makeFolders(shelf.disk, folder));
  const opened = openDraft(shelf, folder);
  let held: Held = { draft: opened, number: 0 };
  try {
    held = takeNumber(shelf, held);
    for (let turn = 1; ; turn++) {
      const next = step(shelf, held);
      if (next.kind === 'settled') return next.claim;
      held = next.held;
      if (next.kind === 'wait') await shelf.clock.pause(PAUSE_MILLISECONDS);
      // So that those who wait for us see that we still do.
      if (turn % TOUCH_EVERY === 0) shelf.disk.touch(join(folder, held.draft.name, held.draft.claim));
    }
  } catch (error) {
    discardDraft(shelf.disk, held.draft);
    throw error;
  }
}

/**
 * Publishes the files of a claimed analysis by one rename. `overtaken`: a run that did not wait for this one published a higher number; nothing was
 * published, and the analysis needs another claim. Throws `usage/cannot-create`.
 */
export async function publishAnalysis(
  shelf: Shelf,
  claim: ClaimedAnalysis,
  files: readonly DraftFile[],
): Promise<'published' | 'overtaken'> {
  await writeDraft(shelf.disk, claim.draft, files);
  if (publishedIn(shelf, claim.draft.folder).some((number) => number >= claim.number)) {
    discardDraft(shelf.disk, claim.draft);
    return 'overtaken';
  }
  publishDraft(shelf, claim.draft, { path: claim.folder, entry: null });
  return 'published';
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
  | { readonly kind: 'settled'; readonly claim: ClaimedAnalysis }
  /** `again`: the number changed. `wait`: a lower one is not settled. */
  | { readonly kind: 'again' | 'wait'; readonly held: Held };

/** Looks once at the numbers below. */
function step(shelf: Shelf, held: Held): Step {
  const { folder, claim, name } = held.draft;
  const published = publishedIn(shelf, folder);
  // Another run did not wait for us, or ours was published and given back before we took it.
  if ((published.at(-1) ?? 0) >= held.number) return { kind: 'again', held: takeNumber(shelf, held) };
  const others = numbered(findDrafts(shelf, folder)).filter((one) => one.name !== name && one.number < held.number);
  for (const gone of others.filter((one) => one.state === 'gone')) clearDraft(shelf.disk, gone);
  const lower = others.filter((one) => one.state !== 'gone');
  if (lower.some((one) => shelf.clock.now().getTime() - one.changedAt < PATIENCE_MILLISECONDS && one.state !== 'without-owner'))
    return { kind: 'wait', held };
  const lowest = Math.max(0, published.at(-1) ?? 0, ...lower.map((one) => one.number)) + 1;
  if (lowest < held.number) {
    const moved = renamed(shelf, held.draft, lowest);
    return moved === null ? { kind: 'wait', held } : { kind: 'again', held: moved };
  }
  const draft = { folder, name, claim };
  return {
    kind: 'settled',
    claim: {
      number: held.number,
      folder: join(folder, analysisName(held.number)),
      draft,
      earlier: published,
      gaps: gapsBelow(held.number, { published, lower }),
    },
  };
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

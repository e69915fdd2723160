import { createHash } from 'node:crypto';
import { closeSync, constants, ftruncateSync, openSync, renameSync, unlinkSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Ten ways in which instruments, shares and people bring a file into a folder. */
export const WRITING_MODES = [
  'append',
  'header-last',
  'prealloc',
  'mtime-frozen',
  'pause',
  'rename',
  'replace',
  'truncate',
  'vanish',
  'twice',
] as const;
export type WritingMode = (typeof WRITING_MODES)[number];

/** What a writer left: the contents that were whole at some time, the last one last, and the longest time between two of its acts. */
export interface Written {
  readonly whole: readonly string[];
  readonly longestPauseMs: number;
}

export interface Writing {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** About how long it takes. */
  readonly milliseconds: number;
}

const PIECES = 10;
const FROZEN_SECONDS = 1_700_000_000;
const LONG_PAUSE = 0.6;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const created = (path: string) => openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o644);

/** Writes a file as an instrument does that is still at it. */
export async function writeLive(mode: WritingMode, { path, bytes, milliseconds }: Writing): Promise<Written> {
  const acts: number[] = [];
  const act = (what: () => void) => {
    what();
    acts.push(performance.now());
  };
  const size = Math.ceil(bytes.length / PIECES);
  const pieces = Array.from({ length: PIECES }, (_, index) => ({
    index,
    at: index * size,
    part: bytes.subarray(index * size, (index + 1) * size),
  }));
  const step = milliseconds / PIECES;
  const byPieces = async (descriptor: number, each: (index: number) => void = () => {}) => {
    for (const { index, at, part } of pieces) {
      act(() => {
        writeSync(descriptor, part, 0, part.length, at);
        each(index);
      });
      await pause(mode === 'pause' && index === PIECES / 2 ? milliseconds * LONG_PAUSE : mode === 'pause' ? step * (1 - LONG_PAUSE) : step);
    }
  };
  const whole = [bytes];
  switch (mode) {
    case 'append':
    case 'pause': {
      const descriptor = created(path);
      await byPieces(descriptor);
      closeSync(descriptor);
      break;
    }
    case 'mtime-frozen': {
      const descriptor = created(path);
      await byPieces(descriptor, () => utimesSync(path, FROZEN_SECONDS, FROZEN_SECONDS));
      closeSync(descriptor);
      break;
    }
    case 'header-last': {
      // Offsets of HEADER are blank until the end.
      const head = bytes.subarray(0, 58);
      bytes = Buffer.concat([bytes.subarray(0, 10), Buffer.alloc(48, ' '), bytes.subarray(58)]);
      for (const piece of pieces) piece.part = bytes.subarray(piece.at, piece.at + size);
      const descriptor = created(path);
      await byPieces(descriptor);
      act(() => writeSync(descriptor, head, 0, head.length, 0));
      closeSync(descriptor);
      break;
    }
    case 'prealloc': {
      const descriptor = created(path);
      act(() => ftruncateSync(descriptor, bytes.length));
      await byPieces(descriptor);
      closeSync(descriptor);
      break;
    }
    case 'rename':
    case 'twice': {
      const descriptor = created(`${path}.part`);
      await byPieces(descriptor);
      closeSync(descriptor);
      act(() => renameSync(`${path}.part`, path));
      if (mode === 'twice') {
        await pause(2 * step);
        act(() => writeFileSync(join(dirname(path), `copy-of-${path.slice(dirname(path).length + 1)}`), bytes));
      }
      break;
    }
    case 'replace': {
      act(() => writeFileSync(path, bytes));
      await pause(milliseconds / 2);
      const other = Uint8Array.from(bytes);
      const at = Number(Buffer.from(bytes.subarray(26, 34)).toString('latin1'));
      other[at] = (other[at] ?? 0) ^ 1;
      whole.push(other);
      act(() => {
        writeFileSync(`${path}.new`, other);
        renameSync(`${path}.new`, path);
      });
      break;
    }
    case 'truncate': {
      act(() => writeFileSync(path, bytes));
      await pause(milliseconds / 2);
      const descriptor = openSync(path, 'r+');
      act(() => ftruncateSync(descriptor, bytes.length >> 1));
      await pause(milliseconds / 2);
      act(() => writeSync(descriptor, bytes, 0, bytes.length, 0));
      closeSync(descriptor);
      break;
    }
    case 'vanish': {
      const descriptor = created(path);
      for (const { at, part } of pieces.slice(0, PIECES / 2)) {
        act(() => writeSync(descriptor, part, 0, part.length, at));
        await pause(step);
      }
      closeSync(descriptor);
      act(() => unlinkSync(path));
      whole.splice(0);
    }
  }
  const pauses = acts.slice(1).map((time, index) => time - (acts[index] ?? time));
  return { whole: whole.map(sha256), longestPauseMs: Math.max(0, ...pauses) };
}

import { nodeDisk } from '../disk/disk.ts';

/** Below this a further thread costs more than it takes over. */
const BYTES_PER_THREAD = 100_000_000;
const FILES_PER_THREAD = 8;

export function threadsForBytes(byteLength: number): number {
  return Math.floor(byteLength / BYTES_PER_THREAD) + 1;
}

export function threadsForFiles(count: number): number {
  return Math.floor(count / FILES_PER_THREAD) + 1;
}

/** The threads that gating will ask for, by the arguments of `gate`, before these are understood: one too many is not used, one too few starts later. */
export function threadsForArguments(args: readonly string[]): number {
  const files = filesAmong(args);
  const [only = ''] = files;
  return files.length > 1 ? threadsForFiles(files.length) : threadsForBytes(byteLengthOf(only));
}

/** Options of `gate` that have no value. */
const FLAGS: readonly string[] = ['--json', '--exact', '--help', '-h'];

export function filesAmong(args: readonly string[]): readonly string[] {
  const takesNext = (option: string) => option.startsWith('-') && !option.includes('=') && !FLAGS.includes(option);
  return args.filter((arg, i) => !arg.startsWith('-') && !takesNext(args[i - 1] ?? ''));
}

/** 0 where there is no such file: whoever opens it says so. */
function byteLengthOf(path: string): number {
  return nodeDisk.stateOf(path)?.size ?? 0;
}

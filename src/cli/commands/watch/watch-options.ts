import { InputError } from '../../../errors.ts';
import type { HealthAddress } from '../../../runtime/status/health-server.ts';
import type { LeastFree } from '../../../runtime/watch/watch-job.ts';

/** Seconds after an option, 0 among them. Throws `usage/bad-argument`. */
export function secondsAfter(option: string, text: string, least: number): number {
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(seconds) || seconds < least)
    throw new InputError('usage/bad-argument', `Expected a number of seconds, ${least} or more, after ${option}; found '${text}'.`);
  return seconds;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['B', 1],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KIB', 1024],
  ['MIB', 1024 * 1024],
  ['GIB', 1024 * 1024 * 1024],
  ['TIB', 1024 * 1024 * 1024 * 1024],
]);

/** A size such as 8GiB, 500MB or 1048576. Throws `usage/bad-argument`. */
export function bytesAfter(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = UNITS.get(unit.toUpperCase());
  if (number === '' || factor === undefined)
    throw new InputError(
      'usage/bad-argument',
      `Expected a size such as 8GiB, 500MB or a number of bytes after ${option}; found '${text}'.`,
    );
  return Math.floor(Number(number) * factor);
}

/** A part of the disk (`5%`) or a size. Throws `usage/bad-argument`. */
export function leastFreeAfter(option: string, text: string): LeastFree {
  const [, percent] = /^(\d+(?:\.\d+)?) ?%$/.exec(text.trim()) ?? [];
  if (percent === undefined) return { kind: 'bytes', value: bytesAfter(option, text) };
  const value = Number(percent) / 100;
  if (value >= 1) throw new InputError('usage/bad-argument', `Expected less than 100% after ${option}, found '${text}'.`);
  return { kind: 'fraction', value };
}

const LOOPBACK = '127.0.0.1';

/** `127.0.0.1:9464`, `[::1]:9464`, or a port alone, which this machine alone reaches. Throws `usage/bad-argument`. */
export function healthAddressAfter(option: string, text: string): HealthAddress {
  const [, bracketed, plain, digits = ''] = /^(?:(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:[\]]*)):)?(\d{1,5})$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535)
    throw new InputError('usage/bad-argument', `Expected an address such as 127.0.0.1:9464, or a port, after ${option}; found '${text}'.`);
  const host = bracketed ?? plain ?? '';
  return { host: host === '' ? LOOPBACK : host, port };
}

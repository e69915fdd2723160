import { InputError } from '../../../errors.ts';
import type { OutboxRecord } from '../../../lims/outbox-record.ts';
import { sentenceOf } from '../../../outputs/words/sentence.ts';
import { openSigning } from '../../../runtime/audit-log/open-signing.ts';
import { openShelf } from '../../../runtime/disk/draft.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { pushResults, readTargetsFile } from '../../../runtime/outbox/push.ts';
import type { PushedTarget } from '../../../runtime/outbox/push-target.ts';
import { errorLine } from '../../terminal/report-error.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';

interface Options {
  readonly targets: string;
  readonly target?: string;
  readonly wait: string;
  readonly retry?: true;
  readonly logKey?: string;
  readonly json?: true;
}

/** EX_TEMPFAIL, EX_PROTOCOL and EX_DATAERR of sysexits(3). */
const [STILL_WAITING, DIFFERENT, PARKED] = [75, 76, 65];

/** `cytolot push OUT`: sends results to the systems of a site, once each, and reads them back. */
export async function pushCommand(out: string, { targets: file, target, wait, retry, logKey, json }: Options): Promise<number> {
  const shelf = openShelf(out, nodeSurroundings());
  const targets = readTargetsFile(shelf.disk, file);
  const sign = logKey === undefined ? null : await openSigning(shelf, { path: logKey, notBelow: [out] });
  const pushed = await pushResults(shelf, targets, {
    only: target ?? null,
    waitSeconds: secondsOf(wait),
    again: retry === true ? 'parked and differing' : 'nothing',
    random: Math.random,
    announce: (record) => {
      if (record.reason !== null) terminal.line(lineOf(record));
    },
  });
  await sign?.();
  for (const error of pushed.flatMap(({ refused }) => refused)) terminal.line(`error: ${errorLine(error)}`);
  if (json === true) terminal.json({ targets: pushed.map(({ target: id, records }) => ({ id, ...countsOf(records), entries: records })) });
  else show(pushed);
  return exitCodeOf(pushed);
}

function lineOf({ target, folder, revision, state, reason }: OutboxRecord): string {
  const said = reason === null ? '' : ` ${sentenceOf(reason, 'en')} [${reason.code}]`;
  return `${state === 'waiting' ? 'warning' : 'error'}: ${target}: ${folder}, revision ${revision}, ${state}:${said}`;
}

function countsOf(records: readonly OutboxRecord[]) {
  const count = (state: OutboxRecord['state']) => records.filter((record) => record.state === state).length;
  return { waiting: count('waiting'), sent: count('sent'), parked: count('parked'), mismatch: count('mismatch') };
}

function show(pushed: readonly PushedTarget[]): void {
  const rows = pushed.map(({ target, records }) => {
    const { waiting, sent, parked, mismatch } = countsOf(records);
    return [target, ...[waiting, sent, parked, mismatch].map(String)];
  });
  terminal.out(textTable(['target', 'waiting', 'sent', 'parked', 'mismatch'], rows));
}

/** The gravest: what was read back differs, or is not as the log lists it; entries still wait; entries were refused. */
function exitCodeOf(pushed: readonly PushedTarget[]): number {
  const records = pushed.flatMap((one) => one.records);
  const has = (state: OutboxRecord['state']) => records.some((record) => record.state === state);
  const errors = pushed.flatMap(({ refused }) => refused);
  if (has('mismatch') || errors.some(({ code }) => code !== 'io/changed')) return DIFFERENT;
  if (has('waiting') || errors.length > 0) return STILL_WAITING;
  return records.some(({ state, reason }) => state === 'parked' && reason?.code !== 'lims/overtaken') ? PARKED : 0;
}

function secondsOf(text: string): number {
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : null;
  if (seconds !== null) return seconds;
  throw new InputError('usage/bad-argument', `Expected a number of seconds after --wait, such as 60, found '${text}'.`);
}

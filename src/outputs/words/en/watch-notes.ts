import type { Sentences } from '../../../message.ts';
import type { WATCH_NOTES } from '../../../watch/watch-notes.ts';
import { quoteAll } from './quote.ts';

const FOUND = { link: 'a symbolic link', pipe: 'a pipe', socket: 'a socket', device: 'a device' } as const;

/** What `watch` says of a drop folder, in English. */
export const WATCH_NOTE_SENTENCES = {
  'watch/awaits-file': ({ file, source }) => `${source} names '${file}', which has not arrived.`,
  'watch/awaits-table': ({ file }) =>
    `The definition names the table '${file}', which has not arrived; without entries, its heading line is enough.`,
  'watch/being-written': ({ file }) => `'${file}' has not been still for the quiet time.`,
  'watch/awaits-sample': ({ tube, stage }) => `No file has arrived for the tube '${tube}' at the stage '${stage}'.`,
  'watch/awaits-control': ({ control, tube, assayRun }) =>
    `No file has arrived for the control '${control}' of the tube '${tube}' in the assay run '${assayRun ?? ''}'.`,
  'watch/awaits-assay': ({ assay }) => `No plate has arrived for the assay '${assay}'.`,
  'watch/timed-out': ({ hours, awaited }, say) =>
    `Waited for ${hours} h; what can be judged is judged without: ${awaited.map(say).join(' ')}`,
  'watch/file-held': ({ file, tries, error }, say) =>
    `'${file}' is held: it could not be taken (tries: ${tries}). ${say(error)} It is tried again when it changes, and every half hour.`,
  'watch/not-a-file': ({ file, found }) =>
    `'${file}' is ${FOUND[found]}: only regular files are taken. Copy the file itself into the folder.`,
  'watch/too-deep': ({ folder, levels }) => `'${folder}' lies more than ${levels} levels deep, so that nothing in it is looked at.`,
  'watch/folder-unreadable': ({ folder, error }) =>
    `'${folder}' cannot be listed (${error}): nothing in it is looked at. Check its rights.`,
  'watch/name-unreadable': ({ file }) => `The name of '${file}' is not UTF-8. Rename the file.`,
  'watch/no-method': ({ products }) =>
    `None of the definitions for ${quoteAll(products)} has all tubes of it: say the product in the column product of the sample list.`,
  'watch/several-methods': ({ products }) =>
    `The definitions for ${quoteAll(products)} all have its tubes: say the product in the column product of the sample list, or make the patterns exclusive.`,
  'watch/unknown-product': ({ list, product, rows, products }) =>
    `${list}: ${rows} ${rows === 1 ? 'line is' : 'lines are'} for the product '${product}', and definitions are watched for ${quoteAll(products)} alone.`,
  'watch/not-planned': ({ product, errors }, say) => `Nothing is judged for the product '${product}': ${errors.map(say).join(' ')}`,
  'watch/method-changed': ({ product }) =>
    `The method for the product '${product}' is no longer what it was when watching began: nothing is judged by it. Start watch again to take the new one.`,
  'watch/reason-needed': ({ after, error }, say) =>
    `It is held, since something that analysis ${String(after).padStart(4, '0')} judged already differs. ${say(error)}`,
  'watch/not-analysed': ({ tries, error }, say) => `It is held: it could not be analysed (tries: ${tries}). ${say(error)}`,
  'watch/duplicate-copy': ({ file, of, subject }) =>
    `'${file}' has the bytes of '${of}', which was judged already for ${subject}: it is a copy, and gives no second result.`,
  'watch/published': ({ analysis, folder, disposition, resultSha256 }) =>
    `Analysis ${String(analysis).padStart(4, '0')} stands in '${folder}' (${resultSha256.slice(0, 8)}): ${disposition}.`,
  'watch/answer-not-listed': ({ folder, host, seconds }) =>
    `A worker on '${host}' answered that '${folder}' was published; for ${seconds} s the log has not listed it of this subject with these bytes. The answer is not believed and was taken away: the subject is analysed again.`,
  'watch/vanished': ({ file }) => `'${file}' was gone before it was still for the quiet time: nothing of it was used.`,
  'watch/no-events': ({ error }) => `The system reports no changes of the folder (${error}): it is looked at every scan all the same.`,
  'watch/not-running': ({ folder }) =>
    folder === null
      ? 'No process watches a folder for these results.'
      : `The process that watched '${folder}' has ended without being asked to.`,
  'watch/drop-unreadable': ({ error }) => `The drop folder cannot be listed (${error}). Check that it is there and its rights.`,
  'watch/little-space': ({ freeBytes, leastBytes }) =>
    `The disk of the results has ${freeBytes} bytes free, and --min-free asks for ${leastBytes}: nothing is taken or published until there are more.`,
  'watch/queue-away': ({ queue, seconds, error }) =>
    `The queue at ${queue} cannot be reached (${error}): files are taken all the same, and it is tried again every ${seconds} s.`,
  'watch/orders-unanswered': ({ orders, minutes, why }, say) =>
    `${orders} order(s) have had no answer for ${minutes} min or longer. ${why === null ? "Check that 'cytolot work' runs, is ready, sees this folder of results and is of this version." : `A worker says: ${say(why)}`}`,
  'watch/other-watch': ({ folder }) =>
    `Another process watches '${folder}' for these results and gives its orders: this one orders nothing until that one has ended, or stood still for a minute.`,
  'watch/disk-refuses': ({ error }, say) => `The disk of the results takes nothing more; it is tried again at every scan. ${say(error)}`,
} as const satisfies Sentences<typeof WATCH_NOTES>;

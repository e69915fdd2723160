import type { Sentences } from '../../../message.ts';
import type { REPLAY_NOTES, ReplayedRow, ReplayedValue } from '../../../results/replay-notes.ts';

const rowName = ({ id, attribute, component, occasion }: ReplayedRow): string =>
  `Row '${id ?? (component === null ? attribute : `${attribute}/${component}`)}'${occasion === 1 ? '' : `, occasion ${occasion}`}`;

function valueText({ estimate, lower, upper, operator, text, unit, k, N }: ReplayedValue): string {
  const value = text === null ? `${operator}${estimate ?? 'no value'} ${unit}`.trim() : `'${text}'`;
  const limits = lower === null && upper === null ? '' : ` [${lower ?? 'open'}, ${upper ?? 'open'}]`;
  return `${value}${limits}${k === null || N === null ? '' : ` (${k} of ${N})`}`;
}

const hashed = ({ id, version, sha256 }: { readonly id: string; readonly version: string; readonly sha256: string }): string =>
  `${id} ${version} (${sha256.slice(0, 8)})`;

/** What a replay finds, in English. */
export const REPLAY_NOTE_SENTENCES = {
  'replay/software': ({ before, now }) => `Software ${before}, now ${now}.`,
  'replay/document': ({ what, before, now }) => `${what === 'method' ? 'Method' : 'Specification'} ${hashed(before)}, now ${hashed(now)}.`,
  'replay/disposition': ({ before, now }) => `The proposed disposition was '${before}', now '${now}'.`,
  'replay/outcome': ({ row, before, now }) => `${rowName(row)} was '${before}', now '${now}'.`,
  'replay/value': ({ row, before, now }) => `${rowName(row)} was ${valueText(before)}, now ${valueText(now)}.`,
  'replay/row-gone': ({ row }) => `${rowName(row)} is not there any more.`,
  'replay/row-new': ({ row }) => `${rowName(row)} was not there.`,
  'replay/row-findings': ({ row }) => `${rowName(row)} has the same value and outcome, with other reasons, notes or details.`,
  'replay/findings': ({ members }) => `Other parts of the result have other bytes: ${members.join(', ')}.`,
  'replay/no-inputs': () =>
    'Its record does not say that its inputs were kept: they are by cytolot watch, and by cytolot run --keep-inputs. It cannot be replayed.',
  'replay/content-gone': ({ files }) => `The intake lacks, or holds other bytes of: ${files.join(', ')}. It cannot be replayed.`,
  'replay/damaged': () =>
    'The stored result is not the one that its record names, or is of another subject than its folder: cytolot verify shows what else differs. It cannot be replayed.',
  'replay/not-readable': ({ schemaVersion }) =>
    `The stored result ${schemaVersion === null ? 'cannot be read by this version' : `is of schema version ${schemaVersion}, which this version does not compare`}. It cannot be replayed.`,
  'replay/subject-gone': () => 'The method finds no such subject in the inputs. It cannot be replayed.',
  'replay/failed': ({ error }, say) => `It cannot be replayed: ${say(error)}`,
} as const satisfies Sentences<typeof REPLAY_NOTES>;

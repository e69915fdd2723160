import { isMessage, type Message } from '../../message.ts';
import { MESSAGES, sentenceOf } from '../../outputs/words/sentence.ts';

/** What whoever ran it must know, as data: a message with what it is about. */
export interface Warning extends Message {
  /** A file of the export folder, a line of a table (`file:line`), or a folder of the store. */
  readonly place?: string;
  /** Lot, purpose, condition and time point, in words. */
  readonly subject?: string;
  /** Attributes of the subject, with their components. */
  readonly attributes?: readonly string[];
  /** The assay that it is about. */
  readonly assay?: string;
}

/** Warnings of a kind that are printed whole. */
const MOST_WHOLE = 3;
/** Places that the line over those beyond names beside its first. */
const MOST_PLACES = 5;

/** One warning as a line: where, the English sentence, and the code. */
export function warningLine(warning: Warning): string {
  return `${textOf(warning)} [${warning.code}]`;
}

/** Kind after kind, in the order in which each first came: a few warnings in full, or its first one with how many more there are, and where. */
export function warningLines(warnings: readonly Warning[]): string[] {
  const kinds = new Map<string, [Warning, ...Warning[]]>();
  for (const warning of warnings) {
    const key = kindOf(warning);
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, [warning]);
    else known.push(warning);
  }
  return [...kinds.values()].flatMap(([first, ...others]) =>
    others.length < MOST_WHOLE ? [first, ...others].map(warningLine) : [`${textOf(first)} ${more(first, others)} [${first.code}]`],
  );
}

function textOf(warning: Warning): string {
  const place = placeOf(warning);
  const sentence = `${warning.assay === undefined ? '' : `${warning.assay}: `}${sentenceOf(warning, 'en')}`;
  return place === null ? sentence : `${place}: ${sentence}`;
}

function placeOf({ place, subject, attributes = [] }: Warning): string | null {
  if (subject === undefined) return place ?? null;
  return [`lot ${subject}`, ...attributes].join(', ');
}

function more(first: Warning, others: readonly Warning[]): string {
  const places = [...new Set(others.flatMap((one) => placeOf(one) ?? []))].filter((place) => place !== placeOf(first));
  const named = places.slice(0, MOST_PLACES).join('; ');
  const rest = places.length > MOST_PLACES ? `; and ${places.length - MOST_PLACES} further places` : '';
  return `(${others.length} more of this kind${places.length === 0 ? '' : `: ${named}${rest}`})`;
}

/** Its code with the words of closed lists among its fields, and the kinds of the messages that it quotes: rows that serve nothing do so for several reasons. */
function kindOf({ code, fields }: Message): string {
  const kinds = MESSAGES.find(({ codes }) => Object.hasOwn(codes, code))?.codes[code]?.fields ?? {};
  const words = Object.entries(kinds).flatMap(([name, kind]) => {
    const value = fields[name];
    if (value === undefined) return [];
    if (isMessage(value)) return [kindOf(value)];
    return typeof kind === 'object' && 'oneOf' in kind && typeof value === 'string' ? [value] : [];
  });
  return [code, ...words].join(' ');
}

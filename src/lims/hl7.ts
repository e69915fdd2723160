import { hasControlCharacter } from './control-characters.ts';
import type { Loss } from './lims-notes.ts';

/** HL7 v2.5.1, as much of it as results and orders need (chapter 2: encoding; 4: orders; 7: observations). */
const [FIELD, COMPONENT, REPETITION, ESCAPE, SUBCOMPONENT] = ['|', '^', '~', '\\', '&'] as const;

/** Delimiters and the escape character itself, by their escape sequences (chapter 2, section 2.7). */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  [FIELD, '\\F\\'],
  [COMPONENT, '\\S\\'],
  [REPETITION, '\\R\\'],
  [ESCAPE, '\\E\\'],
  [SUBCOMPONENT, '\\T\\'],
]);
const UNESCAPES: ReadonlyMap<string, string> = new Map([...ESCAPES].map(([sign, sequence]) => [sequence, sign]));

/** A text as it stands in a field: delimiters escaped, line ends as `\.br\`. `null` where it holds another control character: it has no form in HL7. */
export function escapeHl7(text: string): string | null {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.some(hasControlCharacter)) return null;
  return lines.map((line) => Array.from(line, (sign) => ESCAPES.get(sign) ?? sign).join('')).join('\\.br\\');
}

/** The text of a field. A sequence that is not known stays as it is. */
export function unescapeHl7(text: string): string {
  return text.replace(/\\([FSRET]|\.br)\\/g, (sequence) => (sequence === '\\.br\\' ? '\n' : (UNESCAPES.get(sequence) ?? sequence)));
}

/** A field: a text, or its components. */
export type Hl7Field = string | readonly string[];

/** A text in a segment that HL7 cannot hold: which one, and why. */
export interface Hl7Loss {
  readonly segment: string;
  readonly value: string;
  readonly loss: Loss;
}

/** A segment: its name and its fields from 1 on. MSH counts its delimiters as fields 1 and 2, which are not given. */
export interface Hl7Segment {
  readonly name: string;
  readonly fields: readonly Hl7Field[];
}

/** The message, each segment ended by a carriage return; or the first text that cannot be written. */
export function encodeHl7(segments: readonly Hl7Segment[]): string | Hl7Loss {
  let message = '';
  for (const { name, fields } of segments) {
    const cells: string[] = [];
    for (const field of fields) {
      const components = typeof field === 'string' ? [field] : field;
      const escaped = components.map(escapeHl7);
      const wrong = escaped.indexOf(null);
      if (wrong >= 0) return { segment: name, value: components[wrong] ?? '', loss: 'control-character' };
      cells.push(
        trimmed(
          escaped.map((text) => text ?? ''),
          COMPONENT,
        ),
      );
    }
    const delimiters = name === 'MSH' ? [`${COMPONENT}${REPETITION}${ESCAPE}${SUBCOMPONENT}`] : [];
    message += `${trimmed([name, ...delimiters, ...cells], FIELD)}\r`;
  }
  return message;
}

/** Without what is empty at the end. */
function trimmed(parts: readonly string[], delimiter: string): string {
  const last = parts.findLastIndex((part) => part !== '');
  return parts.slice(0, last + 1).join(delimiter);
}

/** A segment that was read. */
export interface ReadSegment {
  readonly name: string;
  /** Component `component` (from 1) of the first repetition of field `field`, as HL7 counts them; '' where there is none. */
  readonly text: (field: number, component?: number) => string;
}

/** Reads a message with the delimiters that it states; `null` where it is none. */
export function decodeHl7(message: string): readonly ReadSegment[] | null {
  const lines = message.split(/\r\n|\r|\n/).filter((line) => line !== '');
  const [head = ''] = lines;
  // Other delimiters would need other escapes: nobody uses them, and a guess could turn a value into another.
  if (!head.startsWith(`MSH${FIELD}${COMPONENT}${REPETITION}${ESCAPE}${SUBCOMPONENT}${FIELD}`)) return null;
  if (lines.some((line) => !/^[A-Z][A-Z0-9]{2}(\||$)/.test(line))) return null;
  return lines.map(readSegment);
}

function readSegment(line: string): ReadSegment {
  const cells = line.split(FIELD);
  const name = cells[0] ?? '';
  // MSH-1 is the delimiter behind the name.
  const shift = name === 'MSH' ? 1 : 0;
  return {
    name,
    text: (field, component = 1) => {
      if (name === 'MSH' && field === 1) return FIELD;
      const cell = cells[field - shift] ?? '';
      if (name === 'MSH' && field === 2) return cell;
      return unescapeHl7(cell.split(REPETITION)[0]?.split(COMPONENT)[component - 1] ?? '');
    },
  };
}

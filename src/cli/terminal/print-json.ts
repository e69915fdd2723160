import { printableJson } from '../../printable.ts';

/** A value as JSON text that a terminal can be given, and that reads back the same. */
export function jsonText(value: unknown, layout: 'indented' | 'one line'): string {
  return printableJson(JSON.stringify(value, null, layout === 'indented' ? 2 : 0));
}

/**
 * A value as JSON text. Control and bidirectional characters that JSON leaves as they are would act on a terminal: they are written as \uXXXX, which
 * reads back the same.
 */
export function jsonText(value: unknown, layout: 'indented' | 'one line'): string {
  return JSON.stringify(value, null, layout === 'indented' ? 2 : 0).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

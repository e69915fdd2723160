/**
 * A value as JSON on stdout, ended by a line break. Control and bidirectional characters that JSON leaves as they are would act on a terminal:
 * they are written as \uXXXX, which reads back the same.
 */
export function printJson(value: unknown): void {
  process.stdout.write(`${jsonText(value)}\n`);
}

export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Control and bidirectional characters would act on whatever shows a text: they are written as \xNN. Lines and tabs stay. */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, shown);
}

/** The same for one line, or a cell of a table, which a line end or tab in a name would break or forge. */
export function printableLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, shown);
}

/** JSON text whose control and bidirectional characters are written as \uXXXX, which reads back the same; those below U+0020 JSON writes so itself. */
export function printableJson(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function shown(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

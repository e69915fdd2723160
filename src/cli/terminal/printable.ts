/** Control and bidirectional characters would act on a terminal: they are shown as \xNN. Lines and tabs stay. */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, shown);
}

/** The same for a cell of a table, whose lines and tabs would break it. */
export function printableCell(text: string): string {
  return printable(text).replace(/[\n\t]/g, shown);
}

function shown(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

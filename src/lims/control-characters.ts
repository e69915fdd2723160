/** Whether a text holds a control character (C0 or DEL), which ends lines and frames or acts on a terminal. */
export function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((character) => character < ' ' || character === '\u007f');
}

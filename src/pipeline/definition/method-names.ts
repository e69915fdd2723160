/** What a definition says of an analytical procedure. */
export interface StatedMethod {
  /** Its document number, such as `QC-M-021`; `null` where the definition states none. */
  readonly id: string | null;
  readonly text: string;
}

/**
 * Whether a name means the procedure: it is the id; where the definition states no id, it stands in the text as a whole word
 * (`QC-M-021` in `flow, nuclear dye, QC-M-021`, not in `QC-M-0211`). Names agree to the character.
 */
export function namesMethod(method: StatedMethod, name: string): boolean {
  return method.id === null ? standsIn(method.text, name) : method.id === name;
}

/** The procedure for a message: its id, else its text. */
export function methodLabel(method: StatedMethod): string {
  return method.id ?? method.text;
}

const IN_WORD = /[\p{L}\p{N}_-]/u;

function standsIn(text: string, name: string): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = /.$/su.exec(text.slice(0, at))?.[0] ?? '';
    const [after = '', next = ''] = Array.from(text.slice(at + name.length, at + name.length + 4));
    // A full stop or a slash ends a name only where no letter or digit follows: `QC-M-021.2` is another one.
    const goesOn = IN_WORD.test(after) || (/[./]/.test(after) && IN_WORD.test(next));
    if (!IN_WORD.test(before) && !goesOn) return true;
  }
  return false;
}

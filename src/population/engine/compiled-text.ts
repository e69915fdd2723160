/** Loops that were compiled before, by their text: files of one plate share theirs, and with it what the engine has learnt about it. */
const compiled = new Map<string, unknown>();
const MOST_KEPT = 64;

/**
 * A function of generated text, which holds indices and numeric literals only. The same text gives the same function, so that nothing in
 * it may depend on anything but its arguments.
 */
export function compileText<Compiled>(parameters: readonly string[], text: string): Compiled {
  const key = `${parameters.join()} ${text}`;
  // The one place where text becomes code; what it may hold is said above.
  // oxlint-disable-next-line typescript/no-implied-eval
  const known = compiled.get(key) ?? new Function(...parameters, text);
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(key, known);
  // The text decides the type, which only its writer knows.
  return known as Compiled;
}

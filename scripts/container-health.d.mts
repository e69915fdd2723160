export function argumentsOf(commandLine: string): readonly string[];
export function questionFor(words: readonly string[]): readonly string[] | null;

/** One instruction of a Dockerfile: its word in capitals, and what it says, lines joined. */
export interface Instruction {
  readonly word: string;
  readonly text: string;
}

/** The stages of a Dockerfile, each from its FROM on: comments left out, continued lines joined. */
export function stagesOf(dockerfile: string): readonly (readonly Instruction[])[] {
  const lines = dockerfile
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    if (word.toUpperCase() === 'FROM') stages.push([]);
    stages.at(-1)?.push({ word: word.toUpperCase(), text: rest.join(' ') });
  }
  return stages;
}

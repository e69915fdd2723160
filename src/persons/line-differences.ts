/** Beyond so many pairs of lines the middle of two texts is shown as taken out and put in whole. */
const MOST_PAIRS = 4_000_000;
const CONTEXT = 2;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * What differs between two texts, line by line: lines that are gone begin with `-`, new ones with `+`, two around them with a blank; `@@ a b` gives the first line of each
 * passage in both texts, counting from 1. Empty = the same text. By a longest common subsequence of lines.
 */
export function lineDifferences(before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const kept = (text: string): Line => ({ sign: ' ', text });
  const middle = middleLines(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  return passages([...old.slice(0, head).map(kept), ...middle, ...old.slice(old.length - tail).map(kept)]);
}

function middleLines(old: readonly string[], now: readonly string[]): Line[] {
  const gone = (text: string): Line => ({ sign: '-', text });
  const come = (text: string): Line => ({ sign: '+', text });
  if (old.length * now.length > MOST_PAIRS) return [...old.map(gone), ...now.map(come)];
  const width = now.length + 1;
  // Length of the longest common subsequence of what is left from each pair of lines on.
  const common = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: Line[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    const [one, other] = [old[i], now[j]];
    if (one !== undefined && one === other) {
      lines.push({ sign: ' ', text: one });
      i += 1;
      j += 1;
    } else if (other === undefined || (one !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(gone(one ?? ''));
      i += 1;
    } else {
      lines.push(come(other));
      j += 1;
    }
  }
  return lines;
}

function passages(lines: readonly Line[]): string {
  const shown = lines.map((_, index) => lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' '));
  const text: string[] = [];
  let [old, now] = [1, 1];
  for (const [index, { sign, text: line }] of lines.entries()) {
    if (shown[index] === true) {
      if (index === 0 || shown[index - 1] !== true) text.push(`@@ ${old} ${now}`);
      text.push(`${sign}${line}`);
    }
    if (sign !== '+') old += 1;
    if (sign !== '-') now += 1;
  }
  return text.join('\n');
}

/** Notes beyond this many are counted, not listed: a file must not be able to flood a report. */
const MOST_LISTED = 100;

/** Collects sentences about one set of gates, each after the same beginning. */
export function startNotes(beginning: string): { readonly note: (sentence: string) => void; readonly notes: () => readonly string[] } {
  const listed: string[] = [];
  let count = 0;
  const note = (sentence: string): void => {
    count += 1;
    if (count <= MOST_LISTED) listed.push(beginning + sentence);
  };
  const notes = () => (count > MOST_LISTED ? [...listed, `${beginning}${count - MOST_LISTED} more notes are not listed.`] : listed);
  return { note, notes };
}

import type { Surroundings } from '../disk/surroundings.ts';

/** Shows how far a run is: a bar on a terminal, a line a second elsewhere.  */
export interface Progress {
  readonly start: (label: string, total: number) => void;
  readonly advance: () => void;
  readonly finish: () => void;
}

/** `quiet` shows nothing at all. */
export function openProgress(mode: 'shown' | 'quiet', { screen, clock }: Pick<Surroundings, 'screen' | 'clock'>): Progress {
  const terminal = screen.kind === 'terminal';
  let label = '';
  let total = 0;
  let done = 0;
  let shownAt = 0;
  const draw = (last: 'last' | 'between') => {
    if (mode === 'quiet' || total === 0) return;
    const now = clock.now().getTime();
    if (terminal) {
      const filled = Math.floor((28 * done) / total);
      screen.write(`\r${label} [${'#'.repeat(filled)}${'.'.repeat(28 - filled)}] ${done}/${total}${last === 'last' ? '\n' : ''}`);
    } else if (last === 'last' || now - shownAt >= 1000) {
      shownAt = now;
      screen.write(`${label}: ${done} of ${total}\n`);
    }
  };
  return {
    start: (newLabel, newTotal) => {
      label = newLabel;
      total = newTotal;
      done = 0;
      shownAt = clock.now().getTime();
      if (terminal) draw('between');
    },
    advance: () => {
      done += 1;
      draw('between');
    },
    finish: () => {
      draw('last');
      total = 0;
    },
  };
}

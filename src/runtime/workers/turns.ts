/** Work that goes on beside other work, or alone: whatever ended a process in one order must take no other order with it. */
export interface Turns {
  readonly beside: <Result>(act: () => Promise<Result>) => Promise<Result>;
  /** When all that is under way has come to an end; nothing begins until it has. */
  readonly alone: <Result>(act: () => Promise<Result>) => Promise<Result>;
}

export function openTurns(): Turns {
  let lastAlone: Promise<unknown> = Promise.resolve();
  const underWay = new Set<Promise<unknown>>();
  const kept = <Result>(begun: Promise<Result>): Promise<Result> => {
    const ended = begun.then(
      () => undefined,
      () => undefined,
    );
    underWay.add(ended);
    void ended.then(() => underWay.delete(ended));
    return begun;
  };
  return {
    beside: (act) => {
      const before = lastAlone;
      return kept(before.then(act));
    },
    alone: (act) => {
      const before = [...underWay];
      const begun = kept(Promise.all(before).then(act));
      lastAlone = begun.then(
        () => undefined,
        () => undefined,
      );
      return begun;
    },
  };
}

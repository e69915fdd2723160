/** What a registry lists: a kind of gate, a plate format, a model … `define<Kind>` makes it, in a file of its own. */
export interface Member<Id extends string = string> {
  /** What definitions, commands, results and pages call it; unique in its registry. */
  readonly id: Id;
}

/** All members of one kind, in the order in which they are listed. */
export interface Registry<Kind extends Member> {
  readonly members: readonly [Kind, ...Kind[]];
  readonly ids: readonly [Kind['id'], ...Kind['id'][]];
  /** Undefined where there is none of that id. */
  readonly find: (id: string) => Kind | undefined;
  /** The member of an id that a schema has let through. */
  readonly of: (id: Kind['id']) => Kind;
}

/** Every registry is one call of this, a line for each member. */
export function registryOf<const Kinds extends readonly [Member, ...Member[]]>(...members: Kinds): Registry<Kinds[number]> {
  const [first, ...others]: readonly [Kinds[number], ...Kinds[number][]] = members;
  const find = (id: string) => members.find((member) => member.id === id);
  return {
    members: [first, ...others],
    ids: [first.id, ...others.map(({ id }) => id)],
    find,
    of: (id) => {
      const found = find(id);
      if (found === undefined) throw new TypeError(`no member '${id}' in the registry`);
      return found;
    },
  };
}

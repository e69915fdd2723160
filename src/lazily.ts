/** Makes a value when it is first asked for, once. Schemas are: to build them all takes longer than to gate a small file, which needs none. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

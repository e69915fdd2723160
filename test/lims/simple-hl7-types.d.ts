declare module 'simple-hl7' {
  interface Segment {
    getField(index: number): unknown;
  }
  class Parser {
    parse(text: string): { getSegments(name: string): readonly Segment[] };
  }
  const simple: { readonly Parser: typeof Parser };
  export default simple;
}

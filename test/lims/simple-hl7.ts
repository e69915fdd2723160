import { createRequire } from 'node:module';

interface SimpleSegment {
  readonly getField: (index: number) => unknown;
}

interface SimpleHl7 {
  readonly Parser: new () => { readonly parse: (text: string) => { readonly getSegments: (name: string) => readonly SimpleSegment[] } };
}

/** Of every OBX what the package simple-hl7 reads: type, components of the value, range, flag, status. It has no types of its own. */
export function parseBySimpleHl7(text: string): unknown[] {
  const simple: SimpleHl7 = createRequire(import.meta.url)('simple-hl7');
  return new simple.Parser()
    .parse(text)
    .getSegments('OBX')
    .map((obx) => {
      const field = (index: number): string => [obx.getField(index) ?? ''].flat().map(String).join('^');
      return [field(2), field(5).split('^'), field(7), field(8), field(11)];
    });
}

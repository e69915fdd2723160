import simple from 'simple-hl7';

/** Of every OBX what the package simple-hl7 reads: type, components of the value, range, flag, status. */
export function parseBySimpleHl7(text: string): unknown[] {
  return new simple.Parser()
    .parse(text)
    .getSegments('OBX')
    .map((obx) => {
      const field = (index: number): string => [obx.getField(index) ?? ''].flat().map(String).join('^');
      return [field(2), field(5).split('^'), field(7), field(8), field(11)];
    });
}

/** What to put into a file by hand, right or wrong; `encodeFcs` of src writes only right ones. */
export interface FileByHand {
  readonly version?: string;
  readonly delimiter?: string;
  /** Keywords and values in order; required ones that are absent here are not added. */
  readonly pairs: readonly (readonly [keyword: string, value: string])[];
  readonly data: Uint8Array;
  /** HEADER offsets to write in place of the true ones: DATA begin, DATA end, ANALYSIS begin, ANALYSIS end. */
  readonly header?: (data: {
    readonly begin: number;
    readonly end: number;
  }) => readonly [string | number, string | number, string | number, string | number];
  /** TEXT as bytes, made of the pairs' text. */
  readonly changeText?: (text: string) => string;
  /** Bytes behind DATA. */
  readonly tail?: Uint8Array;
}

/** Keywords that a list-mode data set of FCS 3.1 must have, offsets aside: two parameters of 16 bits unless told otherwise. */
export function requiredPairs(changes: Readonly<Record<string, string | null>> = {}): readonly (readonly [string, string])[] {
  const usual: Readonly<Record<string, string>> = {
    $BEGINANALYSIS: '0',
    $ENDANALYSIS: '0',
    $BEGINSTEXT: '0',
    $ENDSTEXT: '0',
    $BEGINDATA: '{begin}',
    $ENDDATA: '{end}',
    $BYTEORD: '1,2,3,4',
    $DATATYPE: 'I',
    $MODE: 'L',
    $NEXTDATA: '0',
    $PAR: '2',
    $TOT: '3',
    $P1N: 'A',
    $P1B: '16',
    $P1R: '1024',
    $P1E: '0,0',
    $P2N: 'B',
    $P2B: '16',
    $P2R: '65536',
    $P2E: '0,0',
  };
  const names = [...new Set([...Object.keys(usual), ...Object.keys(changes)])];
  return names.flatMap((name) => {
    const value = Object.hasOwn(changes, name) ? changes[name] : usual[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
}

/** Three events of two 16-bit parameters, little-endian: 1, 2, 3 and 100, 200, 300. */
export const threeEvents: Uint8Array = new Uint8Array(Uint16Array.from([1, 100, 2, 200, 3, 300]).buffer);

/** HEADER, TEXT at byte 58, DATA behind it. `{begin}` and `{end}` in values become the offsets of DATA, with eight digits. */
export function buildFcs({
  version = 'FCS3.1',
  delimiter = '/',
  pairs,
  data,
  header,
  changeText,
  tail = new Uint8Array(0),
}: FileByHand): Uint8Array {
  const text = pairs.map(([keyword, value]) => `${keyword}${delimiter}${value}${delimiter}`).join('');
  const withOffsets = (begin: number): string => {
    const filled = text.replaceAll('{begin}', digits(begin)).replaceAll('{end}', digits(begin + data.length - 1));
    return (changeText ?? ((same) => same))(delimiter + filled);
  };
  const encode = (characters: string): Uint8Array => new TextEncoder().encode(characters);
  const begin = 58 + encode(withOffsets(0)).length;
  const end = begin + data.length - 1;
  const offsets = [58, begin - 1, ...(header?.({ begin, end }) ?? [begin, end, 0, 0])];
  const head = encode(`${version}    ${offsets.map((offset) => String(offset).padStart(8)).join('')}${withOffsets(begin)}`);
  const bytes = new Uint8Array(head.length + data.length + tail.length);
  bytes.set(head);
  bytes.set(data, head.length);
  bytes.set(tail, head.length + data.length);
  return bytes;
}

function digits(offset: number): string {
  return String(offset).padStart(8, '0');
}

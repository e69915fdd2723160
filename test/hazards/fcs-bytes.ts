/** An FCS file of the fixtures (qualification/generator/fcs-writer.mjs: one data set, float32, little-endian) taken apart, and put together again. */
export interface FcsParts {
  /** TEXT, in its order. */
  readonly keywords: readonly (readonly [string, string])[];
  /** Event by event. */
  readonly values: Float32Array;
}

const DELIMITER = '\f';
const TEXT_BEGIN = 58;

export function takeApart(bytes: Buffer): FcsParts {
  const [textBegin, textEnd, dataBegin, dataEnd] = [10, 18, 26, 34].map((at) => Number(bytes.toString('latin1', at, at + 8)));
  const words = bytes.toString('utf8', textBegin! + 1, textEnd!).split(DELIMITER);
  const keywords = words.flatMap((word, at): [string, string][] => (at % 2 === 0 ? [[word, words[at + 1] ?? '']] : []));
  const data = bytes.subarray(dataBegin, dataEnd! + 1);
  return { keywords, values: new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length)) };
}

/** `$TOT` and the offsets follow the values. */
export function putTogether({ keywords, values }: FcsParts): Buffer {
  const width = Number(keywords.find(([name]) => name === '$PAR')?.[1]);
  const bytes = values.length * 4;
  let begin = 0;
  let text = '';
  // The offsets stand in the TEXT whose length they change: repeat until both agree.
  for (let guess = -1; guess !== begin; ) {
    guess = begin;
    const counted = new Map([
      ['$TOT', String(values.length / width)],
      ['$BEGINDATA', String(guess)],
      ['$ENDDATA', String(guess + Math.max(bytes - 1, 0))],
    ]);
    text = DELIMITER + keywords.map(([name, value]) => `${name}${DELIMITER}${counted.get(name) ?? value}${DELIMITER}`).join('');
    begin = TEXT_BEGIN + Buffer.byteLength(text);
  }
  const offsets = [TEXT_BEGIN, begin - 1, bytes === 0 ? 0 : begin, bytes === 0 ? 0 : begin + bytes - 1, 0, 0];
  const header = `FCS3.1    ${offsets.map((offset) => String(offset).padStart(8)).join('')}`;
  return Buffer.concat([Buffer.from(header + text), Buffer.from(values.buffer, values.byteOffset, bytes)]);
}

/** The file with some keywords changed; `null` takes one away. */
export function withKeywords(bytes: Buffer, changed: Readonly<Record<string, string | null>>): Buffer {
  const { keywords, values } = takeApart(bytes);
  const kept = keywords.flatMap(([name, value]): [string, string][] => {
    const found = changed[name];
    return found === null ? [] : [[name, found ?? value]];
  });
  const added = Object.entries(changed).flatMap(([name, value]): [string, string][] =>
    value === null || keywords.some(([known]) => known === name) ? [] : [[name, value]],
  );
  return putTogether({ keywords: [...kept, ...added], values });
}

/** The file with only the events from `begin` to before `end`. */
export function withEvents(bytes: Buffer, begin: number, end: number): Buffer {
  const { keywords, values } = takeApart(bytes);
  const width = Number(keywords.find(([name]) => name === '$PAR')?.[1]);
  return putTogether({ keywords, values: values.slice(begin * width, end * width) });
}

/** Events of several files one after the other, under the keywords of the first; times run on, since events that go back in time are a departure. */
export function mixed(parts: readonly { readonly bytes: Buffer; readonly begin: number; readonly end: number }[]): Buffer {
  const [first] = parts;
  if (first === undefined) throw new Error('nothing to mix');
  const { keywords } = takeApart(first.bytes);
  const width = Number(keywords.find(([name]) => name === '$PAR')?.[1]);
  const pieces = parts.map(({ bytes, begin, end }) => takeApart(bytes).values.slice(begin * width, end * width));
  const values = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    values.set(piece, at);
    at += piece.length;
  }
  // The last parameter is Time.
  for (let event = 0; event < values.length / width; event += 1) values[event * width + width - 1] = 20 + event;
  return putTogether({ keywords, values });
}

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Script } from 'node:vm';

/**
 * Reads scripts with the code that the engine compiled of them when they were built, where it lies beside them (`.cache`). Code of
 * another engine or of other flags is refused by the engine, which then compiles the text as ever. Damaged code it does not refuse, nor code of
 * another text of the same length: therefore each cache begins with a checksum over the text and the code.
 */
export class ScriptReader {
  #room = openRoom(ROOM_BYTES);

  /** The whole file as text. */
  readText(file: string): string {
    const part = openPart(file, WORD_BYTES);
    this.#makeRoom(part.end);
    return asText(this.#read(part));
  }

  readScript(file: string): Script {
    const textPart = openPart(file, WORD_BYTES);
    const cachePart = openPartWhereThere(`${file}.cache`, textPart.end);
    this.#makeRoom(cachePart?.end ?? textPart.end);
    const text = asText(this.#read(textPart));
    const cache = cachePart === null ? null : this.#read(cachePart);
    if (cache === null || !this.#isWhole(textPart, cache)) return new Script(text, { filename: file });
    return new Script(text, { filename: file, cachedData: cache.subarray(WORD_BYTES) });
  }

  #makeRoom(byteLength: number): void {
    if (this.#room.bytes.length < byteLength) this.#room = openRoom(byteLength);
  }

  #read({ descriptor, at, length, end }: Part): Buffer {
    const { bytes } = this.#room;
    let count = 0;
    for (let more = 1; more > 0 && count < length; count += more) more = readSync(descriptor, bytes, at + count, length - count, count);
    closeSync(descriptor);
    bytes.fill(0, at + count, end);
    return bytes.subarray(at, at + count);
  }

  #isWhole(text: Part, cache: Buffer): boolean {
    if (cache.length <= WORD_BYTES) return false;
    const { bytes, addWords } = this.#room;
    bytes.fill(0, 0, WORD_BYTES);
    addWords(text.at, text.end);
    addWords(cache.byteOffset + WORD_BYTES, cache.byteOffset + wholeWords(cache.length));
    return bytes.compare(cache, 0, WORD_BYTES, 0, WORD_BYTES) === 0;
  }
}

/** An open file and its place in the room, which ends with a whole word. */
interface Part {
  readonly descriptor: number;
  readonly at: number;
  readonly length: number;
  readonly end: number;
}

function openPart(file: string, at: number): Part {
  const descriptor = openSync(file, 'r');
  const length = fstatSync(descriptor).size;
  return { descriptor, at, length, end: at + wholeWords(length) };
}

function openPartWhereThere(file: string, at: number): Part | null {
  try {
    return openPart(file, at);
  } catch {
    return null;
  }
}

const WORD_BYTES = 8;
const wholeWords = (length: number): number => Math.ceil(length / WORD_BYTES) * WORD_BYTES;
const asText = (bytes: Buffer): string => bytes.toString('utf8');

/** One piece of memory for all files, the sum in its first word: to touch more for the first time can take longer than to read. */
interface Room {
  readonly bytes: Buffer;
  /** Adds the words from `begin` to before `end` to the sum. */
  readonly addWords: (begin: number, end: number) => unknown;
}

/** Enough for what commands load at their start. */
const ROOM_BYTES = 1024 * 1024;
const PAGE_BYTES = 65_536;

/**
 * `add(begin, end)` over a memory: each word of 8 bytes is joined to the sum by exclusive or, the sum multiplied by an odd number (2^64 over the golden
 * ratio) and turned by 29 bits. Every step can be undone, so a change within one word always changes the sum. WebAssembly, because to load
 * `node:zlib` for its CRC-32 takes ten times as long as all there is to sum up. Made with the rules of src/population/engine/wasm-code.ts:
 * for (sum = load(0); begin < end; begin += 8) sum = turn((sum ^ load(begin)) * 0x9e3779b97f4a7c15, 29); store(0, sum).
 */
const ADD_WORDS =
  'AGFzbQEAAAABBgFgAn9/AAINAQFlBm1lbW9yeQIAAAMCAQAHBwEDYWRkAAAKQwFBAQF+QQApAwAhAgJAA0AgACABTw0BIAIgACkDAIVClfip+pe33puef35CHYkhAiAAQQhqIQAMAAsLQQAgAjcDAAs=';

function openRoom(byteLength: number): Room {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(byteLength / PAGE_BYTES) });
  const { add } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(ADD_WORDS, 'base64')), { e: { memory } }).exports;
  if (add === undefined) throw new Error('a module without its function');
  return { bytes: Buffer.from(memory.buffer), addWords: add };
}

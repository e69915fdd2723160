import { expect, it } from 'vitest';
import { moduleStateOf } from './module-state.ts';

it.each<[string, readonly string[]]>([
  ['let latest = null;', ['let latest']],
  ['export let count = 0;', ['let count']],
  ['const known = new Map<string, number>();', ['known']],
  ['const known: Map<string, number> = new Map([["a", 1]]);', ['known']],
  ['const room = new Float64Array(6);', ['room']],
  ['const word = new DataView(new ArrayBuffer(8));', ['word']],
  ['const tools = { cache: new Map() };', ['tools']],
  ['const tools: { cache: Map<string, number> } = { cache: new WeakMap() };', ['tools']],
  ['const seen: string[] = [];', ['seen']],
  ['const engine = openEngine();', ['engine']],
  ['const shape = { b: 0 }; export const f = () => { shape.b = 1; };', ['shape is written to']],
  ['const shape = { b: { c: 0 } }; export const f = () => { shape.b.c += 1; };', ['shape is written to']],
  ['const counts = [0, 0]; export function f() { counts[1]++; }', ['counts is written to']],
  ['const names = ["a"]; export function f() { names.push("b"); }', ['names is written to']],
  ['const names = { a: 1 }; export function f() { delete names.a; }', ['names is written to']],
])('is state of a module: %s', (source, found) => {
  expect(moduleStateOf(source)).toEqual(found);
});

it.each([
  'const NAMES = ["a", "b"] as const;',
  'const NONE: readonly string[] = [];',
  'const KNOWN: ReadonlySet<string> = new Set(["a"]);',
  'const LIMITS: Limits = { skipped: new Set(["a"]) };',
  'export const f = () => { const known = new Map(); let i = 0; i++; known.set(1, i); return known; };',
  'export function openEngine() { const known = new Map(); return known; }',
  'const schema = lazily(() => z.array(z.string()).default([]));',
  'const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;',
  'const decoder = new TextDecoder();',
  'const POWERS = [1, 10]; export const f = (values: number[]) => { values[0] = POWERS[0]; };',
  'declare let process: unknown;',
])('is a constant: %s', (source) => {
  expect(moduleStateOf(source)).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { openEvents } from '../../src/fcs/events/events.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { checkEvents } from '../../src/fcs/reading/event-check.ts';
import { buildFcs, requiredPairs } from './build-fcs.ts';
import { bytesSource } from './bytes-source.ts';

const text = (characters: string): Uint8Array => new TextEncoder().encode(characters);

/** Six events of three 16-bit parameters, all different. */
const DATA = new Uint8Array(Uint16Array.from([1, 100, 7, 2, 200, 9, 3, 300, 12, 4, 400, 15, 5, 500, 19, 6, 600, 20]).buffer);
const STEXT = '/$P3S/Viability/$CYT/Made/';
const ANALYSIS = '/GATE1/4 of 6/';

const PAIRS = requiredPairs({
  $PAR: '3',
  $TOT: '6',
  $P1S: 'CD34',
  $P1G: '2',
  $P1V: '450',
  $P2E: '4,1',
  $P3N: 'C',
  $P3B: '16',
  $P3R: '32',
  $P3E: '0,0',
  $SPILLOVER: '2,A,B,1,0.25,0.125,1',
  $BEGINSTEXT: '{stext}',
  $ENDSTEXT: '{stextend}',
  $BEGINANALYSIS: '{analysis}',
  $ENDANALYSIS: '{analysisend}',
});

type Pairs = readonly (readonly [string, string])[];

/** The file of these pairs: HEADER, TEXT, DATA, supplemental TEXT, ANALYSIS. */
function fileOf(pairs: Pairs): Uint8Array {
  const digits = (value: number) => String(value).padStart(8, '0');
  const placed = (begin: number): Readonly<Record<string, number>> => {
    const stext = begin + DATA.length;
    const analysis = stext + STEXT.length;
    return { stext, stextend: analysis - 1, analysis, analysisend: analysis + ANALYSIS.length - 1 };
  };
  return buildFcs({
    pairs,
    data: DATA,
    header: ({ begin, end }) => [begin, end, placed(begin).analysis ?? 0, placed(begin).analysisend ?? 0],
    changeText: (filled) => {
      const begin = 58 + text(filled.replace(/\{\w+\}/g, '00000000')).length;
      return filled.replace(/\{(\w+)\}/g, (_, name: string) => digits(placed(begin)[name] ?? 0));
    },
    tail: text(STEXT + ANALYSIS),
  });
}

interface Reading {
  /** An error, or what the file departs in and what is noted. */
  readonly told: string;
  /** Everything that is computed with: names, scales, matrix and every value. */
  readonly content: string;
}

function readingOf(bytes: Uint8Array): Reading {
  const source = bytesSource(bytes);
  try {
    const sets = readDataSets(source);
    const told = sets.map((set) => [set.departures, set.notes ?? [], checkEvents(source, set)]);
    const content = sets.map((set) => {
      const events = openEvents(source, set, { columns: set.parameters.map((_, column) => column) });
      const values = [...events.blocks()].map((block) => Array.from(block.values.subarray(0, block.eventCount * events.stride)));
      return [set.eventCount, set.parameters.map(({ name, label, scale }) => [name, label, scale]), set.spillover, values];
    });
    return { told: JSON.stringify(told), content: JSON.stringify(content) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { told: `refused: ${error.code} ${error.message}`, content: '' };
  }
}

interface Damage {
  readonly what: string;
  readonly bytes: Uint8Array;
}

function silent(damages: readonly Damage[]): readonly string[] {
  const whole = readingOf(fileOf(PAIRS));
  const found = damages.filter(({ bytes }) => {
    const { told, content } = readingOf(bytes);
    return told === whole.told && content !== whole.content;
  });
  return [...new Set(found.map(({ what }) => what))].sort();
}

const withPair = (at: number, pairs: Pairs): Pairs => [...PAIRS.slice(0, at), ...pairs, ...PAIRS.slice(at + 1)];

/** Keywords that a file may be without: another file, which may be meant. */
const MAY_BE_ABSENT = ['$P1G', '$P1S', '$SPILLOVER'];

describe('a file whose parts are damaged one by one never has other values, names or scales without a word', () => {
  it('is read whole, with nothing to tell', () => {
    const { told, content } = readingOf(fileOf(PAIRS));
    expect(JSON.parse(told)).toEqual([[[], [], []]]);
    const [[count, parameters, spillover]] = JSON.parse(content) as [[number, [string, string | null, object][], object]];
    expect(count).toBe(6);
    expect(parameters.map(([name, label]) => [name, label])).toEqual([
      ['A', 'CD34'],
      ['B', null],
      ['C', 'Viability'],
    ]);
    expect(spillover).toMatchObject({ parameters: ['A', 'B'] });
  });

  it('offsets in HEADER that are 1, 6 or 100 too small or too large, 0, or blank', () => {
    const file = fileOf(PAIRS);
    const damages = ['TEXT begin', 'TEXT end', 'DATA begin', 'DATA end', 'ANALYSIS begin', 'ANALYSIS end'].flatMap((what, i) => {
      const at = 10 + 8 * i;
      const stated = Number(new TextDecoder().decode(file.subarray(at, at + 8)));
      return [stated + 1, stated - 1, stated + 6, stated - 6, stated + 100, stated - 100, 0, ''].map((value): Damage => {
        const bytes = file.slice();
        bytes.set(text(String(value).padStart(8)), at);
        return { what: `${what} ${value === '' ? 'blank' : value === 0 ? 'zero' : 'moved'}`, bytes };
      });
    });
    expect(damages).toHaveLength(48);
    expect(silent(damages)).toEqual([]);
  });

  it('offsets in TEXT', () => {
    const damages = PAIRS.flatMap(([keyword, value], at) =>
      /^\$(BEGIN|END)/.test(keyword)
        ? [1, -1, 6, -6, 100, -100].map((step): Damage => {
            const place = new TextDecoder().decode(fileOf(PAIRS)).split(`/${keyword}/`)[1]?.slice(0, 8) ?? value;
            return { what: keyword, bytes: fileOf(withPair(at, [[keyword, String(Number(place) + step).padStart(8, '0')]])) };
          })
        : [],
    );
    expect(damages).toHaveLength(36);
    expect(silent(damages)).toEqual([]);
  });

  it('keywords that are misspelt', () => {
    const damages = PAIRS.map(([keyword, value], at): Damage => ({ what: keyword, bytes: fileOf(withPair(at, [[`${keyword}X`, value]])) }));
    expect(silent(damages)).toEqual([]);
  });

  it('keywords that are missing, but for those that a file may be without', () => {
    const damages = PAIRS.map(([keyword], at): Damage => ({ what: keyword, bytes: fileOf(withPair(at, [])) }));
    expect(silent(damages)).toEqual(MAY_BE_ABSENT);
  });

  it('keywords that stand there twice, with two values', () => {
    const damages = PAIRS.flatMap(([keyword, value], at): Damage[] => [
      {
        what: keyword,
        bytes: fileOf(
          withPair(at, [
            [keyword, value],
            [keyword, `${value}1`],
          ]),
        ),
      },
      {
        what: keyword,
        bytes: fileOf(
          withPair(at, [
            [keyword, `${value}1`],
            [keyword, value],
          ]),
        ),
      },
    ]);
    expect(silent(damages)).toEqual([]);
  });

  it('DATA that is a byte or an event shorter or longer than its offsets say', () => {
    const file = fileOf(PAIRS);
    const begin = Number(new TextDecoder().decode(file.subarray(26, 34)));
    const cut = (bytes: number) => Uint8Array.from([...file.subarray(0, begin), ...file.subarray(begin + bytes)]);
    const grown = (bytes: number) => Uint8Array.from([...file.subarray(0, begin), ...new Uint8Array(bytes), ...file.subarray(begin)]);
    const damages = [1, 2, 6].flatMap((bytes): Damage[] => [
      { what: `${bytes} cut`, bytes: cut(bytes) },
      { what: `${bytes} more`, bytes: grown(bytes) },
      { what: `${bytes} cut at the end`, bytes: file.slice(0, file.length - bytes) },
    ]);
    expect(silent(damages)).toEqual([]);
  });
});

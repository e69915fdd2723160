import type { Title } from '../../attributes/attribute-result.ts';
import { sqrt } from '../../numerics/elementary.ts';
import { meanOf, squaresAbout } from '../../numerics/mean.ts';
import type { DosePoint } from '../../potency/potency-result.ts';
import type { Speech } from '../language.ts';
import { type Markup, nothing } from '../markup.ts';
import { words } from '../words.ts';
import { type Cell, figure, plainTable } from './plain-table.ts';

interface Sample {
  readonly name: string;
  readonly points: readonly DosePoint[];
}

/** The data dose by dose: responses as measured with mean and standard deviation, or counts with their fraction; places of a design; excluded ones in brackets. */
export function doseTable(samples: readonly Sample[], unit: string | null, speech: Speech): Markup {
  const points = samples.flatMap((sample) => sample.points);
  const counted = points.some((point) => point.counts !== undefined);
  const places = PLACES.filter(({ of }) => points.some((point) => point.design?.[of] !== undefined));
  const dose = unit === null ? words.dose : { en: `${words.dose.en}, ${unit}`, zh: `${words.dose.zh}，${unit}` };
  const columns = [
    [words.preparation, 'text'] as const,
    [dose, 'number'] as const,
    [counted ? words.respondersOfTotal : words.responses, 'text'] as const,
    ...(places.length === 0 ? [] : [[placeTitle(places), 'text'] as const]),
    [words.numberOfValues, 'number'] as const,
    ...(counted ? [[words.fraction, 'number'] as const] : [[words.mean, 'number'] as const, [words.standardDeviation, 'number'] as const]),
  ];
  const rows = samples.flatMap((sample) => {
    const doses = [...new Set(sample.points.map((point) => point.dose))].sort((a, b) => a - b);
    return doses.map((at, i): readonly Cell[] => {
      const own = sample.points.filter((point) => point.dose === at);
      const name = i === 0 ? { content: sample.name, rows: doses.length } : null;
      const placed = places.length === 0 ? [] : [own.map((point) => placeText(point, places)).join(', ')];
      return [name, String(at), own.map(responseText).join(', '), ...placed, ...figuresOf(own, counted ? 'counts' : 'responses')];
    });
  });
  const excluded = points.some((point) => point.excluded !== null);
  const note = excluded ? { note: speech.plainWord(words.excludedInBrackets) } : {};
  return rows.length === 0 ? nothing : plainTable({ caption: words.dataTable, columns, rows, ...note }, speech);
}

function responseText({ response, counts, excluded }: DosePoint): string {
  const text = counts === undefined ? String(response) : `${counts.responders}/${counts.total}`;
  return excluded === null ? text : `(${text})`;
}

/** What a design may say of a response, in the order in which it is said. */
const PLACES = [
  { of: 'block', title: words.placeBlock },
  { of: 'row', title: words.placeRow },
  { of: 'column', title: words.placeColumn },
  { of: 'subject', title: words.placeSubject },
  { of: 'period', title: words.placePeriod },
] as const;

function placeTitle(places: readonly (typeof PLACES)[number][]): Title {
  const joined = (language: 'en' | 'zh'): string => places.map(({ title }) => title[language]).join(' / ');
  return { en: joined('en'), zh: joined('zh') };
}

function placeText({ design }: DosePoint, places: readonly (typeof PLACES)[number][]): string {
  return places.map(({ of }) => design?.[of] ?? '–').join('/');
}

/** How many, and their mean and standard deviation; of counts the fraction of all units. */
function figuresOf(points: readonly DosePoint[], of: 'counts' | 'responses'): readonly Cell[] {
  const kept = points.filter((point) => point.excluded === null);
  const number = String(kept.length);
  if (of === 'counts') {
    const sum = (read: (point: DosePoint) => number): number => kept.reduce((total, point) => total + read(point), 0);
    return [number, figure(sum((point) => point.counts?.responders ?? 0) / sum((point) => point.counts?.total ?? 0), 4)];
  }
  const responses = kept.map((point) => point.response);
  const mean = kept.length === 0 ? null : meanOf(responses);
  const deviation = mean === null || kept.length < 2 ? null : sqrt(squaresAbout(responses, mean) / (kept.length - 1));
  return [number, figure(mean, 5), figure(deviation, 3)];
}

import type { Title } from '../../attributes/attribute-result.ts';
import type { FlowPlot } from '../../results/figures.ts';
import type { RareEventRow } from '../../results/rare-event-row.ts';
import { raised } from '../exponents.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import { formatCount, formatLevel, formatNumber } from '../words/forms/decimals.ts';
import { intervalMethodTitle } from '../words/interval-method.ts';
import { rareEventTitle } from '../words/rare-event.ts';
import { criterionTitle } from '../words/titles.ts';
import { words } from '../words.ts';
import { headCells, table } from './parts.ts';

/** What was found of a rare event, and what was asked of it. */
export function rareEventTable(rows: readonly RareEventRow[], title: Title, speech: Speech): Markup {
  const head = headCells(speech, [
    [words.rareEvent, 'text'],
    [words.value, 'number'],
  ]);
  const lines = rows.map(
    (row) => markup`<tr><th scope="row">${speech.plainWord(heading(row))}</th><td class="number">${value(row, speech)}</td></tr>`,
  );
  const caption = `${speech.short(words.rareEvent)}: ${speech.short(title)}`;
  return markup`<div>${table({ name: 'rare', caption, head, body: markup`<tbody>${lines}</tbody>` })}</div>`;
}

/** `1,344 of 268,412 in the gate`. */
export function inGate({ gates: [gate] }: FlowPlot): Title {
  if (gate === undefined) return words.gateNotDrawn;
  const { count, parentCount } = gate;
  return rareEventTitle((own) => own.inGate(formatCount(count), formatCount(parentCount)));
}

function heading(row: RareEventRow): Title {
  switch (row.row) {
    case 'upper-limit': {
      const method = intervalMethodTitle(row.method);
      const level = formatLevel(row.level);
      return rareEventTitle((own, language) => own['upper-limit'](level, method[language]));
    }
    case 'events-needed':
      return rareEventTitle((own) => own['events-needed'](formatLevel(row.level)));
    default:
      return rareEventTitle((own) => own[row.row]);
  }
}

/** Fractions with two digits: the table of results has them as the specification rounds them. */
function value(row: RareEventRow, speech: Speech): Markup {
  switch (row.row) {
    case 'counts':
      return markup`${speech.share(row.k, row.N)}`;
    case 'estimate':
    case 'upper-limit':
      return raised(formatNumber(row.value, 2));
    case 'criterion':
      return speech.plainWord(criterionTitle(row.criterion));
    case 'cells-per-dose':
      return speech.plainWord(rareEventTitle((own) => own.atMost(formatCount(row.cells))));
    case 'events-needed':
      return markup`${formatCount(row.events)}`;
  }
}

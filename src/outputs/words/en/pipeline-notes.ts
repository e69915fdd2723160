import type { Sentences } from '../../../message.ts';
import type { PIPELINE_NOTES, UNUSED_ROWS } from '../../../pipeline/notes.ts';
import { boundText, THINGS } from './pipeline-reasons.ts';
import { quoteAll } from './quote.ts';

const ABSENT = {
  'not-asked': 'the definition does not ask for',
  'no-sample-of-lot': 'has no sample of this lot in this folder',
  'no-sample-or-plate': 'no sample or plate of this folder has',
} as const;

/** The notes of the pipeline, in English. */
export const PIPELINE_NOTE_SENTENCES = {
  'file/unbound': ({ file }) => `${file}: nothing binds this file; name it in the sample list, or ignore it in the definition.`,
  'folder/too-deep': ({ folder, levels }) =>
    `${folder}: lies more than ${levels} levels deep, so that nothing in it is looked at. Move what serves a lot further up.`,
  'folder/unreadable': ({ folder, error }, say) => `${folder}: nothing in it is looked at. ${say(error)}`,
  'folder/link-not-followed': ({ link, why }) =>
    `${link}: ${
      {
        outside:
          "a symbolic link to a folder outside of the export folder. Nothing in it is looked at; 'inputs.links: anywhere' allows it.",
        loop: 'a symbolic link to a folder that it lies in. It is not followed.',
        'within-a-link': 'a symbolic link to a folder, reached through another such link. Nothing in it is looked at.',
      }[why]
    }`,
  'content/same-bytes': ({ one, other }) =>
    `${boundText(one)} holds the same bytes as ${boundText(other)}. The export states no time and has too few different wells to tell a copy from chance: make sure that both plates were read.`,
  'plate/without-sample': ({ subject }) => `A plate carries '${subject}', which has no sample in this folder: it is not judged.`,
  'shared/alone': ({ source, name }) => `${source} says shared '${name}', but nothing else in this folder shares it.`,
  'sample-list/other-product': ({ products, rows, own }) =>
    `${rows} ${rows === 1 ? 'line' : 'lines'} of the sample list are for ${quoteAll(products)}: this definition is for '${own}' and leaves them to theirs.`,
  'table/unused-row': ({ why }, say) => say(why),
} as const satisfies Sentences<typeof PIPELINE_NOTES>;

/** Why a row of a table serves nothing, in English. */
export const UNUSED_ROW_SENTENCES = {
  'row/unknown-lot': ({ lot, guess }) => `Names the lot '${lot}', which has no sample in this folder.${hint(guess)}`,
  'row/unknown-name': ({ what, name, absent, guess }) => `Names the ${THINGS[what]} '${name}', which ${ABSENT[absent]}.${hint(guess)}`,
  'row/measured-here': ({ attribute }) =>
    `Names the attribute '${attribute}', which the method measures itself: a result from elsewhere does not take its place.`,
  'row/unknown-subject': ({ subject, guess }) => `Names the subject '${subject}', which has no sample in this folder.${hint(guess)}`,
  'row/row-not-judged': ({ row, guess }) =>
    `Names the row '${row}', which the specification does not judge for this subject.${hint(guess)}`,
  'row/occasion-not-tested': ({ row, occasion }) => `Names the occasion '${occasion}' of the row '${row}', which was not tested on it.`,
  'row/other-samples': ({ samples, of }) =>
    `${of === 1 ? 'One sample is' : `${of} samples are`} not named as the definition says (sampleId) and ${of === 1 ? 'serves' : 'serve'} nothing: ${quoteAll(samples)}${of > samples.length ? ' …' : ''}.`,
  'row/unused-control': ({ control, assayRun, tube, file }) =>
    `The control '${control}' of assay run '${assayRun}' serves no sample of this folder${tube === null ? '' : ` in tube '${tube}'`}: ${file}.`,
  'row/unused-plate': ({ assay, file }) => `Names the assay '${assay}', which the definition does not have: ${file} serves nothing.`,
  'row/unused-standards': ({ unused, of }) =>
    `${unused.length} of ${of} reference standards stand on no plate of this folder: ${quoteAll(unused)}.`,
  'row/unused-reagents': ({ unused, of }) =>
    `${unused.length} of ${of} lots of reagents were used in nothing of this folder: ${quoteAll(unused)}.`,
} as const satisfies Sentences<typeof UNUSED_ROWS>;

function hint(guess: string | null): string {
  return guess === null ? '' : ` Did you mean '${guess}'?`;
}

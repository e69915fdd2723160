import { defineExchangeFormat } from '../document/exchange-format.ts';
import type { GateDocument, GateSet } from '../document/gate-document.ts';
import { startNotes } from '../document/notes.ts';
import { unreadParts } from '../xml/vocabulary.ts';
import { badXml, childNamed, childrenNamed, requiredAttribute, type XmlElement, type XmlReading } from '../xml/xml.ts';
import { DIVA_ALL_EVENTS, readDivaGates } from './facsdiva-gates.ts';
import { readDivaCompensation } from './facsdiva-settings.ts';
import { FACSDIVA_VOCABULARY } from './facsdiva-vocabulary.ts';

export const facsDiva = defineExchangeFormat({ id: 'facsdiva', recognises: isFacsDiva, read: readFacsDiva });

function isFacsDiva(root: XmlElement): boolean {
  return root.name === 'bdfacs';
}

/**
 * Reads an experiment that FACSDiva exported: a set of gates for each tube that has recorded a file. What is not understood is left out with a
 * note, and so is what hangs on it; every assumption stands in docs/gate-files.md. Errors: `exchange/bad-xml`.
 */
function readFacsDiva(root: XmlElement, reading: XmlReading): GateDocument {
  const experiments = childrenNamed(root, 'experiment');
  const sets = experiments.flatMap((experiment) =>
    tubesOf(experiment, reading).map((tube) => readTube(tube, { reading, decades: decadesOf(experiment) ?? decadesOf(root) })),
  );
  if (sets.length === 0) throw badXml(reading, root, 'expected a tube with a data_filename, found none');
  return { format: 'FACSDiva experiment', sets };
}

interface Tube {
  readonly element: XmlElement;
  readonly name: string;
  readonly file: string;
}

function tubesOf(experiment: XmlElement, reading: XmlReading): Tube[] {
  return childrenNamed(experiment, 'specimen').flatMap((specimen) =>
    childrenNamed(specimen, 'tube').flatMap((element) => {
      const file = childNamed(element, 'data_filename')?.text ?? '';
      const name = `${requiredAttribute(reading, specimen, 'name')}/${requiredAttribute(reading, element, 'name')}`;
      return file === '' ? [] : [{ element, name, file }];
    }),
  );
}

/** `log_decades`: how many decades a logarithmic axis has; null where it is not said. */
function decadesOf(element: XmlElement): number | null {
  const decades = Number(childNamed(element, 'log_decades')?.text ?? Number.NaN);
  return decades > 0 && decades <= 20 ? decades : null;
}

function readTube(
  { element, name, file }: Tube,
  { reading, decades }: { readonly reading: XmlReading; readonly decades: number | null },
): GateSet {
  const { note, notes } = startNotes({ file: reading.file, tube: name });
  const { uncompensated, stated } = readDivaCompensation(childNamed(element, 'instrument_settings'), reading);
  const holder = childNamed(element, 'gates');
  if (holder === null) note('gate-file/no-own-gates', {});
  const read = readDivaGates(holder === null ? [] : childrenNamed(holder, 'gate'), { reading, note, decades, uncompensated });
  for (const part of unreadParts(holder === null ? [] : [holder], FACSDIVA_VOCABULARY)) note('gate-file/not-read', { ...part });
  return {
    sample: name,
    id: null,
    groups: [],
    files: [file],
    keywords: totalOf(holder),
    ...read,
    transforms: {},
    matrices: {},
    markers: {},
    // The orientation of the tube's own coefficients is not documented; FACSDiva writes the same matrix into the file.
    compensation: { from: 'file', whenAbsent: stated === null ? 'none' : 'error' },
    ...(stated === null ? {} : { statedSpillover: stated }),
    heading: 'path',
    notes: notes(),
  };
}

/** How many events the tube had: those of its gate of all events. */
function totalOf(gates: XmlElement | null): ReadonlyMap<string, string> {
  const all = gates?.children.find(({ attributes }) => attributes.get('fullname') === DIVA_ALL_EVENTS);
  const total = all === undefined ? '' : (childNamed(all, 'num_events')?.text ?? '');
  return new Map(total === '' ? [] : [['$TOT', total]]);
}

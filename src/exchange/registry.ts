import { InputError } from '../errors.ts';
import { isFacsDiva, readFacsDiva } from './facsdiva/facsdiva.ts';
import { isFlowJo, readFlowJo } from './flowjo/flowjo.ts';
import type { GateDocument } from './gate-document.ts';
import { isGatingMl, readGatingMl } from './gating-ml/gating-ml.ts';
import { parseXml } from './xml/parse-xml.ts';
import { shortened, type XmlElement, type XmlReading } from './xml/xml.ts';

/** A format of gates: whether a document is one, and how it is read. */
export interface ExchangeFormat {
  readonly recognises: (root: XmlElement) => boolean;
  /** Errors: `exchange/bad-xml`, `exchange/unsupported`. */
  readonly read: (root: XmlElement, reading: XmlReading) => GateDocument;
}

/** Every format of gates. One file and one line here add another. */
export const EXCHANGE_FORMATS: Readonly<Record<string, ExchangeFormat>> = {
  'gating-ml': { recognises: isGatingMl, read: readGatingMl },
  facsdiva: { recognises: isFacsDiva, read: readFacsDiva },
  flowjo: { recognises: isFlowJo, read: readFlowJo },
};

/** Reads gates from XML of any known format. Errors: `exchange/bad-xml`, `exchange/unsupported`. */
export function readGateDocument(text: string, file: string): GateDocument {
  const root = parseXml(text, file);
  const format = Object.values(EXCHANGE_FORMATS).find(({ recognises }) => recognises(root));
  if (format !== undefined) return format.read(root, { file });
  const known = Object.keys(EXCHANGE_FORMATS).join(', ');
  throw new InputError(
    'exchange/unsupported',
    `Expected one of the formats ${known}, found a document that begins with '${shortened(root.name)}'.`,
    {
      file,
      line: root.line,
    },
  );
}

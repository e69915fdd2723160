import type { Member } from '../../registry.ts';
import type { XmlElement, XmlReading } from '../xml/xml.ts';
import type { GateDocument } from './gate-document.ts';

/** A format of gates: whether a document is one, and how it is read. */
export interface ExchangeFormat extends Member {
  readonly recognises: (root: XmlElement) => boolean;
  /** Errors: `exchange/bad-xml`, `exchange/unsupported`. */
  readonly read: (root: XmlElement, reading: XmlReading) => GateDocument;
}

/** Makes a member of the registry. */
export function defineExchangeFormat(format: ExchangeFormat): ExchangeFormat {
  return format;
}

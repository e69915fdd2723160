import { MOST_POPULATIONS } from '../../population/gate-tree.ts';
import { badXml, type XmlElement, type XmlReading } from '../xml/xml.ts';

/** A path holds the names of all its parents: long ones would multiply. */
const LONGEST_NAME = 1000;

/** The name of a population where it is no longer than any real one. Errors: `exchange/bad-xml`. */
export function populationName(reading: XmlReading, element: XmlElement, name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  throw badXml(reading, element, `expected a name of at most ${LONGEST_NAME} characters, found ${name.length}`);
}

/** Errors: `exchange/bad-xml` where one more would be more than a strategy may have. */
export function refuseTooMany(reading: XmlReading, element: XmlElement, count: number): void {
  if (count >= MOST_POPULATIONS) throw badXml(reading, element, `expected at most ${MOST_POPULATIONS} populations, found more`);
}

import { InputError } from '../../errors.ts';

/** An element with its children; names are local, `space` is the namespace. */
export interface XmlElement {
  readonly name: string;
  readonly space: string;
  /** By local name, those without a namespace or in one of Gating-ML's. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Character data directly inside it, trimmed. */
  readonly text: string;
  readonly line: number;
}

/** Reads elements of one file, with errors that name the file and the line. */
export interface XmlReading {
  readonly file: string;
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function childNamed(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null;
}

/** Errors: `exchange/bad-xml`. */
export function requiredChild(reading: XmlReading, element: XmlElement, name: string): XmlElement {
  const child = childNamed(element, name);
  if (child === null) throw badXml(reading, element, `expected an element '${name}', found none`);
  return child;
}

/** Errors: `exchange/bad-xml`. */
export function requiredAttribute(reading: XmlReading, element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined || value === '') throw badXml(reading, element, `expected an attribute '${name}', found none`);
  return value;
}

/** Errors: `exchange/bad-xml`. */
export function numberAttribute(reading: XmlReading, element: XmlElement, name: string): number {
  return parseXmlNumber(reading, element, requiredAttribute(reading, element, name));
}

/** An `xs:boolean`; absent = false. Errors: `exchange/bad-xml`. */
export function booleanAttribute(reading: XmlReading, element: XmlElement, name: string): boolean {
  const value = element.attributes.get(name)?.trim() ?? 'false';
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw badXml(reading, element, `expected true or false as '${name}', found '${value}'`);
}

/** The only element of this name. Errors: `exchange/bad-xml`. */
export function onlyChild(reading: XmlReading, element: XmlElement, name: string): XmlElement {
  const [child, ...more] = childrenNamed(element, name);
  if (child === undefined || more.length > 0)
    throw badXml(reading, element, `expected one element '${name}', found ${child === undefined ? 'none' : more.length + 1}`);
  return child;
}

/** Absent = undefined; an empty attribute is no number: a bound that is passed over would let in every event. */
export function optionalXmlNumber(reading: XmlReading, element: XmlElement, name: string): number | undefined {
  const value = element.attributes.get(name);
  return value === undefined ? undefined : parseXmlNumber(reading, element, value);
}

/** Errors: `exchange/bad-xml`. */
export function parseXmlNumber(reading: XmlReading, element: XmlElement, text: string): number {
  const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw badXml(reading, element, `expected a number, found '${text}'`);
  return value;
}

export function badXml({ file }: XmlReading, element: XmlElement, sentence: string): InputError {
  return new InputError('exchange/bad-xml', sentenceOf(element, sentence), { file, line: element.line });
}

export function unsupportedXml({ file }: XmlReading, element: XmlElement, sentence: string): InputError {
  return new InputError('exchange/unsupported', sentenceOf(element, sentence), { file, line: element.line });
}

/** What is quoted of a file is cut where it is longer than anyone reads. */
function sentenceOf({ name }: XmlElement, sentence: string): string {
  return `Element '${shortened(name)}': ${sentence.replace(/'([^']{200})[^']+'/g, "'$1…'")}.`;
}

export function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

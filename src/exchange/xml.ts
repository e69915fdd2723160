import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { InputError } from '../errors.ts';
import { GATES_LIMITS, LIMITS_BY_ROOT, LONGEST_PROLOG, LONGEST_TAG, LONGEST_TOKEN, MOST_ATTRIBUTES } from './xml-limits.ts';

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

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

const CHUNK = 65_536;

/** Parses XML into a tree. A DOCTYPE, and so every entity of its own, is refused. Errors: `exchange/bad-xml`. */
export function parseXml(text: string, file: string): XmlElement {
  let limits = GATES_LIMITS;
  const refuse = (sentence: string, line?: number) =>
    new InputError('exchange/bad-xml', sentence, { file, ...(line === undefined ? {} : { line }) });
  if (text.length > limits.characters) throw refuse(`Expected at most ${limits.characters} characters of XML, found ${text.length}.`);
  const tooDeep = `Expected XML elements at most ${limits.depth} deep, found deeper ones.`;
  const doctype = 'Expected XML without a DOCTYPE, found one. Entities of a document type are refused; remove it.';
  const parser = new SaxesParser({ xmlns: true, position: true });
  const stack: OpenElement[] = [];
  let root: OpenElement | null = null;
  let elements = 0;
  let kept = 0;
  /** How many open elements are passed over. */
  let passing = 0;
  /** Where the last thing that was whole ended, and where the tag that is being read began. */
  let wholeUntil = 0;
  let tagFrom: number | null = null;
  let tagAttributes = 0;
  const whole = (): void => {
    wholeUntil = parser.position;
  };
  parser.on('comment', whole);
  parser.on('processinginstruction', whole);
  parser.on('opentagstart', () => {
    tagFrom = parser.position;
    tagAttributes = 0;
  });
  parser.on('attribute', () => {
    tagAttributes += 1;
    if (tagAttributes > MOST_ATTRIBUTES)
      throw refuse(`Expected at most ${MOST_ATTRIBUTES} attributes of one element, found more.`, parser.line);
  });
  /** What has no end yet is held in memory, and looked through again and again. */
  const refuseEndless = (): void => {
    const { position, line } = parser;
    if (elements === 0 && tagFrom === null && position > LONGEST_PROLOG) {
      if (text.slice(0, LONGEST_PROLOG).includes('<!DOCTYPE')) throw refuse(doctype);
      throw refuse(`Expected an XML element within ${LONGEST_PROLOG} characters, found none.`);
    }
    if (tagFrom !== null && position - tagFrom > LONGEST_TAG)
      throw refuse(`Expected XML tags of at most ${LONGEST_TAG} characters, found a longer one.`, line);
    if (position - wholeUntil > LONGEST_TOKEN)
      throw refuse(`Expected XML texts, names and comments of at most ${LONGEST_TOKEN} characters, found a longer one.`, line);
  };
  parser.on('error', (error) => {
    throw refuse(`Expected well-formed XML, found: ${error.message.replace(/^\d+:\d+: /, '')}`, parser.line);
  });
  parser.on('doctype', () => {
    throw refuse(doctype, parser.line);
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    whole();
    tagFrom = null;
    if (elements === 0 && Object.hasOwn(LIMITS_BY_ROOT, local)) limits = LIMITS_BY_ROOT[local]!;
    elements += 1;
    if (elements > limits.elements) throw refuse(`Expected at most ${limits.elements} XML elements, found more.`, parser.line);
    if (passing > 0 || limits.passedOver.has(local)) {
      passing += 1;
      if (passing > limits.depth) throw refuse(tooDeep, parser.line);
      return;
    }
    kept += 1;
    if (kept > limits.kept) throw refuse(`Expected at most ${limits.kept} XML elements besides plots, found more.`, parser.line);
    if (stack.length >= limits.depth) throw refuse(tooDeep, parser.line);
    const element: OpenElement = {
      name: local,
      space: uri,
      attributes: byLocalName(attributes, (sentence) => refuse(sentence, parser.line)),
      children: [],
      text: '',
      line: parser.line,
    };
    stack[stack.length - 1]?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  const addText = (part: string): void => {
    whole();
    const top = stack[stack.length - 1];
    // Trimmed at the end: `1 <!-- --> 0` is not 10.
    if (top !== undefined && passing === 0 && (top.text !== '' || part.trim() !== '')) top.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    whole();
    if (passing > 0) passing -= 1;
    else {
      const closed = stack.pop();
      if (closed !== undefined) closed.text = closed.text.trim();
    }
  });
  for (let at = 0; at < text.length; at += CHUNK) {
    parser.write(text.slice(at, at + CHUNK));
    refuseEndless();
  }
  parser.close();
  if (root === null) throw refuse('Expected an XML element, found none.');
  return root;
}

/** The namespaces of Gating-ML, which FlowJo uses too; attributes of any other one (`xml:id`, `xsi:schemaLocation`) are nobody's here. */
const OWN_SPACE = 'http://www.isac-net.org/';

function byLocalName(attributes: Record<string, SaxesAttributeNS>, refuse: (sentence: string) => InputError): Map<string, string> {
  const named = new Map<string, string>();
  for (const { name, local, prefix, uri, value } of Object.values(attributes)) {
    if (prefix === 'xmlns' || local === 'xmlns' || !(uri === '' || uri.startsWith(OWN_SPACE))) continue;
    if (named.has(local) && named.get(local) !== value) throw refuse(`Expected one attribute '${local}', found another one as '${name}'.`);
    named.set(local, value);
  }
  return named;
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
export function optionalNumber(reading: XmlReading, element: XmlElement, name: string): number | undefined {
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

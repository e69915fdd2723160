import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { InputError } from '../../errors.ts';
import type { XmlElement } from './xml.ts';
import { GATES_LIMITS, LIMITS_BY_ROOT, LONGEST_PROLOG, LONGEST_TAG, LONGEST_TOKEN, MOST_ATTRIBUTES } from './xml-limits.ts';

type Parser = SaxesParser<{ xmlns: true; position: true }>;
type Refuse = (sentence: string, line?: number) => InputError;

const CHUNK = 65_536;
const DOCTYPE = 'Expected XML without a DOCTYPE, found one. Entities of a document type are refused; remove it.';

/** Parses XML into a tree. A DOCTYPE, and so every entity of its own, is refused. Errors: `exchange/bad-xml`. */
export function parseXml(text: string, file: string): XmlElement {
  const refuse: Refuse = (sentence, line) =>
    new InputError('exchange/bad-xml', sentence, { file, ...(line === undefined ? {} : { line }) });
  const { characters } = GATES_LIMITS;
  if (text.length > characters) throw refuse(`Expected at most ${characters} characters of XML, found ${text.length}.`);
  const parser: Parser = new SaxesParser({ xmlns: true, position: true });
  parser.on('error', (error) => {
    throw refuse(`Expected well-formed XML, found: ${error.message.replace(/^\d+:\d+: /, '')}`, parser.line);
  });
  parser.on('doctype', () => {
    throw refuse(DOCTYPE, parser.line);
  });
  const unfinished = new Unfinished(parser, text, refuse);
  const rootOf = treeOf(parser, unfinished, refuse);
  for (let at = 0; at < text.length; at += CHUNK) {
    parser.write(text.slice(at, at + CHUNK));
    unfinished.refuseEndless();
  }
  parser.close();
  const root = rootOf();
  if (root === null) throw refuse('Expected an XML element, found none.');
  return root;
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

/** Makes a tree of what the parser reports (it has one listener for each event); gives its root, or null before the first element. */
function treeOf(parser: Parser, unfinished: Unfinished, refuse: Refuse): () => XmlElement | null {
  let limits = GATES_LIMITS;
  const stack: OpenElement[] = [];
  let root: OpenElement | null = null;
  let elements = 0;
  let kept = 0;
  /** How many open elements are passed over. */
  let passing = 0;
  const within = (count: number, most: number, sentence: string): void => {
    if (count > most) throw refuse(sentence, parser.line);
  };
  parser.on('opentag', ({ local, uri, attributes }) => {
    unfinished.ends();
    if (elements === 0 && Object.hasOwn(LIMITS_BY_ROOT, local)) limits = LIMITS_BY_ROOT[local]!;
    elements += 1;
    within(elements, limits.elements, `Expected at most ${limits.elements} XML elements, found more.`);
    const isPassed = passing > 0 || limits.passedOver.has(local);
    if (isPassed) passing += 1;
    within(isPassed ? passing : stack.length + 1, limits.depth, `Expected XML elements at most ${limits.depth} deep, found deeper ones.`);
    if (isPassed) return;
    kept += 1;
    within(kept, limits.kept, `Expected at most ${limits.kept} XML elements besides plots, found more.`);
    const named = byLocalName(attributes, (sentence) => refuse(sentence, parser.line));
    const element: OpenElement = { name: local, space: uri, attributes: named, children: [], text: '', line: parser.line };
    stack[stack.length - 1]?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  const addText = (part: string): void => {
    unfinished.ends();
    const top = stack[stack.length - 1];
    // Trimmed at the end: `1 <!-- --> 0` is not 10.
    if (top !== undefined && passing === 0 && (top.text !== '' || part.trim() !== '')) top.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    unfinished.ends();
    if (passing > 0) {
      passing -= 1;
      return;
    }
    const closed = stack.pop();
    if (closed !== undefined) closed.text = closed.text.trim();
  });
  return () => root;
}

/** What has begun and has no end yet: the parser holds it in memory, and looks through it again and again. */
class Unfinished {
  private readonly parser: Parser;
  private readonly text: string;
  private readonly refuse: Refuse;
  /** Where the last thing that was whole ended. */
  private wholeUntil = 0;
  private hasElement = false;
  /** Where the tag that is being read began, and its attributes so far. */
  private tagFrom: number | null = null;
  private tagAttributes = 0;

  constructor(parser: Parser, text: string, refuse: Refuse) {
    this.parser = parser;
    this.text = text;
    this.refuse = refuse;
    parser.on('comment', () => this.ends());
    parser.on('processinginstruction', () => this.ends());
    parser.on('opentagstart', () => {
      this.hasElement = true;
      this.tagFrom = parser.position;
      this.tagAttributes = 0;
    });
    parser.on('attribute', () => {
      this.tagAttributes += 1;
      if (this.tagAttributes > MOST_ATTRIBUTES)
        throw refuse(`Expected at most ${MOST_ATTRIBUTES} attributes of one element, found more.`, parser.line);
    });
  }

  /** A tag, a text or a comment is whole. */
  ends(): void {
    this.wholeUntil = this.parser.position;
    this.tagFrom = null;
  }

  refuseEndless(): void {
    const { position, line } = this.parser;
    if (!this.hasElement && position > LONGEST_PROLOG) {
      if (this.text.slice(0, LONGEST_PROLOG).includes('<!DOCTYPE')) throw this.refuse(DOCTYPE);
      throw this.refuse(`Expected an XML element within ${LONGEST_PROLOG} characters, found none.`);
    }
    if (this.tagFrom !== null && position - this.tagFrom > LONGEST_TAG)
      throw this.refuse(`Expected XML tags of at most ${LONGEST_TAG} characters, found a longer one.`, line);
    if (position - this.wholeUntil > LONGEST_TOKEN)
      throw this.refuse(`Expected XML texts, names and comments of at most ${LONGEST_TOKEN} characters, found a longer one.`, line);
  }
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

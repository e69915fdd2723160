import { parseXml } from '../../src/exchange/xml/parse-xml.ts';
import type { XmlElement } from '../../src/exchange/xml/xml.ts';
import { attributesText } from '../../src/exchange/xml/xml-text.ts';

/** The elements of several Gating-ML documents in one, each id once, as the first document has it. */
export function mergedDocument(texts: readonly string[]): string {
  const elements = new Map<string, string>();
  let space = '';
  for (const text of texts) {
    const root = parseXml(text, 'part.xml');
    space = root.space;
    for (const element of root.children) {
      const id = element.attributes.get('id') ?? `without id ${elements.size}`;
      if (!elements.has(id)) elements.set(id, elementOf(element));
    }
  }
  return `<Gating-ML xmlns="${space}">${[...elements.values()].join('')}</Gating-ML>`;
}

function elementOf({ name, attributes, children, text }: XmlElement): string {
  return `<${name}${attributesText(Object.fromEntries(attributes))}>${text}${children.map(elementOf).join('')}</${name}>`;
}

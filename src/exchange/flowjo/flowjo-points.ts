import { badXml, childrenNamed, numberAttribute, type XmlElement, type XmlReading } from '../xml/xml.ts';

/** The vertices of a shape, of two coordinates each. Errors: `exchange/bad-xml`. */
export function readPoints(element: XmlElement, reading: XmlReading): readonly (readonly [x: number, y: number])[] {
  return childrenNamed(element, 'vertex').map((vertex) => {
    const coordinates = childrenNamed(vertex, 'coordinate').map((coordinate) => numberAttribute(reading, coordinate, 'value'));
    const [x, y] = coordinates;
    if (x === undefined || y === undefined || coordinates.length > 2)
      throw badXml(reading, vertex, `expected two coordinates, found ${coordinates.length}`);
    return [x, y];
  });
}

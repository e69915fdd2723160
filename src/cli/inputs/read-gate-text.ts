import { basename } from 'node:path';
import { decodeXml } from '../../exchange/xml/decode-xml.ts';
import { decodeUtf8, readBytes } from '../../runtime/disk/files.ts';

/** The text of a file of gates: XML in its own encoding, anything else as UTF-8. Codes: exchange/bad-xml, and those of `readText`. */
export function readGateText(path: string): string {
  const [bytes, file] = [readBytes(path), basename(path)];
  return decodeXml(bytes, file) ?? decodeUtf8(bytes, file);
}

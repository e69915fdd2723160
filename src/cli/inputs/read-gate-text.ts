import { basename, extname } from 'node:path';
import { InputError } from '../../errors.ts';
import { decodeXml } from '../../exchange/xml/decode-xml.ts';
import { otherKindOf } from '../../plates/file/kind-of-file.ts';
import { decodeUtf8, readBytes } from '../../runtime/disk/files.ts';
import { isZip, openZip } from '../../runtime/disk/zip-archive.ts';

/** Files in which other programs keep gates and that are not read, with what helps. */
const OTHER_FILES: Readonly<Record<string, string>> = {
  '.jo': 'a workspace of FlowJo 9 or before. Open it in FlowJo 10 and save it as .wsp',
  '.daf':
    'a data analysis file of IDEAS (imaging cytometer). Export the events as FCS, and draw the gates in Gating-ML, FlowJo 10 or a definition',
  '.wspt': 'a template of FlowJo. Apply it to the samples in FlowJo 10 and save the workspace as .wsp',
};

/**
 * The text of a file of gates: XML in its own encoding, anything else as UTF-8. Of an archive (`.acs`: a zip of a workspace and its FCS files) that of the only
 * workspace in it. Codes: exchange/bad-xml, exchange/unsupported, and those of `readText`.
 */
export function readGateText(path: string): string {
  const [bytes, file] = [readBytes(path), basename(path)];
  const other = Object.hasOwn(OTHER_FILES, extname(file).toLowerCase()) ? OTHER_FILES[extname(file).toLowerCase()] : undefined;
  const text = isZip(bytes) ? gatesInArchive(bytes, file) : decodeXml(bytes, file);
  if (text !== null) return text;
  if (other !== undefined)
    throw new InputError('exchange/unsupported', `Expected Gating-ML, a FlowJo 10 workspace or a definition, found ${other}.`, { file });
  const kind = otherKindOf(bytes);
  if (kind !== null)
    throw new InputError('exchange/unsupported', `Expected Gating-ML, a FlowJo 10 workspace or a definition, found ${kind}.`, { file });
  return decodeUtf8(bytes, file);
}

function gatesInArchive(bytes: Uint8Array, file: string): string {
  const found = openZip(bytes, file).filter(({ name }) => extname(name).toLowerCase() === '.wsp');
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const names = found.map(({ name }) => `'${name}'`).join(', ');
    const sentence = `Expected one FlowJo workspace (.wsp) in the archive, found ${found.length === 0 ? 'none' : names}. Unpack it and name the file of gates.`;
    throw new InputError('exchange/unsupported', sentence, { file });
  }
  const content = only.read();
  return decodeXml(content, `${file}/${only.name}`) ?? decodeUtf8(content, `${file}/${only.name}`);
}

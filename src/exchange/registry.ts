import { InputError } from '../errors.ts';
import { registryOf } from '../registry.ts';
import type { GateDocument } from './document/gate-document.ts';
import { facsDiva } from './facsdiva/facsdiva.ts';
import { flowJo } from './flowjo/flowjo.ts';
import { gatingMl } from './gating-ml/gating-ml.ts';
import { parseXml } from './xml/parse-xml.ts';
import { shortened } from './xml/xml.ts';

/** Every format of gates. One file and one line here add another. */
export const EXCHANGE_FORMATS = registryOf(gatingMl, facsDiva, flowJo);

/** Reads gates from XML of any known format. Errors: `exchange/bad-xml`, `exchange/unsupported`. */
export function readGateDocument(text: string, file: string): GateDocument {
  const root = parseXml(text, file);
  const format = EXCHANGE_FORMATS.members.find(({ recognises }) => recognises(root));
  if (format !== undefined) return format.read(root, { file });
  const known = EXCHANGE_FORMATS.ids.join(', ');
  throw new InputError(
    'exchange/unsupported',
    `Expected one of the formats ${known}, found a document that begins with '${shortened(root.name)}'.`,
    {
      file,
      line: root.line,
    },
  );
}

import { registryOf } from '../../registry.ts';
import { csvDrop } from './csv-drop.ts';
import { fileDrop } from './file-drop.ts';
import { hl7File } from './hl7-file.ts';
import { hl7Mllp } from './hl7-mllp.ts';
import { httpJson } from './http-json.ts';
import { senaite } from './senaite.ts';
import { senaiteCsv } from './senaite-csv.ts';

/** The kinds of systems that results are sent to. One file and one line here add another. */
export const TARGETS = registryOf(httpJson, fileDrop, csvDrop, hl7Mllp, hl7File, senaite, senaiteCsv);

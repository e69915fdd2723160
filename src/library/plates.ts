/** `cytolot/plates`: plate-reader exports as readings, and layouts of plates. Readers of workbooks and quoted text are loaded with the first file that needs them. */
export { type ErrorCode, InputError, InputErrors, type Place } from '../errors.ts';
export type { Layout, LayoutDefinition, LayoutWell } from '../plates/layout.ts';
export type { PlateReading } from '../plates/plate-reading.ts';
export { readPlate } from '../plates/reading/read-plate.ts';

import { validateYaml } from '../pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../pipeline/definition/yaml-document.ts';
import { buildLayout, type Layout, layoutSchema } from '../plates/layout.ts';

/** The wells of a plate from the `layout` of an assay, written in YAML or JSON. Throws every mistake at its line. */
export function parseLayout(text: string, file: string): Layout {
  return buildLayout(validateYaml(layoutSchema, parseYamlDocument(text, file)), file);
}

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fixtures = fileURLToPath(new URL('fixtures/real-input/', import.meta.url));

/** Name in the export folder → file of `../shared/data/fcs`. */
export const REAL_FILES: Readonly<Record<string, string>> = {
  'RI-001_calibur.fcs': 'flowcore/0877408774.B08.fcs',
  'RI-001_lsr.fcs': 'cytoflow/tasbe/rby.fcs',
  'RI-001_macsquant.fcs': 'fcsparser/EY_2013-07-19_PBS_FCS_3.1_Well_A1.001.fcs',
  'RI-001_beckman.lmd': 'cytoflow/Beckman Coulter - Cytomics FC500.LMD',
  'RI-001_second-data-set.lmd': 'flowio/coulter.lmd',
  'RI-001_navios.lmd': 'fcsparser/fcs1_cleaned.lmd',
  'RI-001_cytek.fcs': 'flowcal/Data003.fcs',
  'RI-001_aurora.fcs': 'cytometryinr/CellCounts5L_AB_01-ND050-01.fcs',
  'RI-001_attune.fcs': 'flowio/G11.fcs',
  'RI-001_cyflow.fcs': 'fcsparser/cyflow_cube_8.fcs',
  'RI-001_diva.fcs': 'fcsparser/facs_diva_test.fcs',
  'RI-001_accuri.fcs': 'flowio/B01 KC-A-W---91-US.fcs',
  'RI-002_calibur.fcs': 'flowcore/compdata/060909.003.fcs',
  'RI-002_lsr.fcs': 'fcsparser/HTS_BD_LSR_II_Mixed_Specimen_001_D6_D06.fcs',
  'RI-002_macsquant.fcs': 'fcsparser/EY_2013-07-19_PBS_FCS_2.0_Custom_Without_Add_Well_A1.001.fcs',
  'RI-002_beckman.lmd': 'flowio/coulter.lmd',
  'RI-002_cytek.fcs': 'flowcal/beads/sample006_cells.fcs',
  'RI-002_diva.fcs': 'flowkit/test_comp_example.fcs',
  'controls/060909.001.fcs': 'flowcore/compdata/060909.001.fcs',
  'controls/060909.002.fcs': 'flowcore/compdata/060909.002.fcs',
  'controls/060909.003.fcs': 'flowcore/compdata/060909.003.fcs',
  'controls/blank.fcs': 'cytoflow/tasbe/blank.fcs',
  'controls/eyfp.fcs': 'cytoflow/tasbe/eyfp.fcs',
  'controls/mkate.fcs': 'cytoflow/tasbe/mkate.fcs',
};

export interface RealInput {
  readonly exportFolder: string;
  readonly pipeline: string;
  readonly out: string;
  /** flowCore's matrix of the single stains, as the method reads it. */
  readonly matrix: { readonly parameters: readonly string[]; readonly matrix: readonly (readonly number[])[] };
}

/** Puts an export folder of real files and a method beside it into a new temporary folder. */
export function assembleRealInput(shared: string): RealInput {
  const root = mkdtempSync(join(tmpdir(), 'cytolot-real-input-'));
  const copy = (from: string, to: string) => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(from, join(root, to));
  };
  for (const [name, source] of Object.entries(REAL_FILES)) copy(`${shared}data/fcs/${source}`, `export/${name}`);
  copy(`${shared}data/plates/revvity-kaleido/luminescence_endpoint_single_plate_example_01.csv`, 'export/plates/kaleido.csv');
  for (const name of ['samples.csv', 'external-results.csv']) copy(`${fixtures}${name}`, `export/${name}`);
  for (const name of ['pipeline.yaml', 'specification.yaml', 'reference-standards.csv']) copy(`${fixtures}${name}`, `method/${name}`);
  // R's table: names in quotes, no name over the column of row names.
  const [head = [], ...rows] = readFileSync(`${shared}data/fcs/flowcore/compdata/compref`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.replaceAll('"', '').split(' '));
  writeFileSync(join(root, 'method/compref.csv'), `${[['', ...head], ...rows].map((row) => row.join(',')).join('\n')}\n`);
  return {
    exportFolder: join(root, 'export'),
    pipeline: join(root, 'method/pipeline.yaml'),
    out: join(root, 'out'),
    matrix: { parameters: head, matrix: rows.map((row) => row.slice(1).map(Number)) },
  };
}

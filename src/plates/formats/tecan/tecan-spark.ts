import { InputError } from '../../../errors.ts';
import { buildRead } from '../../build-read.ts';
import { parseExportDateTime } from '../../dates.ts';
import type { ExportSource } from '../../file/export-source.ts';
import { headOf, matrixDelimiter, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { cellText, isBlankRow, type Sheet, textsOf } from '../../file/sheet.ts';
import { splitDelimited } from '../../file/split-delimited.ts';
import { findColumnNumbers, parsePlatePart, readMatrix } from '../../matrix.ts';
import { plateSizeNamed } from '../../modes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { type PlateShape, sizeOfPlate } from '../../plate-size.ts';
import { isTecanList, readTecanList } from './tecan-list.ts';
import { findTecanSeries, readTecanSeries } from './tecan-series.ts';
import { noteSetting, settingKey, startSettings, takeSection, tecanHeading } from './tecan-settings.ts';
import { isWellTable, readWellTable } from './tecan-wells.ts';

/** As the English and the German software write it. */
const APPLICATION = /^(?:Application|Programm):\s*(?:Tecan i-control|SparkControl)/m;

/** Settings and actions of a measurement script, in English and German. */
const TECAN_SILENT =
  /^(?:Method name|Application|Programm|Device|Gerät|Firmware|Date|Datum|Time|Uhrzeit|System|User|Benutzer|Tecan|Plate|Platte|Lid lifter|Humidity Cassette|Smooth mode|List of actions|Liste der Aktionen|Name|Plate (?:layout|area)|Plattenbereich|Bereich|Mode|Modus|(?:Measurement |Excitation |Emission )?[Ww]avelength|(?:Excitation|Emission) [Bb]andwidth|Bandwidth|Bandbreite|(?:Mess|Anregungs|Emissions)?[Ww]ellenlänge|(?:Anregungs|Emissions)bandbreite|Number of (?:flashes|reads)|Anzahl|Settle [Tt]ime|Ruhezeit|Part of Plate|Teil der Platte|Start [Tt]ime|Startzeit|End [Tt]ime|Endzeit|Temp|Label|Gain|Verstärkung|Manual|Optimal|Calculated|Z-Position|Lag [Tt]ime|Integration|Integrationszeit|Attenuation|Dämpfung|Shak|Schütteln|Wait|Kinetic|Kinetik|Interval|Intervall|Multiple [Rr]eads|Mirror|Spiegel|Flash|Absorbance|Fluorescence|Luminescence|Ratio|Lumineszenz|Absorption|Fluoreszenz|Target|Operator|Comment|Kommentar|Excitation|Emission|Output|Mode of|Script|Injector|Border|Unit|Settings|Environment|Serial|Version|Well$|OD\d*$|Target Temperature|Current Temperature|Heat|Heiz)/;

/** Tecan i-control and SparkControl, workbook or text: one sheet a plate, labels with their settings above a matrix with the corner `<>`, or cycles. */
export const tecanSpark = definePlateFormat({
  id: 'tecan-spark',
  title: 'Tecan i-control and SparkControl, workbook or text',
  container: 'either',
  recognises: (source) => (source.kind === 'text' ? APPLICATION.test(headOf(source)) : source.sheets.some((sheet) => isTecanSheet(sheet))),
  marks: /\bSparkControl\b|\bi-control\b|^(?:Label|Cycle Nr\.?|Zyklus Nr\.?)[:,;\t]|^<>[,;\t]|^Tecan\b/m,
  silent: TECAN_SILENT,
  decode: async (source, notes) => {
    const sheets = (await sheetsOf(source)).map(notes.ledger.open).filter(isTecanSheet);
    const context = { file: source.fileName, notes };
    const plates = sheets.map((sheet) =>
      readSheet(sheet, { ...context, name: source.kind === 'text' || sheets.length === 0 ? 'Plate 1' : sheet.name }),
    );
    const filled = plates.filter((plate) => plate.reads.length > 0);
    if (filled.length === 0)
      throw new InputError('plate/no-results', "Expected a matrix with the corner '<>' or cycles, found none.", { file: source.fileName });
    return filled;
  },
});

function isTecanSheet(sheet: Sheet): boolean {
  return sheet.rows.slice(0, 10).some((row) => APPLICATION.test(textsOf(row).slice(0, 2).join(' ')));
}

async function sheetsOf(source: ExportSource): Promise<readonly Sheet[]> {
  if (source.kind === 'workbook') return source.sheets;
  const sign = /<>"?([,;\t])/.exec(textOf(source))?.[1];
  return [
    await splitDelimited(textOf(source), source.fileName, {
      delimiter: sign === ';' || sign === '\t' || sign === ',' ? sign : matrixDelimiter(textOf(source)),
      quotes: 'csv',
    }),
  ];
}

interface Context {
  readonly file: string;
  readonly notes: NoteList;
}

function readSheet(sheet: Sheet, context: Context & { readonly name: string }): Plate {
  const settings = startSettings();
  const reads: PlateRead[] = [];
  const named = { others: reads, notes: context.notes };
  const shape = { rows: 0, columns: 0 };
  let plateType = '';
  for (let at = 0; at < sheet.rows.length; at++) {
    const row = sheet.rows[at];
    if (row === undefined || isBlankRow(row)) continue;
    const corner = row.cells.findIndex((cell) => cell.trim() === '<>');
    const series = findTecanSeries(sheet.rows, at);
    if (corner !== -1 && isTecanList(sheet.rows, at, corner)) {
      const heading = tecanHeading(takeSection(settings, { file: context.file, line: row.line }), named);
      const list = readTecanList(sheet.rows, { at, corner }, { ...context, heading });
      reads.push(...list.reads);
      at = list.endRow - 1;
    } else if (corner !== -1) {
      const section = takeSection(settings, { file: context.file, line: row.line });
      const part = parsePlatePart(section.get('part of plate') ?? '');
      const numbers = findColumnNumbers(sheet.rows, at);
      if (numbers === null || numbers.labelColumn !== corner || numbers.first !== (part?.columns[0] ?? 0))
        throw new InputError(
          'plate/bad-export',
          `Expected column numbers of the plate (matrix view), of its stated part, or the names of columns above wells (list view) beside '<>', found '${cellText(row, corner + 1)}'.`,
          {
            file: context.file,
            line: row.line,
          },
        );
      const matrix = readMatrix(sheet, { headerRow: at, ...numbers }, { file: context.file, notes: context.notes, part, from: 0 });
      reads.push(
        buildRead(tecanHeading(section, named), matrix.wells, {
          decimal: 'detect',
          notes: context.notes,
        }),
      );
      Object.assign(shape, largest(shape, matrix.shape));
      at = matrix.endRow - 1;
    } else if (series !== null) {
      const table = readTecanSeries(
        sheet.rows,
        { at, ...series },
        { ...context, heading: tecanHeading(takeSection(settings, { file: context.file, line: row.line }), named) },
      );
      reads.push(table.read);
      at = table.endRow - 1;
    } else if (isWellTable(row)) {
      const table = readWellTable(sheet.rows, at, {
        ...context,
        heading: tecanHeading(takeSection(settings, { file: context.file, line: row.line }), named),
      });
      reads.push(...table.reads);
      at = table.endRow - 1;
    } else {
      if (settingKey(cellText(row, 0)) === 'plate' && plateType === '') plateType = textsOf(row)[1] ?? '';
      noteSetting(row, settings);
    }
  }
  const twin = reads.find((read) => / \(\d+\)$/.test(read.label));
  if (twin !== undefined) context.notes.add('plate/named-twice', { twins: 'in-sheet', name: twin.label, of: sheet.name });
  const readAt = parseExportDateTime(settings.startTime, context.notes);
  const size = {
    plate: context.name,
    named: plateSizeNamed(plateType.replace(/^\[[^\]]*\]|Cat\. No\..*$/g, '')),
    shape,
    file: context.file,
    notes: context.notes,
  };
  return { name: context.name, wellCount: reads.length === 0 ? 96 : sizeOfPlate(reads, size), reads, readAt };
}

function largest(one: PlateShape, other: PlateShape): PlateShape {
  return { rows: Math.max(one.rows, other.rows), columns: Math.max(one.columns, other.columns) };
}

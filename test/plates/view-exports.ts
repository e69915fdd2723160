import type { FixtureExport } from './fixture-exports.ts';

/* Other views of formats than the fixtures beside this file show, as short as their software could write them; made up, as those are. */

const envisionSettings = ['Basic assay information', 'Assay ID: ,,,,9', 'Assay Started: ,,,,3/14/2024 1:05:00 PM'];
const envisionLabels = [
  'Plate type:',
  'Number of the wells in the plate,,,,6',
  '',
  'Labels:',
  'HTRF,,,,1',
  'Exc. filter,,,,UV 320',
  'Ems. filter,,,,Eu 615',
  '',
  'Filters:',
  'UV 320,,,,1',
  'Description,,,,CWL=320nm BW=75nm',
  '',
  'Eu 615,,,,2',
  'Description,,,,CWL=615nm BW=8nm',
];
const envisionPlate = [
  'Plate information',
  'Plate,Repeat,Barcode,Measured height,Group,Label,ScanX,ScanY,Measinfo,Kinetics,Measurement date,',
  '3,1,="BC-77",14.35,1,HTRF(1),0,0,De=1st Ex=Top Em=Top Wdw=1 (14),0,3/14/2024 1:05:06 PM,',
];
const envisionBackground = ['Background information', 'Plate,Label,Result,Signal,', '3,HTRF,0,160,'];
const envisionMatrix = ['Results for HTRF(1) - channel 1 window 1 (Counts)', ',01,02,03,', 'A,3100,2900,2700,', 'B,2500,2300,2100,'];
const envisionEnd = 'Exported with EnVision Workstation version 1.14';

const text = (file: string, ...parts: readonly (readonly string[])[]): FixtureExport => ({
  kind: 'text',
  file,
  text: `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`,
});

const gen5Head = [
  ['Software Version', '3.13.15'],
  [null],
  ['Experiment File Path:', 'C:\\x.xpt'],
  ['Protocol File Path:', 'C:\\x.prt'],
  ['Plate Number', 'Plate 7'],
  ['Date', '3/14/2024'],
  ['Time', '1:05:06 PM'],
  ['Reader Type:', 'Synergy H1'],
  [null],
  ['Procedure Details'],
  ['Plate Type', '6 WELL PLATE'],
  ['Read', 'OD600'],
  [null, 'Absorbance Endpoint'],
  [null, 'Wavelengths:  600'],
  [null],
  ['Results'],
  [null],
] as const;

export const VIEWS: readonly FixtureExport[] = [
  {
    kind: 'workbook',
    file: 'tecan-magellan matrix.xlsx',
    sheets: [
      {
        name: 'Sheet1',
        rows: [
          ['450nm'],
          ['<>', 1, 2, 3],
          ['A', 0.1, 0.2, 0.3],
          ['B', 0.4, 0.5, 0.6],
          [null],
          ['620nm'],
          ['<>', 1, 2, 3],
          ['A', 1.1, 1.2, 1.3],
          ['B', 1.4, 1.5, 1.6],
          [null],
          ['Date of measurement: 2024-03-14/Time of measurement: 13:05:06'],
          ['Measurement mode: Absorbance'],
          ['Unit: OD'],
        ],
      },
    ],
  },
  {
    kind: 'workbook',
    file: 'tecan-spark list.xlsx',
    sheets: [
      {
        name: 'Sheet1',
        rows: [
          ['Application: Tecan i-control', null, null, null, 'Tecan i-control , 2.0'],
          ['Device: infinite'],
          ['Plate', null, null, null, 'Greiner 6'],
          ['Start Time:', null, null, null, '2024-03-14 13:05:06'],
          [null],
          ['Label: L1'],
          ['Mode', null, null, null, 'Absorbance'],
          ['Wavelength', null, null, null, 450, 'nm'],
          ['<>', 'Value'],
          ['A1', 0.1],
          ['A2', 0.2],
          ['A3', 0.3],
          [null],
          ['Label: L2'],
          ['Mode', null, null, null, 'Fluorescence Top Reading'],
          ['Excitation Wavelength', null, null, null, 485, 'nm'],
          ['Emission Wavelength', null, null, null, 535, 'nm'],
          ['<>', 'Mean', 'StDev', '0;0', '0;1'],
          ['A1', 150, 70.7, 100, 200],
          ['A2', 250, 70.7, 200, 300],
          ['A3', 350, 70.7, 300, 400],
          [null],
          ['End Time:', null, null, null, '2024-03-14 13:06:06'],
        ],
      },
    ],
  },
  {
    kind: 'workbook',
    file: 'gen5-workbook rows.xlsx',
    sheets: [
      {
        name: 'Plate 7 - Sheet1',
        rows: [
          ...gen5Head,
          [null, 'Well', 'A1', 'A2', 'A3', 'B1', 'B2', 'B3'],
          [null, 'OD600:600', 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
          [null, 'Blank OD600:600', 0.05, 0.15, 0.25, 0.35, 0.45, 0.55],
        ],
      },
    ],
  },
  {
    kind: 'workbook',
    file: 'gen5-workbook columns.xlsx',
    sheets: [
      {
        name: 'Plate 7 - Sheet1',
        rows: [
          ...gen5Head,
          [null, 'Well', 'OD600:600', 'Blank OD600:600'],
          [null, 'A1', 0.1, 0.05],
          [null, 'A2', 0.2, 0.15],
          [null, 'A3', 0.3, 0.25],
          [null, 'B1', 0.4, 0.35],
          [null, 'B2', 0.5, 0.45],
          [null, 'B3', 0.6, 0.55],
        ],
      },
    ],
  },
  text(
    'skanit.csv',
    ['Measurement results', 'made up.skax', '3/14/2024 1:05:06 PM', ' ', 'Absorbance 1', 'Wavelength: 450 nm'],
    ['Plate 1', ' ', 'Abs,1,2,3', 'A,0.5,0.6,0.7', 'B,0.8,0.9,1.0'],
    ['Wavelength: 620 nm'],
    ['Plate 1', ' ', 'Abs,1,2,3', 'A,0.05,0.06,0.07', 'B,0.08,0.09,0.1'],
  ),
  text(
    'kaleido 1.csv',
    ['Results for ABS mono 1'],
    ['Barcode: K-1, PlateRepeat: 1, WellRepeat: 1', ',1,2,3,', 'A,0.5,0.6,0.7,', 'B,0.8,0.9,1,'],
    ['Measurement Information', 'Measurement Started,,,,2024-03-14 13:05:07'],
    ['Plate Type Information', 'Number of Rows,,,,2', 'Number of Columns,,,,3'],
    ['Operations', 'Tech,,,,ABS mono 1', 'Excitation wavelength [nm],,,,450'],
  ),
  text('envision background.csv', envisionPlate, envisionBackground, envisionMatrix, envisionSettings, envisionLabels, [envisionEnd]),
  text('envision settings first.csv', envisionSettings, envisionLabels, envisionPlate, envisionMatrix, [envisionEnd]),
];

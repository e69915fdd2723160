import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Hl7Message } from '@medplum/core';
import { type Hl7MessageEvent, Hl7Server } from '@medplum/hl7';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dispatch } from '../../src/lims/dispatch.ts';
import { decodeHl7, escapeHl7, unescapeHl7 } from '../../src/lims/hl7.ts';
import { type Hl7Names, hl7Time, oruMessage } from '../../src/lims/oru-message.ts';
import { dispatchOf } from '../../src/runtime/outbox/dispatch-of.ts';
import { framed, unframed } from '../../src/runtime/outbox/mllp-connection.ts';
import { readOutbox } from '../../src/runtime/outbox/outbox-folder.ts';
import { captureCommand } from '../cli/captured-command.ts';
import { sampleResult } from '../outputs/sample-result.ts';
import { SAMPLE_RECORD, sampleDispatch, withRows } from './sample-dispatch.ts';
import { newStore, type SentStore } from './sent-store.ts';
import { parseBySimpleHl7 } from './simple-hl7.ts';

const NAMES: Hl7Names = {
  sendingApplication: 'cytolot',
  sendingFacility: 'QC',
  receivingApplication: 'LIMS',
  receivingFacility: 'SITE',
  processing: 'P',
  patient: 'none',
  units: { '%': '%' },
};

function messageOf(dispatch: Dispatch, names = NAMES): string {
  const message = oruMessage(dispatch, names);
  if (typeof message !== 'string') throw new Error(JSON.stringify(message));
  return message;
}

describe('a text in a field', () => {
  it.each([
    // Chapter 2, section 2.7: \F\ \S\ \T\ \R\ \E\.
    ['a|b', 'a\\F\\b'],
    ['a^b', 'a\\S\\b'],
    ['a&b', 'a\\T\\b'],
    ['a~b', 'a\\R\\b'],
    ['a\\b', 'a\\E\\b'],
    ['a\r\nb\rc\nd', 'a\\.br\\b\\.br\\c\\.br\\d'],
    ['\\F\\', '\\E\\F\\E\\'],
    ['≥ 90 % 活细胞', '≥ 90 % 活细胞'],
  ])('%j is %s, and is read as it was', (text, escaped) => {
    expect(escapeHl7(text)).toBe(escaped);
    expect(unescapeHl7(escaped)).toBe(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
  });

  it('that holds another control character has no form', () => {
    for (let code = 0; code < 32; code++)
      expect(escapeHl7(`a${String.fromCharCode(code)}b`) === null, String(code)).toBe(code !== 10 && code !== 13);
    expect(escapeHl7('a\u007fb')).toBeNull();
  });

  it('in a result that holds one makes the whole message refused', () => {
    expect(oruMessage(withRows(sampleDispatch(), [{ title: 'a\u000bb' }]), NAMES)).toMatchObject({
      code: 'lims/not-representable',
      fields: { field: 'OBR', loss: 'control-character' },
    });
  });
});

describe('ORU^R01', () => {
  const dispatch = withRows(sampleDispatch(), [
    {
      row: 'VIA',
      title: 'Viable | cells',
      reported_value: '95.4',
      operator: '',
      unit: '%',
      criterion_lower: '90.0',
      criterion_lower_closed: 'true',
      criterion_upper: '',
      outcome: 'meets',
      sample: 'S-1',
      tested_at: '2026-11-18T09:40:00+08:00',
    },
    {
      row: 'RES',
      title: 'Residual',
      reported_value: '0.05',
      operator: '<',
      unit: '%',
      criterion_lower: '',
      criterion_upper: '0.1',
      criterion_upper_closed: 'false',
      outcome: 'meets',
    },
    { row: 'STR', title: 'STR^profile', reported_value: 'matches ~ the & bank', operator: '', unit: '', outcome: 'fails' },
    { row: 'POT', title: 'Potency', reported_value: '', operator: '', unit: '', outcome: 'no valid result' },
  ]);

  it('has the header that a receiver goes by', () => {
    const [header] = decodeHl7(messageOf(dispatch)) ?? [];
    expect([9, 10, 11, 12, 18].map((field) => header?.text(field))).toEqual([
      'ORU',
      dispatch.key.slice(0, 20),
      'P',
      '2.5.1',
      'UNICODE UTF-8',
    ]);
    expect([header?.text(9, 2), header?.text(9, 3)]).toEqual(['R01', 'ORU_R01']);
  });

  it('is read alike by two parsers that others wrote: type, value, unit, range, flag and status of every result', () => {
    const text = messageOf(dispatch);
    const expected = [
      ['NM', ['95.4'], '>=90.0', 'N', 'F'],
      ['SN', ['<', '0.05'], '<0.1', 'N', 'F'],
      ['ST', ['matches \\R\\ the \\T\\ bank'], expect.any(String), 'A', 'F'],
      ['', [''], expect.any(String), '', 'X'],
    ];
    const byMedplum = Hl7Message.parse(text)
      .getAllSegments('OBX')
      .map((obx) => [
        obx.getField(2)?.toString() ?? '',
        (obx.getField(5)?.toString() ?? '').split('^'),
        obx.getField(7)?.toString() ?? '',
        obx.getField(8)?.toString() ?? '',
        obx.getField(11)?.toString() ?? '',
      ]);
    expect(byMedplum).toEqual(expected);
    expect(parseBySimpleHl7(text)).toEqual(byMedplum);
  });

  it('has the words of hostile names in their fields alone: no segment, field or component more', () => {
    const hostile = withRows(sampleDispatch(), [
      { title: '=cmd|x^y~z&\\\nOBX|9|NM|evil||1\rMSH|', reported_value: '1', unit: '%', sample: 'a|b\nPID|1', outcome: 'meets' },
    ]);
    const segments = Hl7Message.parse(messageOf(hostile))
      .segments.map(({ name }) => name)
      .filter((name) => name !== '');
    expect(segments).toEqual(['MSH', 'OBR', 'OBX', 'NTE', 'SPM']);
    expect(decodeHl7(messageOf(hostile))?.[2]?.text(3, 2)).toBe('=cmd|x^y~z&\\\nOBX|9|NM|evil||1\nMSH|');
  });

  it.each([
    [{ kind: 'result', revision: 1 }, 'F'],
    [{ kind: 'result', revision: 2 }, 'C'],
    [{ kind: 'reopened', revision: 2 }, 'W'],
  ] as const)('of %j has the status %s (table 0085)', (more, status) => {
    const obx = decodeHl7(messageOf({ ...dispatch, ...more }))?.find(({ name }) => name === 'OBX');
    expect(obx?.text(11)).toBe(status);
  });

  it('of a lot that is open again holds no value: its results are posted as wrong (W), its orders corrected (C, table 0123)', () => {
    const text = messageOf(sampleDispatch({ kind: 'reopened', revision: 2, replaces: 'a'.repeat(64) }));
    for (const said of ['95.4', '0.05', '90.0', 'PASS', 'FAIL', 'disposition=']) expect(text).not.toContain(said);
    const segments = decodeHl7(text) ?? [];
    const of = (name: string, fields: readonly number[]) =>
      segments.filter((one) => one.name === name).map((one) => fields.map((field) => one.text(field)));
    expect(of('OBX', [2, 5, 6, 7, 8, 11])).toEqual(sampleDispatch().rows.map(() => ['', '', '', '', '', 'W']));
    expect(of('OBR', [25])).toEqual(sampleDispatch().rows.map(() => ['C']));
  });

  it('of a correction deletes (D) what was sent before and has no result in it', () => {
    const [first, second] = ['viability', 'sterility'].map((id) => ({
      ...sampleResult,
      attributes: sampleResult.attributes
        .slice(0, 1)
        .map((row) => ({ ...row, criterion: row.criterion === null ? null : { ...row.criterion, id } })),
    }));
    if (first === undefined || second === undefined) throw new Error('no result');
    const both = { ...sampleResult, attributes: [...first.attributes, ...second.attributes] };
    const correction = dispatchOf(
      { ...SAMPLE_RECORD, revision: 2, replaces: 'a'.repeat(64) },
      { result: first, earlier: [both], publishedAt: '2026-11-20T08:00:00.000Z', approval: 'approved' },
    );
    const obx = (decodeHl7(messageOf(correction)) ?? []).filter(({ name }) => name === 'OBX');
    expect(obx.map((one) => [one.text(3), one.text(5) === '', one.text(11)])).toEqual([
      ['viability', false, 'C'],
      ['sterility', true, 'D'],
    ]);
  });

  it('of a lot that is open again says that nobody approves it, also to a target that gets what is approved alone', () => {
    const notes = (kind: 'result' | 'reopened') =>
      decodeHl7(messageOf(sampleDispatch({ kind })))
        ?.find(({ name }) => name === 'NTE')
        ?.text(3);
    expect(notes('result')).toContain('\napproval=approved\n');
    expect(notes('reopened')).toContain('\napproval=not approved\n');
  });

  it('has a PID with the lot where an engine demands one', () => {
    expect(decodeHl7(messageOf(dispatch, { ...NAMES, patient: 'lot' }))?.[1]?.text(3)).toBe(dispatch.lot);
  });

  it.each([
    ['2026-11-18T09:40:00+08:00', '20261118094000+0800'],
    ['2026-11-18T09:40:00.123Z', '20261118094000+0000'],
    ['2026-11-18', '20261118'],
    ['', ''],
  ])('has the time %s as %s', (text, time) => {
    expect(hl7Time(text)).toBe(time);
  });
});

describe('a frame of MLLP', () => {
  it('is 0x0B, the message, 0x1C 0x0D, and nothing else is one', () => {
    expect([...framed('é')]).toEqual([0x0b, 0xc3, 0xa9, 0x1c, 0x0d]);
    expect(unframed(framed('é'))).toEqual({ messages: ['é'], rest: Buffer.alloc(0) });
    for (const bytes of [[], [0x0b], [0x0b, 65], [0x0b, 65, 0x1c], [65, 0x1c, 0x0d]])
      expect(unframed(Uint8Array.from(bytes)).messages).toEqual([]);
  });

  it('is found among others, whatever stands between, and one that was broken off is none', () => {
    const noise = Uint8Array.of(0x0d, 0x0a, 65);
    const bytes = Buffer.concat([noise, framed('a'), noise, Uint8Array.of(0x0b, 66), framed('c'), Uint8Array.of(0x0b, 67)]);
    expect(unframed(bytes)).toEqual({ messages: ['a', 'c'], rest: Buffer.of(0x0b, 67) });
  });
});

describe('a push over MLLP', () => {
  const open: { stop: (() => Promise<void>)[]; folders: string[] } = { stop: [], folders: [] };
  afterEach(async () => {
    for (const stop of open.stop.splice(0)) await stop();
    for (const folder of open.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  async function store(): Promise<SentStore> {
    const made = newStore();
    open.folders.push(made.out);
    await made.publish('LOT-1');
    return made;
  }

  function push({ out }: SentStore, port: number) {
    const targets = join(out, 'targets.yaml');
    writeFileSync(
      targets,
      `targets:
  - id: engine
    type: hl7-mllp
    send: analysed
    host: 127.0.0.1
    port: ${port}
    retry: { firstSeconds: 0.05, longestSeconds: 0.1 }
    keys: { known: MSH-10 }
    readBack: { none: HL7 has no query that engines answer }
`,
    );
    return captureCommand(['push', out, '--targets', targets, '--wait', '0.4']);
  }

  it('is booked by the server of @medplum/hl7, which reads what was sent', async () => {
    const taken: Hl7Message[] = [];
    const server = new Hl7Server((connection) => {
      connection.addEventListener('message', ({ message }: Hl7MessageEvent) => {
        taken.push(message);
        connection.send(message.buildAck());
      });
    });
    const port = await freePort();
    server.start(port);
    open.stop.push(() => server.stop({ forceDrainTimeoutMs: 100 }));
    const made = await store();
    expect((await push(made, port)).exitCode).toBe(0);
    const [record] = readOutbox(made.shelf, 'engine');
    expect(taken).toHaveLength(1);
    expect(taken[0]?.getSegment('MSH')?.getField(10)?.toString()).toBe(record?.key.slice(0, 20));
  });

  const acknowledging = (answer: (controlId: string) => Uint8Array) => async () => {
    const server: Server = createServer((socket) => {
      socket.on('data', (bytes: Buffer) => {
        const id = decodeHl7(unframed(bytes).messages[0] ?? '')?.[0]?.text(10) ?? '';
        socket.write(answer(id));
      });
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    open.stop.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const ack = (code: string, id: string) => `MSH|^~\\&|LIMS|||||| ACK|1|P|2.5.1\rMSA|${code}|${id}\r`.replace('|||||| ACK', '||||||ACK');

  it.each([
    { code: 'AA', exit: 0, state: 'sent' },
    { code: 'CA', exit: 0, state: 'sent' },
    ...['AE', 'AR', 'CE', 'CR'].map((code) => ({ code, exit: 65, state: 'parked' })),
    { code: 'ZZ', exit: 75, state: 'waiting' },
  ])('is $state after $code', async ({ code, exit, state }) => {
    const made = await store();
    const port = await acknowledging((id) => framed(ack(code, id)))();
    expect((await push(made, port)).exitCode).toBe(exit);
    expect(readOutbox(made.shelf, 'engine')).toMatchObject([{ state }]);
  });

  it.each([
    { what: 'one of another message before ours', frames: (id: string) => [ack('AE', 'another'), ack('AA', id)], exit: 0, state: 'sent' },
    { what: 'one of another message behind ours', frames: (id: string) => [ack('AA', id), ack('AE', 'another')], exit: 0, state: 'sent' },
    { what: 'CA and AA', frames: (id: string) => [ack('CA', id), ack('AA', id)], exit: 0, state: 'sent' },
    { what: 'CA and AE', frames: (id: string) => [ack('CA', id), ack('AE', id)], exit: 65, state: 'parked' },
    { what: 'two of other messages', frames: () => [ack('AA', 'x'), ack('AA', 'y')], exit: 75, state: 'waiting' },
  ])('is $state after one segment of TCP with $what', async ({ frames, exit, state }) => {
    const made = await store();
    const between = Uint8Array.of(0x0d, 0x0a);
    const port = await acknowledging((id) => Buffer.concat([between, ...frames(id).flatMap((text) => [framed(text), between])]))();
    expect((await push(made, port)).exitCode).toBe(exit);
    expect(readOutbox(made.shelf, 'engine')).toMatchObject([{ state }]);
  });

  it.each([
    ['AA for another message', () => framed(ack('AA', '00000000000000000000'))],
    ['what is no HL7', () => framed('HTTP/1.1 200 OK')],
  ])('is not done by %s', async (_, answer) => {
    const made = await store();
    expect((await push(made, await acknowledging(answer)())).exitCode).toBe(75);
    expect(readOutbox(made.shelf, 'engine')).toMatchObject([{ state: 'waiting', reason: { code: 'lims/not-understood' } }]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  return typeof address === 'object' && address !== null ? address.port : 0;
}

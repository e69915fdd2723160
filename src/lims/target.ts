import * as z from 'zod';
import type { Message } from '../message.ts';
import type { Member } from '../registry.ts';
import type { Conversation, LookResult, ReadResultOf, SendResult } from './conversation.ts';
import type { Dispatch } from './dispatch.ts';
import type { ReadDifference, ReadResult } from './read-back.ts';

/** A file that only the account which sends may read; its one line is the secret. */
export const secretFile = z.string().min(1).describe('File with the secret; nobody but the account may read it.');

/** How a network connection is trusted. */
export const tlsSchema = z
  .strictObject({
    caFile: z.string().min(1).optional().describe("PEM with the site's certification authority; absent = those that Node trusts."),
    certificateFile: z.string().min(1).optional().describe('PEM with the client certificate.'),
    keyFile: secretFile.optional().describe('PEM with the key of the client certificate.'),
  })
  .refine(({ certificateFile, keyFile }) => (certificateFile === undefined) === (keyFile === undefined), {
    message: 'Expected certificateFile and keyFile together',
  });

export type TlsSettings = z.output<typeof tlsSchema>;

/** Who the sender is, to a target over HTTP. */
export const credentialsSchema = z.union([
  z.strictObject({ user: z.string().min(1), passwordFile: secretFile }).describe('Basic authentication.'),
  z.strictObject({ tokenFile: secretFile }).describe('Bearer token.'),
  z
    .strictObject({
      hmac: z
        .string()
        .regex(/^[!-~]+$/, { message: 'Expected an id of printable ASCII characters without spaces, since it is sent in a header' })
        .describe('Id of the key.'),
      secretFile,
    })
    .describe('HMAC-SHA-256 over method, path, timestamp and body.'),
]);

export type Credentials = z.output<typeof credentialsSchema>;

/** Plain HTTP only to this host itself. */
export const urlSchema = z.string().refine((text) => isUsableUrl(text), {
  message: 'Expected an https:// address without user and password (http:// for this host alone: localhost, 127.0.0.1)',
});

function isUsableUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** An address with the place of our key in its path or query: without it the answer would be of no sending, or of all. */
export const keyedUrlSchema = urlSchema.refine((text) => holdsKey(text), {
  message: 'Expected {key} in the path or the query of the address',
});

function holdsKey(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { pathname, search } = new URL(text.replaceAll('{key}', PLACE_OF_KEY));
  return text.includes('{key}') && `${pathname}${search}`.includes(PLACE_OF_KEY);
}

const PLACE_OF_KEY = '0'.repeat(64);

/** How much is asked of a target at once, and how long it is waited for. */
export const PACE = {
  timeoutSeconds: z.number().positive().max(600).default(2).describe('How long an answer is waited for.'),
  retry: z
    .strictObject({ firstSeconds: z.number().positive().max(3600), longestSeconds: z.number().positive().max(86_400) })
    .default({ firstSeconds: 1, longestSeconds: 300 })
    .describe('Wait before the second attempt, doubled each time up to the longest; half of it is drawn by chance.'),
  inFlight: z.int().positive().max(256).default(32).describe('Sendings at the same time.'),
};

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { message: 'Expected lower-case letters, digits and hyphens, at most 40' });

const COMMON = {
  id: idSchema.describe('Name of the target: a folder of the outbox.'),
  send: z
    .enum(['approved', 'analysed'])
    .default('approved')
    .describe('approved = results that a person approved; analysed = every published result.'),
  formerly: idSchema
    .optional()
    .describe(
      'Id that the same system had before, if it was renamed: outbox, keys and log go on under it, so that nothing is sent to it twice.',
    ),
};

/** Why a target is not read back. */
export const notReadBack = z.strictObject({ none: z.string().min(10).describe('Why not.') });

/** How a target is reached. */
export type Link =
  | { readonly via: 'http'; readonly credentials: Credentials | null; readonly tls: TlsSettings | null }
  | { readonly via: 'mllp'; readonly host: string; readonly port: number; readonly tls: TlsSettings | null }
  | { readonly via: 'drop' };

/** The message of a sending as bytes that are the same at every attempt, or why there is none. */
export type Prepared = { readonly kind: 'message'; readonly text: string } | { readonly kind: 'refused'; readonly reason: Message };

/** A target as its settings make it. */
export interface OpenTarget {
  readonly link: Link;
  readonly timeoutSeconds: number;
  readonly inFlight: number;
  readonly retry: { readonly firstSeconds: number; readonly longestSeconds: number };
  /** Seconds after which an attempt without an answer has arrived or never will; `null` = the target knows keys, so that it may be repeated at once. */
  readonly settleSeconds: number | null;
  readonly prepare: (dispatch: Dispatch) => Prepared;
  /** Sends what `prepare` gave. */
  readonly send: (dispatch: Dispatch, text: string) => Conversation<SendResult>;
  /** Whether a sending arrived; asked where there was no answer and the target knows no keys. `null` = it knows keys. */
  readonly look: ((dispatch: Dispatch) => Conversation<LookResult>) | null;
  /** `null` = it is not read back. */
  readonly readBack: ((dispatch: Dispatch) => Conversation<ReadResultOf<ReadResult>>) | null;
  /** What of a sending is otherwise than it was read back. */
  readonly compare: (dispatch: Dispatch, found: readonly ReadResult[]) => readonly ReadDifference[];
  /** What is not compared, since the target has no field for it, or none is named; of one that is not read back nothing stands here. */
  readonly notCompared: readonly string[];
}

/** What every target says of itself in targets.yaml. */
export interface CommonSettings {
  readonly id: string;
  readonly send: 'approved' | 'analysed';
}

/** A kind of target: what its block in targets.yaml holds, and what is made of it. */
export interface TargetKind<Id extends string = string> extends Member<Id> {
  readonly schema: z.ZodObject<z.core.$ZodLooseShape, z.core.$strict>;
  /** Of settings that the schema let through. */
  readonly open: (settings: unknown) => OpenTarget;
}

/** Makes a member of the registry: its id, its own settings beside the common ones, and what it does with them. */
export function defineTarget<const Id extends string, Shape extends z.ZodRawShape>({
  id,
  settings,
  check,
  open,
}: {
  readonly id: Id;
  readonly settings: Shape;
  /** What the settings must agree in; a sentence that begins with "Expected". */
  readonly check?: { readonly holds: (settings: z.output<z.ZodObject<Shape>>) => boolean; readonly message: string };
  readonly open: (settings: z.output<z.ZodObject<Shape>> & CommonSettings) => OpenTarget;
}): TargetKind<Id> {
  const own = z.object(settings);
  const common = z.object(COMMON);
  const whole = z.strictObject({ type: z.literal(id), ...COMMON, ...settings });
  const schema =
    check === undefined ? whole : whole.refine((value) => check.holds(own.parse(value)), { message: check.message, when: isChecked(own) });
  return { id, schema, open: (value) => open({ ...own.parse(value), ...common.parse(value) }) };
}

/** Settings that are wrong by themselves are not compared with one another. */
function isChecked(own: z.ZodType) {
  return ({ value }: { readonly value: unknown }) => own.safeParse(value).success;
}

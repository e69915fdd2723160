import * as z from 'zod';
import { lazily } from '../lazily.ts';
import type { FieldValue, Message } from '../message.ts';
import { isResultFolder, PURPOSES } from '../subject.ts';

/** What several files of a watch hold, as it is read again. */
export const watchSchemas = lazily(() => {
  const value: z.ZodType<FieldValue> = z.lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
  );
  const message: z.ZodType<Message> = z.object({ code: z.string(), fields: z.record(z.string(), value) });
  const subject = z.object({
    lot: z.string(),
    purpose: z.enum(PURPOSES),
    condition: z.string().nullable(),
    timePoint: z.string().nullable(),
  });
  const published = z.object({
    analysis: z.number().int(),
    folder: z.string().refine(isResultFolder),
    disposition: z.string(),
    resultSha256: z.string(),
  });
  return { message, subject, published };
});

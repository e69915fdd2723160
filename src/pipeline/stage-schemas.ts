import * as z from 'zod';
import { DEPARTURES, type DepartureCode } from '../fcs/departures.ts';

export const departureCodeSchema = z.enum(Object.keys(DEPARTURES) as [DepartureCode, ...DepartureCode[]]);
export const transformSchema = z.looseObject({ type: z.string() });
export const gateSchema = z.looseObject({ type: z.string(), name: z.string(), parent: z.string().nullable() });
export const layoutSchema = z.looseObject({});
export const plateFormatSchema = z.looseObject({ format: z.string() });
export const potencyMethodSchema = z.looseObject({});
export const attributeSchema = z.looseObject({ type: z.string(), id: z.string() });

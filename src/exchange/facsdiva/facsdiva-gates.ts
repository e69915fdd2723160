import type { Gate } from '../../population/gates/registry.ts';
import { type GateFault, isFault } from '../document/gate-fault.ts';
import { populationName, refuseTooMany } from '../document/population-names.ts';
import { withoutBroken } from '../document/without-broken.ts';
import { badXml, childNamed, requiredAttribute, type XmlElement } from '../xml/xml.ts';
import type { DivaReading } from './facsdiva-axis.ts';
import { readDivaRegion } from './facsdiva-regions.ts';

export interface DivaGates {
  readonly gates: readonly Gate[];
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly storedCounts: ReadonlyMap<string, number>;
}

/** The gate that holds every event; full names begin with it. */
export const DIVA_ALL_EVENTS = 'All Events';

/** As deep as elements may be. */
const DEEPEST = 64;

/** A gate element by its full name, whose parts are joined by backslashes. */
interface Named {
  readonly element: XmlElement;
  readonly path: readonly string[];
}

/** The gates of a tube, by their full names without `All Events`. Errors: `exchange/bad-xml`. */
export function readDivaGates(elements: readonly XmlElement[], diva: DivaReading): DivaGates {
  const named = elements.map((element) => readName(element, diva)).filter(({ path }) => path.length > 0);
  const names = new Set(named.map(({ path }) => keyOf(path)));
  const gates: Gate[] = [];
  const storedCounts = new Map<string, number>();
  named.forEach(({ element, path }, i) => {
    refuseTooMany(diva.reading, element, i);
    const common = { name: keyOf(path), parent: path.length === 1 ? null : keyOf(path.slice(0, -1)) };
    const gate = parentAgrees(element, path)
      ? readGate(element, common, { diva, names })
      : ({ cause: 'other-parent', name: childNamed(element, 'parent')?.text ?? '' } as const);
    if (isFault(gate)) {
      diva.note('gate-file/left-out', { gate: common.name, called: 'gate', ...gate });
      return;
    }
    gates.push(gate);
    const stored = childNamed(element, 'num_events')?.text ?? '';
    if (/^\d{1,15}$/.test(stored)) storedCounts.set(common.name, Number(stored));
  });
  const paths = new Map(named.map(({ path }) => [keyOf(path), path] as const));
  return { gates: withoutBroken(gates, diva.note), paths, storedCounts };
}

function readName(element: XmlElement, { reading }: DivaReading): Named {
  const parts = requiredAttribute(reading, element, 'fullname').split('\\');
  const path = parts[0] === DIVA_ALL_EVENTS ? parts.slice(1) : parts;
  if (path.length > DEEPEST) throw badXml(reading, element, `expected gates at most ${DEEPEST} in one another, found ${path.length}`);
  return { element, path: path.map((part) => populationName(reading, element, part)) };
}

function keyOf(path: readonly string[]): string {
  return path.join('/');
}

/** `parent` says the same as the full name: by the whole of it, or by its last part. */
function parentAgrees(element: XmlElement, path: readonly string[]): boolean {
  const stated = childNamed(element, 'parent')?.text ?? '';
  const own = [DIVA_ALL_EVENTS, ...path.slice(0, -1)];
  return ['', own.join('\\'), own.slice(1).join('\\'), own.at(-1)].includes(stated);
}

const OPERATORS: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AND: 'and', OR: 'or', NOT: 'not' };

interface CommonKeys {
  readonly name: string;
  readonly parent: string | null;
}

interface Known {
  readonly diva: DivaReading;
  readonly names: ReadonlySet<string>;
}

function readGate(element: XmlElement, common: CommonKeys, { diva, names }: Known): Gate | GateFault {
  const type = requiredAttribute(diva.reading, element, 'type');
  const [, kind = ''] = /^([A-Z]+)_?CLASSIFIER$/.exec(type.toUpperCase()) ?? [];
  if (kind === 'REGION') return readDivaRegion(element, common, diva);
  const operator = OPERATORS[kind];
  if (operator === undefined) return { cause: 'gate-type', name: type.slice(0, 60) };
  const of = operandsOf(element, common, names);
  if (of.length < (operator === 'not' ? 1 : 2) || (operator === 'not' && of.length > 1))
    return { cause: 'unknown-members', count: of.length };
  diva.note('gate-file/read-as', { gate: common.name, operator, of });
  return { type: 'boolean', ...common, operator, of };
}

const NO_MEMBERS: ReadonlySet<string> = new Set(['name', 'parent']);

/** Members are elements whose text is the full name of a gate, or the name of one beside it. */
function operandsOf(element: XmlElement, { name, parent }: CommonKeys, names: ReadonlySet<string>): string[] {
  const texts = element.children
    .filter((child) => !NO_MEMBERS.has(child.name))
    .flatMap((child) => [child, ...child.children])
    .map(({ text }) => text)
    .filter((text) => text !== '');
  const found = texts.flatMap((text) => {
    const parts = text.split('\\');
    const full = keyOf(parts[0] === DIVA_ALL_EVENTS ? parts.slice(1) : parts);
    const beside = parent === null ? full : `${parent}/${full}`;
    return names.has(full) ? [full] : names.has(beside) ? [beside] : [];
  });
  return [...new Set(found)].filter((one) => one !== name);
}

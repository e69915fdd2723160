import { parseAst } from 'rolldown/parseAst';
import * as z from 'zod';

/** What is looked at in the syntax tree of a module. */
type Node = Readonly<Record<string, unknown>> & { readonly type: string };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const childrenOf = (node: Node): readonly Node[] =>
  Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
const listOf = (node: Node, key: string): readonly Node[] => z.array(z.custom<Node>(isNode)).catch([]).parse(node[key]);
const nodeOf = (node: Node | null, key: string): Node | null => (isNode(node?.[key]) ? node[key] : null);
const nameOf = (node: Node | null): string => (node?.type === 'Identifier' && typeof node.name === 'string' ? node.name : '');

/** Objects without anything that changes between two calls. */
const WITHOUT_STATE: readonly string[] = ['TextDecoder', 'TextEncoder'];
/** Types that say that nothing is put in. */
const READ_ONLY: readonly string[] = ['ReadonlyMap', 'ReadonlySet'];
const CHANGING: ReadonlySet<string> = new Set([
  'add',
  'clear',
  'copyWithin',
  'delete',
  'fill',
  'pop',
  'push',
  'reverse',
  'set',
  'shift',
  'sort',
  'splice',
  'unshift',
]);

/** What of a module outlives the calls of its functions and can change: its variables, its buffers and maps, its constants that are written to. */
export function moduleStateOf(source: string): readonly string[] {
  const program: unknown = parseAst(source, { lang: 'ts' });
  if (!isNode(program)) throw new Error('a module without a tree');
  const declarations = listOf(program, 'body')
    .map((node) => (node.type === 'ExportNamedDeclaration' ? nodeOf(node, 'declaration') : node))
    .filter((node) => node?.type === 'VariableDeclaration' && node.declare !== true)
    .filter((node) => node !== null);
  const variables = declarations.flatMap((node) => listOf(node, 'declarations').map((one) => ({ kind: node.kind, one })));
  const named = variables.map(({ kind, one }) => ({
    kind,
    name: nameOf(nodeOf(one, 'id')),
    type: typeOf(one),
    value: nodeOf(one, 'init'),
  }));
  return [
    ...named.filter(({ kind }) => kind !== 'const').map(({ kind, name }) => `${String(kind)} ${name}`),
    ...named.filter(({ kind, type, value }) => kind === 'const' && value !== null && isState(value, type)).map(({ name }) => name),
    ...writtenTo(program, new Set(named.map(({ name }) => name).filter((name) => name !== ''))),
  ];
}

/** The name of the declared type, or '' . */
function typeOf(variable: Node): string {
  const type = nodeOf(nodeOf(nodeOf(variable, 'id'), 'typeAnnotation'), 'typeAnnotation');
  return type?.type === 'TSTypeOperator' && type.operator === 'readonly' ? 'readonly' : nameOf(nodeOf(type, 'typeName'));
}

/** An empty list or record without a type that says that it stays empty, or something with state within. */
function isState(value: Node, type: string): boolean {
  if (value.type === 'ArrayExpression' && listOf(value, 'elements').length === 0) return type !== 'readonly';
  if (value.type === 'ObjectExpression' && listOf(value, 'properties').length === 0) return type === '';
  return holdsState(value, type);
}

/** Whether a value holds something that can be written to, outside of the functions in it. */
function holdsState(value: Node, type: string): boolean {
  // A comparison gives a number or a yes or no; what is made late is a constant all the same.
  if (/Function|Class|BinaryExpression/.test(value.type) || calleeOf(value) === 'lazily') return false;
  if (value.type === 'NewExpression') return !WITHOUT_STATE.includes(calleeOf(value)) && !isReadOnly(value, type);
  if (/^open[A-Z]/.test(calleeOf(value))) return true;
  return childrenOf(value).some((child) => holdsState(child, type));
}

function calleeOf(value: Node): string {
  return /^(?:Call|New)Expression$/.test(value.type) ? nameOf(nodeOf(value, 'callee')) : '';
}

/** A set or a map by its own type, or by that of the record that it stands in. */
function isReadOnly(value: Node, type: string): boolean {
  return READ_ONLY.includes(type) || (/^(?:Set|Map)$/.test(calleeOf(value)) && type !== '' && !/^(?:Set|Map)$/.test(type));
}

/** Constants of the module that something is assigned to or put into, wherever. */
function writtenTo(program: Node, names: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    const target = targetOf(node);
    const root = target === null ? '' : rootOf(target);
    if (names.has(root)) found.push(`${root} is written to`);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return found;
}

function targetOf(node: Node): Node | null {
  const member = (of: Node | null) => (of?.type === 'MemberExpression' ? of : null);
  if (node.type === 'AssignmentExpression') return member(nodeOf(node, 'left'));
  if (node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === 'delete'))
    return member(nodeOf(node, 'argument'));
  if (node.type !== 'CallExpression') return null;
  const callee = member(nodeOf(node, 'callee'));
  return CHANGING.has(nameOf(nodeOf(callee, 'property'))) ? callee : null;
}

/** The variable that a chain of members begins with. */
function rootOf(node: Node): string {
  const object = nodeOf(node, 'object') ?? nodeOf(node, 'expression');
  return object === null ? nameOf(node) : rootOf(object);
}

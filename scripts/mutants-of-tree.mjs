// Small mistakes in a source, found in its syntax tree: other comparisons, boundaries and conditions, every for some, other returned values. Types are left alone.
import { parseSync } from 'rolldown/utils';

const OTHER_OPERATORS = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '&&': ['||'],
  '||': ['&&'],
};

/** Methods of which one stands where the other should. */
const OTHER_METHODS = { every: ['some'], some: ['every'], min: ['max'], max: ['min'], find: ['findLast'], findLast: ['find'] };

/** Methods whose call may be left out: what they are called on is as good a value. */
const LEFT_OUT = ['filter', 'slice', 'sort', 'reverse', 'toSorted'];

/** Mutants of a TypeScript source: `{ kind, start, end, by, line, column }`, in the order of their places. Two that make the same text are one. */
export function mutantsOf(path, source) {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const found = new Map();
  const add = (kind, { start, end }, by) => {
    if (source.slice(start, end) !== by) found.set(`${start} ${end} ${by}`, { kind, start, end, by, ...placeOf(source, start) });
  };
  const text = ({ start, end }) => source.slice(start, end);
  visit(program, (node) => {
    switch (node.type) {
      case 'BinaryExpression':
      case 'LogicalExpression': {
        const between = { start: node.left.end, end: node.right.start };
        for (const other of OTHER_OPERATORS[node.operator] ?? [])
          if (!isText(node.left) && !isText(node.right))
            add(node.type === 'LogicalExpression' ? 'logic' : 'comparison', between, text(between).replace(node.operator, other));
        if (node.operator === '??') add('logic', node, text(node.left));
        break;
      }
      case 'IfStatement':
      case 'ConditionalExpression':
        for (const by of ['true', 'false']) add('condition', node.test, by);
        break;
      case 'UnaryExpression':
        if (node.operator === '!') add('condition', node, text(node.argument));
        break;
      case 'CallExpression':
        if (node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier') {
          const { object, property } = node.callee;
          for (const other of OTHER_METHODS[property.name] ?? []) add('method', property, other);
          if (LEFT_OUT.includes(property.name)) add('method', node, text(object));
        }
        break;
      case 'ExpressionStatement':
        if (node.expression.type === 'CallExpression') add('statement', node, ';');
        break;
      case 'ReturnStatement':
        for (const by of otherValues(node.argument)) add('returned', node.argument, by);
        break;
      case 'ArrowFunctionExpression':
        if (node.expression) for (const by of otherValues(node.body)) add('returned', node.body, by);
        break;
      case 'Literal':
        if (typeof node.value === 'number') add('number', node, `(${node.raw} + 1)`);
        if (typeof node.value === 'boolean') add('returned', node, String(!node.value));
        break;
    }
  });
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** What a function may return in place of an expression. */
function otherValues(node) {
  switch (node?.type) {
    case 'ArrayExpression':
      return node.elements.length > 0 ? ['[]'] : [];
    case 'CallExpression':
      return ['map', 'filter', 'flatMap'].includes(node.callee.property?.name) ? ['[]'] : [];
    case 'BinaryExpression':
      return ['===', '!==', '<', '<=', '>', '>='].includes(node.operator) ? ['true', 'false'] : [];
    case 'LogicalExpression':
      return node.operator === '??' ? [] : ['true', 'false'];
    default:
      return [];
  }
}

/** A concatenated text is a sentence, not a decision. */
function isText({ type, value }) {
  return type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string' && value.length > 1 && !/^[\w:/.-]+$/.test(value));
}

/** Every node but those of types, and of texts of a schema (`describe`). */
function visit(node, act) {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) visit(one, act);
    return;
  }
  if (typeof node.type !== 'string' || node.type.startsWith('TS') || node.type === 'ImportDeclaration') return;
  act(node);
  for (const [key, child] of Object.entries(node))
    if (key !== 'parent' && key !== 'typeAnnotation' && key !== 'returnType') visit(child, act);
}

function placeOf(source, start) {
  const before = source.slice(0, start).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
}

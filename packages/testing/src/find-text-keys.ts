import {
  SyntaxKind,
  type BinaryExpression,
  type CallExpression,
  type ElementAccessExpression,
  type Node,
  type SourceFile,
} from "typescript/unstable/ast";
import { TypeFlags, type Checker, type Project, type Type, type UnionType } from "typescript/unstable/sync";

const ANY_TEXT = TypeFlags.Any | TypeFlags.String | TypeFlags.TemplateLiteral | TypeFlags.StringMapping;
const FLAWED_METHODS = ["hasOwnProperty", "propertyIsEnumerable", "isPrototypeOf", "__lookupGetter__"];

/** A place where any text may be the key of an object, as `line: code`. */
export type TextKey = string;

/**
 * Finds where a text that may be anything meets the properties of an object: `record[text]`, `text in record`,
 * `for … in`, `Object.assign` from a record, `record.hasOwnProperty(text)`. There `__proto__` and `constructor` are no
 * plain names. Keys that are numbers or one of a few literals are none of it.
 */
export function findTextKeys({ program, checker }: Project, path: string): TextKey[] {
  const source = program.getSourceFile(path);
  if (source === undefined) throw new Error(`${path} is not part of the project`);
  const suspects = nodesOf(source).filter(({ kind }) => SUSPECTS.has(kind));
  return suspects.filter((node) => isTextKey(node, source, checker)).map((node) => placeOf(node, source));
}

const SUSPECTS = new Set([
  SyntaxKind.ElementAccessExpression,
  SyntaxKind.BinaryExpression,
  SyntaxKind.ForInStatement,
  SyntaxKind.CallExpression,
  SyntaxKind.BindingElement,
]);

function isTextKey(node: Node, source: SourceFile, checker: Checker): boolean {
  switch (node.kind) {
    case SyntaxKind.ElementAccessExpression:
      return isAnyText((node as ElementAccessExpression).argumentExpression, checker);
    case SyntaxKind.BinaryExpression: {
      const { operatorToken, left } = node as BinaryExpression;
      return operatorToken.kind === SyntaxKind.InKeyword && isAnyText(left, checker);
    }
    case SyntaxKind.ForInStatement:
      return true;
    case SyntaxKind.CallExpression:
      return isFlawedCall(node as CallExpression, source, checker);
    default: {
      const name = childrenOf(node).find(({ kind }) => kind === SyntaxKind.ComputedPropertyName);
      const key = name === undefined ? undefined : childrenOf(name)[0];
      return key !== undefined && isAnyText(key, checker);
    }
  }
}

function isFlawedCall(call: CallExpression, source: SourceFile, checker: Checker): boolean {
  const callee = textOf(call.expression, source);
  if (FLAWED_METHODS.some((method) => callee.endsWith(`.${method}`))) return true;
  return (
    callee === "Object.assign" &&
    call.arguments.slice(1).some((argument) => {
      const type = checker.getTypeAtLocation(argument);
      return type === undefined || checker.getIndexInfosOfType(type).length > 0;
    })
  );
}

/** Whether a key may be any text; a cast of one to a few literals changes nothing. */
function isAnyText(key: Node, checker: Checker): boolean {
  const inner = isCast(key) ? childrenOf(key)[0] : undefined;
  if (inner !== undefined && isAnyText(inner, checker)) return true;
  const type = checker.getTypeAtLocation(key);
  return type === undefined || mayBeAnyText(type, checker);
}

function isCast({ kind }: Node): boolean {
  return kind === SyntaxKind.AsExpression || kind === SyntaxKind.ParenthesizedExpression;
}

function mayBeAnyText(type: Type, checker: Checker): boolean {
  if ((type.flags & TypeFlags.Union) !== 0) {
    return (type as UnionType).getTypes().some((part) => mayBeAnyText(part, checker));
  }
  if ((type.flags & ANY_TEXT) !== 0) return true;
  const constraint = checker.getBaseConstraintOfType(type);
  return constraint !== undefined && constraint !== type && mayBeAnyText(constraint, checker);
}

function nodesOf(node: Node): Node[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  return children;
}

function textOf(node: Node, source: SourceFile): string {
  return source.text.slice(node.pos, node.end).trim();
}

function placeOf(node: Node, source: SourceFile): TextKey {
  const code = textOf(node, source);
  const line = source.text.slice(0, node.end - code.length).split("\n").length;
  return `${line}: ${code.split("\n")[0]}`;
}

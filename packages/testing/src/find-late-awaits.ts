import { parseSync } from "oxc-parser";

/**
 * Finds promises that a function starts early and awaits late, after another await. When such a promise rejects in between, nobody
 * handles it and the process ends. `Promise.all` handles both at once. @returns each as `name (line)`
 */
export function findLateAwaits(path: string, text: string): string[] {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const found: string[] = [];
  visitFunctions(program, (body) => {
    const events: Event[] = [];
    collect(body, events);
    for (const [idx, event] of events.entries()) {
      if (event.kind !== "start") continue;
      const later = events.slice(idx + 1);
      const use = later.findIndex((next) => next.kind !== "start" && next.name === event.name);
      const isLate = later[use]?.kind === "await" && later.slice(0, use).some(({ kind }) => kind === "await");
      if (isLate) found.push(`${event.name} (line ${text.slice(0, event.at).split("\n").length})`);
    }
  });
  return found;
}

/** An event in a function, in text order: a call's result gets a name, something is awaited, or a name is used. */
interface Event {
  readonly kind: "start" | "await" | "use";
  /** Empty for an await of something that has no name. */
  readonly name: string;
  readonly at: number;
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number };

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

const isFunction = ({ type }: Node): boolean => /Function(Declaration|Expression)$|^MethodDefinition$/.test(type);

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter(isNode)
    .toSorted((a, b) => a.start - b.start);
}

function visitFunctions(node: object, onBody: (body: Node) => void): void {
  if (!isNode(node)) return;
  if (node.type === "Program" || isFunction(node)) onBody(node);
  childrenOf(node).forEach((child) => visitFunctions(child, onBody));
}

function collect(node: Node, events: Event[]): void {
  const name = (value: unknown): string => (isNode(value) && typeof value["name"] === "string" ? value["name"] : "");
  for (const child of childrenOf(node)) {
    if (isFunction(child)) continue;
    if (child.type === "AwaitExpression") {
      collectUnlessName(child, events);
      events.push({ kind: "await", name: name(child["argument"]), at: child.start });
    } else if (child.type === "ForOfStatement" && child["await"] === true) {
      events.push({ kind: "await", name: "", at: child.start });
      collect(child, events);
    } else if (child.type === "VariableDeclarator") {
      collect(child, events);
      const init = child["init"];
      if (isNode(init) && init.type === "CallExpression" && name(child["id"]) !== "") {
        events.push({ kind: "start", name: name(child["id"]), at: child.start });
      }
    } else if (child.type === "Identifier") {
      events.push({ kind: "use", name: name(child), at: child.start });
    } else collect(child, events);
  }
}

/** What is awaited may hold further awaits and uses; its bare name is the await's own. */
function collectUnlessName(awaiting: Node, events: Event[]): void {
  if (isNode(awaiting["argument"]) && awaiting["argument"].type !== "Identifier") collect(awaiting, events);
}

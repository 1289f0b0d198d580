import { processTreeText, type ProcessTree, type TreeOperator } from "../../models/process-tree.ts";

const OPERATORS: readonly (readonly [string, TreeOperator])[] = [
  ["->(", "sequence"],
  ["X(", "choice"],
  ["+(", "parallel"],
  ["*(", "loop"],
];

/** For tests: the tree of PM4Py's notation. */
export function parseTree(text: string): ProcessTree {
  let at = 0;
  const next = (): ProcessTree => {
    const operator = OPERATORS.find(([opening]) => text.startsWith(opening, at));
    if (operator !== undefined) {
      at += operator[0].length;
      const children = [next()];
      while (text.startsWith(", ", at)) {
        at += 2;
        children.push(next());
      }
      at++;
      return { kind: operator[1], children };
    }
    if (text.startsWith("tau", at)) {
      at += 3;
      return { kind: "silent" };
    }
    const end = text.indexOf("'", at + 1);
    const label = text.slice(at + 1, end);
    at = end + 1;
    return { kind: "activity", label };
  };
  return next();
}

/** For tests: the text of the tree, branches whose order doesn't matter sorted. */
export function canonicalTreeText(tree: ProcessTree): string {
  return processTreeText(canonical(tree));
}

function canonical(tree: ProcessTree): ProcessTree {
  if (!("children" in tree)) return tree;
  const sort = (children: readonly ProcessTree[]) =>
    children.toSorted((a, b) => (processTreeText(a) < processTreeText(b) ? -1 : 1));
  const children = tree.children.map(canonical);
  if (tree.kind === "sequence") return { kind: "sequence", children };
  if (tree.kind === "loop") return { kind: "loop", children: [...children.slice(0, 1), ...sort(children.slice(1))] };
  return { kind: tree.kind, children: sort(children) };
}

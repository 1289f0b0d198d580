/**
 * A process tree, block-structured and so always sound:
 * - sequence: the children, one after the other; choice: one of them; parallel: all of them, interleaved;
 * - loop: the first child, then any number of times one of the others and the first again.
 *
 * Source: Leemans, Robust Process Mining with Guarantees (2017).
 */
export type ProcessTree =
  | { readonly kind: "activity"; readonly label: string }
  | { readonly kind: "silent" }
  | { readonly kind: TreeOperator; readonly children: readonly ProcessTree[] };

export type TreeOperator = "sequence" | "choice" | "parallel" | "loop";

export const SILENT: ProcessTree = { kind: "silent" };

const SYMBOLS: Readonly<Record<TreeOperator, string>> = { sequence: "->", choice: "X", parallel: "+", loop: "*" };

/** The tree in PM4Py's notation, such as `->('a', *('b', tau))`. */
export function processTreeText(tree: ProcessTree): string {
  switch (tree.kind) {
    case "activity":
      return `'${tree.label}'`;
    case "silent":
      return "tau";
    default:
      return `${SYMBOLS[tree.kind]}(${tree.children.map(processTreeText).join(", ")})`;
  }
}

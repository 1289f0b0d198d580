import { SILENT, type ProcessTree } from "./process-tree.ts";

/**
 * The same language by a smaller tree: sequences in sequences (choices in choices, parallels in parallels) are merged,
 * silent steps of sequences and parallels dropped, those of a choice reduced to one, and nodes with one child replaced
 * by it. Source: Leemans, Robust Process Mining with Guarantees (2017).
 */
export function normaliseTree(tree: ProcessTree): ProcessTree {
  if (tree.kind === "activity" || tree.kind === "silent") return tree;
  const children = tree.children.map(normaliseTree);
  if (tree.kind === "loop") return children.every(isSilent) ? SILENT : { kind: "loop", children };
  const flat = children.flatMap((child) =>
    "children" in child && child.kind === tree.kind ? child.children : [child],
  );
  const visible = flat.filter((child) => !isSilent(child));
  const kept = tree.kind === "choice" && visible.length < flat.length ? [...visible, SILENT] : visible;
  const [only] = kept;
  if (only === undefined) return SILENT;
  return kept.length === 1 ? only : { kind: tree.kind, children: kept };
}

function isSilent(tree: ProcessTree): boolean {
  return tree.kind === "silent";
}

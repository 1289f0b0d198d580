import { PetriNetBuilder } from "./petri-net-builder.ts";
import type { PetriNet } from "./petri-net.ts";
import type { ProcessTree } from "./process-tree.ts";
import { reducePetriNet } from "./reduce-petri-net.ts";

/**
 * A sound workflow net with the language of the tree: source, sink, a transition per activity and silent ones where
 * branches split, join, loop or are skipped, as few as `reducePetriNet` leaves.
 * Source: Leemans, Robust Process Mining with Guarantees (2017), translation of process trees.
 */
export function treeNet(tree: ProcessTree): PetriNet {
  const builder = new PetriNetBuilder();
  const source = builder.addPlace("source");
  const sink = builder.addPlace("sink");
  const draft = new TreeDraft(builder);
  const isBlock = tree.kind === "choice" || tree.kind === "parallel";
  const first = isBlock || loopsAt(tree, 0) ? draft.step("start", source) : source;
  const last = isBlock || loopsAt(tree, -1) ? draft.place() : sink;
  draft.add(tree, first, last);
  if (last !== sink) builder.addTransition("end", null, [last], [sink]);
  return reducePetriNet(builder.build([source], [sink]));
}

/** Whether the tree begins (index 0) or ends (−1) with a loop. */
function loopsAt(tree: ProcessTree, index: 0 | -1): boolean {
  if (!("children" in tree)) return false;
  const child = tree.children.at(index);
  return tree.kind === "loop" || (child !== undefined && loopsAt(child, index));
}

class TreeDraft {
  readonly #builder: PetriNetBuilder;
  /** Source and sink are the first two. */
  #places = 2;

  constructor(builder: PetriNetBuilder) {
    this.#builder = builder;
  }

  place(): number {
    return this.#builder.addPlace(`p${++this.#places}`);
  }

  /** A place behind `from` and a silent transition. */
  step(name: string, from: number): number {
    const place = this.place();
    this.#builder.addTransition(name, null, [from], [place]);
    return place;
  }

  /** Add the tree between two places. */
  add(tree: ProcessTree, from: number, to: number): void {
    switch (tree.kind) {
      case "activity":
        this.#builder.addTransition(tree.label, tree.label, [from], [to]);
        return;
      case "silent":
        this.#builder.addTransition("skip", null, [from], [to]);
        return;
      case "choice":
        for (const child of tree.children) this.add(child, from, to);
        return;
      case "sequence":
        this.#addSequence(tree.children, from, to);
        return;
      case "parallel":
        this.#addParallel(tree.children, from, to);
        return;
      case "loop":
        this.#addLoop(tree.children, from, to);
        return;
    }
  }

  #addSequence(children: readonly ProcessTree[], from: number, to: number): void {
    let at = from;
    for (const [index, child] of children.entries()) {
      const next = index === children.length - 1 ? to : this.place();
      this.add(child, at, next);
      at = next;
    }
  }

  #addParallel(children: readonly ProcessTree[], from: number, to: number): void {
    const branches = children.map((child) => {
      const branch = [this.place(), this.place()] as const;
      this.add(child, ...branch);
      return branch;
    });
    this.#builder.addTransition(
      "split",
      null,
      [from],
      branches.map(([entry]) => entry),
    );
    this.#builder.addTransition(
      "join",
      null,
      branches.map(([, exit]) => exit),
      [to],
    );
  }

  #addLoop([body, ...redo]: readonly ProcessTree[], from: number, to: number): void {
    const entry = this.step("loop entry", from);
    const exit = this.place();
    if (body !== undefined) this.add(body, entry, exit);
    if (redo.length > 0) {
      const again = this.place();
      for (const child of redo) this.add(child, exit, again);
      this.#builder.addTransition("loop", null, [again], [entry]);
    }
    this.#builder.addTransition("loop exit", null, [exit], [to]);
  }
}

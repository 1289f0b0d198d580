import { DomainError } from "@longhaul/domain";
import type { PetriNet } from "./petri-net.ts";
import { countBpmn, readBpmn } from "./read-bpmn.ts";
import { countPnml, readPnml } from "./read-pnml.ts";
import { readXmlTree, unreadable, type ModelCounts } from "./read-xml-tree.ts";

/** A net of this size is searched in bounded time; none that a person drew is larger. */
const MOST_NODES = 5_000;
/** Characters of a name at most; a longer one is a text. */
const MOST_NAME = 1_000;

export interface ReadModel {
  readonly format: "BPMN" | "PNML";
  readonly petriNet: PetriNet;
  readonly counts: ModelCounts;
}

/**
 * Reads a model that somebody drew: BPMN 2.0 or PNML.
 * @throws DomainError `unprocessable` that says at which line what can't be read, and what to do
 */
export async function readModel(text: string): Promise<ReadModel> {
  // An editor may have left a byte order mark.
  const root = await readXmlTree(
    text
      .replace(/^\uFEFF/, "")
      .trimStart()
      .toWellFormed(),
  );
  const model = byRoot(root.name);
  if (model === null)
    throw unreadable(root, `BPMN 2.0 (definitions) or PNML is read; the root element is "${root.name}"`);
  const petriNet = model.read(root);
  if (petriNet.places.length + petriNet.transitions.length > MOST_NODES)
    throw new DomainError("unprocessable", `the model has more than ${MOST_NODES} places and transitions`);
  if (!petriNet.transitions.some(({ label }) => label !== null))
    throw new DomainError("unprocessable", "the model has no activity with a name");
  if (petriNet.transitions.some(({ label }) => label !== null && label.length > MOST_NAME))
    throw new DomainError("unprocessable", `the name of an activity has more than ${MOST_NAME} characters`);
  return { format: model.format, petriNet, counts: model.count(root) };
}

/** Names of the activities that a model has, each once. */
export function modelActivities({ transitions }: PetriNet): readonly string[] {
  return [...new Set(transitions.flatMap(({ label }) => (label === null ? [] : [label])))];
}

function byRoot(name: string) {
  if (name === "definitions") return { format: "BPMN", read: readBpmn, count: countBpmn } as const;
  if (name === "pnml") return { format: "PNML", read: readPnml, count: countPnml } as const;
  return null;
}

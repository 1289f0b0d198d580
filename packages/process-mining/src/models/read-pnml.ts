import { PetriNetBuilder } from "./petri-net-builder.ts";
import type { PetriNet } from "./petri-net.ts";
import { byId, descendants, textAt, unreadable, type ModelCounts, type XmlElement } from "./read-xml-tree.ts";

/**
 * A place/transition net of PNML (ISO/IEC 15909-2) with what ProM and PM4Py add: invisible transitions and final markings.
 * Where no marking is given, the net starts in its only place that nothing fills, and ends in its only one that nothing
 * empties. Arcs and markings of more than one token are refused.
 */
export function readPnml(root: XmlElement): PetriNet {
  const nets = descendants(root, "net");
  const [net] = nets;
  if (net === undefined || nets.length > 1) throw unreadable(root, `there must be one net, not ${nets.length}`);
  const builder = new PetriNetBuilder();
  const places = new Map<string, number>();
  const transitions = new Map<string, number>();
  const initial: number[] = [];
  // Places are named in markings as well.
  const placeElements = descendants(net, "place").filter((place) => place.attributes.has("id"));
  for (const [id, place] of byId(placeElements)) {
    const number = builder.addPlace(textAt(place, "name", "text") || id);
    places.set(id, number);
    if (tokens(place, textAt(place, "initialMarking", "text"))) initial.push(number);
  }
  for (const [id, transition] of byId(descendants(net, "transition"))) {
    const name = textAt(transition, "name", "text").replaceAll(/\s+/g, " ");
    const isInvisible = transition.children.some(
      ({ name: tag, attributes }) => tag === "toolspecific" && attributes.get("activity") === "$invisible$",
    );
    transitions.set(id, builder.addTransition(name || id, isInvisible || name === "" ? null : name));
  }
  const filled = new Set<number>();
  const emptied = new Set<number>();
  for (const arc of descendants(net, "arc")) {
    const weight = textAt(arc, "inscription", "text") || textAt(arc, "inscription", "value") || "1";
    if (Number(weight) !== 1) throw unreadable(arc, `an arc has the weight ${weight}; only 1 can be checked`);
    const [source, target] = [arc.attributes.get("source") ?? "", arc.attributes.get("target") ?? ""];
    const [from, to] = [places.get(source), transitions.get(target)];
    const [by, into] = [transitions.get(source), places.get(target)];
    if (from !== undefined && to !== undefined) {
      if (by !== undefined && into !== undefined)
        throw unreadable(
          arc,
          `"${source}" and "${target}" are each a place and a transition; give these ids of their own`,
        );
      builder.addInput(from, to);
      emptied.add(from);
    } else if (by !== undefined && into !== undefined) {
      builder.addOutput(by, into);
      filled.add(into);
    } else throw unreadable(arc, `an arc leads from "${source}" to "${target}", which aren't a place and a transition`);
  }
  const final = finalMarking(root, places);
  const all = [...places.values()];
  const only = (found: readonly number[], what: string): readonly number[] => {
    if (found.length === 1) return found;
    throw unreadable(net, `no ${what} is given, and ${found.length} places could be it; give it`);
  };
  return builder.build(
    initial.length > 0
      ? initial
      : only(
          all.filter((place) => !filled.has(place)),
          "initial marking",
        ),
    final.length > 0
      ? final
      : only(
          all.filter((place) => !emptied.has(place)),
          "final marking",
        ),
  );
}

function finalMarking(root: XmlElement, places: ReadonlyMap<string, number>): readonly number[] {
  const markings = descendants(root, "finalmarkings").flatMap((all) => descendants(all, "marking"));
  const [marking] = markings;
  if (marking === undefined) return [];
  if (markings.length > 1) throw unreadable(marking, "there are several final markings; keep one");
  return descendants(marking, "place").flatMap((place) => {
    const number = places.get(place.attributes.get("idref") ?? "");
    if (number === undefined) throw unreadable(place, "the final marking names a place that isn't there");
    return tokens(place, textAt(place, "text")) ? [number] : [];
  });
}

function tokens(element: XmlElement, text: string): boolean {
  const count = text === "" ? 0 : Number(text);
  if (count === 0 || count === 1) return count === 1;
  throw unreadable(element, `a place is marked with "${text}"; it may have one token`);
}

/** How many of each kind of element there are. */
export function countPnml(root: XmlElement): ModelCounts {
  return {
    places: descendants(root, "place").filter(({ attributes }) => attributes.has("id")).length,
    transitions: descendants(root, "transition").length,
    arcs: descendants(root, "arc").length,
  };
}

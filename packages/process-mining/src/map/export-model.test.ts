import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { parseTree } from "../discovery/inductive/canonical-tree-text.ts";
import { countArcs, type PetriNet } from "../models/petri-net.ts";
import { treeNet } from "../models/tree-net.ts";
import { bpmnGraph } from "../models/bpmn-graph.ts";
import { petriNetDot } from "./petri-net-dot.ts";
import { renderModel } from "./render-model.ts";
import { writeBpmn } from "../models/write-bpmn.ts";
import { writePnml } from "../models/write-pnml.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** All elements and the text of a document; throws where it isn't well-formed. */
function parse(xml: string): { elements: Element[]; text: string } {
  const elements: Element[] = [];
  let text = "";
  const parser = new SaxesParser();
  parser.on("error", (err) => {
    throw err;
  });
  parser.on("opentag", ({ name, attributes }) => elements.push({ name, attributes }));
  parser.on("text", (part) => {
    text += part;
  });
  parser.write(xml).close();
  return { elements, text };
}

const HOSTILE = `<b>"R&D" 's \u0001]]> \\n café 購買`;
const net = treeNet({
  kind: "sequence",
  children: [{ kind: "activity", label: HOSTILE }, parseTree("+(X('b', tau), *('c', 'd'))")],
});

/** Kinds of the nodes that a node leads to. */
function ways(graph: ReturnType<typeof bpmnGraph>): string[] {
  const text = (node: number) => `${graph.nodes[node]?.kind} ${graph.nodes[node]?.name}`.trim();
  return graph.flows.map(([from, to]) => `${text(from)} > ${text(to)}`).toSorted();
}

describe("model exports", () => {
  it("writes PNML that is well-formed and complete, whatever the names", () => {
    const { elements, text } = parse(writePnml(net, HOSTILE));
    const count = (name: string) => elements.filter((element) => element.name === name).length;
    expect([count("transition"), count("place") - net.finalMarking.length, count("arc")]).toEqual([
      net.transitions.length,
      net.places.length,
      countArcs(net),
    ]);
    expect(count("initialMarking")).toBe(1);
    expect(text).toContain(HOSTILE.replace("\u0001", "\ufffd"));
    const ids = elements.flatMap(({ attributes }) => attributes["id"] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const ends = elements.flatMap(({ attributes }) => [attributes["source"] ?? [], attributes["target"] ?? []].flat());
    expect(ends.every((end) => ids.includes(end))).toBe(true);
  });

  it("writes BPMN in which every flow and shape has its element", async () => {
    const { elements } = parse(await writeBpmn(net, HOSTILE));
    const ids = new Set(elements.flatMap(({ attributes }) => attributes["id"] ?? []));
    const flows = elements.filter(({ name }) => name === "bpmn:sequenceFlow");
    for (const { attributes } of flows) {
      expect(ids.has(attributes["sourceRef"] ?? "")).toBe(true);
      expect(ids.has(attributes["targetRef"] ?? "")).toBe(true);
    }
    expect(elements.filter(({ name }) => name === "bpmndi:BPMNEdge")).toHaveLength(flows.length);
    const shapes = elements.filter(({ name }) => name === "bpmndi:BPMNShape");
    expect(shapes).toHaveLength(bpmnGraph(net).nodes.length);
    const corners = elements
      .filter(({ name }) => name === "dc:Bounds")
      .map(({ attributes }) => `${attributes["x"]} ${attributes["y"]}`);
    expect(new Set(corners).size).toBe(corners.length);
  });

  it("translates choices, parallels and loops into gateways", () => {
    expect(ways(bpmnGraph(treeNet(parseTree("->('a', X('b', 'c'), 'd')"))))).toEqual(
      [
        "start > task a",
        "task a > exclusive",
        "exclusive > task b",
        "exclusive > task c",
        "task b > exclusive",
        "task c > exclusive",
        "exclusive > task d",
        "task d > end",
      ].toSorted(),
    );
    expect(ways(bpmnGraph(treeNet(parseTree("+('a', 'b')"))))).toEqual(
      [
        "start > parallel",
        "parallel > task a",
        "parallel > task b",
        "task a > parallel",
        "task b > parallel",
        "parallel > end",
      ].toSorted(),
    );
    expect(ways(bpmnGraph(treeNet(parseTree("*('a', 'b')"))))).toEqual(
      [
        "start > exclusive",
        "exclusive > task a",
        "task a > exclusive",
        "exclusive > task b",
        "task b > exclusive",
        "exclusive > end",
      ].toSorted(),
    );
  });

  it("draws SVG that is well-formed, in both notations", async () => {
    for (const notation of ["bpmn", "petri-net"] as const) {
      const svg = (await renderModel(net, HOSTILE, notation)) ?? "";
      const { elements, text } = parse(svg);
      expect(elements[0]?.name).toBe("svg");
      expect(elements.filter(({ name }) => name === "title")).toHaveLength(1);
      expect(text).toContain("購買");
    }
    expect(petriNetDot(net)).toContain("digraph");
  });

  it("draws no picture of a net that nobody could read, but exports it", async () => {
    const children = Array.from({ length: 600 }, (_, at) => ({ kind: "activity", label: `a${at}` }) as const);
    const big: PetriNet = treeNet({ kind: "choice", children });
    expect(await renderModel(big, "big", "bpmn")).toBeNull();
    expect(parse(await writeBpmn(big, "big")).elements.filter(({ name }) => name === "bpmn:task")).toHaveLength(600);
  });
});

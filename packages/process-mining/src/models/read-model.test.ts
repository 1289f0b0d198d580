import { describe, expect, it } from "vitest";
import { ExactMachine } from "../conformance/exact-machine.ts";
import { ReplayNet } from "../conformance/replay-net.ts";
import { discoverModel } from "../discovery/discover-model.ts";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { writeBpmn } from "./write-bpmn.ts";
import { writePnml } from "./write-pnml.ts";
import type { PetriNet } from "./petri-net.ts";
import { readModel } from "./read-model.ts";

const NAMES = ["a", "b", "c", "d", "e"];

/** All traces over a to e of at most this length that the net allows. */
function language(net: PetriNet, most = 4): string[] {
  const machine = new ExactMachine(new ReplayNet(net, NAMES));
  const found: string[] = [];
  const visit = (state: ReturnType<ExactMachine["start"]> | null, trace: string): void => {
    if (state === null) return;
    if (state === undefined) throw new Error("the net is too large for a test");
    if (machine.isFinal(state)) found.push(trace);
    if (trace.length < most)
      for (const [activity, name] of NAMES.entries()) visit(machine.step(state, activity), trace + name);
  };
  visit(machine.start(), "");
  return found.toSorted();
}

const bpmn = (content: string): string =>
  `<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process id="p">${content}</bpmn:process></bpmn:definitions>`;
/** Elements as `task:a` (its id and name are the same), flows as `a>b`. */
const sketch = (...parts: readonly string[]): string =>
  parts
    .map((part, at) => {
      const [from = "", to] = part.split(">");
      if (to !== undefined) return `<bpmn:sequenceFlow id="f${at}" sourceRef="${from}" targetRef="${to}"/>`;
      const [kind = "", id = ""] = part.split(":");
      return `<bpmn:${kind} id="${id}" name="${id}"/>`;
    })
    .join("");
const ENDS = ["startEvent:s", "endEvent:e0"];

describe("readModel of BPMN", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["a sequence", ["task:a", "userTask:b", "s>a", "a>b", "b>e0"], ["ab"]],
    [
      "a choice",
      ["exclusiveGateway:x", "task:a", "task:b", "exclusiveGateway:y", "s>x", "x>a", "x>b", "a>y", "b>y", "y>e0"],
      ["a", "b"],
    ],
    [
      "a choice without a second gateway",
      ["exclusiveGateway:x", "task:a", "task:b", "task:c", "s>x", "x>a", "x>b", "a>c", "b>c", "c>e0"],
      ["ac", "bc"],
    ],
    [
      "parallel branches",
      ["parallelGateway:x", "task:a", "task:b", "parallelGateway:y", "s>x", "x>a", "x>b", "a>y", "b>y", "y>e0"],
      ["ab", "ba"],
    ],
    [
      "parallel flows out of a task",
      ["task:a", "task:b", "task:c", "parallelGateway:y", "s>a", "a>b", "a>c", "b>y", "c>y", "y>e0"],
      ["abc", "acb"],
    ],
    [
      "a loop",
      ["exclusiveGateway:x", "task:a", "exclusiveGateway:y", "s>x", "x>a", "a>y", "y>x", "y>e0"],
      ["a", "aa", "aaa", "aaaa"],
    ],
    [
      "two ends",
      ["exclusiveGateway:x", "task:a", "task:b", "endEvent:e1", "s>x", "x>a", "x>b", "a>e0", "b>e1"],
      ["a", "b"],
    ],
    ["two starts", ["startEvent:s1", "task:a", "task:b", "s>a", "s1>b", "a>b", "b>e0"], ["ab", "b"]],
    ["an event between", ["task:a", "intermediateCatchEvent:t", "task:b", "s>a", "a>t", "t>b", "b>e0"], ["ab"]],
    ["a closed sub-process", ["subProcess:a", "s>a", "a>e0"], ["a"]],
  ])("takes %s", async (_, parts, traces) => {
    const { format, petriNet } = await readModel(bpmn(sketch(...ENDS, ...parts)));
    expect(format).toBe("BPMN");
    expect(language(petriNet)).toEqual(traces);
  });

  it.each(["standardLoopCharacteristics", "multiInstanceLoopCharacteristics"])("takes a task with %s", async (loop) => {
    const task = `<bpmn:task id="a" name=" a "><bpmn:${loop}/></bpmn:task>`;
    const { petriNet } = await readModel(bpmn(`${task}${sketch(...ENDS, "s>a", "a>e0")}`));
    expect(language(petriNet)).toEqual(["a", "aa", "aaa", "aaaa"]);
  });

  it("opens up sub-processes", async () => {
    const inner = sketch("startEvent:s2", "task:b", "task:c", "endEvent:e2").concat(
      '<bpmn:sequenceFlow id="g1" sourceRef="s2" targetRef="b"/><bpmn:sequenceFlow id="g2" sourceRef="b" targetRef="c"/><bpmn:sequenceFlow id="g3" sourceRef="c" targetRef="e2"/>',
    );
    const outer = sketch(...ENDS, "task:a", "s>a", "a>sub", "sub>e0");
    const text = bpmn(`${outer}<bpmn:subProcess id="sub">${inner}</bpmn:subProcess>`);
    expect(language((await readModel(text)).petriNet)).toEqual(["abc"]);
  });

  it.each([
    [
      "an inclusive gateway",
      bpmn(sketch(...ENDS, "inclusiveGateway:x", "task:a", "s>x", "x>a", "a>e0")),
      "inclusiveGateway",
    ],
    ["a boundary event", bpmn(sketch(...ENDS, "task:a", "boundaryEvent:x", "s>a", "a>e0", "x>e0")), "boundaryEvent"],
    ["a task without a name", bpmn(`${sketch(...ENDS, "s>t", "t>e0")}<bpmn:task id="t"/>`), 'the task "t" has no name'],
    ["a task that leads nowhere", bpmn(sketch(...ENDS, "task:a", "task:b", "s>a", "s>b", "b>e0")), '"a" leads nowhere'],
    [
      "a task that nothing leads to",
      bpmn(sketch(...ENDS, "task:a", "task:b", "s>b", "a>e0", "b>e0")),
      '"a" is reached from nowhere',
    ],
    ["no start", bpmn(sketch("endEvent:e0", "task:a", "a>e0")), "no start event"],
    ["a flow to nothing", bpmn(sketch(...ENDS, "task:a", "s>a", "a>z")), 'from "a" to "z"'],
    ["no process", "<definitions/>", "no process"],
    ["another document", "<html><body/></html>", 'the root element is "html"'],
    ["no XML", "hello", "line 1"],
    ["XML that is cut off", "<definitions><process>", "line 1"],
    ["a document type", '<!DOCTYPE d [<!ENTITY x "y">]><definitions/>', "document type"],
    ["deep nesting", `${"<a>".repeat(200)}${"</a>".repeat(200)}`, "nested deeper"],
    [
      "many attributes",
      `<definitions ${Array.from({ length: 1001 }, (_, at) => `a${at}=""`).join(" ")}/>`,
      "attributes",
    ],
    ["a control character of XML 1.1", '<?xml version="1.1"?><definitions x="&#1;"/>', "malformed character entity"],
    [
      "an id that is there twice",
      bpmn(sketch(...ENDS, "task:a", "task:a", "s>a", "a>e0")),
      'the id "a" is that of the task',
    ],
    ["a task without an id", bpmn(`${sketch(...ENDS, "s>e0")}<bpmn:task name="a"/>`), "a task has no id"],
    [
      "a name of a page",
      bpmn(sketch(...ENDS, `task:${"n".repeat(1001)}`, `s>${"n".repeat(1001)}`, `${"n".repeat(1001)}>e0`)),
      "more than 1000 characters",
    ],
    ["very many elements", `<definitions>${"<a/>".repeat(100_001)}</definitions>`, "more than 100000 elements"],
  ])("refuses %s with the reason", async (_, text, reason) => {
    await expect(readModel(text)).rejects.toThrow(reason);
  });

  it("tells a fault briefly, however long the names in it are", async () => {
    const long = "n".repeat(100_000);
    for (const text of [
      `<${long}/>`,
      bpmn(sketch(...ENDS, `s>${long}`)),
      bpmn(sketch("startEvent:s", `adHocSubProcess:${long}`, `s>${long}`)),
    ]) {
      const fault = await readModel(text).then(String, String);
      expect(fault).toContain("nnn");
      expect(fault.length).toBeLessThan(500);
    }
  });

  it("reads thousands of elements of one name, and flows of one element, in a moment", async () => {
    const flows = Array.from({ length: 45_000 }, () => "s>e0");
    const transitions = '<transition id="t"><name><text>n</text></name></transition>';
    const many = Array.from({ length: 30_000 }, (_, at) => transitions.replace('"t"', `"t${at}"`));
    const since = process.cpuUsage().user;
    await expect(readModel(bpmn(sketch(...ENDS, ...flows)))).rejects.toThrow("more than 5000");
    await expect(readModel(`<pnml><net><place id="p"/>${many.join("")}</net></pnml>`)).rejects.toThrow(
      "more than 5000",
    );
    // It took minutes once.
    expect((process.cpuUsage().user - since) / 1e6).toBeLessThan(20);
  });

  it("replaces halves of characters in names", async () => {
    const { petriNet } = await readModel(bpmn(sketch(...ENDS, "task:a\ud800", "s>a\ud800", "a\ud800>e0")));
    expect(petriNet.transitions.map(({ label }) => label)).toContain("a\uFFFD");
  });
});

describe("readModel of PNML", () => {
  const pnml = (content: string, after = ""): string => `<pnml><net id="n">${content}${after}</net></pnml>`;
  const place = (id: string, marking = ""): string =>
    `<place id="${id}">${marking === "" ? "" : `<initialMarking><text>${marking}</text></initialMarking>`}</place>`;
  const transition = (id: string): string => `<transition id="${id}"><name><text>${id}</text></name></transition>`;
  const arc = (from: string, to: string, weight = ""): string =>
    `<arc id="${from}${to}" source="${from}" target="${to}">${weight === "" ? "" : `<inscription><text>${weight}</text></inscription>`}</arc>`;
  const STEP = `${transition("a")}${arc("p", "a")}${arc("a", "q")}`;

  it.each([
    ["markings that follow from the net", pnml(`${place("p")}${place("q")}${STEP}`)],
    ["pages", pnml(`<page id="x">${place("p", "1")}${place("q", "0")}${STEP}</page>`)],
    [
      "markings that are given",
      pnml(
        `${place("p", "1")}${place("q")}${STEP}`,
        '<finalmarkings><marking><place idref="q"><text>1</text></place><place idref="p"><text>0</text></place></marking></finalmarkings>',
      ),
    ],
  ])("takes %s", async (_, text) => {
    const { format, petriNet } = await readModel(text);
    expect([format, language(petriNet)]).toEqual(["PNML", ["a"]]);
  });

  it.each([
    ["weights", pnml(`${place("p")}${place("q")}${transition("a")}${arc("p", "a", "2")}${arc("a", "q")}`), "weight 2"],
    ["several tokens", pnml(`${place("p", "3")}${place("q")}${STEP}`), 'marked with "3"'],
    [
      "an arc between places",
      pnml(`${place("p")}${place("q")}${STEP}${arc("p", "q")}`),
      "aren't a place and a transition",
    ],
    [
      "an end that isn't clear",
      pnml(`${place("p")}${place("q")}${place("r")}${STEP}${arc("a", "r")}`),
      "no final marking",
    ],
    [
      "no activity",
      pnml(`${place("p")}${place("q")}<transition id="t"/>${arc("p", "t")}${arc("t", "q")}`),
      "no activity",
    ],
  ])("refuses %s", async (_, text, reason) => {
    await expect(readModel(text)).rejects.toThrow(reason);
  });
});

describe("models that were written", () => {
  it.each([[["ab", "ba"]], [["abd", "acd", "ad"]], [["abab", "ab"]], [["abc", "acb", "c"]], [["a", "abca", "bca"]]])(
    "of %j are read as what they were",
    async (traces) => {
      const log = eventLogFromTraces(traces.map((trace) => Array.from(trace).map((name, at) => [name, at] as const)));
      const { petriNet } = await discoverModel(log, { algorithm: "inductive_miner" });
      const expected = language(petriNet);
      expect(expected.length).toBeGreaterThan(0);
      expect(language((await readModel(writePnml(petriNet, "R&D"))).petriNet)).toEqual(expected);
      expect(language((await readModel(await writeBpmn(petriNet, "R&D"))).petriNet)).toEqual(expected);
    },
  );
});

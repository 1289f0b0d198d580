import { afterEach, expect, it } from "vitest";
import { createGraphPainter, type GraphPainter } from "./graph-painter.ts";
import type { PaintTask } from "./paint-worker.ts";
import { createPictureCache } from "./picture-cache.ts";

let painter: GraphPainter;
afterEach(() => painter.close());

const open = (): AbortSignal => new AbortController().signal;
const task = (n: number, as: PaintTask["as"]): PaintTask => ({
  as,
  graph: {
    title: "A batch",
    nodes: Array.from({ length: n }, (_, idx) => ({
      id: `op-${idx}`,
      lines: [`k${idx}`, "A name", "Running 5 %"],
      fill: "#fff",
    })),
    dependsOn: Array.from({ length: n }, (_, idx) =>
      Array.from({ length: Math.min(idx, 8) }, (__, place) => (7919 * place + 104_729 * (idx % 13)) % idx),
    ),
  },
});
/** What keeps Graphviz busy for minutes. */
const ENDLESS = task(1000, "graphviz");
const textOf = (picture: Uint8Array): string => new TextDecoder().decode(picture);

it("draws in each of its ways, and gives a picture that it has again", async () => {
  painter = createGraphPainter();
  const first = await painter.paint("a", "me", task(5, "graphviz"), open());
  expect(textOf(first)).toContain("<svg");
  expect(await painter.paint("a", "me", task(5, "graphviz"), open())).toBe(first);
  expect(textOf(await painter.paint("b", "me", task(5, "dot"), open()))).toContain('"op-0" -> "op-1"');
  expect(textOf(await painter.paint("c", "me", task(1000, "layers"), open()))).toContain("k999");
});

it("gives up what takes too long, and draws on", async () => {
  painter = createGraphPainter({ limitMs: 1500 });
  await expect(painter.paint("endless", "me", ENDLESS, open())).rejects.toMatchObject({
    code: "temporarily_unavailable",
  });
  painter = createGraphPainter();
  expect(textOf(await painter.paint("b", "me", task(5, "dot"), open()))).toContain("digraph");
});

it("stops when nobody waits any more, and not before", async () => {
  painter = createGraphPainter({ limitMs: 3_600_000 });
  const clients = [new AbortController(), new AbortController()];
  const pictures = clients.map(({ signal }) => painter.paint("endless", "me", ENDLESS, signal));
  const settled = Promise.allSettled(pictures);
  const other = painter.paint("b", "you", task(5, "dot"), open());
  clients[0]?.abort();
  expect(await Promise.race([other, Promise.resolve(null)])).toBeNull();
  clients[1]?.abort();
  expect(textOf(await other)).toContain("digraph");
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

it("lets nobody have many drawn at a time", async () => {
  painter = createGraphPainter({ limitMs: 3_600_000, maxJobsOfOwner: 2, maxJobs: 3 });
  const gone = new AbortController();
  const ask = (key: string, owner: string): Promise<unknown> => painter.paint(key, owner, ENDLESS, gone.signal);
  const running = Promise.allSettled([ask("1", "me"), ask("2", "me"), ask("1", "me"), ask("3", "you")]);
  await expect(ask("4", "me")).rejects.toMatchObject({ code: "rate_limited" });
  await expect(ask("5", "others")).rejects.toMatchObject({ code: "temporarily_unavailable" });
  gone.abort();
  await running;
});

it("keeps the pictures that were asked for last, up to its size", () => {
  const cache = createPictureCache(10);
  for (const key of ["a", "b"]) cache.keep(key, new Uint8Array(4));
  expect(cache.find("a")).toHaveLength(4);
  cache.keep("c", new Uint8Array(4));
  cache.keep("too large", new Uint8Array(11));
  expect(["a", "b", "c", "too large"].map((key) => cache.find(key) !== null)).toEqual([true, false, true, false]);
});

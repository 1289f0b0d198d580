import { LANGUAGES } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { measureActivityPerformance } from "../../measures/activity-performance.ts";
import { discoverDirectlyFollowsGraph } from "../../graph/directly-follows-graph.ts";
import { eventLogFromTraces, type TraceEvent } from "../../log/event-log-from-traces.ts";
import type { ProcessMapInput } from "../render-process-map.ts";
import { measureTransitionTimes } from "../../measures/transition-times.ts";
import { BROWSER, openPage } from "./browser.fixture.ts";
import { renderInteractiveMap } from "./render-interactive-map.ts";

const HOUR_MS = 3_600_000;
const MARKUP = `</script><script>document.title="hacked"</script><img src=x onerror="document.title='hacked'">`;

async function pageOf(
  traces: readonly (readonly TraceEvent[])[],
  more: Partial<ProcessMapInput> = {},
): Promise<string> {
  const log = eventLogFromTraces(traces);
  const graph = await discoverDirectlyFollowsGraph(log);
  const performance = await measureActivityPerformance(log);
  const transitionTimes = await measureTransitionTimes(log, graph);
  return renderInteractiveMap({ title: "Orders", graph, performance, transitionTimes, ...more });
}

/** A log of so many activities: a usual way of twenty, and rare ones off it. */
function largeLog(activities: number): TraceEvent[][] {
  const name = (at: number): string => `${at} Determine necessity of stop advice`;
  return Array.from({ length: activities }, (_, at) =>
    Array.from({ length: 24 }, (_event, idx): TraceEvent => [
      name(idx % 6 === 5 ? (at * 7 + idx * 13) % activities : idx),
      idx * HOUR_MS,
    ]),
  );
}

const usual: TraceEvent[] = [
  ["receive", 0],
  ["check", HOUR_MS],
  ["ship", 4 * HOUR_MS],
];

describe("renderInteractiveMap", () => {
  it("has names as data alone, and a policy that allows its own script and style and nothing else", async () => {
    const html = await pageOf([[[MARKUP, 0]]], { title: MARKUP });
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toContain("<img");
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
    );
    // The name of a namespace is no address.
    const frame = html
      .replace(/<script type="application\/json".*?<\/script>/s, "")
      .replace("http://www.w3.org/2000/svg", "");
    expect(frame.replaceAll(/&lt;.*?&gt;/g, "")).not.toMatch(/(?: src| href)=|url\(|https?:/);
  });

  it("is small: 60 kB for an everyday log, 300 kB for one of 400 activities", async () => {
    expect((await pageOf([usual])).length).toBeLessThan(60_000);
    expect((await pageOf(largeLog(400))).length).toBeLessThan(300_000);
  });

  it.each(LANGUAGES)("says all that it says in the language %s", async (language) => {
    const html = await pageOf([usual], { language });
    expect(html).toContain(`<html lang="${language}">`);
    const said = html.slice(0, html.lastIndexOf("<script>"));
    expect(said).not.toContain("undefined");
    expect(html).toContain(language === "en" ? "Search activities" : "Chercher une activité");
  });

  it.skipIf(BROWSER === null)(
    "draws names as texts in a browser, asks nobody for anything, and moves by its controls",
    async () => {
      const rare: TraceEvent[] = [
        ["receive", 0],
        [MARKUP, HOUR_MS],
        ["ship", 9 * HOUR_MS],
      ];
      const further = ["one", "two", "six"].map((name): TraceEvent[] => [
        ["receive", 0],
        [name, 1],
        ["ship", 2],
      ]);
      const html = await pageOf([...Array.from({ length: 20 }, () => usual), rare, ...further]);
      const page = await openPage(BROWSER ?? "", html);
      try {
        const names = 'document.querySelectorAll(".box").length';
        expect(await page.evaluate("document.title")).toBe("Orders");
        expect(await page.evaluate(names)).toBe(7);
        expect(await page.evaluate('document.querySelector("#map").textContent.includes("onerror=")')).toBe(true);
        expect(await page.evaluate('document.querySelectorAll("img, #map script").length')).toBe(0);
        const set = (id: string, value: string, event: string) =>
          page.evaluate(
            `(() => { const e = document.querySelector("#${id}"); e.type === "radio" ? e.checked = ${value} : e.value = "${value}"; e.dispatchEvent(new Event("${event}")); })()`,
          );
        await set("activities", "1", "input");
        expect(await page.evaluate(names)).toBeLessThan(7);
        expect(await page.evaluate('document.querySelector("#shown").textContent')).toContain("/ 7 activities");
        const key = (name: string, on = "document") =>
          page.evaluate(
            `${on}.dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true, cancelable: true }))`,
          );
        await set("activities", "7", "input");
        await set("by-time", "true", "change");
        expect(await page.evaluate('document.querySelectorAll(".arrow.time").length')).toBeGreaterThan(0);
        const view = 'document.querySelector("#map").getAttribute("viewBox")';
        const before = await page.evaluate(view);
        await key("+");
        expect(await page.evaluate(view)).not.toBe(before);
        await set("search", "CHECK", "input");
        expect(await page.evaluate('document.querySelectorAll(".match").length')).toBe(1);
        await key("Enter", 'document.querySelector("#search")');
        expect(await page.evaluate('document.querySelector("#details h2").textContent')).toBe("check");
        await key("Escape");
        expect(await page.evaluate('document.querySelector("#details").hidden')).toBe(true);
        expect(page.faults).toEqual([]);
        expect(page.requests).toHaveLength(1);
      } finally {
        await page.close();
      }
    },
  );

  it.skipIf(BROWSER === null)("has all of the map on paper, and what was seen of it afterwards", async () => {
    const page = await openPage(BROWSER ?? "", await pageOf(largeLog(40)));
    try {
      const view = 'document.querySelector("#map").getAttribute("viewBox")';
      await page.evaluate('document.querySelector("#larger").click()');
      const seen = await page.evaluate(view);
      await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
      const isWhole = `(() => {
        const [x, y, width, height] = ${view}.split(" ").map(Number);
        const drawn = document.querySelector("#map > g").getBBox();
        return x <= drawn.x && y <= drawn.y && x + width >= drawn.x + drawn.width && y + height >= drawn.y + drawn.height;
      })()`;
      expect(await page.evaluate(isWhole)).toBe(true);
      await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
      expect(await page.evaluate(view)).toBe(seen);
    } finally {
      await page.close();
    }
  });

  it.skipIf(BROWSER === null)("draws all of 400 activities in a browser", async () => {
    const page = await openPage(BROWSER ?? "", await pageOf(largeLog(400)));
    try {
      await page.evaluate(
        '(() => { for (const id of ["activities", "paths"]) { const e = document.querySelector("#" + id); e.value = e.max; e.dispatchEvent(new Event("input")); } })()',
      );
      expect(await page.evaluate('document.querySelectorAll(".box").length')).toBe(400);
      expect(page.faults).toEqual([]);
    } finally {
      await page.close();
    }
  });
});

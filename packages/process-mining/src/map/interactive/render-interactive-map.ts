import { createHash } from "node:crypto";
import { escapeXml } from "@longhaul/domain";
import { mustShow, type ProcessMapInput } from "../render-process-map.ts";
import { mapPageTextsIn, type FrameTexts } from "./map-page-texts.ts";
import { MAP_PAGE_STYLE } from "./map-page-style.ts";
import { pageData } from "./page-data.ts";
import { pageScript } from "./page-script.ts";
import type { PageData } from "./page/map-model.ts";

/** So many activities are shown at first, and all that the text beside the map speaks of. */
const FIRST_ACTIVITIES = 15;
/** Percentage of the paths that are shown at first, besides those that connect the map. */
const FIRST_PATHS = 15;

/**
 * Draw the directly-follows graph of a log as a page for a browser: zoom, sliders for activities and paths between which
 * the graph stays connected, frequency or time, search, keyboard. One file that asks nobody for anything: its policy
 * allows its own script and style by their hashes, and nothing else. Names are data that the script writes as text.
 */
export function renderInteractiveMap(input: ProcessMapInput): string {
  const { language = "en", title, deviations = [] } = input;
  const data = pageData(input, mustShow(input));
  const script = `"use strict";\n${pageScript()}\nshowMap(JSON.parse(document.querySelector("#map-data").textContent));`;
  const hasWork = input.performance.some(({ service }) => service !== null && service.count > 0);
  const { frame } = mapPageTextsIn(language);
  const says = [frame.key(hasWork, data.isTimed), ...(deviations.length > 0 ? [frame.deviations] : []), frame.keys];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(MAP_PAGE_STYLE)}'; base-uri 'none'; form-action 'none'">
<title>${escapeXml(title)}</title><style>${MAP_PAGE_STYLE}</style></head><body>
<header><h1>${escapeXml(title)}</h1>${controls(data, frame)}<p id="shown" role="status"></p></header>
<main><svg id="map" role="group" aria-label="${escapeXml(frame.map)}"></svg><aside id="details" aria-live="polite" hidden></aside></main>
<footer><p>${says.map(escapeXml).join("</p><p>")}</p></footer>
<noscript>${escapeXml(frame.needsScript)}</noscript>
<script type="application/json" id="map-data">${asScriptText(data)}</script>
<script>${script}</script>
</body></html>
`;
}

function controls({ activities, steps, isTimed }: PageData, texts: FrameTexts): string {
  const first = activities[FIRST_ACTIVITIES - 1]?.step ?? steps - 1;
  const atFirst = Math.max(1, first + 1);
  const slider = (id: string, label: string, least: number, most: number, value: number): string =>
    `<label>${escapeXml(label)}<input type="range" id="${id}" min="${least}" max="${most}" value="${value}"></label>`;
  const choice = (id: string, label: string, isChosen: boolean): string =>
    `<label><input type="radio" name="measure" id="${id}"${isChosen ? " checked" : ""}>${escapeXml(label)}</label>`;
  const button = (id: string, sign: string, label: string): string =>
    `<button type="button" id="${id}" title="${escapeXml(label)}" aria-label="${escapeXml(label)}">${sign}</button>`;
  return `<div class="controls">${slider("activities", texts.activities, 1, Math.max(1, steps), atFirst)}${slider("paths", texts.paths, 0, 100, FIRST_PATHS)}<fieldset${isTimed ? "" : " hidden"}><legend>${escapeXml(texts.measure)}</legend>${choice("by-frequency", texts.byFrequency, true)}${choice("by-time", texts.byTime, false)}</fieldset><label>${escapeXml(texts.search)}<input type="search" id="search"></label><span id="found" role="status"></span><span class="zoom">${button("larger", "+", texts.larger)}${button("smaller", "−", texts.smaller)}${button("whole", "⤢", texts.whole)}</span></div>`;
}

/** JSON that can't end the element that it stands in. */
function asScriptText(data: PageData): string {
  return JSON.stringify(data).replaceAll("<", String.raw`\u003c`);
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

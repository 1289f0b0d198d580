import { boxFacts, drawMap, transitionTitle, type DrawnMap } from "./draw-map.ts";
import { findActivities, selectShown, type Measure, type PageData, type Shown } from "./map-model.ts";
import { MapView } from "./map-view.ts";
import { pageElement } from "./page-elements.ts";

const STEP_PX = 60;
const MOST_LISTED = 8;

/** Lets a person explore the map: how much of it is shown, by what, and what is said of a box. */
export function showMap(data: PageData): void {
  const svg = pageElement("map", SVGSVGElement);
  const steps = pageElement("activities", HTMLInputElement);
  const paths = pageElement("paths", HTMLInputElement);
  const search = pageElement("search", HTMLInputElement);
  const byTime = pageElement("by-time", HTMLInputElement);
  const [said, found, details] = [
    pageElement("shown", HTMLElement),
    pageElement("found", HTMLElement),
    pageElement("details", HTMLElement),
  ];
  const view = new MapView(svg);
  let shown: Shown = { activities: [], transitions: [], starts: [], ends: [] };
  let drawn: DrawnMap | null = null;
  let chosen: number | null = null;
  let nextFound = 0;

  const measure = (): Measure => (byTime.checked ? "time" : "frequency");
  const count = (value: number): string => value.toLocaleString(data.language);

  const redraw = (): void => {
    shown = selectShown(data, Number(steps.value), Number(paths.value) / 100, measure());
    drawn = drawMap(data, shown, measure());
    svg.replaceChildren(drawn.root);
    view.fit(drawn.width, drawn.height);
    const flow = shown.transitions.reduce((sum, place) => sum + (data.transitions[place]?.count ?? 0), 0);
    const share = data.allSteps === 0 ? 100 : Math.floor((100 * flow) / data.allSteps);
    said.textContent = `${count(shown.activities.length)} / ${count(data.allActivities)} ${data.texts.activitiesShown} · ${count(shown.transitions.length)} / ${count(data.allTransitions)} ${data.texts.pathsShown} · ${share}\u00a0% ${data.texts.flowShown}`;
    for (const [place, box] of drawn.boxes) {
      box.addEventListener("click", () => choose(chosen === place ? null : place));
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(chosen === place ? null : place);
      });
    }
    choose(chosen !== null && drawn.boxes.has(chosen) ? chosen : null);
    light();
  };

  /** Shows the details of a box, and dims all that isn't connected with it. */
  const choose = (place: number | null): void => {
    chosen = place;
    const activity = place === null ? undefined : data.activities[place];
    details.replaceChildren();
    details.hidden = activity === undefined;
    if (activity !== undefined) {
      details.append(line("h2", activity.name));
      for (const fact of boxFacts(data, activity)) details.append(line("p", fact));
      for (const [label, end] of [
        ["cameFrom", "to"],
        ["wentTo", "from"],
      ] as const) {
        const near = data.transitions.filter((one) => one[end] === place).toSorted((a, b) => b.count - a.count);
        if (near.length > 0) details.append(line("h3", data.texts[label]));
        for (const one of near.slice(0, MOST_LISTED)) details.append(line("p", transitionTitle(data, one)));
      }
    }
    light();
  };

  const light = (): void => {
    if (drawn === null) return;
    const matches = new Set(findActivities(data, search.value));
    svg.classList.toggle("dimmed", chosen !== null || matches.size > 0);
    const near = new Set(chosen === null ? [] : [chosen]);
    for (const [place, arrow] of drawn.arrows) {
      const { from, to } = data.transitions[place] ?? { from: -1, to: -1 };
      const isNear = chosen !== null && (from === chosen || to === chosen);
      if (isNear) near.add(from).add(to);
      arrow.classList.toggle("lit", isNear);
    }
    for (const [place, box] of drawn.boxes) {
      box.classList.toggle("lit", near.has(place) || matches.has(place));
      box.classList.toggle("chosen", place === chosen);
      box.classList.toggle("match", matches.has(place));
    }
    const hidden = [...matches].filter((place) => drawn?.boxes.has(place) !== true).length;
    found.textContent =
      search.value.trim() === ""
        ? ""
        : `${count(matches.size)} ${data.texts.found}${hidden === 0 ? "" : `, ${count(hidden)} ${data.texts.foundHidden}`}`;
  };

  /** Goes to the next activity that was searched for, and shows it if it wasn't. */
  const goToNext = (): void => {
    const matches = findActivities(data, search.value);
    const place = matches[nextFound++ % Math.max(1, matches.length)];
    const activity = place === undefined ? undefined : data.activities[place];
    if (place === undefined || activity === undefined) return;
    if (activity.step >= Number(steps.value)) {
      steps.value = String(activity.step + 1);
      redraw();
    }
    choose(place);
    const at = drawn?.places.get(place);
    if (at !== undefined) view.centre(at);
  };

  for (const input of [steps, paths]) input.addEventListener("input", redraw);
  for (const id of ["by-time", "by-frequency"]) pageElement(id, HTMLInputElement).addEventListener("change", redraw);
  search.addEventListener("input", () => {
    nextFound = 0;
    light();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") goToNext();
  });
  const fit = (): void => view.fit(drawn?.width ?? 1, drawn?.height ?? 1);
  pageElement("larger", HTMLElement).addEventListener("click", () => view.zoom(1.25));
  pageElement("smaller", HTMLElement).addEventListener("click", () => view.zoom(0.8));
  pageElement("whole", HTMLElement).addEventListener("click", fit);
  const keys: Readonly<Record<string, () => void>> = {
    "+": () => view.zoom(1.25),
    "-": () => view.zoom(0.8),
    "0": fit,
    ArrowLeft: () => view.move(-STEP_PX, 0),
    ArrowRight: () => view.move(STEP_PX, 0),
    ArrowUp: () => view.move(0, -STEP_PX),
    ArrowDown: () => view.move(0, STEP_PX),
    Escape: () => choose(null),
    "/": () => search.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  redraw();
}

function line(name: "h2" | "h3" | "p", text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

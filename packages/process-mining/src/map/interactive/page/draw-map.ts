import { drawArrow } from "./draw-arrow.ts";
import { boxSize, drawBox, drawDot, titleOf, wrapName } from "./draw-box.ts";
import { layOut, type Point, type Size } from "./lay-out.ts";
import type { Measure, PageActivity, PageData, PageTransition, Shown } from "./map-model.ts";
import { svgElement } from "./page-elements.ts";

const DOT: Size = { width: 26, height: 26 };

/** A drawing with the elements that may be lit up. */
export interface DrawnMap {
  readonly root: SVGGElement;
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<number, SVGGElement>;
  readonly arrows: ReadonlyMap<number, SVGGElement>;
  /** Middles of boxes. */
  readonly places: ReadonlyMap<number, Point>;
}

/** Draw what is shown of a map; texts are written as texts, whatever they hold. */
export function drawMap(data: PageData, shown: Shown, measure: Measure): DrawnMap {
  const names = shown.activities.map((place) => wrapName(activityAt(data, place).name.trim() || data.texts.noName));
  const facts = shown.activities.map((place) => boxFacts(data, activityAt(data, place)));
  const sizes = names.map((lines, idx) => boxSize(lines, facts[idx] ?? []));
  const [start, end] = [sizes.push(DOT) - 1, sizes.push(DOT) - 1];
  const boxOf = new Map(shown.activities.map((place, idx) => [place, idx]));
  const box = (place: number): number => boxOf.get(place) ?? 0;
  const transitions = shown.transitions.map((place) => transitionAt(data, place));
  const arrows = [
    ...transitions.map(({ from, to, count }) => ({ from: box(from), to: box(to), weight: count })),
    ...shown.starts.map((place) => ({ from: start, to: box(place), weight: activityAt(data, place).starts })),
    ...shown.ends.map((place) => ({ from: box(place), to: end, weight: activityAt(data, place).ends })),
  ];
  const layout = layOut(sizes, arrows);
  const root = svgElement("g", {});
  const drawnArrows = new Map<number, SVGGElement>();
  const most = Math.max(1e-9, ...transitions.map((one) => sizeOf(one, measure)));
  const mostEnds = Math.max(1, data.cases);
  layout.arrows.forEach((path, idx) => {
    const transition = transitions[idx];
    const place = shown.transitions[idx];
    if (transition !== undefined && place !== undefined) {
      const arrow = drawArrow(
        path,
        Math.sqrt(sizeOf(transition, measure) / most),
        measure,
        arrowLabel(data, transition, measure),
      );
      arrow.append(titleOf(transitionTitle(data, transition)));
      drawnArrows.set(place, arrow);
      root.append(arrow);
    } else {
      const count = arrows[idx]?.weight ?? 0;
      const label = data.isTimed && measure === "time" ? "" : number(data, count);
      const arrow = drawArrow(path, Math.sqrt(count / mostEnds), "frequency", label);
      arrow.classList.add("edge-of-case");
      root.append(arrow);
    }
  });
  const boxes = new Map<number, SVGGElement>();
  const places = new Map<number, Point>();
  const mostEvents = Math.max(1e-9, ...shown.activities.map((place) => heatOf(activityAt(data, place), measure)));
  shown.activities.forEach((place, idx) => {
    const middle = layout.boxes[idx] ?? { x: 0, y: 0 };
    const activity = activityAt(data, place);
    const heat = Math.sqrt(heatOf(activity, measure) / mostEvents);
    const drawn = drawBox(middle, sizes[idx] ?? DOT, names[idx] ?? [], facts[idx] ?? [], heat, measure);
    drawn.classList.toggle("not-allowed", activity.notAllowed !== undefined);
    drawn.classList.toggle("skipped", activity.skipped !== undefined);
    drawn.setAttribute("aria-label", `${activity.name}: ${(facts[idx] ?? []).join(", ")}`);
    drawn.append(titleOf(`${activity.name}\n${(facts[idx] ?? []).join("\n")}`));
    boxes.set(place, drawn);
    places.set(place, middle);
    root.append(drawn);
  });
  if (shown.starts.length > 0) root.append(drawDot(layout.boxes[start], "start", data.texts.start));
  if (shown.ends.length > 0) root.append(drawDot(layout.boxes[end], "end", data.texts.end));
  return { root, width: layout.width, height: layout.height, boxes, arrows: drawnArrows, places };
}

/** What is said of an activity, line by line. */
export function boxFacts({ language, texts }: PageData, activity: PageActivity): string[] {
  const count = (value: number): string => value.toLocaleString(language);
  return [
    `${count(activity.events)} ${texts.events}`,
    ...(activity.work === undefined ? [] : [`${texts.work} ${activity.work}`]),
    ...(activity.before === undefined ? [] : [`${texts.before} ${activity.before}`]),
    ...(activity.notAllowed === undefined ? [] : [`${texts.notAllowed} ${count(activity.notAllowed)}`]),
    ...(activity.skipped === undefined ? [] : [`${texts.skipped} ${count(activity.skipped)}`]),
  ];
}

/** What is said of a transition, in one line. */
export function transitionTitle(
  data: PageData,
  { from, to, count, cases, mean, median, total }: PageTransition,
): string {
  const { texts } = data;
  const times =
    mean === undefined ? "" : `, ${texts.mean} ${mean}, ${texts.median} ${median ?? ""}, ${texts.total} ${total ?? ""}`;
  const names = `${activityAt(data, from).name} → ${activityAt(data, to).name}`;
  return `${names}: ${number(data, count)} ${texts.times} (${number(data, cases)} ${texts.cases})${times}`;
}

function activityAt({ activities }: PageData, place: number): PageActivity {
  const activity = activities[place];
  if (activity === undefined) throw new Error(`no activity ${place}`);
  return activity;
}

function transitionAt({ transitions }: PageData, place: number): PageTransition {
  const transition = transitions[place];
  if (transition === undefined) throw new Error(`no transition ${place}`);
  return transition;
}

const number = ({ language }: PageData, value: number): string => value.toLocaleString(language);
const sizeOf = ({ count, totalSec }: PageTransition, measure: Measure): number =>
  measure === "time" ? totalSec : count;
const heatOf = ({ events, totalSec }: PageActivity, measure: Measure): number =>
  measure === "time" ? totalSec : events;

function arrowLabel(data: PageData, { count, mean }: PageTransition, measure: Measure): string {
  return measure === "time" ? (mean ?? "") : number(data, count);
}

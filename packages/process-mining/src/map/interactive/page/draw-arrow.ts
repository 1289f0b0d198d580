import type { Point } from "./lay-out.ts";
import type { Measure } from "./map-model.ts";
import { svgElement } from "./page-elements.ts";

export function drawArrow(path: readonly Point[], share: number, measure: Measure, label: string): SVGGElement {
  const arrow = svgElement("g", { class: `arrow ${measure}` });
  const width = 1 + 5 * share;
  arrow.append(
    svgElement("path", {
      d: curve(path),
      class: "line",
      "stroke-width": width.toFixed(2),
      "stroke-opacity": (0.35 + 0.65 * share).toFixed(3),
    }),
    svgElement("path", { d: head(path, 5 + width), class: "head", "fill-opacity": (0.35 + 0.65 * share).toFixed(3) }),
  );
  if (label !== "") {
    const { x, y } = middleOf(path);
    const text = svgElement("text", { x: x + 6, y: y + 4, class: "label" });
    text.textContent = label;
    arrow.append(text);
  }
  return arrow;
}

/** A curve that leaves and enters boxes and bends straight up or down; a loop bulges to the side. */
function curve(path: readonly Point[]): string {
  const [first, ...rest] = path;
  if (first === undefined) return "";
  if (isLoop(path)) {
    const [side, last] = [path[1] ?? first, path[2] ?? first];
    return `M${xy(first)}C${side.x.toFixed(1)} ${first.y.toFixed(1)} ${side.x.toFixed(1)} ${last.y.toFixed(1)} ${xy(last)}`;
  }
  let from = first;
  const parts = rest.map((to) => {
    const half = (from.y + to.y) / 2;
    const part = `C${from.x.toFixed(1)} ${half.toFixed(1)} ${to.x.toFixed(1)} ${half.toFixed(1)} ${xy(to)}`;
    from = to;
    return part;
  });
  return `M${xy(first)}${parts.join("")}`;
}

function isLoop(path: readonly Point[]): boolean {
  return path.length === 3 && path[0]?.x === path[2]?.x && (path[1]?.x ?? 0) > (path[0]?.x ?? 0);
}

function head(path: readonly Point[], size: number): string {
  const [before, tip] = [path.at(-2), path.at(-1)];
  if (before === undefined || tip === undefined) return "";
  if (isLoop(path)) return `M${xy(tip)}l${size} ${-size / 2}v${size}Z`;
  const up = tip.y < before.y ? 1 : -1;
  return `M${xy(tip)}l${-size / 2} ${up * size}h${size}Z`;
}

function middleOf(path: readonly Point[]): Point {
  const at = Math.floor((path.length - 1) / 2);
  const [one, other] = [path[at] ?? { x: 0, y: 0 }, path[at + 1] ?? path[at] ?? { x: 0, y: 0 }];
  if (isLoop(path)) return { x: other.x - 8, y: other.y };
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

const xy = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

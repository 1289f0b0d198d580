import type { Point, Size } from "./lay-out.ts";
import type { Measure } from "./map-model.ts";
import { svgElement, textRuler } from "./page-elements.ts";

const NAME_WIDTH = 170;
const NAME_LINES = 4;
const LINE = 16;

const segmenter = new Intl.Segmenter();
const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

export function wrapName(name: string): string[] {
  const width = textRuler("bold");
  const lines: string[] = [];
  let line = "";
  for (const word of name.split(/\s+/u)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && width(longer) > NAME_WIDTH) {
      lines.push(line);
      line = word;
    } else line = longer;
    while (width(line) > NAME_WIDTH && graphemes(line).length > 1) {
      let kept = graphemes(line);
      while (kept.length > 1 && width(kept.join("")) > NAME_WIDTH) kept = kept.slice(0, -1);
      lines.push(kept.join(""));
      line = line.slice(kept.join("").length);
    }
  }
  if (line !== "") lines.push(line);
  return lines.length <= NAME_LINES ? lines : [...lines.slice(0, NAME_LINES - 1), `${lines[NAME_LINES - 1] ?? ""}…`];
}

export function boxSize(name: readonly string[], facts: readonly string[]): Size {
  const [bold, plain] = [textRuler("bold"), textRuler("normal")];
  const widest = Math.max(...name.map(bold), ...facts.map(plain), 60);
  return { width: widest + 24, height: (name.length + facts.length) * LINE + 14 };
}

export function drawBox(
  { x, y }: Point,
  { width, height }: Size,
  name: readonly string[],
  facts: readonly string[],
  heat: number,
  measure: Measure,
): SVGGElement {
  const box = svgElement("g", { class: "box", tabindex: "0", role: "button" });
  box.append(
    svgElement("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 8, class: "back" }),
    svgElement("rect", {
      x: x - width / 2,
      y: y - height / 2,
      width,
      height,
      rx: 8,
      class: `heat ${measure}`,
      "fill-opacity": heat.toFixed(3),
    }),
  );
  [...name, ...facts].forEach((line, idx) => {
    const text = svgElement("text", {
      x,
      y: y - height / 2 + 19 + idx * LINE,
      class: idx < name.length ? "name" : "facts",
    });
    text.textContent = line;
    box.append(text);
  });
  return box;
}

export function drawDot(at: Point | undefined, kind: "start" | "end", label: string): SVGGElement {
  const { x, y } = at ?? { x: 0, y: 0 };
  const dot = svgElement("g", { class: `dot ${kind}` });
  dot.append(svgElement("circle", { cx: x, cy: y, r: 12 }), titleOf(label));
  return dot;
}

export function titleOf(text: string): SVGTitleElement {
  const title = svgElement("title", {});
  title.textContent = text;
  return title;
}

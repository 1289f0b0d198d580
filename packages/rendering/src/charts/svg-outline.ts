/** Attributes that hold a length. */
type Measure = "x" | "y" | "width" | "height" | "x1" | "y1" | "x2" | "y2" | "cx" | "cy" | "r" | "rx" | "ry";

/** The outline of a basic SVG shape as path data, or null where the element is none. */
export function outlineOf(name: string, attributes: Readonly<Record<string, string>>): string | null {
  const at = (key: Measure): number => Number.parseFloat(attributes[key] ?? "0");
  switch (name) {
    case "path":
      return attributes["d"] ?? null;
    case "rect":
      return rectangle(at("x"), at("y"), at("width"), at("height"));
    case "line":
      return `M${at("x1")} ${at("y1")}L${at("x2")} ${at("y2")}`;
    case "circle":
      return ellipse(at("cx"), at("cy"), at("r"), at("r"));
    case "ellipse":
      return ellipse(at("cx"), at("cy"), at("rx"), at("ry"));
    case "polygon":
    case "polyline": {
      const points = attributes["points"]?.trim() ?? "";
      return points === "" ? null : `M${points}${name === "polygon" ? "Z" : ""}`;
    }
    default:
      return null;
  }
}

export function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${x} ${y}h${width}v${height}h${-width}Z`;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number): string {
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
}

const SVG = "http://www.w3.org/2000/svg";

/** An element of a drawing. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, typeof value === "number" ? value.toFixed(1) : value);
  return element;
}

/** The element of the page with this id. */
export function pageElement<Kind extends Element>(id: string, kind: abstract new () => Kind): Kind {
  const element = document.querySelector(`#${id}`);
  if (!(element instanceof kind)) throw new Error(`the page has no #${id}`);
  return element;
}

const FONT = "13px system-ui, sans-serif";

/** How wide texts are in the font of the drawing. */
export function textRuler(weight: "bold" | "normal"): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return (text) => text.length * 8;
  context.font = `${weight} ${FONT}`;
  return (text) => context.measureText(text).width;
}

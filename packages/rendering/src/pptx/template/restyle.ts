import { COLORS } from "../../report/colors.ts";
import { contrastOf } from "../../report/contrast.ts";
import { SLIDE } from "../text/pptx-text.ts";
import type { EmuBox } from "./placeholders.ts";
import type { SchemeColor, SchemeColors } from "./theme-colors.ts";
import { elementsOf, localName, type XmlNode } from "./xml-node.ts";

/** How a generated slide is fitted to a template. */
export interface Restyling {
  /** Factor for lengths and font sizes. */
  readonly scale: number;
  /** The point `from` of the generated slide moves to this point of the template's slide, in EMU. */
  readonly to: Pick<EmuBox, "x" | "y">;
  readonly from: Pick<EmuBox, "x" | "y">;
  readonly colorOf: (color: string, isText: boolean) => SchemeColor | undefined;
}

/** Least contrast of large texts and shapes (WCAG 2.2). */
const LEAST_CONTRAST = 3;
const TEXT_CONTRAST = 4.5;

/** Maps our decorative colours to the template's. Colours with a meaning, such as those of priorities, stay. */
export function colorsOf(scheme: SchemeColors): Restyling["colorOf"] {
  const color = (name: SchemeColor): string => scheme.get(name) ?? COLORS.white;
  const readable = (names: readonly SchemeColor[], least: number): SchemeColor =>
    names.find((name) => contrastOf(color(name), color("bg1")) >= least) ?? "tx1";
  // White texts on this fill take the background colour.
  const filled = readable(["accent1", "tx2"], LEAST_CONTRAST);
  const written = readable(["tx2", "accent1"], TEXT_CONTRAST);
  const tile = contrastOf(color("tx1"), color("bg2")) >= TEXT_CONTRAST ? "bg2" : "bg1";
  const fills = new Map<string, SchemeColor>([
    [COLORS.navy, filled],
    [COLORS.blue, "accent1"],
    [COLORS.orange, "accent2"],
    [COLORS.green, "accent3"],
    [COLORS.tile, tile],
    [COLORS.white, "bg1"],
    [COLORS.text, "tx1"],
    [COLORS.muted, "tx1"],
  ]);
  const texts = new Map<string, SchemeColor>([
    [COLORS.navy, written],
    [COLORS.blue, written],
    [COLORS.text, "tx1"],
    [COLORS.muted, "tx1"],
    [COLORS.white, "bg1"],
    // Colours of priorities stay when they are readable on a tile.
    ...[COLORS.red, COLORS.orange]
      .filter((own) => contrastOf(own, color(tile)) < LEAST_CONTRAST)
      .map((own): [string, SchemeColor] => [own, "tx1"]),
  ]);
  return (own, isText) => (isText ? texts : fills).get(own);
}

/** Attributes that are lengths or sizes, by element. */
const LENGTHS: ReadonlyMap<string, readonly string[]> = new Map([
  ["gridCol", ["w"]],
  ["tr", ["h"]],
  ["bodyPr", ["lIns", "tIns", "rIns", "bIns"]],
  ["tcPr", ["marL", "marR", "marT", "marB"]],
  ["pPr", ["marL", "indent"]],
  ["ln", ["w"]],
  ["spcPts", ["val"]],
  ["rPr", ["sz"]],
  ["endParaRPr", ["sz"]],
  ["defRPr", ["sz"]],
]);
const TEXT_LOOKS: ReadonlySet<string> = new Set(["rPr", "endParaRPr", "defRPr"]);
const FONTS: ReadonlyMap<string, string> = new Map([
  ["latin", "+mn-lt"],
  ["ea", "+mn-ea"],
  ["cs", "+mn-cs"],
]);
const LEAST_SIZE = 100;

/** Restyles a generated slide or chart in place. */
export function restyle(node: XmlNode, styling: Restyling, isText = false): void {
  const name = localName(node.name);
  // The slide's own group has no size to scale.
  if (name === "grpSpPr") return;
  const { attributes } = node;
  for (const key of LENGTHS.get(name) ?? []) {
    const value = Number(attributes.get(key));
    if (!attributes.has(key) || !Number.isFinite(value)) continue;
    attributes.set(key, String(key === "sz" ? fontSize(value * styling.scale) : Math.round(value * styling.scale)));
  }
  if (name === "xfrm") place(node, styling);
  const font = FONTS.get(name);
  if (font !== undefined && attributes.get("typeface") === SLIDE.font) {
    attributes.clear();
    attributes.set("typeface", font);
  }
  const isTextNow = isText || TEXT_LOOKS.has(name);
  node.children = node.children.map((child) =>
    typeof child === "string" ? child : recolored(child, styling, isTextNow),
  );
  for (const child of elementsOf(node)) restyle(child, styling, isTextNow);
}

/** Rounds to tenths of a point. */
const fontSize = (size: number): number => Math.max(LEAST_SIZE, Math.round(size / 10) * 10);

function place(frame: XmlNode, { scale, from, to }: Restyling): void {
  for (const { name, attributes } of elementsOf(frame)) {
    const scaled = (key: string, begin: number, end: number): void => {
      const value = Number(attributes.get(key));
      attributes.set(key, String(Math.round(end + (value - begin) * scale)));
    };
    if (localName(name) === "off") {
      scaled("x", from.x, to.x);
      scaled("y", from.y, to.y);
    } else if (localName(name) === "ext") {
      scaled("cx", 0, 0);
      scaled("cy", 0, 0);
    }
  }
}

function recolored(node: XmlNode, { colorOf }: Restyling, isText: boolean): XmlNode {
  if (localName(node.name) !== "srgbClr") return node;
  const color = colorOf(`#${(node.attributes.get("val") ?? "").toLowerCase()}`, isText);
  if (color === undefined) return node;
  return {
    name: node.name.replace("srgbClr", "schemeClr"),
    attributes: new Map([["val", color]]),
    children: node.children,
  };
}

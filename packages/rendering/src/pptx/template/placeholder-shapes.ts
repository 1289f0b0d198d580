import { COLORS } from "../../report/colors.ts";
import { lineHeight, type FontBook } from "../../text/font-book.ts";
import { printable } from "../../text/printable.ts";
import type { EmuBox, Placeholder } from "./placeholders.ts";
import { element, type XmlNode } from "./xml-node.ts";

const EMU_PER_POINT = 12_700;
/** Between the edge of a place and its text, in points. */
const INSET = { x: 14.4, y: 7.2 };
const LEAST_SIZE = 10;

/** Fills a place of a layout with paragraphs, in its own look; smaller where they wouldn't fit. */
export function filledPlace(place: Placeholder, paragraphs: readonly string[], id: number, book: FontBook): XmlNode {
  const size = fittingSize(place, paragraphs, book);
  const look: [string, string][] = size < place.size ? [["sz", String(Math.round(size * 100))]] : [];
  const body = paragraphs.map((text) =>
    element("a:p", [], [element("a:r", [], [element("a:rPr", look), element("a:t", [], [printable(text)])])]),
  );
  return shape(place, id, body);
}

/** The number of a slide, which PowerPoint keeps right when slides are moved. */
export function numberPlace(place: Placeholder, number: number, id: number): XmlNode {
  const field = element(
    "a:fld",
    [
      ["id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"],
      ["type", "slidenum"],
    ],
    [element("a:rPr"), element("a:t", [], [String(number)])],
  );
  return shape(place, id, [element("a:p", [], [field])]);
}

/** A white ground for pictures, which are drawn for one. */
export function whiteGround({ x, y, w, h }: EmuBox, id: number): XmlNode {
  const frame = element(
    "a:xfrm",
    [],
    [
      element("a:off", [
        ["x", String(x)],
        ["y", String(y)],
      ]),
      element("a:ext", [
        ["cx", String(w)],
        ["cy", String(h)],
      ]),
    ],
  );
  const fill = element("a:solidFill", [], [element("a:srgbClr", [["val", "FFFFFF"]])]);
  const form = element("a:prstGeom", [["prst", "rect"]], [element("a:avLst")]);
  const names = element("p:nvSpPr", [], [named(id, "Ground"), element("p:cNvSpPr"), element("p:nvPr")]);
  return element("p:sp", [], [names, element("p:spPr", [], [frame, form, fill])]);
}

const named = (id: number, name: string): XmlNode =>
  element("p:cNvPr", [
    ["id", String(id)],
    ["name", `${name} ${id}`],
  ]);

function shape({ type, idx }: Placeholder, id: number, paragraphs: XmlNode[]): XmlNode {
  const place = element("p:ph", [
    ...(type === "obj" ? [] : [["type", type] as [string, string]]),
    ...(idx === undefined ? [] : [["idx", idx] as [string, string]]),
  ]);
  const lock = element("p:cNvSpPr", [], [element("a:spLocks", [["noGrp", "1"]])]);
  return element(
    "p:sp",
    [],
    [
      element("p:nvSpPr", [], [named(id, "Place"), lock, element("p:nvPr", [], [place])]),
      element("p:spPr"),
      element("p:txBody", [], [element("a:bodyPr"), element("a:lstStyle"), ...paragraphs]),
    ],
  );
}

/** The largest size, in points, at which paragraphs fit into a place. */
function fittingSize({ box, size: usual }: Placeholder, paragraphs: readonly string[], book: FontBook): number {
  const width = box.w / EMU_PER_POINT - INSET.x;
  const height = box.h / EMU_PER_POINT - INSET.y;
  const isFitting = (size: number): boolean => {
    // Titles are mostly bold, or of a font that is as wide.
    const style = { size, color: COLORS.text, weight: 700 as const };
    const lines = paragraphs.reduce((sum, text) => sum + book.wrap(text, width, style).length, 0);
    return lines * lineHeight(style) <= height;
  };
  if (usual <= LEAST_SIZE || isFitting(usual)) return usual;
  // By halves: a template may have texts of thousands of points.
  let [least, most] = [LEAST_SIZE, Math.ceil(usual)];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (isFitting(middle)) least = middle;
    else most = middle;
  }
  return least;
}

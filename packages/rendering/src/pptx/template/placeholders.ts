import { childAt, childrenOf, type XmlNode } from "./xml-node.ts";

/** Where something stands on a slide, in EMU: 914,400 an inch. */
export interface EmuBox {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A place of a layout that slides fill. */
export interface Placeholder {
  readonly type: string;
  /** What tells it from others of its layout; absent of a title. */
  readonly idx: string | undefined;
  readonly box: EmuBox;
  /** Of its text, in points. */
  readonly size: number;
}

/** A layout with its places, those of the master where the layout doesn't say. */
export interface Layout {
  /** Name of its part. */
  readonly name: string;
  /** Such as `title`, `obj`, `titleOnly` or `blank`. */
  readonly type: string;
  readonly placeholders: readonly Placeholder[];
}

const USUAL_SIZE = 18;
const MOST_EMU = 51_206_400;

interface Draft {
  readonly type: string;
  readonly idx: string | undefined;
  readonly box: EmuBox | undefined;
  readonly size: number | undefined;
}

export function readLayout(name: string, layout: XmlNode, master: XmlNode): Layout {
  const ofMaster = draftsOf(master);
  const placeholders = draftsOf(layout).flatMap((draft): Placeholder[] => {
    const base = ofMaster.find(({ type }) => type === masterType(draft.type));
    const box = draft.box ?? base?.box;
    if (box === undefined) return [];
    const size = draft.size ?? base?.size ?? styleSize(master, draft.type) ?? USUAL_SIZE;
    return [{ type: draft.type, idx: draft.idx, box, size }];
  });
  return { name, type: layout.attributes.get("type") ?? "cust", placeholders };
}

/** Where a master has its contents; undefined where it doesn't say. */
export const masterBody = (master: XmlNode): EmuBox | undefined =>
  draftsOf(master).find(({ type }) => type === "body")?.box;

function draftsOf(root: XmlNode): Draft[] {
  const tree = childAt(root, "cSld", "spTree");
  return (tree === undefined ? [] : childrenOf(tree, "sp")).flatMap((shape) => {
    const place = childAt(shape, "nvSpPr", "nvPr", "ph");
    if (place === undefined) return [];
    const { attributes } = place;
    const type = attributes.get("type") ?? "obj";
    const size = levelSize(childAt(shape, "txBody", "lstStyle"));
    return [{ type, idx: attributes.get("idx"), box: boxOf(childAt(shape, "spPr", "xfrm")), size }];
  });
}

/** Which place of a master one of a layout takes after. */
function masterType(type: string): string {
  if (type === "ctrTitle" || type === "title") return "title";
  return type === "ftr" || type === "sldNum" || type === "dt" ? type : "body";
}

function styleSize(master: XmlNode, type: string): number | undefined {
  const of = masterType(type);
  const style = of === "title" ? "titleStyle" : of === "body" ? "bodyStyle" : "otherStyle";
  return levelSize(childAt(master, "txStyles", style));
}

function levelSize(style: XmlNode | undefined): number | undefined {
  const size = Number(childAt(style, "lvl1pPr", "defRPr")?.attributes.get("sz") ?? "");
  return size >= 100 && size <= 400_000 ? size / 100 : undefined;
}

function boxOf(frame: XmlNode | undefined): EmuBox | undefined {
  const [offset, extent] = [childAt(frame, "off")?.attributes, childAt(frame, "ext")?.attributes];
  if (offset === undefined || extent === undefined) return undefined;
  const [x, y, w, h] = [offset.get("x"), offset.get("y"), extent.get("cx"), extent.get("cy")].map(emu);
  if (x === undefined || y === undefined || w === undefined || h === undefined) return undefined;
  return w > 0 && h > 0 ? { x, y, w, h } : undefined;
}

/** A length; undefined for what is none. */
export function emu(text: string | undefined): number | undefined {
  if (text === undefined || !/^-?\d{1,8}$/.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= MOST_EMU ? value : undefined;
}

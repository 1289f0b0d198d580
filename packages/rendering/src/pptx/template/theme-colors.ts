import { childAt, elementsOf, localName, type XmlNode } from "./xml-node.ts";

/** Names by which slides refer to the colours of a theme. */
export type SchemeColor = "bg1" | "tx1" | "bg2" | "tx2" | "accent1" | "accent2" | "accent3";

const NAMES: readonly SchemeColor[] = ["bg1", "tx1", "bg2", "tx2", "accent1", "accent2", "accent3"];
const USUAL: ReadonlyMap<string, string> = new Map([
  ["bg1", "lt1"],
  ["tx1", "dk1"],
  ["bg2", "lt2"],
  ["tx2", "dk2"],
]);
const OFFICE: ReadonlyMap<string, string> = new Map([
  ["lt1", "#ffffff"],
  ["dk1", "#000000"],
  ["lt2", "#e7e6e6"],
  ["dk2", "#44546a"],
  ["accent1", "#4472c4"],
  ["accent2", "#ed7d31"],
  ["accent3", "#a5a5a5"],
]);

/** The colours of a master, such as `#1f2933`, by the names that its slides use. */
export type SchemeColors = ReadonlyMap<SchemeColor, string>;

/** Reads the colours of a master. Its `clrMap` says which theme colours are text and which are background. */
export function schemeColors(master: XmlNode, theme: XmlNode | undefined): SchemeColors {
  const map = childAt(master, "clrMap")?.attributes;
  const scheme = childAt(theme, "themeElements", "clrScheme");
  const known = new Map(
    (scheme === undefined ? [] : elementsOf(scheme)).flatMap((node) => {
      const [color] = elementsOf(node);
      const value = color?.attributes.get("lastClr") ?? color?.attributes.get("val") ?? "";
      return /^[0-9a-f]{6}$/i.test(value) ? [[localName(node.name), `#${value.toLowerCase()}`] as const] : [];
    }),
  );
  return new Map(
    NAMES.map((name) => {
      const own = map?.get(name) ?? USUAL.get(name) ?? name;
      return [name, known.get(own) ?? OFFICE.get(own) ?? "#808080"] as const;
    }),
  );
}

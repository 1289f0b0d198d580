import { SaxesParser } from "saxes";
import { TemplateFault } from "./template-fault.ts";

const MOST_DEPTH = 200;

/** What the parts of one file may still use of its limits. */
export interface XmlBudget {
  bytes: number;
  /** Elements and attributes. */
  nodes: number;
}

/** The limits of a template: ten times what the largest templates of companies need. */
export const templateBudget = (): XmlBudget => ({ bytes: 64 * 2 ** 20, nodes: 1_000_000 });

const UNBOUNDED: XmlBudget = { bytes: Infinity, nodes: Infinity };

/** An XML element as the file has it: names with prefixes, attributes in order. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Map<string, string>;
  children: (XmlNode | string)[];
}

/**
 * Parses a part of an Office file. It drops comments and processing instructions, and refuses document types.
 * @param name the part's name, for messages
 * @param budget the file's budget; parsing reduces it
 */
export function parseXml(bytes: Uint8Array, name: string, budget: XmlBudget = UNBOUNDED): XmlNode {
  // XML 1.1 may have control characters, which Office doesn't read.
  const parser = new SaxesParser({ xmlns: false, position: true, forceXMLVersion: true, defaultXMLVersion: "1.0" });
  const refuse = (fault: string): never => {
    throw new TemplateFault(`${name}, line ${parser.line}: ${fault}`);
  };
  const open: XmlNode[] = [];
  let root: XmlNode | null = null;
  const count = (): void => {
    if (--budget.nodes < 0) refuse("the file has too many elements");
  };
  parser.on("doctype", () => refuse("a document type isn't read"));
  parser.on("error", (err) => refuse(err.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "")));
  parser.on("attribute", count);
  parser.on("opentag", (tag) => {
    count();
    if (open.length >= MOST_DEPTH) refuse(`elements are nested deeper than ${MOST_DEPTH}`);
    const node = element(tag.name, Object.entries(tag.attributes));
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
  });
  const addText = (text: string): void => {
    if (text !== "") open.at(-1)?.children.push(text);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => void open.pop());
  budget.bytes -= bytes.length;
  if (budget.bytes < 0) refuse("the file has too much XML");
  parser.write(decode(bytes, refuse)).close();
  return root ?? refuse("there is no element");
}

function decode(bytes: Uint8Array, refuse: (fault: string) => never): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encoding = isWide ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return refuse("the text isn't UTF-8");
  }
}

export const element = (
  name: string,
  attributes: Iterable<readonly [string, string]> = [],
  children: (XmlNode | string)[] = [],
): XmlNode => ({ name, attributes: new Map(attributes), children });

/** Writes the element as a part of a file. */
export function writeXml(root: XmlNode): Uint8Array {
  const parts: string[] = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'];
  write(root, parts);
  return new TextEncoder().encode(parts.join(""));
}

function write({ name, attributes, children }: XmlNode, parts: string[]): void {
  parts.push("<", name);
  for (const [key, value] of attributes) parts.push(" ", key, '="', escapeValue(value), '"');
  if (children.length === 0) {
    parts.push("/>");
    return;
  }
  parts.push(">");
  for (const child of children) {
    if (typeof child === "string") parts.push(escapeText(child));
    else write(child, parts);
  }
  parts.push("</", name, ">");
}

const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");

const escapeValue = (text: string): string =>
  escapeText(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");

/** A name without its prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** The child elements, without texts. */
export const elementsOf = ({ children }: XmlNode): XmlNode[] => children.filter((child) => typeof child !== "string");

/** The child elements with this local name. */
export const childrenOf = (node: XmlNode, name: string): XmlNode[] =>
  elementsOf(node).filter((child) => localName(child.name) === name);

/** The first element at a path of local names. */
export function childAt(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  let at = node;
  for (const name of path) at = at === undefined ? undefined : childrenOf(at, name)[0];
  return at;
}

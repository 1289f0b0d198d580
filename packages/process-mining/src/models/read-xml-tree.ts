import { DomainError, Pacer, SERVER_SLICE_MS, shorten } from "@longhaul/domain";
import { SaxesParser } from "saxes";

/** A model is drawn by people: larger ones are something else. */
const MOST_ELEMENTS = 100_000;
const MOST_DEPTH = 100;
const MOST_ATTRIBUTES = 1000;
/** Characters of a message: names in it are of any length. */
const MOST_TOLD = 400;
/** Characters that are read at a time: about a millisecond's. */
const SLICE = 8 * 1024;

/** An element of XML, names without their prefixes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** What stands in it directly, without blanks around it. */
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** How many elements of each kind a model has, by what they are called in its language. */
export interface ModelCounts {
  readonly tasks?: number;
  readonly gateways?: number;
  readonly events?: number;
  readonly places?: number;
  readonly transitions?: number;
  readonly arcs?: number;
}

interface Draft {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: Draft[];
  text: string;
  readonly line: number;
}

/**
 * Reads a document as a tree, in slices with pauses between them, since a server may have others to serve. Document types are
 * refused, so that no entity is ever expanded or fetched.
 * @throws DomainError `unprocessable` that names the line
 */
export async function readXmlTree(text: string): Promise<XmlElement> {
  // XML 1.1 may have control characters, which are in no name.
  const parser = new SaxesParser({ xmlns: false, position: true, forceXMLVersion: true, defaultXMLVersion: "1.0" });
  const refuse = (fault: string): never => {
    throw unreadable(parser, fault);
  };
  const open: Draft[] = [];
  let root: Draft | null = null;
  let elements = 0;
  let attributesOfTag = 0;
  parser.on("doctype", () => refuse("a document type (<!DOCTYPE …>) isn't read; remove it"));
  parser.on("error", (err) => refuse(err.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "")));
  parser.on("attribute", () => {
    if (++attributesOfTag > MOST_ATTRIBUTES) refuse(`an element has more than ${MOST_ATTRIBUTES} attributes`);
  });
  parser.on("opentag", (tag) => {
    attributesOfTag = 0;
    if (++elements > MOST_ELEMENTS) refuse(`there are more than ${MOST_ELEMENTS} elements`);
    if (open.length >= MOST_DEPTH) refuse(`elements are nested deeper than ${MOST_DEPTH}`);
    const attributes = new Map(Object.entries(tag.attributes).map(([name, value]) => [localName(name), value]));
    const element: Draft = { name: localName(tag.name), attributes, children: [], text: "", line: parser.line };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (more: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += more;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    if (element !== undefined) element.text = element.text.trim();
  });
  const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
  for (let at = 0; at < text.length; at += SLICE) {
    await pacer.pause();
    parser.write(text.slice(at, at + SLICE));
  }
  parser.close();
  return root ?? refuse("there is no element");
}

/** What can't be read, and at which line. */
export const unreadable = ({ line }: { readonly line: number }, fault: string): DomainError =>
  new DomainError("unprocessable", `line ${line}: ${shorten(fault, MOST_TOLD)}`, { details: { line } });

/** Elements by their ids. @throws DomainError for two that have the same, or none */
export function byId(elements: readonly XmlElement[]): Map<string, XmlElement> {
  const found = new Map<string, XmlElement>();
  for (const element of elements) {
    const id = element.attributes.get("id") ?? "";
    if (id === "") throw unreadable(element, `a ${element.name} has no id`);
    const other = found.get(id);
    if (other !== undefined)
      throw unreadable(element, `the id "${id}" is that of the ${other.name} in line ${other.line}, too`);
    found.set(id, element);
  }
  return found;
}

/** All elements of a name within one, in the order of the document. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...descendants(child, name)]);
}

/** The text of the element that a path of names leads to; empty where there is none. */
export function textAt(element: XmlElement, ...path: readonly string[]): string {
  let at: XmlElement | undefined = element;
  for (const name of path) at = at?.children.find((child) => child.name === name);
  return at?.text ?? "";
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

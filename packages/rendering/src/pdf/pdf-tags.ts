import { isFromRight } from "../text/visual-order.ts";

/** Kinds of structure elements (ISO 32000-1, 14.8.4) that reports have. */
type Tag =
  | "Caption"
  | "Figure"
  | "H1"
  | "H2"
  | "H3"
  | "Link"
  | "P"
  | "Sect"
  | "TD"
  | "TH"
  | "TOC"
  | "TOCI"
  | "TR"
  | "Table";

interface TagOptions {
  /** What stands for a drawing where it can't be seen. */
  readonly alt?: string;
  /** The text of an element where its content has it in several lines, or in visual order. */
  readonly actual?: string;
}

/** What an element says whose text stands in so many lines: a reader would join words at their ends. */
export function actualText(text: string, lines: number): TagOptions {
  return lines > 1 || isFromRight(text) ? { actual: text } : {};
}

/**
 * The structure of a PDF that screen readers follow: elements within each other, in reading order, each with the content
 * that is written for it. What is written for none is decoration, which they pass over.
 */
export class PdfTags {
  readonly #doc: PDFKit.PDFDocument;
  readonly #open: PDFKit.PDFStructureElement[] = [];
  #isInContent = false;

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
    const whole = doc.struct("Document");
    doc.addStructure(whole);
    this.#open.push(whole);
  }

  /** An element whose parts `write` adds. */
  within(tag: Tag, write: () => void, options: TagOptions = {}): void {
    this.fill(this.reserve(tag, options), write);
  }

  /** An element at this place of the reading order, for `fill` to write later. */
  reserve(tag: Tag, options: TagOptions = {}): PDFKit.PDFStructureElement {
    // The types don't know the scope of a header.
    const all = { ...options, ...(tag === "TH" ? { scope: "Column" } : {}) };
    const element = this.#doc.struct(tag, all);
    this.#open.at(-1)?.add(element);
    return element;
  }

  fill(element: PDFKit.PDFStructureElement, write: () => void): void {
    this.#open.push(element);
    write();
    this.#open.pop();
    element.end();
  }

  /** Content of the innermost element, all on one page. */
  content(write: () => void): void {
    const content = this.#doc.markStructureContent("Span");
    this.#isInContent = true;
    write();
    this.#isInContent = false;
    this.#doc.endMarkedContent();
    this.#open.at(-1)?.add(content);
  }

  /** An element that is one piece of content. */
  text(tag: Tag, write: () => void, options: TagOptions = {}): void {
    this.within(tag, () => this.content(write), options);
  }

  decoration(write: () => void): void {
    if (this.#isInContent) return write();
    this.#doc.markContent("Artifact", { type: "Layout" });
    write();
    this.#doc.endMarkedContent();
  }

  /** A place to click on that belongs to the innermost element. */
  link([x, y, width, height]: readonly [number, number, number, number], destination: string, name: string): void {
    const contents = Buffer.from(`\ufeff${name}`, "utf16le").swap16();
    // The types don't know that an annotation may belong to an element.
    const options = {
      structParent: this.#open.at(-1),
      Contents: contents,
    } as unknown as PDFKit.Mixins.AnnotationOption;
    this.#doc.goTo(x, y, width, height, destination, options);
  }

  /** Ends all elements; after that, only decoration may follow. */
  end(): void {
    for (const element of this.#open.splice(0).toReversed()) element.end();
  }
}

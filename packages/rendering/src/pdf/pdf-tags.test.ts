import { getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { sampleReport } from "../test/sample-report.ts";
import { renderPdf } from "./render-pdf.ts";

interface Element {
  readonly type?: string;
  readonly role?: string;
  readonly alt?: string;
  readonly children?: readonly Element[];
}

/** The elements of all pages, in reading order. */
async function elementsOf(pdf: Uint8Array): Promise<Element[]> {
  const doc = await getDocumentProxy(new Uint8Array(pdf));
  const all = (one: Element): Element[] => [one, ...(one.children ?? []).flatMap(all)];
  const pages = Array.from({ length: doc.numPages }, async (_, at) => {
    const tree = (await (await doc.getPage(at + 1)).getStructTree()) as Element | null;
    return tree === null ? [] : all(tree);
  });
  return (await Promise.all(pages)).flat();
}

describe("the structure of a PDF", () => {
  it("has headings, contents with links, tables with heads, and drawings in words", async () => {
    const elements = await elementsOf(await renderPdf(sampleReport({ rows: 3 })));
    const roles = elements.flatMap(({ role }) => role ?? []);
    const count = (role: string) => roles.filter((one) => one === role).length;
    expect(count("H1")).toBe(1);
    // The contents, and both sections.
    expect(count("H2")).toBe(3);
    expect(count("TOCI")).toBe(2);
    expect(count("Link")).toBe(2);
    expect([count("Table"), count("TR"), count("TH"), count("TD")]).toEqual([1, 4, 2, 6]);
    const [bars, map] = elements.flatMap(({ alt }) => alt ?? []);
    expect(bars).toMatch(/^Figure 1: Bars\. Plain text: 10 days; /);
    expect(map).toBe("Figure 2: A map");
    expect(roles.indexOf("H1")).toBeLessThan(roles.indexOf("H2"));
  });

  it("tells a table once that goes over pages, and a paragraph whole that goes over lines", async () => {
    const text = "a text that is longer than a line of the page has room for ".repeat(4).trim();
    const pdf = await renderPdf(sampleReport({ rows: 60, text }));
    const heads = (await elementsOf(pdf)).filter(({ role }) => role === "TH");
    // Pages list all parts of what they have a part of; their own have content.
    expect(heads.filter(({ children = [] }) => children.some(({ type }) => type === "content"))).toHaveLength(2);
    const written = Buffer.from(pdf).toString("latin1");
    expect(written.includes(`/ActualText (${text})`)).toBe(true);
  });
});

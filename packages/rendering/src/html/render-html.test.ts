import { describe, expect, it } from "vitest";
import { renderHtml } from "./render-html.ts";
import { sampleReport } from "../test/sample-report.ts";

const EVIL = `<script>alert("1")</script>`;

describe("renderHtml", () => {
  it("escapes markup wherever a text may stand, and lets no script of a picture through", () => {
    const html = renderHtml(sampleReport({ rows: 2, text: EVIL }));
    expect(html).not.toContain("<script");
    expect(html).not.toContain("alert(1)");
    expect(html.split("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;")).toHaveLength(10);
  });

  it("is one file that loads nothing, with drawings inside and numbered captions", () => {
    const html = renderHtml(sampleReport({ rows: 2 }));
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html.match(/min-width:[1-9]\d\dpx/g)).toHaveLength(2);
    expect(html).toContain(">審査 Prüfung → Łódź</text>");
    expect(html).toContain("Figure 2: A map");
    expect(html).toContain("Table 1: Rows");
  });

  it("says first what is going on, then its contents, in headings, tables and drawings that a screen reader can tell", () => {
    const html = renderHtml({
      ...sampleReport({ rows: 2 }),
      sections: [
        { heading: "In short", blocks: [{ kind: "text", lead: "What?", text: "This." }] },
        ...sampleReport({ rows: 2 }).sections,
      ],
    });
    expect(html.search("This.")).toBeLessThan(html.search("<nav"));
    expect(html.search("<nav")).toBeLessThan(html.search('<h2 id="s1"'));
    expect(html.match(/<th scope="col"/g)).toHaveLength(2);
    expect(html).toMatch(/<svg [^>]*role="img" aria-label="Figure 1: Bars\. Plain text: 10 days; /);
    expect(html.match(/role="region" tabindex="0" aria-label="(?:Figure|Table) \d"/g)).toHaveLength(3);
  });

  it("is as wide as a phone, whatever words it has, and shades the edge of what goes on beyond it", () => {
    const html = renderHtml(sampleReport({ rows: 2 }));
    expect(html).toMatch(/body\{[^}]*overflow-wrap:anywhere/);
    expect(html).toMatch(/\.d,\.t\{background:[^}]* local,[^}]* scroll\}/);
  });

  it("is printed in its colours, with tables as wide as the page whose heads may go over two lines", () => {
    const html = renderHtml(sampleReport({ rows: 2 }));
    const [, printed = ""] = html.split("@media print");
    expect(printed).toMatch(/print-color-adjust:exact/);
    expect(printed).toMatch(/td,th\{max-width:none\}/);
    expect(html).toMatch(/[^d]\.n\{text-align:right\}/);
    expect(html).toMatch(/td\.n\{white-space:nowrap\}/);
    expect(html).toMatch(/td:first-child:not\(\.n\)\{min-width:/);
  });

  it("is printed with each drawing on the page of its heading and its caption", () => {
    const html = renderHtml(sampleReport({ rows: 2 }));
    const [, printed = ""] = html.split("@media print");
    expect(printed).toMatch(/h2,h3\{break-after:avoid\}/);
    expect(printed).toMatch(/figure:has\(svg\),[^{]*\{break-inside:avoid\}/);
    const margin = Number(/@page\{margin:(\d+)mm\}/.exec(html)?.[1]);
    const drawing = Number(/figure svg\{max-height:(\d+)mm\}/.exec(printed)?.[1]);
    // Of A4; a heading and three lines of a caption take less than 60 mm.
    expect(drawing).toBeLessThanOrEqual(297 - 2 * margin - 60);
    expect(drawing).toBeGreaterThan(150);
  });

  it("keeps signs with what they belong to, and sets contents in one column on a phone", () => {
    const text = "Effet attendu : 5,7 % (« A » ?)";
    const html = renderHtml({
      ...sampleReport({ rows: 2 }),
      sections: [{ heading: "x", blocks: [{ kind: "text", text }] }],
    });
    expect(html).toContain(`<p>${text.replaceAll(/ (?=[:%»?])|(?<=«) /g, "\u00a0")}</p>`);
    expect(html).toMatch(/@media\(max-width:40rem\)\{[^@]*nav ol\{columns:1\}/);
  });
});

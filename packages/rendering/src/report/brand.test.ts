import { deflateSync, crc32 } from "node:zlib";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { paintOf } from "./brand.ts";
import { COLORS } from "./colors.ts";
import { renderHtml } from "../html/render-html.ts";
import { renderPdf } from "../pdf/render-pdf.ts";
import { renderPptx } from "../pptx/render-pptx.ts";
import { renderXlsx } from "../xlsx/render-xlsx.ts";
import { officeFaults } from "../test/office-faults.ts";
import { officeParts } from "../test/office-parts.ts";
import { pdfPages } from "../test/pdf-pages.ts";
import { sampleReport } from "../test/sample-report.ts";

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A grey picture of 4 × 2 pixels. */
const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk("IHDR", Buffer.from([0, 0, 0, 4, 0, 0, 0, 2, 8, 0, 0, 0, 0])),
  chunk("IDAT", deflateSync(Buffer.alloc(2 * 5, 0x80))),
  chunk("IEND", Buffer.alloc(0)),
]);

const logo = { mediaType: "image/png" as const, base64: PNG.toString("base64"), width: 4, height: 2 };
const branded = { ...sampleReport({ rows: 3 }), brand: { company: "Nordwind & Co", color: "#7a1f5c", logo } };

describe("a report with a brand", () => {
  it("stands in its colour, with its logo and its company's name, in PDF", async () => {
    const pdf = await renderPdf(branded);
    expect((await pdfPages(pdf)).every((page) => page.includes("Nordwind & Co"))).toBe(true);
    expect(Buffer.from(pdf).toString("latin1")).toContain("/Subtype /Image");
    expect(Buffer.from(await renderPdf(sampleReport({ rows: 3 }))).toString("latin1")).not.toContain("/Subtype /Image");
  });

  it("stands in its colour, with its logo and its company's name, in PowerPoint", async () => {
    const parts = officeParts(await renderPptx(branded));
    const slides = [...parts].filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name)).map(([, xml]) => xml);
    expect(slides.filter((xml) => xml.includes("Nordwind &amp; Co"))).toHaveLength(slides.length);
    expect(slides.join("")).toContain('val="7A1F5C"');
    expect(slides.join("")).not.toContain('val="12355B"');
    expect([...parts.keys()].filter((name) => /media\/.*\.png$/.test(name)).length).toBeGreaterThan(2);
  });

  it("stands in its colour, with its logo and its company's name, on a page, which still loads nothing", () => {
    const html = renderHtml(branded);
    expect(html).toContain("Nordwind &amp; Co");
    expect(html).toContain("#7a1f5c");
    expect(html).not.toContain(COLORS.navy);
    expect(html).toContain("img-src data:");
    expect(html.match(/src="(?!data:image\/png)/g)).toBeNull();
    expect(renderHtml(sampleReport({ rows: 3 }))).not.toContain("img-src");
  });

  it("stands with its logo, as a picture above the title, and its company's name in Excel", async () => {
    const bytes = await renderXlsx(branded);
    expect(officeFaults(bytes)).toEqual([]);
    const parts = officeParts(bytes);
    expect([...parts.values()].join("")).toContain("Nordwind &amp; Co");
    const rels = parts.get("xl/worksheets/_rels/sheet1.xml.rels") ?? "";
    const drawing = /drawings\/(drawing\d+\.xml)/.exec(rels)?.[1] ?? "";
    const picture = parts.get(`xl/drawings/${drawing}`) ?? "";
    // 48 pixels high and twice as wide, in its first cell.
    expect(picture).toMatch(/<xdr:from><xdr:col>0<\/xdr:col>.*<xdr:row>0<\/xdr:row>/s);
    expect(picture).toMatch(/cx="914400" cy="457200"/);
    expect(picture).toContain('descr="Nordwind &amp; Co"');
    const [name = ""] = [...parts.keys()].filter((one) => one.startsWith("xl/media/"));
    expect(unzipSync(bytes)[name]).toEqual(new Uint8Array(PNG));
    const plain = officeParts(await renderXlsx(sampleReport({ rows: 3 })));
    expect([...plain.keys()].filter((one) => one.startsWith("xl/media/"))).toEqual([]);
  });

  it("shows a logo that is wider than high within its room", async () => {
    const wide = { ...branded, brand: { logo: { ...logo, width: 1000, height: 10 } } };
    expect([...officeParts(await renderXlsx(wide)).values()].join("")).toMatch(/cx="2286000" cy="19050"/);
  });

  it.each(["#ffff00", "#ffffff", "#7fb2e5"])(
    "darkens %s until white text can be read on it, and keeps colours that mean something",
    (color) => {
      const paint = paintOf({ brand: { color } });
      expect(paint(COLORS.navy)).toMatch(/^#[0-9a-f]{6}$/);
      expect(paint(COLORS.navy)).not.toBe(color);
      expect([COLORS.red, COLORS.orange, COLORS.text].map(paint)).toEqual([COLORS.red, COLORS.orange, COLORS.text]);
      expect(paintOf({})(COLORS.navy)).toBe(COLORS.navy);
    },
  );
});

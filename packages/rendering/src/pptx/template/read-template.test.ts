import { describe, expect, it } from "vitest";
import { sampleTemplate, storedZip } from "@longhaul/testing";
import { edit, MASTER, MASTER_RELATIONSHIPS, type Parts } from "../../test/edit-template.ts";
import { readTemplate } from "./read-template.ts";

describe("readTemplate", () => {
  const without = (name: string) => (parts: Parts) => void parts.delete(name);
  const retyped = (from: string, to: string) => (parts: Parts) =>
    edit(parts, "[Content_Types].xml", (xml) => xml.replace(from, to));
  it.each<[string, () => Uint8Array, RegExp]>([
    ["no archive", () => Buffer.from("PK\u0003\u0004 and no more"), /no whole ZIP archive/],
    ["a workbook", () => storedZip(new Map([["[Content_Types].xml", "<Types/>"]])), /no PowerPoint presentation/],
    [
      "macros",
      () => sampleTemplate(retyped("presentation.main+xml", "presentation.macroEnabled.main+xml")),
      /has macros/,
    ],
    [
      "a program",
      () => sampleTemplate(retyped('ContentType="image/png"', 'ContentType="application/vnd.ms-office.vbaProject"')),
      /has macros/,
    ],
    [
      "Strict Open XML",
      () =>
        sampleTemplate((parts) =>
          edit(parts, "_rels/.rels", (xml) =>
            xml.replaceAll("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"),
          ),
        ),
      /Strict/,
    ],
    [
      "no master",
      () => sampleTemplate(without("ppt/slideMasters/slideMaster1.xml")),
      /isn't there|no slide master|nothing without/,
    ],
    ["no presentation", () => sampleTemplate(without("ppt/presentation.xml")), /no PowerPoint presentation/],
    [
      "an entity",
      () =>
        sampleTemplate((parts) =>
          edit(parts, "ppt/theme/theme1.xml", (xml) => xml.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>')),
        ),
      /theme1\.xml, line 1: a document type/,
    ],
    [
      "XML that is cut off",
      () => sampleTemplate((parts) => edit(parts, "ppt/slideMasters/slideMaster1.xml", (xml) => xml.slice(0, -20))),
      /slideMaster1\.xml, line 2/,
    ],
    [
      "deep nesting",
      () =>
        sampleTemplate((parts) =>
          edit(parts, "ppt/theme/theme1.xml", (xml) => xml.replace("<a:themeElements>", "<a:x>".repeat(300))),
        ),
      /nested deeper/,
    ],
    [
      "a way out",
      () =>
        sampleTemplate((parts) =>
          edit(parts, "ppt/_rels/presentation.xml.rels", (xml) =>
            xml.replace("theme/theme1.xml", "../../../etc/passwd"),
          ),
        ),
      /outside of the file/,
    ],
    [
      "too large a part",
      () => storedZip(new Map([["ppt/presentation.xml", "x"]]), new Map([["ppt/presentation.xml", 40 * 2 ** 20]])),
      /more than 128 MB/,
    ],
    [
      "two parts of one name",
      () =>
        storedZip(
          new Map([
            ["a.xml", "x"],
            ["A.xml", "y"],
          ]),
        ),
      /two parts named A\.xml/,
    ],
    [
      "a size that is no length",
      () =>
        sampleTemplate((parts) => edit(parts, "ppt/presentation.xml", (xml) => xml.replace('"9144000"', '"0x8B8B80"'))),
      /how large a slide is/,
    ],
    [
      "more elements than all its parts may have",
      () =>
        sampleTemplate((parts) => {
          for (const at of [1, 2, 3, 4])
            edit(parts, `ppt/slideLayouts/slideLayout${at}.xml`, (xml) =>
              xml.replace("</p:spTree>", `${"<a/>".repeat(260_000)}</p:spTree>`),
            );
        }),
      /slideLayout\d\.xml, line 2: the file has too many elements/,
    ],
    [
      "more attributes than an element of its may have",
      () =>
        sampleTemplate((parts) =>
          edit(parts, MASTER, (xml) =>
            xml.replace("<p:cSld>", `<p:cSld ${Array.from({ length: 1_000_000 }, (_, at) => `a${at}=""`).join(" ")}>`),
          ),
        ),
      /too many elements/,
    ],
    [
      "a control character",
      () =>
        sampleTemplate((parts) =>
          edit(parts, "ppt/theme/theme1.xml", (xml) => xml.replace("1.0", "1.1").replace("Nordwind", "&#1;")),
        ),
      /malformed character entity$/,
    ],
    [
      "an address without an end",
      () =>
        sampleTemplate((parts) =>
          edit(parts, MASTER_RELATIONSHIPS, (xml) =>
            xml.replace("../media/image1.png", `../../../${"a".repeat(1_000_000)}`),
          ),
        ),
      /refers to \.\.\/\.\.\/\.\.\/a{100,400}…$/,
    ],
    [
      "too many parts",
      () => storedZip(new Map(Array.from({ length: 3001 }, (_, at) => [`${at}.xml`, "x"]))),
      /more than 3000 parts/,
    ],
  ])("refuses %s with the reason", (_, make, reason) => {
    expect(() => readTemplate(make())).toThrow(reason);
    expect(() => readTemplate(make())).toThrow(expect.objectContaining({ name: "TemplateFault" }));
  });

  it("takes a template and a show of slides as well", () => {
    for (const kind of ["template", "slideshow"])
      expect(readTemplate(sampleTemplate(retyped("presentation.main+xml", `${kind}.main+xml`))).layouts).toBe(4);
  });
});

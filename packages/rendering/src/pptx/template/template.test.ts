import { describe, expect, it } from "vitest";
import { sampleTemplate } from "@longhaul/testing";
import { renderPptx } from "../render-pptx.ts";
import { officeFaults } from "../../test/office-faults.ts";
import {
  edit,
  LINKING,
  MASTER,
  MASTER_RELATIONSHIPS,
  sized,
  withPicture,
  type Parts,
} from "../../test/edit-template.ts";
import { officeParts, textsOf } from "../../test/office-parts.ts";
import { sampleReport } from "../../test/sample-report.ts";
import { readTemplate } from "./read-template.ts";

const report = sampleReport({ rows: 30 });
const present = async (
  template: Uint8Array,
): Promise<{ faults: string[]; parts: Map<string, string>; slides: string[] }> => {
  const bytes = await renderPptx(report, readTemplate(template));
  const parts = officeParts(bytes);
  const slides = [...parts].flatMap(([name, xml]) => (/^ppt\/slides\/slide\d+(-\d+)?\.xml$/.test(name) ? [xml] : []));
  return { faults: officeFaults(bytes), parts, slides };
};
/** Right and lower edges of all that a slide places. */
const edges = (xml: string): { x: number; y: number }[] =>
  [...xml.matchAll(/<a:off x="(-?\d+)" y="(-?\d+)"\/><a:ext cx="(\d+)" cy="(\d+)"\/>/g)].map(([, x, y, w, h]) => ({
    x: Number(x) + Number(w),
    y: Number(y) + Number(h),
  }));

describe("slides on a template", () => {
  it("take its masters, layouts, theme and size, and nothing else of it", async () => {
    const { faults, parts, slides } = await present(sampleTemplate());
    expect(faults).toEqual([]);
    expect(parts.get("ppt/presentation.xml")).toContain('cx="9144000" cy="5143500"');
    expect(parts.get("ppt/theme/theme1.xml")).toContain("Georgia");
    // The logo stays, its link doesn't.
    expect(parts.get("ppt/slideMasters/slideMaster1.xml")).toContain('name="Logo"');
    expect(parts.has("ppt/media/image1.png")).toBe(true);
    const all = [...parts.values()].join("\n");
    expect(all).not.toMatch(/nordwind\.example|secret\.example|sectionLst/);
    expect([...parts.keys()].filter((name) => /notes|presProps/.test(name))).toEqual([]);

    const layoutOf = (number: number): string =>
      /slideLayout(\d)/.exec(parts.get(`ppt/slides/_rels/slide${number}.xml.rels`) ?? "")?.[1] ?? "";
    expect(slides.length).toBeGreaterThan(4);
    expect([layoutOf(1), layoutOf(2), layoutOf(slides.length)]).toEqual(["1", "3", "3"]);
    const [cover = "", contents = "", figures = ""] = slides;
    expect(cover).toMatch(/type="ctrTitle".*Café.*type="subTitle".*Plain text.*Detailed report · 1 January 2026/s);
    expect(contents).toMatch(/<p:ph type="title"\/>.*Contents.*type="sldNum" idx="12".*type="slidenum"/s);
    expect(textsOf(figures, "a:t")).toEqual(expect.arrayContaining(["Key figures", "1,234"]));
  });

  it("have its fonts and colours, and stay within what is free on a slide", async () => {
    const { parts, slides } = await present(sampleTemplate());
    const written = [
      ...slides,
      ...[...parts].flatMap(([name, xml]) => (name.includes("charts/chart") ? [xml] : [])),
    ].join("");
    expect(written).not.toContain('typeface="Arial"');
    expect(written).not.toMatch(/srgbClr val="(?:12355B|2F6FAD|1F2933|EEF4FA)"/i);
    expect(written).toContain('<a:schemeClr val="accent1"/>');
    expect(written).toContain('<a:latin typeface="+mn-lt"/>');
    for (const xml of slides) {
      for (const { x, y } of edges(xml)) {
        expect(x).toBeLessThanOrEqual(628_650 + 7_886_700 + 10);
        expect(y).toBeLessThanOrEqual(1_369_219 + 3_263_504 + 10);
      }
    }
    // Its texts are as small as the slide is.
    const sizes = [...slides.join("").matchAll(/ sz="(\d+)"/g)].map(([, size]) => Number(size));
    expect(Math.max(...sizes)).toBeLessThan(1800);
    // Pictures are drawn for white paper, and the template is dark.
    expect(slides.filter((xml) => xml.includes("<p:pic>")).every((xml) => xml.includes('name="Ground'))).toBe(true);
  });

  it.each<[string, (parts: Parts) => void]>([
    ["4:3", (parts) => edit(parts, "ppt/presentation.xml", (xml) => xml.replace('cy="5143500"', 'cy="6858000"'))],
    [
      "with a layout that says nothing",
      (parts) => {
        for (const at of [1, 2, 3, 4])
          edit(parts, `ppt/slideLayouts/slideLayout${at}.xml`, (xml) =>
            xml.replace(/ type="\w+" preserve/, " preserve").replaceAll(/<p:sp>.*<\/p:sp>/gs, ""),
          );
      },
    ],
    ["as wide as can be", (parts) => edit(parts, "ppt/presentation.xml", sized(51_206_400, 914_400))],
    ["as small as can be", (parts) => edit(parts, "ppt/presentation.xml", sized(914_400, 914_400))],
    [
      "whose texts are of thousands of points",
      (parts) => edit(parts, MASTER, (xml) => xml.replaceAll(/ sz="\d+00"/g, ' sz="400000"')),
    ],
    [
      "whose places have no size",
      (parts) => edit(parts, MASTER, (xml) => xml.replaceAll(/cx="[1-9]\d*" cy="[1-9]\d*"/g, 'cx="-5" cy="0"')),
    ],
    ["whose master refers to nothing", (parts) => edit(parts, MASTER, (xml) => xml.replace('"rId20"', '"rId999"'))],
    ["that lacks a layout", (parts) => void parts.delete("ppt/slideLayouts/slideLayout2.xml")],
    [
      "that has an id of a relationship twice",
      (parts) => edit(parts, MASTER_RELATIONSHIPS, (xml) => xml.replace(/<Relationship Id="rId20"[^>]*>/, "$&$&")),
    ],
    ["whose relationships are a picture", withPicture("../slideLayouts/_rels/slideLayout4.xml.rels", LINKING)],
    ["whose picture lies in a folder above", withPicture("..\\..\\secret.example.png")],
    ["whose picture seems to be elsewhere", withPicture("http:/secret.example.png")],
    ["whose picture is called as a slide but for its case", withPicture("../Slides/Slide2.xml", "<a/>")],
    [
      "with a picture that has scripts",
      (parts) => {
        withPicture(
          "../media/image2.svg",
          "<svg><script>secret.example</script></svg>",
          "image/svg+xml",
          "rId40",
        )(parts);
        edit(parts, MASTER, (xml) =>
          xml.replace(
            '<a:blip r:embed="rId20"/>',
            '<a:blip r:embed="rId20"><a:extLst><a:ext uri="u"><x:svgBlip xmlns:x="y" r:embed="rId40"/></a:ext></a:extLst></a:blip>',
          ),
        );
      },
    ],
    [
      "with a picture that is elsewhere, an embedded document, tags and a macro",
      (parts) => {
        edit(parts, "ppt/slideMasters/slideMaster1.xml", (xml) =>
          xml
            .replace('r:embed="rId20"', 'r:embed="rId20" r:link="rId30"')
            .replace(
              "</p:spTree>",
              '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="70" name="x"/></p:nvGraphicFramePr><a:graphic><a:graphicData uri="u"><p:oleObj r:id="rId31"/></a:graphicData></a:graphic></p:graphicFrame><p:sp><p:nvSpPr><p:cNvPr id="71" name="y"><a:hlinkClick r:id="" action="ppaction://macro?name=Evil"/></p:cNvPr><p:cNvSpPr/><p:nvPr><p:custDataLst><p:tags r:id="rId32"/></p:custDataLst></p:nvPr></p:nvSpPr><p:spPr/></p:sp></p:spTree>',
            ),
        );
        edit(parts, "ppt/slideMasters/_rels/slideMaster1.xml.rels", (xml) =>
          xml.replace(
            "</Relationships>",
            [
              ["rId30", "image", 'https://secret.example/x.png" TargetMode="External'],
              ["rId31", "oleObject", "../embeddings/oleObject1.bin"],
              ["rId32", "tags", "../tags/tag1.xml"],
            ]
              .map(
                ([id, type, target]) =>
                  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
              )
              .concat("</Relationships>")
              .join(""),
          ),
        );
        parts.set("ppt/embeddings/oleObject1.bin", "MZ");
        parts.set("ppt/tags/tag1.xml", "<a/>");
      },
    ],
  ])("are whole on one %s", async (_, change) => {
    const { faults, parts, slides } = await present(sampleTemplate(change));
    expect(faults).toEqual([]);
    const names = [...parts.keys()].map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => /[\\:]|secret/.test(name))).toEqual([]);
    expect([...parts.values()].join("")).not.toMatch(/oleObj|macro|tag1|secret\.example/);
    const texts = slides.flatMap((xml) => textsOf(xml, "a:t"));
    expect(texts).toEqual(expect.arrayContaining(["Café 流程报告 → 한국어", "Contents", "Key figures", "Table"]));
    const height = Number(/<p:sldSz [^>]*cy="(\d+)"/.exec(parts.get("ppt/presentation.xml") ?? "")?.[1]);
    for (const xml of slides) for (const { y } of edges(xml)) expect(y).toBeLessThanOrEqual(height);
  });

  it("can be put on another report's slides, whose parts have the same names", async () => {
    const { faults, slides } = await present(await renderPptx(report));
    expect(faults).toEqual([]);
    expect(slides.length).toBeGreaterThan(4);
    const again = await renderPptx(report, readTemplate(sampleTemplate()));
    expect((await present(again)).faults).toEqual([]);
  });
});

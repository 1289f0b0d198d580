import { describe, expect, it } from "vitest";
import { renderHtml } from "./render-html.ts";

describe("renderHtml", () => {
  it("escapes markup wherever a text may stand", () => {
    const evil = `<script>alert("1")</script>`;
    const html = renderHtml({
      title: evil,
      subtitle: evil,
      createdAt: "2026-01-01T00:00:00.000Z",
      sections: [
        {
          heading: evil,
          blocks: [
            { kind: "text", text: evil },
            { kind: "figures", figures: [{ label: evil, value: evil }] },
            { kind: "bars", caption: evil, bars: [{ label: evil, value: 1, text: evil }] },
            { kind: "table", caption: evil, columns: [evil], rows: [[evil]] },
          ],
        },
      ],
    });
    expect(html).not.toContain("<script");
    expect(html.split("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;")).toHaveLength(15);
  });

  it("draws bars in proportion to the longest", () => {
    const bars = [
      { label: "a", value: 10, text: "10" },
      { label: "b", value: 4, text: "4" },
    ];
    const html = renderHtml({
      title: "t",
      subtitle: "s",
      createdAt: "",
      sections: [{ heading: "h", blocks: [{ kind: "bars", caption: "c", bars }] }],
    });
    expect([...html.matchAll(/class="bar" style="width:([\d.]+)%/g)].map(([, width]) => width)).toEqual([
      "100.0",
      "40.0",
    ]);
  });
});

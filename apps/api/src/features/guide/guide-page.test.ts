import { describe, expect, it } from "vitest";
import { CODE_LANGUAGES, guideCode, guidePage } from "./guide-page.ts";
import { GUIDE_LANGUAGES, GUIDE_SECTIONS, GUIDE_TEXTS } from "./guide-texts.ts";

describe("the guide", () => {
  it.each(Object.keys(CODE_LANGUAGES))("has code in %s for each section, in their order, and no other", (language) => {
    const code = guideCode(language as keyof typeof CODE_LANGUAGES);
    expect(Array.from(code.matchAll(/^(?:#|\/\/) == (.*)$/gm), ([, name]) => name)).toEqual([...GUIDE_SECTIONS]);
  });

  it.each(GUIDE_LANGUAGES)(
    "is whole in %s: each section with its code in each language, and links that lead somewhere",
    (language) => {
      const page = guidePage(language);
      expect(page).toContain(`<html lang="${language}">`);
      for (const name of GUIDE_SECTIONS) {
        const [, rest = ""] = page.split(`<section id="${name}">`);
        const [own = ""] = rest.split("</section>");
        expect(Array.from(own.matchAll(/<pre class="(\w+)"[^>]*><code>([^<]+)/g), ([, id]) => id)).toEqual(
          Object.keys(CODE_LANGUAGES),
        );
      }
      const ids = new Set(Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id));
      for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
      expect(page.match(/ undefined|null/g)).toBeNull();
    },
  );

  it("tells the same in each language: as many paragraphs of each section", () => {
    const [first, ...others] = GUIDE_LANGUAGES.map((language) =>
      GUIDE_SECTIONS.map((name) => GUIDE_TEXTS[language].sections[name].length),
    );
    for (const other of others) expect(other).toEqual(first);
  });
});

import { describe, expect, it } from "vitest";
import { planSlides } from "./plan-slides.ts";
import type { SlideItem } from "./slide-item.ts";

const item = (least: number, most = least): SlideItem => ({ least, most, write: () => undefined });
const heading = (): SlideItem => item(0.5);
const plan = (...sections: readonly SlideItem[][]) =>
  planSlides(
    sections.map((items, idx) => ({ heading: `S${idx}`, items })),
    5,
    heading,
    (name) => `${name}, again`,
  );

describe("planSlides", () => {
  it("lets a section begin on the slide of the one before where the whole of it fits", () => {
    const { slides, starts } = plan([item(1)], [item(2)], [item(1), item(3)]);
    expect(starts).toEqual([0, 0, 1]);
    expect(slides.map((slide) => [slide.heading, slide.items.length])).toEqual([
      ["S0", 3],
      ["S2", 2],
    ]);
  });

  it("lets a longer section begin on a slide that is half empty, where its first item fits", () => {
    const { slides, starts } = plan([item(2)], [item(1), item(4)], [item(1)]);
    expect(starts).toEqual([0, 0, 2]);
    expect(slides.map((slide) => slide.heading)).toEqual(["S0", "S1, again", "S2"]);
    expect(plan([item(2)], [item(4), item(1)]).starts).toEqual([0, 1]);
    expect(plan([item(3)], [item(1), item(4)]).starts).toEqual([0, 1]);
  });

  it("keeps a question on the slide of what answers it", () => {
    const question: SlideItem = { ...item(1), isLead: true };
    const { slides } = plan([item(3), question, item(2), question, item(4.5)]);
    expect(slides.map(({ items }) => items.length)).toEqual([1, 3, 1]);
    // One that has its answer in itself leaves the next.
    expect(plan([item(2), question, { ...question, least: 3 }]).slides.map(({ items }) => items.length)).toEqual([
      2, 1,
    ]);
  });

  it("gives what is left of a slide to the items that make use of it, and no more than they can use", () => {
    const [slide] = plan([item(1), item(1, 4)]).slides;
    expect(slide?.items[1]?.height).toBeCloseTo(3.82, 9);
    const [other] = plan([item(1), item(1, 2)]).slides;
    expect(other?.items[1]?.height).toBe(2);
  });

  it("sets what can be smaller so where the next section then fits, too", () => {
    const large: SlideItem = { ...item(4.5), compact: item(3) };
    expect(plan([large], [item(0.8)]).slides.map(({ items }) => items.map(({ height }) => height))).toEqual([
      [3, 0.5, 0.8],
    ]);
    expect(plan([large], [item(2)]).slides.map(({ items }) => items.map(({ height }) => height))).toEqual([[4.5], [2]]);
  });

  it("goes on to a further slide with what doesn't fit, and never leaves the slide", () => {
    const { slides } = plan([item(3), item(2), item(4), item(0.8)]);
    expect(slides.map((slide) => slide.heading)).toEqual(["S0", "S0, again", "S0, again"]);
    for (const { items } of slides)
      expect(Math.max(...items.map(({ top, height }) => top + height))).toBeLessThanOrEqual(5);
  });

  it("splits what can be split between the rest of a slide and the next", () => {
    const long: SlideItem = { ...item(8), split: (height) => [item(height), item(8 - height)] };
    const { slides } = plan([item(2), long]);
    expect(slides.map(({ items }) => items.map(({ height }) => Number(height.toFixed(2))))).toEqual([
      [2, 2.82],
      [5.18],
    ]);
  });
});

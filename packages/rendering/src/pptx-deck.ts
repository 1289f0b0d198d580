import type { Presentation, Slide } from "./pptx-library.ts";
import { COLORS } from "./colors.ts";
import type { FontBook } from "./font-book.ts";
import { hex, SLIDE, slideText } from "./pptx-text.ts";

/** The slide that is being filled, from top to bottom, in inches. */
export class Deck {
  readonly pptx: Presentation;
  readonly book: FontBook;
  readonly #title: string;
  #slide: Slide | null = null;
  #heading = "";
  /** Number of the slide. */
  number: number;
  y: number = SLIDE.top;

  /** `next` is the number of the first slide that begins. */
  constructor(pptx: Presentation, book: FontBook, title: string, next: number) {
    this.pptx = pptx;
    this.book = book;
    this.#title = title;
    this.number = next - 1;
  }

  get slide(): Slide {
    return this.#slide ?? this.#add(this.#heading);
  }

  /** What is free on the slide. */
  get free(): number {
    return SLIDE.bottom - this.y;
  }

  begin(heading: string): void {
    this.#heading = heading;
    this.#add(heading);
  }

  /** Goes on to a further slide of the section when less than `height` is left and something stands on this one. */
  room(height: number): void {
    if (height > this.free + 0.001 && this.y > SLIDE.top) this.#add(`${this.#heading} (continued)`);
  }

  /** Heading and footer. */
  decorate(slide: Slide, heading: string, number: number): void {
    const box = { x: SLIDE.left, w: SLIDE.width, margin: 0 };
    const short = this.book.shorten(heading, SLIDE.width * 72, { size: 24, weight: 700 });
    slideText(slide, short, { ...box, y: 0.45, h: 0.6, fontSize: 24, bold: true, color: hex(COLORS.navy) });
    slide.addShape("rect", { x: SLIDE.left, y: 1.08, w: SLIDE.width, h: 0.03, fill: { color: hex(COLORS.blue) } });
    const foot = { y: 7.02, h: 0.3, fontSize: 10, color: hex(COLORS.muted), margin: 0 };
    slideText(slide, this.book.shorten(this.#title, 700, { size: 10 }), { ...foot, x: SLIDE.left, w: 10 });
    slideText(slide, String(number), { ...foot, x: SLIDE.left + SLIDE.width - 1, w: 1, align: "right" });
  }

  #add(heading: string): Slide {
    const slide = this.pptx.addSlide();
    this.#slide = slide;
    this.number++;
    this.y = SLIDE.top;
    this.decorate(slide, heading, this.number);
    return slide;
  }
}

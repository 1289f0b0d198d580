import { printable } from "../../text/printable.ts";
import type { Paint } from "../../report/brand.ts";
import { COLORS } from "../../report/colors.ts";
import type { Slide, TextOptions } from "./pptx-library.ts";

/** A slide of 13.33 × 7.5 inches with the area for contents. */
export const SLIDE = { font: "Arial", left: 0.6, width: 12.13, top: 1.35, bottom: 6.85, height: 7.5 } as const;

/** Writes a text without what a file can't hold. */
export function slideText(slide: Slide, text: string, options: TextOptions): void {
  slide.addText(printable(text), { fontFace: SLIDE.font, ...options });
}

/** `#12355b` → `12355b`. */
export function hex(color: string): string {
  return color.replace("#", "");
}

/** Ends the paragraph before it, and leaves a line free. */
const PARAGRAPH = { text: "\n", options: { breakLine: true } };

/** Texts below each other, each with the question that it answers. */
export function paragraphRuns(texts: readonly { readonly lead?: string; readonly text: string }[], paint: Paint) {
  return texts.flatMap((text, idx) => (idx === 0 ? ledRuns(text, paint) : [PARAGRAPH, ...ledRuns(text, paint)]));
}

/** A text with the question that it answers in bold above it. */
export function ledRuns({ lead, text }: { readonly lead?: string; readonly text: string }, paint: Paint) {
  const answer = { text: printable(text) };
  if (lead === undefined) return [answer];
  return [{ text: printable(lead), options: { bold: true, color: hex(paint(COLORS.navy)), breakLine: true } }, answer];
}

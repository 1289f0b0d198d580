import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import type { Drawing } from "./drawing.ts";
import type { FontBook } from "../text/font-book.ts";
import { writeSvg } from "./write-svg.ts";

let loaded: Promise<void> | undefined;

/** The drawing as a PNG on white, `widthPx` wide; texts in the fonts of the report. */
export async function drawPng(drawing: Drawing, widthPx: number, book: FontBook): Promise<Uint8Array> {
  loaded ??= readFile(fileURLToPath(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"))).then(initWasm);
  await loaded;
  const picture = new Resvg(writeSvg(drawing, "", book), {
    background: "#ffffff",
    fitTo: { mode: "width", value: Math.round(widthPx) },
  });
  try {
    const image = picture.render();
    const png = image.asPng();
    image.free();
    return png;
  } finally {
    picture.free();
  }
}

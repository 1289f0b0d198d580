import { drawBatch, MANY_EDGES, type DrawnBatch, type Size, type View } from "./draw-batch.ts";

/** After the last movement, until a batch of many dependencies is drawn sharply again. */
const REST_MS = 150;
/** What is drawn around the visible part on each side, as a share of it, so that it is there when it is moved into view. */
const MARGIN = 0.5;

interface Kept {
  readonly canvas: HTMLCanvasElement;
  readonly batch: DrawnBatch;
  readonly style: string;
  readonly size: Size;
  readonly view: View;
}

/**
 * Shows a batch. One with many dependencies takes longer to draw than a frame lasts: while the view moves, the picture
 * that was drawn last is moved and stretched with it, and drawn again when the movement rests.
 */
export class BatchPicture {
  #kept: Kept | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** @param style - any value that differs between the styles of the page; the picture is drawn again when it changes */
  show(canvas: HTMLCanvasElement, batch: DrawnBatch, view: View, style: string): void {
    clearTimeout(this.#rest);
    if (batch.edges.length <= MANY_EDGES) {
      this.#kept = null;
      drawBatch(canvas, batch, view);
      return;
    }
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const kept = this.#kept;
    const draw = (): void => {
      this.#draw(canvas, batch, view, style, size);
      this.#copy(canvas, view);
    };
    if (kept === null || kept.size.width !== size.width || kept.size.height !== size.height) draw();
    else if (kept.view !== view) {
      this.#copy(canvas, view);
      this.#rest = setTimeout(draw, REST_MS);
    } else if (kept.batch !== batch || kept.style !== style) draw();
  }

  close(): void {
    clearTimeout(this.#rest);
    this.#kept = null;
  }

  #draw(shown: HTMLCanvasElement, batch: DrawnBatch, view: View, style: string, size: Size): void {
    const canvas = this.#kept?.canvas ?? document.createElement("canvas");
    const moved = { ...view, x: view.x + MARGIN * size.width, y: view.y + MARGIN * size.height };
    const whole = { width: (1 + 2 * MARGIN) * size.width, height: (1 + 2 * MARGIN) * size.height };
    drawBatch(canvas, batch, moved, shown, whole);
    this.#kept = { canvas, batch, style, size, view };
  }

  #copy(shown: HTMLCanvasElement, view: View): void {
    const [kept, context] = [this.#kept, shown.getContext("2d")];
    if (kept === null || context === null) return;
    const { size, canvas } = kept;
    const ratio = devicePixelRatio;
    const stretch = view.scale / kept.view.scale;
    // Setting its width clears a canvas.
    shown.width = size.width * ratio;
    shown.height = size.height * ratio;
    const x = view.x - stretch * (kept.view.x + MARGIN * size.width);
    const y = view.y - stretch * (kept.view.y + MARGIN * size.height);
    context.drawImage(canvas, ratio * x, ratio * y, stretch * canvas.width, stretch * canvas.height);
  }
}

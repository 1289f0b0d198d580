/** What of the drawing is seen: its left upper corner and its size, in units of the drawing. */
interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

const MARGIN = 24;
const MOST_ZOOMED = 4;

/** The part of a drawing that is seen, moved by pointer, wheel, two fingers and calls. */
export class MapView {
  readonly #svg: SVGSVGElement;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #drawing = { width: 1, height: 1 };
  #view: View = { x: 0, y: 0, width: 1, height: 1 };
  #isPrinted = false;

  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    svg.addEventListener("wheel", (event) => this.#turn(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => {
      this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    window.addEventListener("pointermove", (event) => this.#drag(event));
    for (const name of ["pointerup", "pointercancel"] as const)
      window.addEventListener(name, (event) => this.#pointers.delete(event.pointerId));
    new ResizeObserver(() => this.#show()).observe(svg);
    window.addEventListener("beforeprint", () => this.#print());
    window.addEventListener("afterprint", () => {
      this.#isPrinted = false;
      this.#show();
    });
  }

  /** Shows a drawing of this size: whole, or as large as can be read, from its top. */
  fit(width: number, height: number): void {
    this.#drawing = { width, height };
    const { clientWidth, clientHeight } = this.#svg;
    const scale = Math.min(
      1,
      Math.max(0.5, Math.min(clientWidth / (width + 2 * MARGIN), clientHeight / (height + 2 * MARGIN))),
    );
    this.#view.width = clientWidth / scale;
    this.#view.height = clientHeight / scale;
    this.#view.x = (width - this.#view.width) / 2;
    this.#view.y = height + 2 * MARGIN < this.#view.height ? (height - this.#view.height) / 2 : -MARGIN;
    this.#show();
  }

  /** Enlarges by the factor about a point of the window, or the middle. */
  zoom(factor: number, clientX?: number, clientY?: number): void {
    const { left, top, width, height } = this.#svg.getBoundingClientRect();
    const [shareX, shareY] = [
      ((clientX ?? left + width / 2) - left) / width,
      ((clientY ?? top + height / 2) - top) / height,
    ];
    const least = this.#svg.clientWidth / MOST_ZOOMED;
    const most = 4 * Math.max(this.#drawing.width, this.#drawing.height, this.#svg.clientWidth);
    const next = Math.max(least, Math.min(most, this.#view.width / factor));
    const by = next / this.#view.width;
    this.#view.x += this.#view.width * shareX * (1 - by);
    this.#view.y += this.#view.height * shareY * (1 - by);
    this.#view.width *= by;
    this.#view.height *= by;
    this.#show();
  }

  /** Moves by pixels of the window. */
  move(x: number, y: number): void {
    const scale = this.#view.width / Math.max(1, this.#svg.clientWidth);
    this.#view.x += x * scale;
    this.#view.y += y * scale;
    this.#show();
  }

  /** Brings a point of the drawing into the middle. */
  centre({ x, y }: { readonly x: number; readonly y: number }): void {
    this.#view.x = x - this.#view.width / 2;
    this.#view.y = y - this.#view.height / 2;
    this.#show();
  }

  #turn(event: WheelEvent): void {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), event.clientX, event.clientY);
  }

  #drag(event: PointerEvent): void {
    const last = this.#pointers.get(event.pointerId);
    if (last === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const [other] = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (other === undefined) this.move(last.x - now.x, last.y - now.y);
    else {
      const apart = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y);
      this.zoom(apart(now) / Math.max(1, apart(last)), (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
    this.#pointers.set(event.pointerId, now);
  }

  /** Paper can't be moved: it has the whole drawing, as large as the page allows. */
  #print(): void {
    this.#isPrinted = true;
    const { width, height } = this.#drawing;
    const [wide, high] = [width + 2 * MARGIN, height + 2 * MARGIN];
    this.#svg.setAttribute("viewBox", `${-MARGIN} ${-MARGIN} ${wide.toFixed(1)} ${high.toFixed(1)}`);
  }

  #show(): void {
    if (this.#isPrinted) return;
    const { clientWidth, clientHeight } = this.#svg;
    if (clientWidth > 0) this.#view.height = (this.#view.width * clientHeight) / clientWidth;
    const { x, y, width, height } = this.#view;
    this.#svg.setAttribute("viewBox", `${x.toFixed(1)} ${y.toFixed(1)} ${width.toFixed(1)} ${height.toFixed(1)}`);
  }
}

import { useEffect, useRef, useState } from "preact/hooks";

const MARGIN = 24;
const CLOSEST = 12;
/** The least scale that a drawing is first shown at, so that its words can be read: more of it where there is little room. */
const READABLE = { narrow: 0.8, wide: 0.6 } as const;
const NARROW = 600;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Which part of a drawing is looked at: dragged with a pointer, enlarged with the wheel and Ctrl, by buttons, or with + and −.
 * First the whole, or as much as can be read of it.
 * @param middle across the drawing, where such a part is
 */
export function usePanZoom({ width, height }: { readonly width: number; readonly height: number }, middle: number) {
  const svg = useRef<SVGSVGElement>(null);
  const whole: Box = { x: -MARGIN, y: -MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  const [box, setBox] = useState(whole);
  const drag = useRef<{ readonly x: number; readonly y: number; readonly box: Box; readonly scale: number } | null>(
    null,
  );
  const reset = (): void => setBox(whole);
  useEffect(() => setBox(firstBox(svg.current, whole, middle)), [width, height]);
  const zoomAt = (factor: number, atX: number, atY: number): void =>
    setBox((before) => {
      const size = Math.min(1.5 * whole.width, Math.max(whole.width / CLOSEST, before.width * factor));
      const scale = size / before.width;
      return {
        x: before.x + atX * before.width * (1 - scale),
        y: before.y + atY * before.height * (1 - scale),
        width: size,
        height: before.height * scale,
      };
    });
  const move = (dx: number, dy: number): void =>
    setBox((before) => ({ ...before, x: before.x + dx * before.width, y: before.y + dy * before.height }));
  return {
    svg,
    viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`,
    reset,
    zoom: (factor: number): void => zoomAt(factor, 0.5, 0.5),
    handlers: {
      // As SVG spells it.
      tabindex: 0,
      onPointerDown(event: PointerEvent): void {
        if (!(event.currentTarget instanceof SVGSVGElement) || event.button !== 0) return;
        const scale = event.currentTarget.getScreenCTM()?.a ?? 1;
        drag.current = { x: event.clientX, y: event.clientY, box, scale };
      },
      onPointerMove(event: PointerEvent): void {
        const from = drag.current;
        if (from === null) return;
        const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
        setBox({ ...from.box, x: from.box.x - dx / from.scale, y: from.box.y - dy / from.scale });
      },
      onPointerUp: (): void => void (drag.current = null),
      onPointerLeave: (): void => void (drag.current = null),
      onWheel(event: WheelEvent): void {
        // Without a key the wheel moves the page, as everywhere.
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        if (!(event.currentTarget instanceof Element)) return;
        const { left, top, width: across, height: down } = event.currentTarget.getBoundingClientRect();
        zoomAt(event.deltaY > 0 ? 1.15 : 0.87, (event.clientX - left) / across, (event.clientY - top) / down);
      },
      onKeyDown(event: KeyboardEvent): void {
        const action = KEYS.get(event.key);
        if (action === undefined) return;
        event.preventDefault();
        action(zoomAt, move);
      },
    },
  };
}

const KEYS = new Map<
  string,
  (zoom: (factor: number, x: number, y: number) => void, move: (dx: number, dy: number) => void) => void
>([
  ["+", (zoom) => zoom(0.8, 0.5, 0.5)],
  ["-", (zoom) => zoom(1.25, 0.5, 0.5)],
  ["ArrowLeft", (_, move) => move(-0.1, 0)],
  ["ArrowRight", (_, move) => move(0.1, 0)],
  ["ArrowUp", (_, move) => move(0, -0.1)],
  ["ArrowDown", (_, move) => move(0, 0.1)],
]);

function firstBox(svg: SVGSVGElement | null, whole: Box, middle: number): Box {
  const { clientWidth = 0, clientHeight = 0 } = svg ?? {};
  const least = clientWidth < NARROW ? READABLE.narrow : READABLE.wide;
  const [width, height] = [Math.min(whole.width, clientWidth / least), Math.min(whole.height, clientHeight / least)];
  if (width === 0 || (width === whole.width && height === whole.height)) return whole;
  const x = Math.max(whole.x, Math.min(middle - width / 2, whole.x + whole.width - width));
  return { x, y: whole.y, width, height };
}

import type { AnalysedCase } from "@longhaul/sdk";

/** Events as points: when, of which case (by the order of starts), in which colour. */
export interface Dots {
  readonly times: Float64Array;
  readonly rows: Uint32Array;
  readonly colours: Uint8Array;
  readonly cases: number;
  readonly from: number;
  readonly to: number;
}

/** @param colours by activity, see `coloursOf` */
export function dotsOf(cases: readonly AnalysedCase[], colours: ReadonlyMap<string, number>): Dots {
  const timed = cases.flatMap(({ events }, row) =>
    events.flatMap(({ activity, end }) =>
      end === undefined ? [] : [{ row, time: Date.parse(end), colour: colours.get(activity) ?? 0 }],
    ),
  );
  const times = Float64Array.from(timed, ({ time }) => time);
  return {
    times,
    rows: Uint32Array.from(timed, ({ row }) => row),
    colours: Uint8Array.from(timed, ({ colour }) => colour),
    cases: cases.length,
    from: times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY),
    to: times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY),
  };
}

/** Room around the dots: for the times below them. */
const EDGE = { left: 8, right: 8, top: 8, bottom: 24 } as const;

/** Where a time lies across a picture of some width. */
const xOf = ({ from, to }: Pick<Dots, "from" | "to">, width: number, time: number): number =>
  EDGE.left + ((time - from) / Math.max(1, to - from)) * (width - EDGE.left - EDGE.right);

/** The time at a place of a picture, within the picture's times. */
export function timeAt({ from, to }: Pick<Dots, "from" | "to">, width: number, x: number): number {
  const share = (x - EDGE.left) / Math.max(1, width - EDGE.left - EDGE.right);
  return from + Math.min(1, Math.max(0, share)) * (to - from);
}

const TICKS = 5;

/** Draws the dots, one colour after another, and the times below them. */
export function drawDots(
  canvas: HTMLCanvasElement,
  dots: Dots,
  look: { readonly palette: readonly string[]; readonly text: string; readonly font: string },
  timeText: (ms: number) => string,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  context.scale(devicePixelRatio, devicePixelRatio);
  const size = Math.max(2.5, Math.min(6, (height - EDGE.top - EDGE.bottom) / Math.max(1, dots.cases)));
  for (const [colour, fill] of look.palette.entries()) {
    context.fillStyle = fill;
    for (let idx = 0; idx < dots.times.length; idx++) {
      if (dots.colours[idx] !== colour) continue;
      const y = EDGE.top + ((dots.rows[idx] ?? 0) / Math.max(1, dots.cases)) * (height - EDGE.top - EDGE.bottom);
      context.fillRect(xOf(dots, width, dots.times[idx] ?? 0) - size / 2, y, size, size);
    }
  }
  context.fillStyle = look.text;
  context.font = look.font;
  const ticks = Math.max(2, Math.min(TICKS, Math.floor(width / 140)));
  for (let tick = 0; tick < ticks; tick++) {
    const time = dots.from + (tick / (ticks - 1)) * (dots.to - dots.from);
    context.textAlign = tick === 0 ? "left" : tick === ticks - 1 ? "right" : "center";
    context.fillText(timeText(time), xOf(dots, width, time), height - 7);
  }
}

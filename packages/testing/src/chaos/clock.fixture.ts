// Preloaded into a process, this puts its clock on, or back, by CHAOS_CLOCK_MS. Timers go on as ever.
const shiftMs = Number(process.env["CHAOS_CLOCK_MS"] ?? 0);
const RealDate = Date;
const now = (): number => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === "now" ? now : (Reflect.get(target, name) as unknown)),
});

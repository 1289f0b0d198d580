/** A clock that tells the seconds since it was asked last, or made. */
export function createLapClock(): () => number {
  let lastMs = performance.now();
  return () => {
    const nowMs = performance.now();
    const lapSec = (nowMs - lastMs) / 1000;
    lastMs = nowMs;
    return lapSec;
  };
}

/** Why an operation is waiting. Of what is counted, the text has the number as it is written, too. */
export const waiting = {
  title: "Why it is waiting",
  dependencies: (count: number, written: string) =>
    count === 1 ? "It waits for an operation of its batch:" : `It waits for ${written} operations of its batch:`,
  dependency: (name: string, status: string) => `“${name}” (${status.toLowerCase()})`,
  others: (written: string) => `and ${written} more`,
  allDone: "What it depends on has completed; it is about to join the queue.",
  next: "It is the next in the queue.",
  aboutToStart: "A worker is about to take it.",
  place: (place: string, ahead: number, aheadWritten: string) =>
    `It is number ${place} in the queue: ${ahead === 1 ? "one comes" : `${aheadWritten} come`} before it.`,
  placeAtLeast: (place: string) => `It is number ${place} in the queue, or later.`,
  freeWorker: "A worker goes on with it as soon as one is free.",
  capacity: (cpu: string, memory: string) => `No worker has the ${cpu} and ${memory} free that it needs.`,
  nearest: (cpu: string, memory: string) => `The nearest one has ${cpu} and ${memory}.`,
  cpuUnits: (count: number, written: string) => (count === 1 ? "1 CPU unit" : `${written} CPU units`),
  noWorker: "No worker is there.",
  quota: {
    tenant: (used: string, limit: string, what: string) => `Its tenant is at its quota: ${used} of ${limit} (${what}).`,
    project: (used: string, limit: string, what: string) =>
      `Its project is at its quota: ${used} of ${limit} (${what}).`,
  },
  quotaNow: "Its tenant was at its quota a moment ago.",
  whenRoom: "It starts within seconds of when there is room.",
  attempt: (attempt: string, time: string) => `Attempt ${attempt} begins in ${time}.`,
  attemptNow: (attempt: string) => `Attempt ${attempt} begins now.`,
  lease: (time: string) => `Its worker's lease ended ${time} ago; another worker takes over.`,
  expectedStart: "Expected start",
} as const;

import type { PetriNet } from "@longhaul/process-mining";

/** A net that allows these activities, one after the other, and nothing else. */
export function pathNet(activities: readonly string[]): PetriNet {
  return {
    places: Array.from({ length: activities.length + 1 }, (_, place) => ({ name: `p${place}` })),
    transitions: activities.map((label, at) => ({ name: label, label, inputs: [at], outputs: [at + 1] })),
    initialMarking: [0],
    finalMarking: [activities.length],
  };
}

import { countArcs, type PetriNet } from "../models/petri-net.ts";

const BASELINE_DEGREE = 2;

/**
 * Simplicity of a net, 0 to 1: 1 ÷ (1 + max(0, d − 2)), d = arcs per place or transition, each arc counted at both ends;
 * 2 is that of a plain sequence in a ring.
 * Source: Vázquez-Barreiros, Mucientes and Lama, ProDiGen: Mining Complete, Precise and Minimal Structure Process Models
 * with a Genetic Algorithm (2015), inverse arc degree, with PM4Py's baseline.
 */
export function measureSimplicity(net: PetriNet): number {
  const nodes = net.places.length + net.transitions.length;
  const degree = nodes === 0 ? 0 : (2 * countArcs(net)) / nodes;
  return 1 / (1 + Math.max(0, degree - BASELINE_DEGREE));
}

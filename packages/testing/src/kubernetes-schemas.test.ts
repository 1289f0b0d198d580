import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { Job } from "kubernetes-models/batch/v1/Job";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Service } from "kubernetes-models/v1/Service";
import { describe, expect, it } from "vitest";
import { readManifests } from "./read-manifests.ts";

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}
interface Model {
  validate(): void;
}

/** What checks a manifest against the schema of its kind. */
const MODELS: ReadonlyMap<string, new (manifest: never) => Model> = new Map<string, new (manifest: never) => Model>([
  ["apps/v1 Deployment", Deployment],
  ["batch/v1 Job", Job],
  ["keda.sh/v1alpha1 ScaledObject", ScaledObject],
  ["networking.k8s.io/v1 NetworkPolicy", NetworkPolicy],
  ["policy/v1 PodDisruptionBudget", PodDisruptionBudget],
  ["v1 ConfigMap", ConfigMap],
  ["v1 Service", Service],
]);

/** What a schema says is wrong; null = nothing. */
function faultOf(manifest: Manifest): string | null {
  const Kind = MODELS.get(`${manifest.apiVersion} ${manifest.kind}`);
  if (Kind === undefined) return `no schema for ${manifest.apiVersion} ${manifest.kind}`;
  try {
    new Kind(manifest as never).validate();
    return null;
  } catch (err) {
    return String(err);
  }
}

/** Places of all values below one. */
function placesIn(value: unknown, place: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? value.map((one, idx) => [idx, one] as const) : Object.entries(value);
  return entries.flatMap(([key, one]: readonly [string | number, unknown]) => [
    [...place, key],
    ...placesIn(one, [...place, key]),
  ]);
}

/**
 * Fields that a schema doesn't know, a misspelt one say: it takes anything for them, also what no field can be. Schemas of Kubernetes
 * let them pass.
 */
function unknownFields(manifest: Manifest): string[] {
  return placesIn(manifest).flatMap((place) => {
    const spoiled = structuredClone(manifest) as unknown as Record<string | number, unknown>;
    const last = place.at(-1) ?? "";
    const parent = place
      .slice(0, -1)
      .reduce<Record<string | number, unknown>>((at, key) => at[key] as Record<string | number, unknown>, spoiled);
    parent[last] = typeof parent[last] === "object" ? true : { [last]: { [last]: [true] } };
    return faultOf(spoiled as unknown as Manifest) === null ? [place.join(".")] : [];
  });
}

const manifests = (readManifests() as Manifest[]).map((manifest) => ({
  title: `${manifest.kind} ${manifest.metadata.name}`,
  manifest,
}));

describe("the schemas of Kubernetes", () => {
  it.each(manifests)("take $title, and know each of its fields", ({ manifest }) => {
    expect(faultOf(manifest)).toBeNull();
    expect(unknownFields(manifest)).toEqual([]);
  });

  it("find what is of another type, missing or misspelt", () => {
    const pod = (container: object): Manifest =>
      ({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "x" },
        spec: { selector: {}, template: { metadata: {}, spec: { containers: [container] } } },
      }) as unknown as Manifest;
    expect(faultOf(pod({ name: "a", ports: [{ containerPort: "80" }] }))).toMatch(/containerPort must be integer/);
    expect(faultOf(pod({ image: "a" }))).toMatch(/must have required property name/);
    expect(unknownFields(pod({ name: "a", imagePulPolicy: "Always", resources: { limit: { cpu: "1" } } }))).toEqual([
      "spec.template.spec.containers.0.imagePulPolicy",
      "spec.template.spec.containers.0.resources.limit",
      "spec.template.spec.containers.0.resources.limit.cpu",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { FREED, JobPlaces } from "./job-places.ts";

/** A job in a place of `places`, which ends when it is told to. */
function jobIn(places: JobPlaces, mayFree = true) {
  const job = {};
  const end = Promise.withResolvers<string>();
  let keeps = (): boolean => false;
  let frees = 0;
  const held = places.hold(job, { mayFree: () => mayFree, onFree: () => frees++ }, async (keepPlace) => {
    keeps = keepPlace;
    return end.promise;
  });
  return { held, end, keep: () => keeps(), free: () => places.free(job), frees: () => frees };
}

describe("JobPlaces", () => {
  it("lets as many jobs end without a place as there are places, and others follow", async () => {
    const places = new JobPlaces(2);
    const jobs = Array.from({ length: 4 }, () => jobIn(places));
    const [first, second, third, fourth] = jobs;
    for (const job of jobs) job.free();
    expect(jobs.map((job) => job.frees())).toEqual([1, 1, 0, 0]);
    expect([await first?.held, await second?.held]).toEqual([FREED, FREED]);
    second?.end.reject(new Error("broken"));
    expect(await third?.held).toBe(FREED);
    expect(fourth?.frees()).toBe(0);
    fourth?.end.resolve("end");
    expect(await fourth?.held).toBe("end");
  });

  it("leaves a job its place that takes the next one along", async () => {
    const places = new JobPlaces(1);
    const [ahead, job] = [jobIn(places), jobIn(places)];
    ahead.free();
    expect(ahead.keep()).toBe(false);
    job.free();
    expect(job.keep()).toBe(true);
    ahead.end.resolve("ahead");
    await ahead.end.promise;
    job.end.resolve("next");
    expect(await job.held).toBe("next");
    expect(job.frees()).toBe(0);
  });

  it("keeps a place that nobody may have, and doesn't know jobs that have ended", async () => {
    const job = jobIn(new JobPlaces(1), false);
    job.free();
    job.end.resolve("end");
    expect(await job.held).toBe("end");
    job.free();
    expect(job.frees()).toBe(0);
  });
});

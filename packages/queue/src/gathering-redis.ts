import { Redis } from "ioredis";

/**
 * A connection whose commands of one turn of the event loop go to the socket together: a write of its own for each costs more
 * than the rest of a job.
 */
export class GatheringRedis extends Redis {
  #isGathering = false;

  override sendCommand(...args: Parameters<Redis["sendCommand"]>): unknown {
    this.#gather();
    return super.sendCommand(...args);
  }

  #gather(): void {
    const { stream } = this;
    if (this.#isGathering || stream === undefined) return;
    this.#isGathering = true;
    stream.cork();
    // After what promises that settle now still ask.
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }
}

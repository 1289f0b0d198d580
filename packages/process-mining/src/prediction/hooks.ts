/** How far the training has come. */
export interface PredictionProgress {
  /** 0 to 1, never falls. */
  readonly fraction: number;
  /** What is being done, as a person would say it. */
  readonly currentActivity: string;
  /** Models that this run trains, finished ones included. */
  readonly modelsTraining: number;
  readonly modelsCompleted: number;
}

export interface PredictionHooks {
  /** Aborting it rejects the run with the signal's reason, within a second. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PredictionProgress) => void) | undefined;
}

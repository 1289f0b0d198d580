import { useRef, useState } from "preact/hooks";

/** What a button or a form asks the service for: one request at a time, and what became of the last. */
export interface Attempt {
  /** Why the last one failed; null while none has. */
  readonly error: unknown;
  /** Whether one is under way, so that its button is to be disabled. */
  readonly isBusy: boolean;
  /** Runs `work`, unless one is under way already: a double click asks once. */
  readonly attempt: (work: () => Promise<void>) => void;
  /** As `attempt`, for a form: the page stays. */
  readonly onSubmit: (work: () => Promise<void>) => (event: SubmitEvent) => void;
}

/** Keeps the state of an action: whether it runs, and its error. */
export function useAttempt(): Attempt {
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const isUnderWay = useRef(false);
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (err) {
      setError(err);
    }
    isUnderWay.current = false;
    setBusy(false);
  };
  const attempt = (work: () => Promise<void>): void => void run(work);
  return {
    error,
    isBusy,
    attempt,
    onSubmit: (work) => (event) => {
      event.preventDefault();
      attempt(work);
    },
  };
}

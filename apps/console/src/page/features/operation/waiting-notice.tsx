import type { WaitingFor } from "@longhaul/contracts";
import { t } from "../../texts/language.ts";
import { now } from "../../ui/elapsed.tsx";
import { Time } from "../../ui/time.tsx";
import { sentencesOf } from "./waiting-sentences.ts";

/** Why an operation is waiting, in a sentence or two of the reader's language. */
export function WaitingNotice({ waitingFor }: { readonly waitingFor: WaitingFor }) {
  const texts = t.value.waiting;
  return (
    <section class="notice is-waiting">
      <h2>{texts.title}</h2>
      <p>{sentencesOf(waitingFor, now.value).join(" ")}</p>
      {waitingFor.expectedStart !== undefined && (
        <p class="soft">
          {texts.expectedStart} <Time at={waitingFor.expectedStart} />
        </p>
      )}
    </section>
  );
}

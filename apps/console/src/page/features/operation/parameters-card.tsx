import type { OperationDetails } from "@longhaul/sdk";
import { t } from "../../texts/language.ts";
import { wordsOf } from "../../texts/words-of.ts";

/** Parameters as completed; what the request left out is marked as a default. */
export function ParametersCard({ details }: { readonly details: OperationDetails }) {
  const texts = t.value.operation;
  const parameters = Object.entries(details.parameters);
  const defaulted = new Set(details.defaulted);
  return (
    <section class="card">
      <h2>{texts.parameters}</h2>
      {parameters.length === 0 && <p class="soft">{texts.noParameters}</p>}
      <dl class="parameters">
        {parameters.map(([name, value]) => (
          <div key={name}>
            <dt title={name}>
              {wordsOf(name)}
              {defaulted.has(`/${escaped(name)}`) && <span class="tag">{texts.defaulted}</span>}
            </dt>
            <dd>{typeof value === "string" ? <code>{value}</code> : <pre>{JSON.stringify(value, null, 2)}</pre>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A name as a part of a JSON pointer. */
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

import type { OperationDetails } from "@longhaul/sdk";
import { t } from "../../texts/language.ts";
import { wordsOf } from "../../texts/words-of.ts";

/** All parameters: first those of the request, then those from defaults, marked as such. */
export function ParametersCard({ details }: { readonly details: OperationDetails }) {
  const texts = t.value.operation;
  const defaulted = new Set(details.defaulted);
  const isDefaulted = (name: string): boolean => defaulted.has(`/${escaped(name)}`);
  const parameters = Object.entries(details.parameters).toSorted(
    ([one, first], [other, second]) =>
      Number(isDefaulted(one)) - Number(isDefaulted(other)) || Number(isPart(first)) - Number(isPart(second)),
  );
  return (
    <section class="card">
      <h2>{texts.parameters}</h2>
      {parameters.length === 0 && <p class="soft">{texts.noParameters}</p>}
      <dl class="parameters">
        {parameters.map(([name, value]) => (
          <div key={name}>
            <dt title={name}>
              {wordsOf(name)}
              {isDefaulted(name) && <span class="tag">{texts.defaulted}</span>}
            </dt>
            <dd>
              {isPart(value) ? (
                <pre>{JSON.stringify(value, null, 2)}</pre>
              ) : (
                <code>{typeof value === "string" ? value : JSON.stringify(value)}</code>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const isPart = (value: unknown): boolean => typeof value === "object" && value !== null;

/** A name as a part of a JSON pointer. */
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

import { useId, useState } from "preact/hooks";
import type { JsonSchema } from "../../api/operation-types.ts";
import { t } from "../../texts/language.ts";
import { wordsOf } from "../../texts/words-of.ts";

interface FieldProps {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly isRequired: boolean;
  readonly onChange: (value: unknown) => void;
}

/** One parameter: its name, the field for its schema, and the schema's description. */
export function SchemaField(props: FieldProps) {
  const id = useId();
  const { name, schema, isRequired } = props;
  return (
    <div class="field">
      <label for={id}>
        {wordsOf(name)}
        {isRequired && <span aria-hidden="true"> *</span>}
      </label>
      <Input {...props} id={id} />
      {schema.description !== undefined && <small>{schema.description}</small>}
    </div>
  );
}

function Input({ id, schema, value, isRequired, onChange }: FieldProps & { readonly id: string }) {
  const texts = t.value.start;
  const fallback = schema.default === undefined ? texts.unset : texts.byDefault(textOf(schema.default));
  const choices = schema.enum ?? (schema.type === "boolean" ? [true, false] : undefined);
  if (choices !== undefined) {
    const chosen = choices.findIndex((choice) => choice === value);
    return (
      <select
        id={id}
        required={isRequired}
        value={chosen < 0 ? "" : String(chosen)}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === "" ? undefined : choices[Number(currentTarget.value)])
        }
      >
        <option value="">{fallback}</option>
        {choices.map((choice, idx) => (
          <option key={idx} value={String(idx)}>
            {textOf(choice)}
          </option>
        ))}
      </select>
    );
  }
  if (schema.type === "number" || schema.type === "integer") {
    return (
      <input
        id={id}
        type="number"
        step={schema.type === "integer" ? 1 : "any"}
        min={schema.minimum}
        max={schema.maximum}
        required={isRequired}
        placeholder={fallback}
        value={typeof value === "number" ? value : ""}
        onInput={({ currentTarget }) => onChange(currentTarget.value === "" ? undefined : currentTarget.valueAsNumber)}
      />
    );
  }
  if (schema.type === "string") {
    return (
      <input
        id={id}
        maxLength={schema.maxLength}
        required={isRequired}
        placeholder={fallback}
        value={typeof value === "string" ? value : ""}
        onInput={({ currentTarget }) => onChange(currentTarget.value === "" ? undefined : currentTarget.value)}
      />
    );
  }
  if (schema.type === "array" && schema.items?.enum !== undefined) {
    return <Choices id={id} choices={schema.items.enum} value={value} onChange={onChange} />;
  }
  return <JsonInput id={id} schema={schema} onChange={onChange} />;
}

/** Any number of some values. */
function Choices({
  id,
  choices,
  value,
  onChange,
}: {
  readonly id: string;
  readonly choices: readonly unknown[];
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div class="choices" id={id} role="group">
      {choices.map((choice) => (
        <label key={textOf(choice)} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(choice)}
            onChange={({ currentTarget }) => {
              const next = choices.filter((other) =>
                other === choice ? currentTarget.checked : chosen.includes(other),
              );
              onChange(next.length === 0 ? undefined : next);
            }}
          />
          {textOf(choice)}
        </label>
      ))}
    </div>
  );
}

/** What no simple field can say, as JSON. */
function JsonInput({
  id,
  schema,
  onChange,
}: {
  readonly id: string;
  readonly schema: JsonSchema;
  readonly onChange: (value: unknown) => void;
}) {
  const [text, setText] = useState("");
  const [isFaulty, setFaulty] = useState(false);
  const take = (next: string): void => {
    setText(next);
    try {
      onChange(next.trim() === "" ? undefined : JSON.parse(next));
      setFaulty(false);
    } catch {
      setFaulty(true);
    }
  };
  return (
    <>
      <textarea
        id={id}
        class="mono"
        rows={2}
        spellcheck={false}
        placeholder={sampleOf(schema)}
        value={text}
        aria-invalid={isFaulty}
        onInput={({ currentTarget }) => take(currentTarget.value)}
      />
      {isFaulty && <span class="field-fault">{t.value.start.notJson}</span>}
    </>
  );
}

/** How such a value is written: the keys of an object, an empty list. */
function sampleOf({ type, properties = {} }: JsonSchema): string {
  if (type === "array") return "[ … ]";
  const keys = Object.keys(properties).slice(0, 3);
  return keys.length === 0 ? "{ … }" : `{ ${keys.map((key) => `"${key}": …`).join(", ")} }`;
}

function textOf(value: unknown): string {
  if (typeof value === "boolean") return value ? t.value.start.yes : t.value.start.no;
  return typeof value === "string" ? value : JSON.stringify(value);
}

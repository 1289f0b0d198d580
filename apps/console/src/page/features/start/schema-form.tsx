import type { JsonSchema } from "../../api/operation-types.ts";
import { t } from "../../texts/language.ts";
import { SchemaField } from "./schema-field.tsx";

export type Values = Readonly<Record<string, unknown>>;

/** A form of a type's parameters. What is left alone is not sent: the service has defaults. */
export function SchemaForm({
  schema,
  values,
  leaveOut,
  onChange,
}: {
  readonly schema: JsonSchema;
  readonly values: Values;
  /** Parameters that the screen has other fields for. */
  readonly leaveOut: readonly string[];
  readonly onChange: (values: Values) => void;
}) {
  const all = Object.entries(schema.properties ?? {}).filter(([name]) => !leaveOut.includes(name));
  const simple = all.filter(([, field]) => isSimple(field));
  const others = all.filter(([, field]) => !isSimple(field));
  const field = ([name, one]: [string, JsonSchema]) => (
    <SchemaField
      key={name}
      name={name}
      schema={one}
      value={values[name]}
      isRequired={schema.required?.includes(name) === true}
      onChange={(value) => onChange(withValue(values, name, value))}
    />
  );
  return (
    <>
      <div class="form-grid">{simple.map(field)}</div>
      {others.length > 0 && (
        <details class="more">
          <summary>{t.value.start.more(others.length)}</summary>
          <div class="form-grid">{others.map(field)}</div>
        </details>
      )}
    </>
  );
}

const isSimple = ({ type, enum: choices }: JsonSchema): boolean =>
  choices !== undefined || type === "boolean" || type === "number" || type === "integer" || type === "string";

/** The values with one more; `undefined` takes it away. */
function withValue(values: Values, name: string, value: unknown): Values {
  const { [name]: _, ...rest } = values;
  return value === undefined ? rest : { ...rest, [name]: value };
}
